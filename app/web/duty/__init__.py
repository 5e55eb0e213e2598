"""Jouren: on duty, shifts, "Inte nu", and what rings."""
