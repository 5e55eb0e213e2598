"""What Twilio's words and numbers mean to us, as tables that anyone can review.

Source: Twilio's documentation of call status values and of error codes.
"""

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

# REST error codes after which another try is useless because the number is.
BAD_NUMBER = frozenset({13224, 21201, 21211, 21214, 21215, 21216, 21217, 21219, 21421})

# REST error codes that say the call we talk about is not live any more.
CALL_IS_OVER = frozenset({20404, 21220})

# HTTP statuses below 500 worth another try: our own credentials may be mended while the patient
# waits. All from 500 on are, too: they speak of the provider's trouble, or of a proxy's on the way.
TEMPORARY_STATUS = frozenset({401, 403, 408, 409, 425, 429})
SERVER_ERROR = 500
