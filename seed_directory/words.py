"""Swedish words as the identifiers they stand for: ``Kommunal hälso- och sjukvård``."""

import re
import unicodedata

LETTERS = str.maketrans("åäöéü", "aaoeu")


def fold(text: str) -> str:
    """Small letters a–z and digits with ``_`` between the words, as stored values are written."""
    small = unicodedata.normalize("NFC", text).strip().lower()
    return re.sub(r"[^a-z0-9]+", "_", small.translate(LETTERS)).strip("_")
