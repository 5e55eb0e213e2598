"""The rules, checked against tables a clinician could read and against properties."""
