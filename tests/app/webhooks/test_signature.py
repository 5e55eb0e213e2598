"""While the account's two tokens change places, what is signed with either is genuine."""

import pytest
from flask import Request
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder

from app.webhooks.signature import HEADER, is_genuine

SITE = "https://kontaktvagar.example"
PATH = "/webhooks/twilio/voice/incoming"
FORM = {"CallSid": "CA" + "0" * 32}


def request_signed_with(token: str) -> Request:
    signature = RequestValidator(token).compute_signature(SITE + PATH, FORM)
    builder = EnvironBuilder(
        path=PATH, base_url=SITE, method="POST", data=FORM, headers=[(HEADER, str(signature))]
    )
    return Request(builder.get_environ())


@pytest.mark.parametrize(
    ("token", "tokens", "genuine"),
    [
        ("one", ("one",), True),
        ("two", ("one",), False),
        ("one", ("one", "two"), True),
        ("two", ("one", "two"), True),
        ("three", ("one", "two"), False),
        ("", ("one", "two"), False),
        ("one", (), False),
    ],
)
def test_who_signs_with_a_token_of_ours_is_the_provider(token, tokens, genuine):
    request = request_signed_with(token)
    assert is_genuine(request, auth_tokens=tokens, public_url=SITE) is genuine
