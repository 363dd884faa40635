"""The sample campaign (見本): invented firms in real towns, taken through every step by the real use cases."""
