"""SBAR, told by the requester while a contact lives."""
