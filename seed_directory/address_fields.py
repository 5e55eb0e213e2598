"""Fields that hold where somebody is reached: a telephone number, a mail address, either."""

import re
from typing import Any, Final

from marshmallow import ValidationError

from models.mail_addresses import is_mail_address
from models.phone_numbers import BadPhoneNumber, read_number, read_whole_number
from routing.types import ContactKind
from seed_directory.fields import Cell

_VIDEO: Final = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?(?:[/?#][!-~]*)?")


class Number(Cell):
    """A telephone number that can be rung, kept as E.164."""

    def read(self, text: str) -> object:
        """The number in E.164."""
        try:
            return read_whole_number(text)
        except BadPhoneNumber as bad:
            raise ValidationError(str(bad)) from None


class MailAddress(Cell):
    """One bare mail address that the mailer can send to; an empty text is none."""

    def __init__(self, heading: str, **options: Any) -> None:
        super().__init__(heading, load_default="", **options)

    def read(self, text: str) -> str:
        """The address itself."""
        if text and not is_mail_address(text):
            raise ValidationError(
                f"”{text}” är ingen e-postadress; skriv en enda, som namn@region.example"
            )
        return text


def read_contact_value(kind: ContactKind, text: str) -> object:
    """What a contact point of a kind holds: a number, a mail address, an https address.

    Raises ``ValidationError``.
    """
    if kind is ContactKind.EMAIL:
        return MailAddress("").read(text)
    if kind is ContactKind.VIDEO:
        if not _VIDEO.fullmatch(text):
            raise ValidationError(f"”{text}” är ingen adress som börjar med https://")
        return text
    try:
        return read_number(text)
    except BadPhoneNumber as bad:
        raise ValidationError(str(bad)) from None
