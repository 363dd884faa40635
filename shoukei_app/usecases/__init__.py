"""What can be done: plain functions from a ledger and values to an Outcome. No Qt, no sentences."""
