"""Tests of what wards report of their beds."""
