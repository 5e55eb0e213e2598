"""The words said to a requester who is called back, in their own language."""

from app.actions.shared.locked_call import LockedCall
from models.tables.contacts import CareRequestRow
from notifications.dialogue import AskToAccept, JoinTalk, SayGoodbye
from notifications.language import Language
from notifications.render import render
from routing.directory import Directory


class CallBackWords:
    """What the requester of one contact hears: never about whom."""

    def __init__(self, request: CareRequestRow, directory: Directory) -> None:
        person = directory.people.get(request.requester_person_id or "")
        self.language = Language(person.language) if person else Language.SV
        self._request = request
        self._code = ", ".join(request.case_code.replace("-", ""))

    def ask(self, call: LockedCall, *, prompt: int) -> AskToAccept:
        """Somebody who has said yes is on the line: 1 connects, and tells a person from a box."""
        text = render("requester_called_back", "voice", self.language, code=self._code)
        return AskToAccept(call.attempt.id, text, prompt, self.language)

    def connect(self, call: LockedCall) -> JoinTalk:
        """They pressed 1."""
        text = render("connecting_requester", "voice", self.language)
        return JoinTalk(
            call.attempt.id,
            self._request.id,
            text,
            starts_talk=False,
            language=self.language,
        )

    def told(self, minutes: int) -> SayGoodbye:
        """Whoever answered calls back within so many minutes."""
        text = render("callback_told", "voice", self.language, minutes=minutes, code=self._code)
        return SayGoodbye(text, self.language)

    def no_longer_needed(self) -> SayGoodbye:
        """The contact is over."""
        return SayGoodbye(render("no_longer_needed", "voice", self.language), self.language)
