"""Ring in: the service's own number and the direct code, where one chooses a path."""

from dataclasses import dataclass

from app.actions.incoming.callers import home_municipality
from app.actions.shared.actor import Actor
from app.config import Telephony
from app.current import current_config
from app.web.shared.words import phone_display
from routing.directory import Directory
from routing.phone_menu import Key, MenuChoice, direct_code


@dataclass(frozen=True, slots=True)
class RingIn:
    """``number`` is what a phone dials; ``code`` the direct code with a space between its parts,
    empty where there is none."""

    number: str
    number_text: str
    key: str
    code: str = ""


def ring_in(actor: Actor, directory: Directory, choice: MenuChoice | None = None) -> RingIn | None:
    """How to ask for the same by phone; None where no telephone is connected to the service."""
    config = current_config()
    if config.telephony is Telephony.OFF:
        return None
    number = config.twilio.from_number
    code = None
    if choice is not None:
        home = home_municipality(actor.unit_id, directory)
        code = direct_code(choice, home, directory)
    return RingIn(number, phone_display(number), Key.DIRECT_CODE, _spaced(code) if code else "")


def _spaced(code: str) -> str:
    """``211*2084`` → ``2 11 * 2084 #``: as one reads it while pressing."""
    path, specialty, elsewhere = code[0], code[1:3], code[4:]
    parts = (path, specialty, *(("*", elsewhere) if elsewhere else ()), "#")
    return " ".join(parts)
