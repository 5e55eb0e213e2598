"""Persistence: tables, and the functions that load them as frozen routing values."""
