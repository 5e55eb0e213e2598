"""Samtalen på telefonen: what each phone of a contact hears, and what it reports and presses."""
