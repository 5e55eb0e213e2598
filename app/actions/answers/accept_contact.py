"""Somebody says yes (digit 1, an authenticated click, a text message): all others stop ringing,
and the contact is answered when the two are joined.

Part of its callers' transactions: it commits nothing itself.
"""

from enum import StrEnum

from app.actions.hunting import hunt
from app.actions.shared.locked_call import LockedCall
from app.actions.talk.await_talk import wait_for_talk
from models.logs.contacts import MACHINE, By
from models.tables.outbox import MessageKind
from notifications.outbox import enqueue, hurry_calls
from routing.lifecycle import RequestEvent


class AcceptedIn(StrEnum):
    """Hur svaret gavs."""

    PHONE = "telefon"
    WEB = "webb"
    SMS = "sms"
    BY_HAND = "sjalv"


_ELSEWHERE = frozenset({AcceptedIn.WEB, AcceptedIn.SMS})


def accept_contact(call: LockedCall, *, how: AcceptedIn, by: By = MACHINE) -> None:
    """Note the yes, and stop every other phone that rings for the contact.

    A yes on the phone is known to be a person's; after any other the phone asks for a digit, so
    that nobody is connected to a voicemail box. A requester who is not on the line is rung when
    that digit has come. A number dialled by hand is answered at once: they talk when we are told.
    """
    by_hand = how is AcceptedIn.BY_HAND
    call.both_saw(RequestEvent.SELF_DIAL_ANSWERED if by_hand else RequestEvent.ACCEPTED, by=by)
    call.attempt.accepted_at = call.at
    call.attempt.accepted_in = how
    if how is AcceptedIn.PHONE:
        call.attempt.confirmed_at = call.at
    if by_hand:
        call.request.answered_at = call.at
        call.request.check_at = None
    else:
        wait_for_talk(call)
    if how in _ELSEWHERE:  # a call that was to give a text message a head start waits no longer
        hurry_calls(call.session, call.attempt.id, at=call.at)
    hunt.stop_ringing(call.session, call.request, at=call.at)
    leg = hunt.requester_leg(call.session, call.request.id)
    if leg is not None and leg.is_dictating:  # never waited for: what is being said is broken off
        enqueue(call.session, MessageKind.JOIN_REQUESTER, leg, at=call.at)
