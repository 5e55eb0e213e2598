"""How somebody wants to be sought (kanalval): which channels, in which order, in which language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.account.errors import BadChannels, NobodyInDirectory
from app.actions.shared.actor import Actor
from models.db import transaction
from models.snapshot import bump_version
from models.tables.preferences import PersonPreferenceRow
from notifications.language import Language
from routing.urgency import Channel, Urgency

CHOICES = (Channel.VOICE, Channel.SMS, Channel.EMAIL)
"""What there is to choose among; in the inbox everything stands always."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """For each urgency the channels in order, each at most once."""

    language: Language
    channels: Mapping[Urgency, Sequence[Channel]]


def set_preferences(session: Session, chosen: Preferences, *, by: Actor, at: datetime) -> None:
    """Keep one's own choice; it holds for whoever is sought from now on.

    Raises ``NobodyInDirectory`` for an account that is nobody's in the directory, and
    ``BadChannels`` when a call is missing, is not first where it is urgent, or a channel is
    repeated.
    """
    if by.person_id is None:
        raise NobodyInDirectory
    for urgency, order in chosen.channels.items():
        _check(urgency, order)
    with transaction(session):
        bump_version(session, at=at)  # locks: whoever chooses twice at once makes one row
        row = session.get(PersonPreferenceRow, by.person_id, populate_existing=True)
        if row is None:
            row = PersonPreferenceRow(person_id=by.person_id)
            session.add(row)
        row.language = chosen.language.value
        row.channels = {
            urgency.value: [channel.value for channel in order]
            for urgency, order in chosen.channels.items()
        }
        row.changed_at = at
        session.commit()


def _check(urgency: Urgency, order: Sequence[Channel]) -> None:
    is_repeated = len(set(order)) < len(order)
    is_urgent_call_later = urgency is Urgency.URGENT and list(order[:1]) != [Channel.VOICE]
    if (
        is_repeated
        or is_urgent_call_later
        or Channel.VOICE not in order
        or not set(order) <= set(CHOICES)
    ):
        raise BadChannels(urgency.value)
