"""What the telephony provider tells us; every call is checked by its signature."""
