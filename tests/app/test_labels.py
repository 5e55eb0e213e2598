"""Every word has its Swedish and its English, and every reason its sentence."""

import importlib
import pkgutil
from datetime import UTC, datetime
from enum import StrEnum

import pytest

import models
import routing
from app.labels import (
    duration_display,
    in_sentence,
    label,
    moment_display,
    phone_display,
    plan_to_json,
    sentence,
)
from app.labels.reasons import _SENTENCES
from routing.decide import decide
from routing.errors import NoContactPath
from routing.reasons import Reason, ReasonCode
from routing.types import ContactPath, LineKind, OnCallTier, RequesterRole, RequestFacts

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _enums() -> list[type[StrEnum]]:
    """Every enum of the rules and the tables."""
    found = set()
    for package in (routing, models):
        for module in pkgutil.iter_modules(package.__path__):
            if module.name != "migrations":
                names = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
                found |= {kind for kind in names.values() if _is_ours(kind)}
    return sorted(found, key=lambda kind: kind.__name__)


def _is_ours(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum


@pytest.mark.parametrize("kind", _enums(), ids=lambda kind: kind.__name__)
def test_every_member_has_both_languages(kind):
    for member in kind:
        assert label(member), member
        assert label(member, "en"), member


def test_the_enums_are_found():
    assert {ContactPath, OnCallTier, ReasonCode} < set(_enums())


def test_inside_a_sentence_abbreviations_keep_their_capitals():
    assert in_sentence(OnCallTier.SENIOR) == "bakjour"
    assert in_sentence(LineKind.CONFERENCE) == "MDK-linje"


@pytest.mark.parametrize("code", list(ReasonCode))
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_reason_is_a_whole_sentence_with_and_without_its_values(dalarna, code, lang):
    line = next(iter(dalarna.lines))
    values = {
        "line": line,
        "person": next(iter(dalarna.people)),
        "tier": "bakjour",
        "kind": "konsultlinje",
        "scope": "eget_sjukhus",
        "path": "halvakut",
        "role": "ambulans",
        "municipality": "2062",
        "specialty": "kardiologi",
        "rule": "r1",
        "version": "2026-1",
        "from": "2026-11-24T07:00:00+00:00",
        "until": "2026-11-23T16:00:00+00:00",
    }
    full = sentence(Reason(code, values), dalarna, lang, at=AT)
    bare = sentence(Reason(code, {}), dalarna, lang)
    for text in (full, bare):
        assert text[0].isupper() or text[0] == "–"
        assert text.endswith(".")
        assert not set(text) & set("{}[]")
    assert code in _SENTENCES


def test_a_reason_names_people_and_hours(dalarna):
    reason = Reason(
        ReasonCode.ON_CALL_NOW,
        {
            "line": "mora-kardiologi-konsult",
            "tier": "primarjour",
            "person": "mora-kardiologi-1",
            "until": "2026-11-23T16:00:00+00:00",
        },
    )
    assert sentence(reason, dalarna, at=AT) == (
        "Hedda Exempelgren är primärjour på Konsult kardiologi, Mora till i dag 17:00."
    )
    assert sentence(reason, dalarna).endswith("till mån 23 nov 17:00.")


@pytest.mark.parametrize(
    ("moment", "swedish", "english"),
    [
        (datetime(2026, 11, 23, 13, 5, tzinfo=UTC), "i dag 14:05", "today 14:05"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "i morgon 00:30", "tomorrow 00:30"),
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), "i går 10:00", "yesterday 10:00"),
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), "mån 30 nov 08:00", "Mon 30 Nov 08:00"),
        (
            datetime(2027, 6, 25, 6, 0, tzinfo=UTC),
            "fre 25 juni 2027 08:00",
            "Fri 25 Jun 2027 08:00",
        ),
        (
            datetime(2027, 10, 31, 0, 15, tzinfo=UTC),
            "sön 31 okt 2027 02:15 sommartid",
            "Sun 31 Oct 2027 02:15 summer time",
        ),
        (
            datetime(2027, 10, 31, 1, 15, tzinfo=UTC),
            "sön 31 okt 2027 02:15 vintertid",
            "Sun 31 Oct 2027 02:15 winter time",
        ),
    ],
)
def test_moments_are_said_in_stockholm_time(moment, swedish, english):
    assert moment_display(moment, at=AT) == swedish
    assert moment_display(moment, at=AT, lang="en") == english


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+46701740605", "070-174 06 05"),
        ("+46846500400", "08-465 004 00"),
        ("112", "112"),
        ("1177", "1177"),
        ("+", "+"),
        (None, ""),
    ],
)
def test_numbers_are_written_as_swedes_write_them(number, shown):
    assert phone_display(number) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(45, "45 s"), (120, "2 min"), (7200, "2 h"), (259200, "3 dygn")]
)
def test_lengths_of_time(seconds, shown):
    assert duration_display(seconds) == shown


def test_a_plan_as_json_has_the_agreed_keys_open_or_not(dalarna):
    facts = RequestFacts(
        ContactPath.HALVAKUT, RequesterRole.PRIMARVARDSLAKARE, "2062", "kardiologi"
    )
    keys = {
        *("path", "open", "next_opening", "promise_seconds", "steps", "fallback", "reasons"),
        *("matrix_version", "at"),
    }
    step_keys = {
        *("order", "unit", "role", "tier", "person", "number", "ring_seconds", "reason"),
    }
    document = plan_to_json(decide(facts, dalarna, AT), facts, dalarna, at=AT)
    assert keys <= set(document)
    assert all(step_keys <= set(step) for step in document["steps"])
    with pytest.raises(NoContactPath) as nobody:
        decide(facts, dalarna, AT.replace(hour=21))
    closed = plan_to_json(nobody.value, facts, dalarna, at=AT.replace(hour=21))
    assert set(closed) == set(document)
