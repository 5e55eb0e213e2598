"""Tests of the webhooks: who may speak, and in which order."""
