"""訪問・電話: planned, printed, made, written down in under a minute, handed on."""
