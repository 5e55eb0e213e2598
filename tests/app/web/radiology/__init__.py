"""Tests of app/web/radiology."""
