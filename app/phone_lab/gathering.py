"""Gather: prompts are heard while digits, or speech, are awaited."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.phone_lab.core import Core
from app.phone_lab.state import Activity, Call
from app.phone_lab.types import Happening
from app.phone_lab.verbs import Gather, Pause

CONFIDENCE = "0.91"
"""How sure a provider is, on most days, of what it has recognised; ours never mishears."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Gather got: digits (maybe none) and the key that ended them, or speech as text."""

    digits: str = ""
    finished_on: str = ""
    speech: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pressed and nothing said."""
        return not (self.digits or self.speech)

    @property
    def params(self) -> dict[str, str]:
        """How it is told to the application, as Twilio names it."""
        if self.speech:
            return {"SpeechResult": self.speech, "Confidence": CONFIDENCE}
        return {"Digits": self.digits, "FinishedOnKey": self.finished_on, "msg": "Gather End"}


Gathered = Callable[[Call, Gather, Answer], None]
"""Told when it is over: the call, the verb, and what came of it."""


def hear(core: Core, call: Call, text: str) -> None:
    """Remember that the phone at the far end heard this."""
    if text:
        core.phone_of(call).heard.append(text)
        core.note(call, Happening.HEARD, text)


class Gathering:
    """One Gather under way on one call."""

    def __init__(self, core: Core, call: Call, gather: Gather, *, done: Gathered) -> None:
        self._core = core
        self._call = call
        self._gather = gather
        self._done = done
        self._prompts = deque(gather.prompts)
        self._digits = ""

    def start(self) -> None:
        """Speak the first prompt, listening for digits at once."""
        if not self._prompts:
            self._wait()
            return
        prompt = self._prompts.popleft()
        text = "" if isinstance(prompt, Pause) else prompt.text
        self._listen(text)
        hear(self._core, self._call, text)
        self._core.later(self._call, prompt.seconds, self.start)

    def _wait(self) -> None:
        self._listen("")
        self._core.later(self._call, self._gather.timeout_seconds, self._close)

    def _listen(self, hearing: str) -> None:
        self._core.begin(
            self._call,
            Activity(
                hearing=hearing,
                on_digit=self._take if self._gather.hears_digits else None,
                on_speech=self._heard if self._gather.hears_speech else None,
            ),
        )

    def _heard(self, text: str) -> None:
        self._end(Answer(speech=text))

    def _take(self, digit: str) -> None:
        if digit == self._gather.finish_on_key:
            self._close(finished_on=digit)
            return
        self._digits += digit
        if len(self._digits) == self._gather.num_digits:
            self._close()
        else:
            self._wait()

    def _close(self, finished_on: str = "") -> None:
        if not self._digits:
            self._core.note(self._call, Happening.SILENCE)
        self._end(Answer(self._digits, finished_on))

    def _end(self, answer: Answer) -> None:
        self._core.begin(self._call, Activity())
        self._done(self._call, self._gather, answer)
