"""Answering machine detection: whether a person or a voicemail answered, and who is told."""

from app.phone_lab.callbacks import report_detection
from app.phone_lab.core import Core
from app.phone_lab.state import Call
from app.phone_lab.types import BehaviourKind, CallStatus, Detection, Happening
from app.phone_lab.verbs import speech_seconds

_PERSON_SECONDS = 2.0
_MACHINE_SECONDS = 4.0
_WAITS_FOR_THE_TONE = "DetectMessageEnd"


class Detector:
    """Listens to what answers; without being asked to, the call goes on at once."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def start(self, call: Call) -> None:
        """Let the call go on now, or when it is known who answered."""
        detection = call.detection
        if detection is None:
            call.when_answered(call)
            return
        answered_by, seconds = _judged(call, detection)
        if detection.is_async:
            self._core.agenda.after(
                seconds, lambda: self._tell_if_talking(call, answered_by, seconds)
            )
            call.when_answered(call)
        else:
            self._core.later(call, seconds, lambda: self._go_on(call, answered_by))

    def _go_on(self, call: Call, answered_by: str) -> None:
        self._know(call, answered_by)
        call.when_answered(call)

    def _tell_if_talking(self, call: Call, answered_by: str, seconds: float) -> None:
        if call.status is CallStatus.IN_PROGRESS:
            self._know(call, answered_by)
            report_detection(self._core, call, seconds=seconds)

    def _know(self, call: Call, answered_by: str) -> None:
        call.answered_by = answered_by
        self._core.note(call, Happening.DETECTED, answered_by)


def _judged(call: Call, detection: Detection) -> tuple[str, float]:
    """In Twilio's words, and after how many seconds that is known."""
    if call.behaviour.kind is not BehaviourKind.VOICEMAIL:
        return "human", _PERSON_SECONDS
    if detection.mode == _WAITS_FOR_THE_TONE:
        return "machine_end_beep", max(_MACHINE_SECONDS, speech_seconds(call.behaviour.says))
    return "machine_start", _MACHINE_SECONDS
