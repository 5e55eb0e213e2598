"""The life of one call: queued, dialled, ringing, answered, over."""

from collections.abc import Callable
from functools import partial

from app.phone_lab.callbacks import report_progress
from app.phone_lab.core import Core
from app.phone_lab.detection import Detector
from app.phone_lab.state import Activity, Call
from app.phone_lab.types import BehaviourKind, CallEvent, CallStatus, Happening


class Legs:
    """Places calls and moves them through their statuses."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._detector = Detector(core)

    def place(self, call: Call) -> None:
        """Take a call in; it is dialled when the agenda is run next."""
        self._core.register(call)
        self._core.note(call, Happening.QUEUED, call.to)
        self._core.later(call, 0, lambda: self._dial(call))

    def answer(self, call: Call) -> None:
        """The phone is picked up."""
        self._begin_talk(call, Happening.ANSWERED)
        report_progress(self._core, call, CallEvent.ANSWERED)
        self._lie_later(call)
        self._act_by_script(call)
        self._detector.start(call)

    def pick_up(self, call: Call) -> None:
        """The service answers a phone that rings it."""
        self._begin_talk(call, Happening.PICKED_UP)
        self._act_by_script(call)

    def _begin_talk(self, call: Call, how: Happening) -> None:
        call.status = CallStatus.IN_PROGRESS
        call.answered_at = self._core.agenda.now
        self._core.begin(call, Activity())
        self._core.note(call, how)

    def press(self, call: Call, digits: str) -> None:
        """Digits are pressed one by one; those that nobody listens for are lost."""
        for digit in digits:
            listener = call.activity.on_digit
            if listener is None:
                self._core.note(call, Happening.IGNORED, digit)
            else:
                self._core.note(call, Happening.PRESSED, digit)
                listener(digit)

    def say(self, call: Call, text: str) -> None:
        """Something is said; what nobody listens for is lost."""
        listener = call.activity.on_speech
        if listener is None:
            self._core.note(call, Happening.UNHEARD, text)
        else:
            self._core.note(call, Happening.SAYS, text)
            listener(text)

    def finish(self, call: Call, status: CallStatus, why: str = "") -> None:
        """The call ends; a call that is over already stays as it ended."""
        if call.status.is_over:
            return
        self._core.release(call)
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
        if self._core.current_on(phone.number) is not None:
            self.finish(call, CallStatus.BUSY, "upptaget i ett annat samtal")
            return
        call.behaviour = phone.take_turn()
        if call.behaviour.kind is BehaviourKind.UNREACHABLE:
            self.finish(call, CallStatus.FAILED, "numret går inte att nå")
        elif call.behaviour.kind is BehaviourKind.BUSY:
            self.finish(call, CallStatus.BUSY, "upptaget")
        else:
            self._ring(call)

    def _ring(self, call: Call) -> None:
        call.status = CallStatus.RINGING
        self._core.begin(call, Activity())
        self._core.note(call, Happening.RINGS)
        report_progress(self._core, call, CallEvent.RINGING)
        self._core.later(
            call,
            call.timeout_seconds,
            lambda: self.finish(call, CallStatus.NO_ANSWER, "inget svar"),
        )
        match call.behaviour.kind:
            case BehaviourKind.ANSWERS | BehaviourKind.VOICEMAIL:
                self._core.later(call, call.behaviour.after_seconds, lambda: self.answer(call))
            case BehaviourKind.DECLINES:
                self._core.later(
                    call,
                    call.behaviour.after_seconds,
                    lambda: self.finish(call, CallStatus.BUSY, "avvisat"),
                )

    def _act_by_script(self, call: Call) -> None:
        behaviour = call.behaviour
        if behaviour.says:
            self._core.note(call, Happening.SPEAKS, behaviour.says)
        for press in behaviour.presses:
            self._while_talking(call, press.after_seconds, partial(self.press, call, press.digits))
        if behaviour.hangs_up_after_seconds is not None:
            self._while_talking(
                call,
                behaviour.hangs_up_after_seconds,
                lambda: self.finish(call, CallStatus.COMPLETED, "lade på"),
            )

    def _lie_later(self, call: Call) -> None:
        seconds = self._core.disturbance.faults.lies_after_seconds
        if seconds is not None:
            lie = partial(report_progress, self._core, call, CallEvent.COMPLETED, is_lie=True)
            self._while_talking(call, seconds, lie)

    def _while_talking(self, call: Call, seconds: float, act: Callable[[], None]) -> None:
        def act_if_talking() -> None:
            if call.status is CallStatus.IN_PROGRESS:
                act()

        self._core.agenda.after(seconds, act_if_talking)
