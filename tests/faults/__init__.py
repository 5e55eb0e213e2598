"""Faults on purpose: killed processes, two workers, a provider that does not answer."""
