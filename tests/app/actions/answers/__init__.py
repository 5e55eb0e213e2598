"""Tests of app/actions/answers."""
