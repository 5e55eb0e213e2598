"""Text messages (SMS): from the service to phones, and from phones to the service."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.phone_lab.callbacks import incoming_message_params, report_message
from app.phone_lab.core import Core, new_sid
from app.phone_lab.message_twiml import parse_message_twiml
from app.phone_lab.numbers import is_dialable, is_landline
from app.phone_lab.segments import segment_count
from app.phone_lab.state import Message, Phone
from app.phone_lab.types import (
    BehaviourKind,
    FetchResult,
    IncomingUrls,
    MessageDirection,
    MessageStatus,
    RefusedOrder,
)
from app.phone_lab.verbs import BadTwiml

LONGEST_BODY = 1600
UNREACHABLE_HANDSET, LANDLINE = 30003, 30006
_FAILS_AT_ONCE = frozenset({30001, 30002})  # Twilio never hands these to an operator
_WEBHOOK_FAILED, _BAD_DOCUMENT = 11200, 12100
_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_START = frozenset({"START", "YES", "UNSTOP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOrder:
    """A text message somebody wants sent; the sender may be a name."""

    to: str
    from_: str
    body: str
    status_callback: str = ""
    direction: MessageDirection = MessageDirection.OUTBOUND_API


class Messaging:
    """Sends, delivers and takes in text messages; ``fails_with`` is a fault on purpose."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._stopped: set[tuple[str, str]] = set()
        self.fails_with: int | None = None

    def send(self, order: MessageOrder) -> Message:
        """Take an order; raises RefusedOrder (21211, 21266, 21610, 21617) as Twilio does."""
        if not is_dialable(order.to):
            raise RefusedOrder(21211, f"The 'To' number {order.to} is not a valid phone number.")
        if order.to == order.from_:
            raise RefusedOrder(21266, "'To' and 'From' number cannot be the same")
        if len(order.body) > LONGEST_BODY:
            raise RefusedOrder(21617, f"The message body exceeds {LONGEST_BODY} characters")
        if (order.to, order.from_) in self._stopped:
            raise RefusedOrder(21610, "Attempt to send to unsubscribed recipient")
        message = self._new(order)
        self._core.messages[message.sid] = message
        self._core.agenda.after(0, lambda: self._hand_over(message))
        return message

    def receive(self, urls: IncomingUrls, from_number: str, body: str) -> Message:
        """Take in a message from a phone; the service is told, and may answer in TwiML."""
        order = MessageOrder(
            to=urls.number, from_=from_number, body=body, direction=MessageDirection.INBOUND
        )
        message = self._new(order)
        message.status = MessageStatus.RECEIVED
        self._core.messages[message.sid] = message
        self._core.phone(from_number).sent.append(message)
        self._mind_keywords(message)
        self._core.agenda.after(0, lambda: self._tell_service(urls, message))
        return message

    def _new(self, order: MessageOrder) -> Message:
        now = self._core.agenda.now
        return Message(
            sid=new_sid("SM"),
            to=order.to,
            from_=order.from_,
            body=order.body,
            created_at=now,
            updated_at=now,
            segments=segment_count(order.body),
            direction=order.direction,
            status_callback=order.status_callback,
        )

    # -- to a phone ------------------------------------------------------------------------------

    def _hand_over(self, message: Message) -> None:
        self._move(message, MessageStatus.SENDING)
        if self.fails_with in _FAILS_AT_ONCE:
            self._conclude(message, MessageStatus.FAILED, self.fails_with)
            return
        self._core.agenda.after(0, lambda: self._send(message))

    def _send(self, message: Message) -> None:
        message.sent_at = self._core.agenda.now
        self._conclude(message, MessageStatus.SENT)
        self._core.agenda.after(0, lambda: self._deliver(message))

    def _deliver(self, message: Message) -> None:
        phone = self._core.phone(message.to)
        error = self.fails_with or _why_not(phone)
        if error is not None:
            self._conclude(message, MessageStatus.UNDELIVERED, error)
            return
        phone.messages.append(message)
        self._conclude(message, MessageStatus.DELIVERED)
        self._text_back(phone, message)

    def _conclude(
        self, message: Message, status: MessageStatus, error_code: int | None = None
    ) -> None:
        message.error_code = error_code
        self._move(message, status)
        report_message(self._core, message)

    def _move(self, message: Message, status: MessageStatus) -> None:
        message.status = status
        message.updated_at = self._core.agenda.now

    def _text_back(self, phone: Phone, message: Message) -> None:
        """By script, to whom it came from: only the service's number leads anywhere."""
        back, urls = phone.behaviour.texts_back, self._core.incoming
        if back is None or urls is None or not urls.sms_url or message.from_ != urls.number:
            return

        def write() -> None:
            self.receive(urls, phone.number, back.body)

        self._core.agenda.after(back.after_seconds, write)

    # -- from a phone ----------------------------------------------------------------------------

    def _mind_keywords(self, message: Message) -> None:
        word, pair = message.body.strip().upper(), (message.from_, message.to)
        if word in _STOP:
            self._stopped.add(pair)
        elif word in _START:
            self._stopped.discard(pair)

    def _tell_service(self, urls: IncomingUrls, message: Message) -> None:
        self._core.ask(
            line=message.sid,
            url=urls.sms_url,
            method="POST",
            params=incoming_message_params(self._core, message),
            then=lambda result: self._answered(message, result),
        )

    def _answered(self, message: Message, result: FetchResult) -> None:
        if not 200 <= result.status < 300:
            message.error_code = _WEBHOOK_FAILED
            return
        try:
            bodies = parse_message_twiml(result.body)
            self._reply(message, bodies)
        except (BadTwiml, RefusedOrder):
            message.error_code = _BAD_DOCUMENT

    def _reply(self, message: Message, bodies: Sequence[str]) -> None:
        for body in bodies:
            order = MessageOrder(
                to=message.from_,
                from_=message.to,
                body=body,
                direction=MessageDirection.OUTBOUND_REPLY,
            )
            self.send(order)


def _why_not(phone: Phone) -> int | None:
    """Outside a few countries Twilio takes orders for landlines, and the operator drops them."""
    if is_landline(phone.number):
        return LANDLINE
    return UNREACHABLE_HANDSET if phone.behaviour.kind is BehaviourKind.UNREACHABLE else None
