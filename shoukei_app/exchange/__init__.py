"""Excel and CSV, in and out; everything else of the program sees rows of text and frozen values."""
