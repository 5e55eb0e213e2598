"""Who rings: known by the number they ring from, or by their code."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from models.phone_numbers import WHOLE
from models.tables.accounts import AccountRole, AccountRow
from models.tables.contacts import CareRequestRow
from models.tables.directory import PersonRow
from notifications.language import Language
from routing.directory import Directory
from routing.phone_menu import Caller, MenuChoice
from routing.types import RequesterRole

REMEMBERED: Final = 30
"""Of so many latest contacts the menu learns."""

# What stands instead of a number that is withheld: the words ANONYMOUS, RESTRICTED, BLOCKED,
# UNKNOWN and UNAVAILABLE as one would spell them on a keypad. Source: Twilio's documentation.
WITHHELD: Final = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
_ASKING = [AccountRole(role.value) for role in RequesterRole]


@dataclass(frozen=True, slots=True)
class KnownCaller:
    """An account on the phone. ``municipality`` is that of their unit."""

    actor: Actor
    role: RequesterRole
    municipality: str
    language: Language

    @property
    def in_menu(self) -> Caller:
        """The caller as the menu knows them."""
        return Caller(self.role, self.municipality, self.actor.person_id)


def shown_number(text: str) -> str | None:
    """The number somebody rings from, None when it is withheld, short or no number at all."""
    return text if WHOLE.fullmatch(text) and text not in WITHHELD else None


def find_by_number(session: Session, number: str) -> int | None:
    """The one active account that may ask and has this number, its own or its person's.

    None when there is none, and when there are several: then the code must say who it is.
    """
    found = session.scalars(
        select(AccountRow.id)
        .outerjoin(PersonRow, PersonRow.id == AccountRow.person_id)
        .where(
            AccountRow.is_active.is_(True),
            AccountRow.role.in_(_ASKING),
            or_(AccountRow.number == number, PersonRow.number == number),
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def load_caller(session: Session, account_id: int, directory: Directory) -> KnownCaller | None:
    """The account as a caller; None when it has been closed, or its role starts no contacts."""
    row = session.get(AccountRow, account_id)
    if row is None or not row.is_active or row.role not in _ASKING:
        return None
    person = directory.people.get(row.person_id or "")
    return KnownCaller(
        actor=Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number),
        role=RequesterRole(row.role.value),
        municipality=home_municipality(row.unit_id, directory),
        language=Language(person.language) if person else Language.SV,
    )


def latest_choices(session: Session, account_id: int) -> list[MenuChoice]:
    """What somebody asked for lately, newest first, each once."""
    rows = session.execute(
        select(
            CareRequestRow.path,
            CareRequestRow.municipality,
            CareRequestRow.specialty,
            CareRequestRow.unit_id,
        )
        .where(CareRequestRow.requester_id == account_id)
        .order_by(CareRequestRow.created_at.desc())
        .limit(REMEMBERED)
    )
    return list(dict.fromkeys(MenuChoice(*row) for row in rows))


def home_municipality(unit_id: str | None, directory: Directory) -> str:
    """The municipality of somebody's own unit; where most people live for those without a unit."""
    unit = directory.units.get(unit_id or "")
    if unit is not None:
        return unit.municipality
    places = directory.municipalities.values()
    return max(places, key=lambda place: (place.population, place.code)).code
