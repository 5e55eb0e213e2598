"""The provider's side of the webhooks: signed requests, as Twilio sends them."""

from dataclasses import dataclass

from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from app.config import LAB_ACCOUNT
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from tests.clinic import PUBLIC_URL, TOKEN, Clinic

CALLBACKS = Callbacks(PUBLIC_URL)
CALL = "CA" + "7" * 32
OF_A_CALL = (
    paths.ANSWER,
    paths.DIGIT,
    paths.STATUS,
    paths.CONNECT,
    paths.HOLD,
    paths.TOLD,
    paths.AFTER,
    paths.FALLBACK,
    paths.OUTCOME,
    paths.ELSEWHERE,
    paths.DIALLED,
)
ALL = (*OF_A_CALL, paths.CONFERENCE)
OF_TEXTS = (paths.INCOMING_SMS, paths.TEXT_STATUS)


@dataclass(frozen=True)
class Line:
    """Speaks to the application over one telephone line."""

    clinic: Clinic

    def url(self, path: str, *, attempt_id: str = "x", request_id: str = "x") -> str:
        return CALLBACKS.of(path, attempt_id=attempt_id, request_id=request_id, delivery_id="x")

    def post(
        self, url: str, form: dict[str, str], *, signature: str | None = None, **more
    ) -> TestResponse:
        """A POST of our own account with a good signature, unless another is given."""
        form = {"AccountSid": LAB_ACCOUNT} | form
        return self.post_bare(url, form, signature=signature, **more)

    def post_bare(
        self, url: str, form: dict[str, str], *, signature: str | None = None, **more
    ) -> TestResponse:
        """The same, which names the account that the form does, or none."""
        if signature is None:
            signature = RequestValidator(TOKEN).compute_signature(url, form)
        path, _, query = url.removeprefix(PUBLIC_URL).partition("?")
        return self.clinic.app.test_client().post(
            path,
            base_url=PUBLIC_URL,
            query_string=query,
            data=form,
            headers={"X-Twilio-Signature": signature},
            **more,
        )

    def picked_up(self, attempt_id: str, call_id: str = CALL) -> TestResponse:
        return self.post(self.url(paths.ANSWER, attempt_id=attempt_id), {"CallSid": call_id})

    def pressed(
        self, attempt_id: str, digits: str, *, prompt: int = 1, call_id: str = CALL
    ) -> TestResponse:
        url = f"{self.url(paths.DIGIT, attempt_id=attempt_id)}?{paths.PROMPT}={prompt}"
        return self.post(url, {"CallSid": call_id, "Digits": digits})

    def status(self, attempt_id: str, word: str, call_id: str = CALL) -> TestResponse:
        url = self.url(paths.STATUS, attempt_id=attempt_id)
        return self.post(url, {"CallSid": call_id, "CallStatus": word})

    def joined(self, request_id: str, call_id: str) -> TestResponse:
        url = self.url(paths.CONFERENCE, request_id=request_id)
        return self.post(url, {"CallSid": call_id, "StatusCallbackEvent": "participant-join"})
