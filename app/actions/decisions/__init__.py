"""Beslut i samtalet: made, changed and taken back; each kind's own steps stand beside."""
