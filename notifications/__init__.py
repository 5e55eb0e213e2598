"""Delivery: the outbox, sending, retries and the texts."""
