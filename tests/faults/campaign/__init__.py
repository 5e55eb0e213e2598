"""A fault campaign: two workers, two web processes, a bad provider, and kill -9 at random moments.

``python -m tests.faults.campaign`` (``make faults``); read docs/guides/fel.md first.
"""
