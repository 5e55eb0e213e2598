"""Looking for an identity costs nothing that anybody notices, whatever is sent."""

import math
import time
from collections.abc import Callable

import pytest

from routing.identity import holds_identity
from tests.routing.identity_spellings import MEASURES, PASSED


def _least(act: Callable[[str], object], text: str) -> float:
    """CPU seconds of this thread alone, whatever else the machine does; the best of some."""
    best = math.inf
    for _ in range(8):
        begun = time.thread_time()
        act(text)
        best = min(best, time.thread_time() - begun)
    return best


def _walk(text: str) -> int:
    """The floor: a plain loop that looks at each character once."""
    digits = 0
    for one in text:
        if one.isdigit():
            digits += 1
    return digits


def _walks(text: str) -> float:
    """How many plain walks through 4 000 characters it costs (one: about 0.1 ms); a machine that is
    slow today walks slowly too, before or after."""
    before = _least(_walk, "x1" * 2000)
    spent = _least(holds_identity, text)
    return spent / max(before, _least(_walk, "x1" * 2000))


def test_four_thousand_characters_take_about_a_millisecond():
    text = " ".join(one for one in (*PASSED, *MEASURES) if one.isprintable() and len(one) > 40)
    story = (
        "Kvinna med förmaksflimmer sedan i går. Andfådd vid ansträngning, ingen bröstsmärta. "
        "BT 120/80, puls 95, saturation 96 procent, temp 37,2. Tidigare hjärtinfarkt 2012. "
        "Står på blodförtunnande sedan två år. Bor själv med hemtjänst, klarar sig inne. EKG i dag "
        "2026-11-20 kl 10.45: flimmer, frekvens 110. Hb 121, CRP 45, kreatinin 85, Na 138, K 4,1. "
        "Bedöms behöva inläggning, tacksam för råd. Ring tillbaka på 070-174 06 05. "
    )
    # Five on an idle machine; the rest is for one that does other things beside.
    assert _walks((story * 20)[:4000]) <= 30
    assert _walks(text[:4000]) <= 100


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 4000,
        "01 " * 1333,
        "8 1 1 2 " * 500,
        "81121898 " * 444,
        "811218" + " " * 3990 + "x",
        ("811218" + " " * 79) * 47,
        "811218" + "\u200b" * 3990,
        "8\u200b" * 2000,
        "sextio" * 666 + "x",
        "ett " * 1000,
        "hundratusen" * 363,
        "<a " * 1333,
        "<a" + " x" * 1999,
        "<!--" * 1000,
        "&a" * 2000,
        "%20" * 1333,
        "a1" * 2000,
        "+46 " * 1000,
        "(0)" * 1333,
        "nr nr nr nr 1 " * 285,
        "811218 nr " * 400,
        "121212-t" * 500,
        "\u0661 " * 2000,
        "-" * 4000,
        "pnr " * 1000,
        "december " * 444,
        "18 december " * 333,
        "18" + " " * 3990 + "december",
        "1981 maj " * 444,
        "artonde " * 500,
        "1o" * 2000,
        "1/2-" * 1000,
        "811218t9876" * 363,
    ],
)
def test_no_text_takes_long(hostile):
    assert _walks(hostile[:4000]) <= 1000
