"""What a machine has heard is kept as text, but never an identity."""

import pytest

from app.actions.sbar.spoken import checked_speech
from app.actions.shared.errors import PatientIdentityInText
from app.actions.shared.free_text import LIMIT
from routing.sbar import SbarPart

S = SbarPart.SITUATION


@pytest.mark.parametrize(
    "heard",
    [
        "1985 03 12 12 34 har ont",
        "född 19850312",
        "ett nio åtta fem noll tre ett två ett två tre fyra",
        "Ett nio 85 noll 3 12",
        "85-03-12-12.34",
        "one nine eight five zero three one two",
        "nås på 070 174 06 05",
    ],
)
def test_what_may_be_an_identity_is_refused(heard):
    with pytest.raises(PatientIdentityInText):
        checked_speech(S, heard)


@pytest.mark.parametrize(
    "heard",
    [
        "Blodtryck 85 genom 50, puls 130, saturation 91 procent, 38,9 grader",
        "Sedan klockan 14.30 i dag, CRP 240 och LPK 18",
        "Tog två Alvedon och fyra ipren i går",
        "En av tre, fem av sju",
    ],
)
def test_measures_doses_and_times_pass(heard):
    assert checked_speech(S, heard) == heard


def test_a_long_speech_is_cut_after_a_whole_word():
    kept = checked_speech(S, "mycket " * 200)
    assert len(kept) <= LIMIT
    assert kept.endswith("mycket …")


def test_blanks_are_made_single():
    assert checked_speech(S, "  Ont\n i  buken ") == "Ont i buken"
