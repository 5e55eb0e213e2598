"""The text of a file that somebody saved: what can only mean one thing is read, the rest refused.

UTF-8 with or without a mark at its beginning, UTF-16 with one ("Unicode-text" of a spreadsheet),
and Windows-1252 where no other encoding could have been meant. Letters come out composed (NFC): an
``å`` that a Mac has taken apart is the same letter.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

SAVE_AS: Final = "spara filen som ”CSV UTF-8” (text: UTF-8) och försök igen"

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signs of Swedish texts whose bytes mean nothing Swedish in the code pages of DOS and of the Mac:
# a file that is no UTF-8 and has only these is in Windows-1252.
_CERTAIN: Final = frozenset("åäöÅÄÖéèüÜæøÆØ§°–\u00a0".encode("cp1252"))
_TWICE: Final = re.compile("Ã[\u0080-\u00bf–…„”“]")  # UTF-8 read as Windows-1252 and saved again
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextFault:
    """What is wrong; ``row`` counts the file's lines from 1. ``reason`` is in Swedish."""

    row: int
    reason: str


class UnreadableText(ValueError):
    """The bytes are no text that can be trusted; ``faults`` are all that was found."""

    def __init__(self, *faults: TextFault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def text_of(content: bytes) -> str:
    """The text of a file; raises ``UnreadableText``."""
    if content.startswith(_WORKBOOKS):
        raise UnreadableText(TextFault(1, f"filen är en arbetsbok; {SAVE_AS}"))
    text = unicodedata.normalize("NFC", _decoded(content)).replace("\ufeff", "")
    faults = [
        TextFault(row, reason)
        for row, line in enumerate(re.split("\r\n|\r|\n", text), start=1)
        if (reason := _unfit(line))
    ]
    if faults:
        raise UnreadableText(*faults)
    return text


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKED if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and _CERTAIN.issuperset(byte for byte in content if byte > 0x7F):
            return content.decode("cp1252")
        row = content[: error.start].count(b"\n") + 1
        raise UnreadableText(TextFault(row, f"filen är inte UTF-8; {SAVE_AS}")) from None


def _unfit(line: str) -> str:
    """Why a line cannot be trusted; empty when it can."""
    if "\x00" in line:
        return f"raden har tecknet NUL: filen är inte text i UTF-8, eller skadad; {SAVE_AS}"
    if "\ufffd" in line:
        return f"raden har tecknet \ufffd: en bokstav har gått förlorad; {SAVE_AS}"
    if _TWICE.search(line):
        return f"raden har bokstäver som ”Ã¥” i stället för ”å”: {SAVE_AS}"
    if _CONTROL.search(line):
        return "raden har ett styrtecken, som inte syns; ta bort det"
    return ""
