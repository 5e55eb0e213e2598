"""Tests of the delivery: outbox, dispatch, retries, the provider and its words."""
