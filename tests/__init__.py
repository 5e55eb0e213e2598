"""Tests: the folders mirror the code, stories tell what it is for."""
