"""Ärendet: made, followed until its time comes, dialled by hand, called off."""
