"""Measurements: printed, never asserted in the test suite."""
