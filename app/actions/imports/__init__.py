"""Inläsningar: files taken in whole or not at all, once each, and taken back when wrong."""
