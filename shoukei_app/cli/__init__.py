"""What is typed: each command is a few lines around a use case; `--json` for programs, sentences for people."""
