"""Direct admissions."""
