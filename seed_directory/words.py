"""Swedish words as the identifiers they stand for: ``Kommunal hälso- och sjukvård``."""

import re

LETTERS = str.maketrans("åäöéü", "aaoeu")


def fold(text: str) -> str:
    """Small letters a–z and digits with ``_`` between the words, as stored values are written."""
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower().translate(LETTERS)).strip("_")
