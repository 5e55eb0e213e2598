"""Länets kontaktuppgifter as files, and the loader that checks and loads them."""
