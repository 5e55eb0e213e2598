"""Who asks in the campaign, for what, and on which phones."""

from collections.abc import Sequence
from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.actions.shared.actor import Actor
from app.auth.tokens import create_token
from models.phone_numbers import FICTITIOUS_SERIES
from models.snapshot import load_directory
from models.tables.accounts import AccountRole, AccountRow
from routing.decide import decide
from routing.directory import Directory
from routing.errors import NoContactPath
from routing.types import ContactPath, RequesterRole, RequestFacts
from tests.faults.campaign.clients import Asker, Need
from tests.faults.campaign.settings import SharedClock

MONDAY = 0

# The acute path is open round the clock, for all of these.
USERNAMES = ("lakare.mora", "lakare.falun", "ambulans.mora", "inre.befal", "sjukskoterska.mora")


def directory_of(engine: Engine) -> Directory:
    """The county."""
    with Session(engine) as session:
        return load_directory(session)


def askers(engine: Engine, clock: SharedClock) -> list[Asker]:
    """Accounts with fresh tokens."""
    found = []
    paths = [ContactPath.AKUT]
    if clock.start.weekday() == MONDAY:  # the semi-acute path opens on weekdays at eight
        paths.append(ContactPath.HALVAKUT)
    with Session(engine, expire_on_commit=False) as session:
        for username in USERNAMES:
            token = create_token(session, username, name="campaign", at=clock())
            row = session.scalars(select(AccountRow).where(AccountRow.username == username)).one()
            actor = Actor(row.id, row.name, row.role, row.person_id, row.unit_id, row.number)
            is_doctor = row.role is AccountRole.PRIMARVARDSLAKARE
            found += [
                Asker(actor, token, path.value)
                for path in paths
                if is_doctor or path is ContactPath.AKUT
            ]
    return found


def needs(directory: Directory, clock: SharedClock) -> list[Need]:
    """Every acute need of the county for which there is somebody to ring just now."""
    return [
        Need(municipality, specialty)
        for municipality in directory.municipalities
        for specialty in directory.specialties
        if _has_a_way(municipality, specialty, directory, clock)
    ]


def _has_a_way(municipality: str, specialty: str, directory: Directory, clock: SharedClock) -> bool:
    facts = RequestFacts(ContactPath.AKUT, RequesterRole.PRIMARVARDSLAKARE, municipality, specialty)
    try:
        decide(facts, directory, clock())
    except NoContactPath:
        return False
    return True


def free_numbers(directory: Directory, random: Random) -> Sequence[str]:
    """Fictitious numbers that are nobody's in the directory, for those who ask."""
    taken = {person.number for person in directory.people.values()}
    taken |= {line.number for line in directory.lines.values()}
    taken |= {point.value for unit in directory.units.values() for point in unit.contact_points}
    numbers = [f"+{number}" for series in FICTITIOUS_SERIES for number in series]
    free = [number for number in numbers if number not in taken]
    random.shuffle(free)
    return free
