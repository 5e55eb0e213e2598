"""Delivery: the outbox, its dispatch, retries, and the channels that know a provider."""
