"""Förutsättningar: what the answers before an examination lead to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.preconditions import (
    AnswerKind,
    Precondition,
    Severity,
    judge,
    read_number,
    unsettled,
)

TODAY = date(2026, 11, 23)
EGFR = Precondition(
    "egfr",
    "eGFR?",
    AnswerKind.NUMBER,
    unit="ml/min",
    least=0,
    most=200,
    warn_below=45,
    advice="Vätska upp.",
)
SAMPLE = Precondition("prov", "Provdatum?", AnswerKind.DATE, warn_days=30)
PREGNANT = Precondition("gravid", "Gravid?", AnswerKind.YES_NO, phone_if="ja")
ALLERGY = Precondition("allergi", "Allergi?", AnswerKind.YES_NO, confirm_if="ja")
WEIGHT = Precondition(
    "vikt", "Vikt?", AnswerKind.NUMBER, unit="kg", is_required=False, most=400, warn_above=200
)
METFORMIN = Precondition(
    "uppehall", "Uppehåll?", AnswerKind.YES_NO, confirm_if="nej", asked_if="metformin"
)
ALL = (EGFR, SAMPLE, PREGNANT, ALLERGY, WEIGHT, METFORMIN)


@pytest.mark.parametrize(
    ("one", "typed", "severity", "words"),
    [
        (EGFR, "45", None, ""),
        (EGFR, "44,5", Severity.CONFIRM, "44,5 ml/min är under gränsen 45. Vätska upp."),
        (EGFR, "", Severity.MISSING, "eGFR? Svaret saknas."),
        (EGFR, "<30", Severity.MISSING, "eGFR? Skriv ett tal mellan 0 och 200 ml/min."),
        (EGFR, "201", Severity.MISSING, "Skriv ett tal"),
        (EGFR, "-1", Severity.MISSING, "Skriv ett tal"),
        (EGFR, "nan", Severity.MISSING, "Skriv ett tal"),
        (SAMPLE, "2026-10-24", None, ""),
        (SAMPLE, "2026-10-23", Severity.CONFIRM, "Provet är 31 dagar gammalt; gränsen är 30."),
        (SAMPLE, "2026-11-24", Severity.MISSING, "inte framåt i tiden"),
        (SAMPLE, "i går", Severity.MISSING, "Skriv ett datum"),
        (PREGNANT, "nej", None, ""),
        (PREGNANT, "ja", Severity.PHONE, "Ring röntgen innan du bokar."),
        (PREGNANT, "kanske", Severity.MISSING, "Svara ja eller nej."),
        (ALLERGY, "ja", Severity.CONFIRM, "Allergi? Ja."),
        (WEIGHT, "", None, ""),
        (WEIGHT, "230", Severity.CONFIRM, "230 kg är över gränsen 200."),
    ],
)
def test_an_answer_leads_to(one, typed, severity, words):
    found = judge([one], {one.key: typed}, today=TODAY)
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(words in finding.text for finding in found)


def test_a_question_that_depends_on_another_is_asked_only_then():
    assert judge([METFORMIN], {"metformin": "nej"}, today=TODAY) == ()
    assert judge([METFORMIN], {}, today=TODAY) == ()
    (missing,) = judge([METFORMIN], {"metformin": "ja"}, today=TODAY)
    assert missing.severity is Severity.MISSING


def test_what_is_confirmed_no_longer_stands_in_the_way_but_what_is_missing_does():
    findings = judge((EGFR, PREGNANT, ALLERGY), {"egfr": "20", "gravid": "ja"}, today=TODAY)
    assert {one.key for one in unsettled(findings, confirmed=frozenset())} == {
        "egfr",
        "gravid",
        "allergi",
    }
    left = unsettled(findings, confirmed=frozenset({"egfr", "gravid", "allergi"}))
    assert [one.key for one in left] == ["allergi"]


@given(st.dictionaries(st.sampled_from([one.key for one in ALL]), st.text(max_size=12)))
def test_whatever_is_typed_is_judged_once_per_question(answers):
    findings = judge(ALL, answers, today=TODAY)
    keys = [finding.key for finding in findings]
    assert len(keys) == len(set(keys))
    assert all(finding.text.endswith((".", ".”")) for finding in findings)
    assert {"egfr", "prov", "gravid", "allergi"} - set(answers) <= set(keys)


@given(st.floats(0, 1000, allow_nan=False).map(lambda number: round(number, 2)))
def test_a_number_is_read_with_comma_or_point(number):
    text = f"{number:.2f}"
    assert read_number(text) == read_number(text.replace(".", ",")) == number
