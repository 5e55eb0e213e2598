"""The addresses the provider calls back on: written here once, served by app/webhooks."""

from dataclasses import dataclass

PREFIX = "/webhooks/twilio"
ANSWER = "/voice/<attempt_id>/answer"
DIGIT = "/voice/<attempt_id>/digit"
STATUS = "/voice/<attempt_id>/status"
CONNECT = "/voice/<attempt_id>/connect"
HOLD = "/voice/<attempt_id>/hold"
TOLD = "/voice/<attempt_id>/told"
AFTER = "/voice/<attempt_id>/after"
MACHINE = "/voice/<attempt_id>/machine"
FALLBACK = "/voice/<attempt_id>/fallback"
OUTCOME = "/voice/<attempt_id>/outcome"
ELSEWHERE = "/voice/<attempt_id>/elsewhere"
DIALLED = "/voice/<attempt_id>/dialled"
OTHER_END = "/voice/<attempt_id>/other-end"
SAID = "/voice/<attempt_id>/said"
JOIN = "/voice/<attempt_id>/join"
CONFERENCE = "/conference/<request_id>/status"
INCOMING_CALL = "/voice/incoming"
INCOMING_ENTRY = "/voice/incoming/entry"
INCOMING_STATUS = "/voice/incoming/status"
INCOMING_FALLBACK = "/voice/incoming/fallback"
INCOMING_SMS = "/sms/incoming"
TEXT_STATUS = "/sms/<delivery_id>/status"

# In the query of DIGIT and its like: the how-manieth prompt it answers, so that the same webhook
# twice is seen.
PROMPT = "prompt"

# In the query of SAID: which part of what is told it answers.
PART = "part"


def answer_to(path: str, prompt: int, *, attempt_id: str = "") -> str:
    """The path that the digits of the how-manieth prompt are sent to."""
    return f"{path.replace('<attempt_id>', attempt_id)}?{PROMPT}={prompt}"


def said_to(attempt_id: str, part: str, prompt: int) -> str:
    """The path that what is said in answer to the how-manieth asking for a part is sent to."""
    return f"{SAID.replace('<attempt_id>', attempt_id)}?{PART}={part}&{PROMPT}={prompt}"


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Absolute addresses; ``public_url`` has no slash at the end. Ids only, never a number."""

    public_url: str

    def of(
        self, path: str, *, attempt_id: str = "", request_id: str = "", delivery_id: str = ""
    ) -> str:
        """The absolute address of one of the paths above."""
        filled = path.replace("<attempt_id>", attempt_id).replace("<request_id>", request_id)
        return f"{self.public_url}{PREFIX}{filled.replace('<delivery_id>', delivery_id)}"
