"""One module per way to reach a person; the only place that calls a telephony provider."""
