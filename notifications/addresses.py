"""Where a notice is sent: by which channels, to which addresses, in which language."""

from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import AccountRow
from notifications.language import Language
from notifications.recipients import Recipient, ToAccount, ToPerson, ToUnit
from routing.directory import Directory
from routing.types import ContactKind
from routing.units import Person
from routing.urgency import Channel, Urgency, channel_order

_MOBILE = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)

# A unit has not chosen: what it has an address for.
_OF_UNITS = {ContactKind.SMS: Channel.SMS, ContactKind.EMAIL: Channel.EMAIL}


@dataclass(frozen=True, slots=True)
class Address:
    """One way out. ``value`` is E.164 or a mail address; ``language`` that of who reads it."""

    channel: Channel
    value: str
    language: Language


def addresses_of(
    session: Session,
    to: Recipient,
    *,
    directory: Directory,
    urgency: Urgency,
    channels: tuple[Channel, ...] | None,
) -> tuple[Address, ...]:
    """Each address once; none for whoever can only be told in the inbox.

    Text messages go to mobile phones only: a landline's are paid for and read by nobody.
    """
    if isinstance(to, ToUnit):
        found = list(_of_unit(to.unit_id, directory))
        wanted = tuple(Channel) if channels is None else channels
    else:
        person, numbers, mails = _of_somebody(session, to, directory)
        chosen = person.channels.get(urgency) if person else None
        wanted = channel_order(chosen, urgency) if channels is None else channels
        language = Language(person.language) if person else Language.SV
        found = [
            *(Address(Channel.SMS, number, language) for number in numbers if is_mobile(number)),
            *(Address(Channel.EMAIL, mail, language) for mail in mails),
        ]
    return tuple(dict.fromkeys(one for one in found if one.channel in wanted))


def is_mobile(number: str) -> bool:
    """Whether a number (E.164) is a mobile phone's, and can be sent a text message."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) in _MOBILE


def _of_unit(unit_id: str, directory: Directory) -> Iterator[Address]:
    unit = directory.units.get(unit_id)
    for point in unit.contact_points if unit else ():
        channel = _OF_UNITS.get(point.kind)
        if channel is Channel.EMAIL or (channel is Channel.SMS and is_mobile(point.value)):
            yield Address(channel, point.value, Language.SV)


def _of_somebody(
    session: Session, to: ToPerson | ToAccount, directory: Directory
) -> tuple[Person | None, list[str], list[str]]:
    """Who it is in the directory, if anybody, with their numbers and mail addresses."""
    wanted = select(AccountRow).where(AccountRow.is_active.is_(True)).order_by(AccountRow.id)
    if isinstance(to, ToPerson):
        person = directory.people.get(to.person_id)
        accounts = session.scalars(wanted.where(AccountRow.person_id == to.person_id)).all()
        numbers = [person.number] if person and person.number else []
    else:
        accounts = session.scalars(wanted.where(AccountRow.id == to.account_id)).all()
        numbers = [one.number for one in accounts if one.number]
        person = next(
            (directory.people.get(one.person_id) for one in accounts if one.person_id), None
        )
    return person, numbers, [one.email for one in accounts if one.email]
