"""操作履歴: who did what and when, what it changed, taking it back, and whether the chain is whole."""
