"""What Twilio's words and numbers mean to us, as tables that anyone can review.

Source: Twilio's documentation of call and message status values and of error codes.
"""

from notifications.channels.base import OtherEnd, TextFault, TextProgress
from routing.lifecycle import RequestEvent

# A call's status → what happened to the attempt. "completed" is absent on purpose: it says that
# the call is over, never that anybody said yes.
CALL_STATUS: dict[str, RequestEvent | None] = {
    "queued": None,
    "initiated": None,
    "ringing": RequestEvent.RINGING,
    "in-progress": None,
    "answered": None,
    "completed": RequestEvent.CALL_ENDED,
    "busy": RequestEvent.BUSY,
    "no-answer": RequestEvent.NO_ANSWER,
    "failed": RequestEvent.CALL_FAILED,
    "canceled": RequestEvent.CALL_ENDED,
}

# Who the provider takes for the one who picked up, where that is no person. "unknown" is absent on
# purpose: a doubt hangs up on nobody.
MACHINES = frozenset(
    {"machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"}
)

PERSON = "human"

# The status of a call that a phone was connected to, or of the Dial that made it → whether the
# other end was picked up, and by whom nobody can say. None: it is not over, and nothing is known.
OTHER_END: dict[str, OtherEnd | None] = {
    "queued": None,
    "initiated": None,
    "ringing": None,
    "in-progress": OtherEnd.PICKED_UP,
    "answered": OtherEnd.PICKED_UP,
    "completed": OtherEnd.PICKED_UP,
    "busy": OtherEnd.BUSY,
    "no-answer": OtherEnd.NO_ANSWER,
    "failed": OtherEnd.FAILED,
    "canceled": OtherEnd.CALLER_LEFT,
}

# A message's status → how far it has come. "sent" says that the operator took it, not that a phone
# has it. The words of messages to us (receiving, received) are absent: they have no fate to follow.
MESSAGE_STATUS: dict[str, TextProgress] = {
    "accepted": TextProgress.UNDER_WAY,
    "scheduled": TextProgress.UNDER_WAY,
    "queued": TextProgress.UNDER_WAY,
    "sending": TextProgress.UNDER_WAY,
    "sent": TextProgress.UNDER_WAY,
    "delivered": TextProgress.DELIVERED,
    "read": TextProgress.DELIVERED,
    "partially_delivered": TextProgress.UNDELIVERED,
    "undelivered": TextProgress.UNDELIVERED,
    "failed": TextProgress.UNDELIVERED,
    "canceled": TextProgress.UNDELIVERED,
}

# Why a message did not arrive: as an error of the request to send it, or later as the ErrorCode of
# a status callback. A code that is not here is ``TextFault.OTHER``.
TEXT_FAULT: dict[int, TextFault] = {
    21211: TextFault.UNKNOWN_NUMBER,
    21214: TextFault.UNKNOWN_NUMBER,
    21217: TextFault.UNKNOWN_NUMBER,
    21265: TextFault.NOT_MOBILE,  # a short number
    21408: TextFault.NOT_ALLOWED,  # the country is not switched on in the account
    21608: TextFault.NOT_ALLOWED,  # a trial account may only send to verified numbers
    21610: TextFault.STOPPED,
    21611: TextFault.QUEUE_FULL,
    21612: TextFault.NOT_ALLOWED,  # our sender cannot reach that number
    21614: TextFault.NOT_MOBILE,
    21635: TextFault.NOT_MOBILE,
    30001: TextFault.QUEUE_FULL,
    30002: TextFault.NOT_ALLOWED,  # the account is suspended
    30003: TextFault.UNREACHABLE,
    30004: TextFault.FILTERED,
    30005: TextFault.UNKNOWN_NUMBER,
    30006: TextFault.NOT_MOBILE,
    30007: TextFault.FILTERED,
    30008: TextFault.OTHER,
    30010: TextFault.NOT_ALLOWED,  # dearer than the account lets a message be
    30017: TextFault.QUEUE_FULL,
    30018: TextFault.NOT_ALLOWED,  # the country wants senders registered
    30022: TextFault.QUEUE_FULL,
    30024: TextFault.NOT_ALLOWED,  # the operator does not take our kind of sender
    30036: TextFault.UNREACHABLE,
    30410: TextFault.OTHER,
    30450: TextFault.FILTERED,
}

# REST error codes after which another try is useless because the number is. What our own account is
# not allowed to (21215: the country is not switched on, 21219: a trial account) is no fault of it.
BAD_NUMBER = frozenset({13224, 21201, 21211, 21214, 21216, 21217, 21421})

# REST error codes that say the call we talk about is not live any more.
CALL_IS_OVER = frozenset({20404, 21220})
