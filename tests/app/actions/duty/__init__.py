"""Tests of app/actions/duty."""
