"""Tests of the tables, their history and the snapshot."""
