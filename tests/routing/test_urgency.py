"""Channels (kanaler): in which order somebody is sought, and how long the phone waits."""

import pytest

from routing.types import ContactPath
from routing.urgency import (
    HEAD_START_SECONDS,
    URGENCY_OF,
    USUAL_ORDER,
    Channel,
    Urgency,
    channel_order,
    voice_delay_seconds,
)

V, S, M, A = Channel.VOICE, Channel.SMS, Channel.EMAIL, Channel.IN_APP


def test_every_path_has_its_urgency_and_every_urgency_its_usual_order():
    assert set(URGENCY_OF) == set(ContactPath)
    assert set(USUAL_ORDER) == set(Urgency)
    assert URGENCY_OF[ContactPath.AKUT] is Urgency.URGENT


@pytest.mark.parametrize(
    ("chosen", "urgency", "order", "delay"),
    [
        (None, Urgency.SOON, (V, S, A), 0),
        ((S, V), Urgency.SOON, (S, V), HEAD_START_SECONDS),
        ((S, V), Urgency.URGENT, (V, S), 0),
        ((S, A), Urgency.URGENT, (V, S, A), 0),
        ((A,), Urgency.SOON, (A, V), 0),
        ((M, V, S), Urgency.PLANNED, (M, V, S), 0),
        ((S, S, V, S), Urgency.SOON, (S, V), HEAD_START_SECONDS),
        ((), Urgency.PLANNED, (V,), 0),
    ],
)
def test_a_call_is_always_made_and_first_when_it_is_urgent(chosen, urgency, order, delay):
    found = channel_order(chosen, urgency)
    assert found == order
    assert voice_delay_seconds(found) == delay
