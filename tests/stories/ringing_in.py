"""What the stories of ringing in have in common: dialling the number, and asking by its code."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.actions.account.pins import NewPin, renew_pin
from models.tables.contacts import CareRequestRow
from tests.stories.county import Contact, County, Handset

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LANDLINE = "+46313900690"
ABROAD = "+447700900123"  # kept free for films in the United Kingdom
RING = 20


def rings_in(county: County, number: str, *, shown_as: str = "") -> Handset:
    """Somebody dials the service's number, and hears the first words."""
    county.exchange.call_in(number, shown_as=shown_as)
    county.advance(seconds=1)
    return Handset(county, number)


def the_contact(county: County) -> Contact:
    ids = county.fresh_session().scalars(
        select(CareRequestRow.id).order_by(CareRequestRow.created_at.desc())
    )
    return Contact(county, next(iter(ids)))


def no_contact(county: County) -> bool:
    return county.fresh_session().scalar(select(CareRequestRow.id)) is None


def pin_of_gp(county: County) -> NewPin:
    return renew_pin(county.fresh_session(), county.gp.account_id, at=county.clock())


def wrong(pin: NewPin) -> str:
    return f"{pin.caller_code}{(int(pin.pin) + 1) % 1_000_000:06}#"


def has_hung_up(county: County, phone: Handset) -> bool:
    return county.exchange.current_call(phone.number) is None


def reach(county: County, phone: Handset, code: str = "211#") -> Contact:
    """Ask for kardiologi by its direct code, without a plan before."""
    phone.presses("9")
    phone.presses(code)
    if not code.startswith("1"):
        phone.presses("#")
    return the_contact(county)
