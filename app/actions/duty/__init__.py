"""Jouren: shifts that change hands, "Inte nu", and who is told of it."""
