"""Direct admissions over the API."""
