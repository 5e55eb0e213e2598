"""Jakten på en mottagare: who is rung next on the frozen plan, and what they are told."""
