"""From contact events to rows, measures and charts; no knowledge of HTTP."""
