"""A patient's identity is refused however it is written; ordinary clinical text is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.shared.errors import PatientIdentityInText, TextTooLong
from app.actions.shared.free_text import LIMIT, checked


@pytest.mark.parametrize(
    "number",
    [
        "19121212-1212",
        "191212121212",
        "121212-1212",
        "1212121212",
        "121212+1212",
        "121212 1212",
        "19 121212 1212",
        "1912 12 12 1212",
        "1912-12-12-1212",
        "1912-12-12 1212",
        "1912.12.12.1212",
        "12 12 12 12 12",
        "12/12/12 1212",
        "121212 - 1212",
        "121212–1212",
        "12‑12‑12‑1212",  # noqa: RUF001 - hyphens that do not break, as pasted from a journal
        "１２１２１２-1212",  # noqa: RUF001 - digits as wide as Chinese signs
        "121212\u200b-1212",
        "121212\u00a01212",
        "121272-1212",  # samordningsnummer: day + 60
        "19121272-1212",
        "121212-T123",  # reserve number
    ],
)
@pytest.mark.parametrize("text", ["{}", "Pat {} söker för hjärtklappning", "(pnr:{}).", "x\n{}\ny"])
def test_an_identity_is_refused(number, text):
    with pytest.raises(PatientIdentityInText) as refused:
        checked("situation", text.format(number))
    assert refused.value.field == "situation"
    assert number not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "BT 160/95, puls 120–140, INR 2,4, EKG 2026-11-20",
        "EKG 2026-11-20 kl 10.45, nytt 2026-11-21 10:45",
        "VF 45 %, LVEDD 55 mm, Holter 2026-01-05–2026-01-12",
        "Hb 121, CRP 45, Na 138, K 4,1, eGFR 55, NT-proBNP 1200",
        "Metoprolol 50 mg 1+0+1 sedan 2025-03, Eliquis 5 mg x 2",
        "CHA2DS2-VASc 4, HAS-BLED 2, ICD-10 I48.9",
        "BT 120/80 130/90 140/95 vid tre mätningar",
        "Troponin 12, 14 och 15 ng/l med en timmes mellanrum",
        "Ring tillbaka på 070-174 06 05 eller 0980-319200",
        "Kvinna 67 år, 80 kg, 165 cm, frisk till 12 12 2024",
        "HSA-id SE2321000180-1001",
        "",
        "   \n ",
    ],
)
def test_ordinary_clinical_text_passes(text):
    assert checked("background", text) == text.strip()


def test_a_text_of_exactly_the_limit_passes_and_one_more_does_not():
    assert checked("situation", "å" * LIMIT) == "å" * LIMIT
    assert checked("situation", f"  {'å' * LIMIT}\n") == "å" * LIMIT
    with pytest.raises(TextTooLong) as refused:
        checked("situation", "å" * (LIMIT + 1))
    assert (refused.value.field, refused.value.limit) == ("situation", LIMIT)


def test_what_no_database_can_hold_is_left_out():
    assert checked("situation", "rad\x00 ett\nrad\ttvå\x1b\ud800") == "rad ett\nrad\ttvå"


@given(st.dates(), st.sampled_from("-+"), st.integers(0, 9999), st.sampled_from([2, 4]))
def test_every_day_of_every_century_is_an_identity_with_four_more_digits(day, mark, last, years):
    year = f"{1900 + day.year % 120:04d}"[4 - years :]
    with pytest.raises(PatientIdentityInText):
        checked("situation", f"{year}{day.month:02d}{day.day:02d}{mark}{last:04d}")


@given(st.text(max_size=LIMIT))
def test_any_text_is_taken_or_refused_and_taken_again_as_it_is(text):
    try:
        kept = checked("situation", text)
    except PatientIdentityInText:
        return
    assert checked("situation", kept) == kept
    assert "\x00" not in kept
