"""Utfallet: how it went, said by both sides, and whoever has not said so."""
