"""How fast we are, against floors measured in turn in the same run."""
