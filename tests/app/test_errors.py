"""Every situation the code names can be told to people."""

import pytest

from app.actions.contact.live_limits import LimitReached
from app.actions.imports.read_json import BadJson
from app.actions.shared.errors import Refused, TextTooLong
from app.errors import SITUATIONS, situation_of
from app.errors.statuses import STATUSES, status_words


def _kinds(kind: type[Refused]) -> set[type[Refused]]:
    return {each for child in kind.__subclasses__() for each in {child, *_kinds(child)}}


ONLY_BASES = {BadJson, LimitReached}  # only their kinds are raised
NAMED = sorted(_kinds(Refused) - ONLY_BASES, key=lambda kind: kind.__name__)


def test_refusals_of_every_area_are_asked_for():
    areas = {kind.__module__.split(".")[2] for kind in NAMED}
    assert {"shared", "contact", "admission", "radiology", "duty", "imports"} <= areas


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_refusal_has_its_sentence(kind):
    assert kind in SITUATIONS


def test_a_sentence_may_hold_what_the_error_knows():
    error = TextTooLong("situation", 300)
    situation = situation_of(error)
    assert situation
    assert situation.text(error, "sv") == "Texten är för lång: högst 300 tecken."


def test_what_nobody_named_is_no_situation():
    assert situation_of(KeyError("x")) is None


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 413, 415, 418, 422, 429, 500, 502, 503]
)
def test_every_status_has_words_in_both_languages(status):
    assert all(status_words(status, "sv"))
    assert all(status_words(status, "en"))
    assert status_words(status, "sv") != status_words(status, "en")
    assert len({row[0] for row in STATUSES.values()}) == len(STATUSES)
