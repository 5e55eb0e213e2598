"""The tables: a file for each area."""
