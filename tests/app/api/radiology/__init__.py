"""Tests of app/api/radiology."""
