"""The clinical and organisational rules: pure functions of frozen values and a moment handed in."""
