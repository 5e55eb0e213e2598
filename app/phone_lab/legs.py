"""The life of one call: queued, dialled, ringing, answered, over."""

from app.phone_lab.callbacks import report_progress
from app.phone_lab.core import Core
from app.phone_lab.state import Activity, Call, Phone
from app.phone_lab.types import BehaviourKind, CallEvent, CallStatus, Happening

_MACHINE_ANSWERS = {"Enable": "machine_start", "DetectMessageEnd": "machine_end_beep"}


class Legs:
    """Places calls and moves them through their statuses."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def place(self, call: Call) -> None:
        """Take a call in; it is dialled when the agenda is run next."""
        self._core.calls[call.sid] = self._core.living[call.sid] = call
        self._core.note(call, Happening.QUEUED, call.to)
        self._core.later(call, 0, lambda: self._dial(call))

    def answer(self, call: Call) -> None:
        """The phone is picked up."""
        call.status = CallStatus.IN_PROGRESS
        call.answered_at = self._core.agenda.now
        call.answered_by = self._detected(call)
        self._core.begin(call, Activity())
        self._core.note(call, Happening.ANSWERED)
        report_progress(self._core, call, CallEvent.ANSWERED)
        self._press_by_script(call)
        call.when_answered(call)

    def press(self, call: Call, digits: str) -> None:
        """Digits are pressed one by one; those that nobody listens for are lost."""
        for digit in digits:
            listener = call.activity.on_digit
            if listener is None:
                self._core.note(call, Happening.IGNORED, digit)
            else:
                self._core.note(call, Happening.PRESSED, digit)
                listener(digit)

    def finish(self, call: Call, status: CallStatus, why: str = "") -> None:
        """The call ends; a call that is over already stays as it ended."""
        if call.status.is_over:
            return
        del self._core.living[call.sid]
        call.status = status
        call.ended_at = self._core.agenda.now
        self._core.note(call, Happening.ENDED, f"{status}: {why}" if why else status)
        self._core.leave(call)
        report_progress(self._core, call, CallEvent.COMPLETED)
        call.when_finished(call)

    def _dial(self, call: Call) -> None:
        call.started_at = self._core.agenda.now
        self._core.note(call, Happening.DIALLED)
        report_progress(self._core, call, CallEvent.INITIATED)
        phone = self._core.phone_of(call)
        if phone.behaviour.kind is BehaviourKind.UNREACHABLE:
            self.finish(call, CallStatus.FAILED, "numret går inte att nå")
        elif phone.behaviour.kind is BehaviourKind.BUSY or self._is_engaged(phone):
            self.finish(call, CallStatus.BUSY, "upptaget")
        else:
            self._ring(call, phone)

    def _ring(self, call: Call, phone: Phone) -> None:
        call.status = CallStatus.RINGING
        self._core.begin(call, Activity())
        self._core.note(call, Happening.RINGS)
        report_progress(self._core, call, CallEvent.RINGING)
        self._core.later(
            call,
            call.timeout_seconds,
            lambda: self.finish(call, CallStatus.NO_ANSWER, "inget svar"),
        )
        match phone.behaviour.kind:
            case BehaviourKind.ANSWERS | BehaviourKind.VOICEMAIL:
                self._core.later(call, phone.behaviour.after_seconds, lambda: self.answer(call))
            case BehaviourKind.DECLINES:
                self._core.later(
                    call,
                    phone.behaviour.after_seconds,
                    lambda: self.finish(call, CallStatus.BUSY, "avvisat"),
                )

    def _is_engaged(self, phone: Phone) -> bool:
        return self._core.call_on(phone.number, CallStatus.IN_PROGRESS) is not None

    def _press_by_script(self, call: Call) -> None:
        for press in self._core.phone_of(call).behaviour.presses:
            self._press_later(call, press.after_seconds, press.digits)

    def _press_later(self, call: Call, seconds: float, digits: str) -> None:
        def press_if_talking() -> None:
            if call.status is CallStatus.IN_PROGRESS:
                self.press(call, digits)

        self._core.agenda.after(seconds, press_if_talking)

    def _detected(self, call: Call) -> str | None:
        machine = _MACHINE_ANSWERS.get(call.machine_detection)
        if machine is None:
            return None
        is_machine = self._core.phone_of(call).behaviour.kind is BehaviourKind.VOICEMAIL
        return machine if is_machine else "human"
