"""Hypothesis for the rules: as everywhere, with fewer examples, as there are so many rules."""

from hypothesis import settings

settings.register_profile("rules", settings.get_profile("suite"), max_examples=30)
