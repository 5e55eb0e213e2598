"""Gränsen för levande ärenden: what is sought already is counted before another phone rings.

The rule stands in routing/live_limits.py. Whoever is refused always gets a number to ring.
"""

import logging

from sqlalchemy.orm import Session

from app.actions.shared.errors import Refused
from app.labels import phone_display
from models.db import lock_names, transaction
from models.frozen_plan import plan_from_json
from models.logs.limits_met import count_limit_met
from models.reads.live_contacts import LivingContact, Sought, count_living, load_living
from models.tables.contacts import CallMode, CareRequestRow
from routing.live_limits import LimitKind, LiveLimits, limit_met
from routing.matrix import Fallback

log = logging.getLogger(__name__)


class LimitReached(Refused):
    """So many contacts live already that no other is begun. ``contacts`` are the account's own,
    never another's; ``count`` those that were counted; ``fallback`` whom to ring instead, and
    ``number`` its number as people read it."""

    def __init__(
        self, count: int, contacts: tuple[LivingContact, ...], fallback: Fallback, kind: LimitKind
    ) -> None:
        super().__init__(f"limit met: {kind.value}")
        self.count = count
        self.contacts = contacts
        self.fallback = fallback
        self.kind = kind
        self.number = phone_display(fallback.number)


class AccountLimitReached(LimitReached):
    """The account has as many as it may."""


class NumberLimitReached(LimitReached):
    """As many contacts as may ring up one number do, whoever made them."""


_KINDS: dict[LimitKind, type[LimitReached]] = {
    LimitKind.ACCOUNT: AccountLimitReached,
    LimitKind.NUMBER: NumberLimitReached,
}


def hold_limits(session: Session, request: CareRequestRow, limits: LiveLimits) -> None:
    """Count what lives beside a contact that is about to be made, and let nobody else count until
    the transaction ends. Raises ``LimitReached``, and then nothing is begun.

    The first locks of the transaction: the account's name, then the number's.
    """
    if request.mode is CallMode.SELF_DIAL:
        return  # no phone of ours rings
    rung = request.requester_number if request.mode is CallMode.RING_ME else None
    names = [f"living contacts: account {request.requester_id}"]
    if rung is not None:
        names.append(f"living contacts: number {rung}")
    lock_names(session, *names)
    sought = Sought(request.requester_id, request.path, rung)
    at = request.created_at
    living = count_living(session, sought, at=at)
    kind = limit_met(living, limits, is_acute=sought.is_acute)
    if kind is not None:
        contacts = load_living(session, sought, at=at)
        count = living.on_number if kind is LimitKind.NUMBER else living.of_account
        raise _KINDS[kind](count, contacts, plan_from_json(request.plan).fallback, kind)


def note_limit_reached(session: Session, request: CareRequestRow, kind: LimitKind) -> None:
    """Count it for those who run the service. One short transaction, after the refused one."""
    at, account_id = request.created_at, request.requester_id
    with transaction(session):
        count_limit_met(session, account_id, kind, request.requester_number, at=at)
        session.commit()
    log.warning(
        "no contact was made: the limit is met", extra={"account_id": account_id, "limit": kind}
    )
