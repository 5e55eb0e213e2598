"""Kontot: caller code, channels and inbox."""
