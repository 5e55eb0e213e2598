"""How many text messages a text is sent and paid for as, and how to keep it few.

Source: 3GPP TS 23.038, the GSM 7-bit default alphabet and its extension table. A text within them
has 160 places in one message and 153 in each of several; one character outside makes the whole text
UCS-2, with 70 and 67 places.
"""

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")  # two places each: an escape goes before

GSM_ALONE, GSM_TOGETHER = 160, 153
UCS2_ALONE, UCS2_TOGETHER = 70, 67

# Typography that people write and phones can do without.
PLAINER = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012–—−", "-"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u2018’\u201a", "'"),
        "…": "...",
        "•": "-",
        "×": "x",
        "\N{NO-BREAK SPACE}": " ",
    }
)


def is_gsm(text: str) -> bool:
    """Whether every character is in the 7-bit alphabet or its extension."""
    return GSM_BASIC.issuperset(set(text) - GSM_EXTENDED)


def plainer(text: str) -> str:
    """The text with dashes, quotes and the like written as a phone's alphabet has them."""
    return text.translate(PLAINER)


def segments(text: str) -> int:
    """How many messages the text is sent as; at least one."""
    if is_gsm(text):
        sizes = [2 if character in GSM_EXTENDED else 1 for character in text]
        return _count(sizes, alone=GSM_ALONE, together=GSM_TOGETHER)
    sizes = [len(character.encode("utf-16-be")) // 2 for character in text]
    return _count(sizes, alone=UCS2_ALONE, together=UCS2_TOGETHER)


def _count(sizes: list[int], *, alone: int, together: int) -> int:
    """Messages for characters of these sizes; no character is cut in two."""
    if sum(sizes) <= alone:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > together:
            count, used = count + 1, 0
        used += size
    return count
