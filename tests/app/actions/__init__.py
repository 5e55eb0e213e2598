"""Tests of the actions: what they do, what they refuse, and two at the same instant."""
