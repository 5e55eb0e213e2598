"""Ångra: what somebody has just done is put back, by whoever did it."""
