"""What people write back: a yes is never guessed."""

import pytest

from app.actions.answers.text_reply import Meaning, TextReply, read_reply

YES, NO, UNCLEAR, NOT_FOR_US = Meaning.YES, Meaning.NO, Meaning.UNCLEAR, Meaning.NOT_FOR_US


@pytest.mark.parametrize(
    ("body", "meaning", "code"),
    [
        ("JA", YES, ""),
        ("ja", YES, ""),
        (" Ja. ", YES, ""),
        ("Ja tack!", YES, ""),
        ("JA, jag tar det", YES, ""),
        ("Yes please", YES, ""),
        ("Ja AK-7F3K", YES, "AK-7F3K"),
        ("ja ak7f3k", YES, "AK-7F3K"),
        ("HV 7F3K: ja", YES, "HV-7F3K"),
        ("Ja ärende HV-7F3KAL", YES, "HV-7F3KAL"),
        ("JA 👍", YES, ""),
        ("NEJ", NO, ""),
        ("nej tack", NO, ""),
        ("Nej, jag opererar. Pröva PV-7F3K", NO, "PV-7F3K"),
        ("no", NO, ""),
        ("", UNCLEAR, ""),
        ("?", UNCLEAR, ""),
        ("Ja men inte nu", UNCLEAR, ""),
        ("ja, om tio minuter", UNCLEAR, ""),
        ("ja nej", UNCLEAR, ""),
        ("nej ja", UNCLEAR, ""),
        ("jaha", UNCLEAR, ""),
        ("jag", UNCLEAR, ""),
        ("AK-7F3K", UNCLEAR, "AK-7F3K"),
        ("Jag är på semester. Ring växeln. Ja", UNCLEAR, ""),
        ("STOP", NOT_FOR_US, ""),
        (" stopp ", NOT_FOR_US, ""),
        ("Hjälp", NOT_FOR_US, ""),
        ("START", NOT_FOR_US, ""),
        ("stoppa inte", UNCLEAR, ""),
        ("a" * 100_000, UNCLEAR, ""),
        ("\x00\ud800", UNCLEAR, ""),
    ],
)
def test_replies(body, meaning, code):
    assert read_reply(body) == TextReply(meaning, code)
