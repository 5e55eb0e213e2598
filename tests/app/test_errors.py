"""Every situation the code names can be told to people."""

import inspect

import pytest

from app.actions.shared import errors as actions
from app.errors import SITUATIONS, situation_of
from app.errors.statuses import STATUSES, status_words

NAMED = [
    kind
    for _name, kind in inspect.getmembers(actions, inspect.isclass)
    if issubclass(kind, actions.Refused) and kind is not actions.Refused
]


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_refusal_has_its_sentence(kind):
    assert kind in SITUATIONS


def test_a_sentence_may_hold_what_the_error_knows():
    error = actions.TextTooLong("situation", 300)
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
