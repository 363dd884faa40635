"""The page 回収・入力: sheets are received, keyed, keyed again, taken in from a file."""
