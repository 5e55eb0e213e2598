"""Use cases: a folder for each area, one verb per file, one transaction per verb, no HTTP."""
