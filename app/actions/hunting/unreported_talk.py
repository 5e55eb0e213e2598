"""Ett samtal utan rapport: what is known of a talk of which the provider has said nothing.

A phone that waits alone in the room asks over and over what it is to hear; one that talks asks
nothing. So two who have both been sent into the room, and of whom neither waits nor has hung up,
talk, whatever became of the reports. Part of its callers' transactions: it commits nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.contacts import AttemptRow, CareRequestRow
from routing.lifecycle import AttemptState
from routing.outcome import Side

ENTERED_WITHIN: Final = timedelta(seconds=7)
"""From being sent into the room until in it: a sentence, and some delay."""

BELIEVED_AFTER: Final = timedelta(seconds=60)
"""From when both were sent there until it counts as a talk, in spite of the silence: in as long,
whoever waits alone has asked many times."""

ASKS_WITHIN: Final = timedelta(seconds=30)
"""Whoever waits alone asks again within this, also when nobody has said yes any more."""

JUST_NOW: Final = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Pair:
    """A requester and one who has said yes, both sent into the room, and neither call over.

    ``sent_at``: when the last of them was. ``alone_at``: when either last waited there alone.
    """

    responder: AttemptRow
    sent_at: datetime
    alone_at: datetime | None

    @property
    def entered_at(self) -> datetime:
        """When both were there at the latest."""
        return self.sent_at + ENTERED_WITHIN

    def may_talk(self, at: datetime) -> bool:
        """They have had the time to meet, and neither has waited alone since."""
        return self.entered_at <= at and not self.has_waited

    @property
    def has_waited(self) -> bool:
        """One of them was alone when both should have been there."""
        return self.alone_at is not None and self.alone_at >= self.entered_at


def find_pair(session: Session, request_id: str, responder: AttemptRow) -> Pair | None:
    """The requester on the line, with one who has said yes; None when either is gone, or has never
    been sent into the room."""
    if responder.confirmed_at is None or responder.ended_at is not None:
        return None
    leg = _requester(session, request_id)
    if leg is None or leg.is_dictating:
        return None
    confirmed_at = leg.confirmed_at or leg.started_at
    # A requester who was heard to be a person, and pressed no key, is seen there when they wait.
    if leg.waited_at is None and leg.is_dictating is None and confirmed_at < responder.confirmed_at:
        return None
    waits = [one.waited_at for one in (leg, responder) if one.waited_at is not None]
    sent_at = max(confirmed_at, responder.confirmed_at)
    return Pair(responder, sent_at, max(waits, default=None))


def find_late_pair(session: Session, request: CareRequestRow) -> Pair | None:
    """The same for one whose yes came to nothing although their call goes on: they may have met the
    requester since."""
    for responder in _left_alone(session, request.id):
        pair = find_pair(session, request.id, responder)
        if pair is not None:
            return pair
    return None


def look_again_for_talk(session: Session, request: CareRequestRow, at: datetime) -> datetime | None:
    """Until when the search must not end, since the two may have met; None when they have not."""
    pair = find_late_pair(session, request)
    if pair is None or (pair.alone_at is not None and at - pair.alone_at <= JUST_NOW):
        return None
    return max(at, (pair.alone_at or pair.entered_at) + ASKS_WITHIN)


def have_met_since(pair: Pair, at: datetime) -> bool:
    """They wait alone no more, after a search that went on because they did."""
    return (pair.alone_at or pair.entered_at) + ASKS_WITHIN <= at


def _requester(session: Session, request_id: str) -> AttemptRow | None:
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.side == Side.REQUESTER,
            AttemptRow.state == AttemptState.ACCEPTED,
            AttemptRow.ended_at.is_(None),
        )
        .limit(1)
    ).one_or_none()


def _left_alone(session: Session, request_id: str) -> Sequence[AttemptRow]:
    return session.scalars(
        select(AttemptRow)
        .where(
            AttemptRow.request_id == request_id,
            AttemptRow.side == Side.RESPONDER,
            AttemptRow.state == AttemptState.NOT_JOINED,
            AttemptRow.confirmed_at.is_not(None),
            AttemptRow.ended_at.is_(None),
        )
        .order_by(AttemptRow.confirmed_at.desc())
    ).all()
