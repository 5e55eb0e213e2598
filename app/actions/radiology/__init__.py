"""Röntgen direkt: booked from the contact, moved, ended, and the result phoned."""
