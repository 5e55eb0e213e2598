"""Text messages: parts, statuses, what is refused, and what a phone writes."""

import pytest
from twilio.base.exceptions import TwilioRestException

from app.phone_lab.segments import segment_count
from app.phone_lab.types import UNREACHABLE, IncomingUrls, NothingToActOn
from tests.app.phone_lab.world import APPLICATION, FIRST, SECOND, SWITCHBOARD

LANDLINE = "+46980319200"
ALPHA = "Region"


@pytest.fixture
def send(client):
    def send(body="Hej", **more):
        order = {"to": FIRST, "from_": SWITCHBOARD, "status_callback": f"{APPLICATION}/sms"}
        return client.messages.create(**{**order, "body": body, **more})

    return send


@pytest.fixture
def write(exchange, wait):
    """A phone writes to the service."""
    exchange.incoming = IncomingUrls(
        SWITCHBOARD, f"{APPLICATION}/in", sms_url=f"{APPLICATION}/sms-in"
    )

    def write(body, number=FIRST):
        message = exchange.text_in(number, body)
        wait()
        return message

    return write


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("å" * 160, 1),
        ("å" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" * 5, 2),
        ("€" * 153, 3),  # 76 fit in each part: a letter is not cut in half
        ("ł" * 70, 1),
        ("ł" * 71, 2),
        ("ł" * 134, 2),
        ("ł" * 135, 3),
        ("🚑" * 35, 1),
        ("🚑" * 36, 2),
        ("rad ett\nrad två", 1),
        ("a" * 70 + "—", 2),  # a dash outside the alphabet makes the whole message long
    ],
)
def test_how_many_parts_a_text_is_sent_in(text, parts):
    assert segment_count(text) == parts


def test_the_order_is_answered_with_the_number_of_parts(send):
    sent = send("å" * 161)
    assert (sent.num_segments, sent.status, sent.direction) == ("2", "queued", "outbound-api")


def test_a_message_goes_through_its_statuses(client, webhooks, send, wait):
    sent = send()
    wait()
    assert webhooks.values("/sms", "MessageStatus") == ["sent", "delivered"]
    assert [one.params["MessageSid"] for one in webhooks.to("/sms")] == [sent.sid] * 2
    assert all(one.is_signed for one in webhooks.to("/sms"))
    found = client.messages(sent.sid).fetch()
    assert (found.status, found.error_code, found.date_sent.hour) == ("delivered", None, 8)


@pytest.mark.parametrize(
    ("number", "error"), [(FIRST, 30003), (LANDLINE, 30006)], ids=["unreachable", "landline"]
)
def test_a_message_that_cannot_arrive(client, exchange, webhooks, send, wait, number, error):
    exchange.set_behaviour(FIRST, UNREACHABLE)
    sent = send(to=number)
    wait()
    assert webhooks.values("/sms", "MessageStatus") == ["sent", "undelivered"]
    assert webhooks.values("/sms", "ErrorCode") == ["", str(error)]
    assert client.messages(sent.sid).fetch().error_code == error
    assert exchange.phone(number).messages == []


@pytest.mark.parametrize(
    ("code", "statuses"), [(30007, ["sent", "undelivered"]), (30001, ["failed"])]
)
def test_messages_fail_on_purpose(exchange, webhooks, send, wait, code, statuses):
    exchange.message_fault = code
    send()
    wait()
    assert webhooks.values("/sms", "MessageStatus") == statuses
    exchange.message_fault = None
    send()
    wait()
    assert [message.body for message in exchange.phone(FIRST).messages] == ["Hej"]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"to": "112"}, 21211),
        ({"to": "1177"}, 21211),
        ({"to": "0701740605"}, 21211),
        ({"to": SWITCHBOARD}, 21266),
        ({"body": "a" * 1601}, 21617),
        ({"body": ""}, 21602),
    ],
)
def test_orders_that_are_refused(exchange, send, order, code):
    with pytest.raises(TwilioRestException) as caught:
        send(**order)
    assert (caught.value.status, caught.value.code) == (400, code)
    assert exchange.messages() == []


def test_a_sender_may_be_a_name(exchange, send, wait):
    send(from_=ALPHA)
    wait()
    assert exchange.phone(FIRST).messages[0].from_ == ALPHA


def test_a_phone_writes_and_is_answered(client, exchange, webhooks, write):
    webhooks.on("/sms-in", "<Response><Message>Tack.</Message></Response>")
    message = write("JA")
    [asked] = webhooks.to("/sms-in")
    assert asked.is_signed
    assert asked.params == {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "AccountSid": exchange.account_sid,
        "From": FIRST,
        "To": SWITCHBOARD,
        "Body": "JA",
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "FromCountry": "SE",
        "ToCountry": "SE",
    }
    [answer] = exchange.phone(FIRST).messages
    assert (answer.body, answer.from_, answer.direction) == ("Tack.", SWITCHBOARD, "outbound-reply")
    seen = client.messages(message.sid).fetch()
    assert (seen.direction, seen.status, seen.body) == ("inbound", "received", "JA")


@pytest.mark.parametrize(
    ("document", "answers"),
    [
        ("", []),
        ("<Response/>", []),
        ("<Response><Message><Body>Ett</Body></Message><Message>Två</Message></Response>", 2),
    ],
)
def test_what_a_service_may_answer(exchange, webhooks, write, document, answers):
    webhooks.on("/sms-in", document)
    message = write("JA")
    assert message.error_code is None
    assert len(exchange.phone(FIRST).messages) == (answers or 0)


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        ("<Response><Say>Hej</Say></Response>", 200, 12100),
        ("<Response><Message/></Response>", 200, 12100),
        ("Tack", 200, 12100),
        ("<html/>", 200, 12100),
        ("", 500, 11200),
    ],
)
def test_an_answer_that_cannot_be_read_is_dropped(
    exchange, webhooks, write, document, status, code
):
    webhooks.on("/sms-in", document, status=status)
    assert write("JA").error_code == code
    assert exchange.phone(FIRST).messages == []


def test_stop_is_respected_until_start(exchange, webhooks, write, send, wait):
    write("Stop ")
    with pytest.raises(TwilioRestException) as caught:
        send()
    assert caught.value.code == 21610
    send(to=SECOND)
    write("start")
    send()
    wait()
    assert len(webhooks.to("/sms-in")) == 2
    assert len(exchange.phone(FIRST).messages) == 1


def test_without_an_address_a_message_leads_nowhere(exchange):
    with pytest.raises(NothingToActOn):
        exchange.text_in(FIRST, "JA")
    exchange.incoming = IncomingUrls(SWITCHBOARD, f"{APPLICATION}/in")
    with pytest.raises(NothingToActOn):
        exchange.text_in(FIRST, "JA")
    assert exchange.messages() == []


def test_a_script_answers_a_message(exchange, webhooks, write, send, wait):
    exchange.follow_script(FIRST, 'svarar inte, smsar "JA" efter 20 s')
    send()
    send(from_=ALPHA)  # nobody can answer a name
    wait(19.9)
    assert webhooks.to("/sms-in") == []
    wait(0.1)
    assert webhooks.values("/sms-in", "Body") == ["JA"]
    assert [message.body for message in exchange.phone(FIRST).sent] == ["JA"]
