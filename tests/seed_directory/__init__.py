"""Tests of the seed: the Dalarna data, the loader and what it refuses."""
