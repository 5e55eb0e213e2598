"""Ärendet: chosen, planned, made, followed; my contacts and the unanswered."""
