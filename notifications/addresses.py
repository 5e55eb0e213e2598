"""Where a notice is sent: by which channels, to which addresses, in which language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.phone_numbers import is_mobile
from models.tables.accounts import AccountRow
from notifications.language import Language
from notifications.recipients import Recipient, ToAccount, ToPerson, ToUnit
from routing.directory import Directory
from routing.types import ContactKind
from routing.urgency import Channel, Urgency, channel_order

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
        found, wanted = _of_somebody(session, to, directory, urgency=urgency, channels=channels)
    return tuple(dict.fromkeys(one for one in found if one.channel in wanted))


def _of_unit(unit_id: str, directory: Directory) -> Iterator[Address]:
    unit = directory.units.get(unit_id)
    for point in unit.contact_points if unit else ():
        channel = _OF_UNITS.get(point.kind)
        if channel is Channel.EMAIL or (channel is Channel.SMS and is_mobile(point.value)):
            yield Address(channel, point.value, Language.SV)


def _of_somebody(
    session: Session,
    to: ToPerson | ToAccount,
    directory: Directory,
    *,
    urgency: Urgency,
    channels: tuple[Channel, ...] | None,
) -> tuple[list[Address], tuple[Channel, ...]]:
    """All their addresses, and the channels wanted. Accounts are only read when they matter: an
    alert is written while a patient waits."""
    accounts: Sequence[AccountRow] = ()
    if isinstance(to, ToAccount):
        account = session.get(AccountRow, to.account_id)
        accounts = [account] if account and account.is_active else []
        person = directory.people.get(account.person_id or "") if account else None
        numbers = [one.number for one in accounts]
    else:
        person = directory.people.get(to.person_id)
        numbers = [person.number] if person else []
    chosen = person.channels.get(urgency) if person else None
    wanted = channel_order(chosen, urgency) if channels is None else channels
    if isinstance(to, ToPerson) and Channel.EMAIL in wanted:
        accounts = session.scalars(
            select(AccountRow)
            .where(AccountRow.person_id == to.person_id, AccountRow.is_active.is_(True))
            .order_by(AccountRow.id)
        ).all()
    language = Language(person.language) if person else Language.SV
    texts = [Address(Channel.SMS, one, language) for one in numbers if one and is_mobile(one)]
    mails = [Address(Channel.EMAIL, one.email, language) for one in accounts if one.email]
    return texts + mails, wanted
