"""Beslut i samtalet: made, changed and shown."""
