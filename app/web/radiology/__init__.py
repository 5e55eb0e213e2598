"""Röntgen direkt: booked from a contact, and radiology's own page."""
