"""Hypothesis for the rules: the same examples every time, so that a failure is seen by
everybody."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rules",
    max_examples=30,
    deadline=None,  # two cores shared with other work say nothing about the rules' own speed
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
