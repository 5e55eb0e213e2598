"""Use cases: one verb per file, one transaction per verb, no knowledge of HTTP."""
