"""How many parts a text message is sent in: the GSM 03.38 alphabet, else UCS-2."""

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALONE_GSM, _EACH_GSM = 160, 153  # septets; each of several parts has a header
_ALONE_UCS, _EACH_UCS = 70, 67  # code units of 16 bits


def segment_count(text: str) -> int:
    """How many messages the text is billed and sent as, at least 1."""
    if all(letter in _GSM or letter in _GSM_EXTENSION for letter in text):
        sizes = [2 if letter in _GSM_EXTENSION else 1 for letter in text]
        return _parts(sizes, alone=_ALONE_GSM, each=_EACH_GSM)
    sizes = [len(letter.encode("utf-16-be")) // 2 for letter in text]
    return _parts(sizes, alone=_ALONE_UCS, each=_EACH_UCS)


def _parts(sizes: list[int], *, alone: int, each: int) -> int:
    """Letters of two units are never cut in half between two parts."""
    if sum(sizes) <= alone:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > each:
            parts, used = parts + 1, 0
        used += size
    return parts
