"""The embedded telephone exchange for development, tests and demonstration."""
