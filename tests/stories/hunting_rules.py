"""For the stories: a matrix that is edited, doctors who do things on a page, a lone webhook."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from models.snapshot import bump_version
from models.tables.accounts import AccountRole
from models.tables.contacts import AttemptRow
from models.tables.directory import MatrixRuleRow, OnCallLineRow
from models.values import step_to_json
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from routing.matrix import RuleStep, Scope
from routing.types import ContactPath, Hunting, LineKind, OnCallTier
from tests.stories.county import PUBLIC_URL, County

RING = 20


def anywhere(
    hunting: Hunting,
    *,
    order: int = 1,
    tier: OnCallTier = OnCallTier.FIRST,
    ring_seconds: int = RING,
) -> RuleStep:
    """The consultants of the whole county, in one step."""
    return RuleStep(
        order, LineKind.CONSULT, Scope.COUNTY, tier, ring_seconds=ring_seconds, hunting=hunting
    )


def edit_matrix(county: County, *steps: RuleStep, rounds: int = 1) -> None:
    """The halvakuta spåret hunts in these steps from now on."""
    session = county.fresh_session()
    rules = session.scalars(
        select(MatrixRuleRow).where(MatrixRuleRow.path == ContactPath.HALVAKUT.value)
    )
    for rule in rules:
        rule.steps = [step_to_json(step) for step in steps]
        rule.rounds = rounds
    bump_version(session, at=county.clock())
    session.commit()


def give_function_phone(county: County, line_id: str, number: str) -> None:
    """The line has a phone that whoever is on duty carries."""
    session = county.fresh_session()
    session.get_one(OnCallLineRow, line_id).number = number
    bump_version(session, at=county.clock())
    session.commit()


def doctor_of(county: County, attempt):
    """The account of whoever an attempt rings."""
    name = f"konto.{attempt.person_id}.{attempt.id[:8]}"
    return county.account(name, AccountRole.SPECIALIST, person=attempt.person_id)


def act(county: County, action, *what, by):
    """Somebody does something on a page."""
    done = action(
        county.fresh_session(), *what, by=by, directory=county.directory, at=county.clock()
    )
    county.settle()
    return done


def machine_webhook(county: County, attempt_id: str, call_id: str, word: str) -> int:
    """The status of our answer when the provider says who picked up."""
    url = Callbacks(PUBLIC_URL).of(paths.MACHINE, attempt_id=attempt_id)
    form = {"CallSid": call_id, "AccountSid": county.exchange.account_sid, "AnsweredBy": word}
    signature = RequestValidator(county.exchange.auth_token).compute_signature(url, form)
    return county.webhooks("POST", url, form, {"X-Twilio-Signature": signature}).status


def digit_webhook(county: County, attempt_id: str, digits: str) -> str:
    """What the application says to a phone of this attempt on which digits are pressed now."""
    url = Callbacks(PUBLIC_URL).of(paths.DIGIT, attempt_id=attempt_id)
    with Session(county.engine) as session:  # of its own: several may ask at once
        call_id = session.get_one(AttemptRow, attempt_id).provider_call_id or ""
    form = {"CallSid": call_id, "AccountSid": county.exchange.account_sid, "Digits": digits}
    signature = RequestValidator(county.exchange.auth_token).compute_signature(url, form)
    return county.webhooks("POST", url, form, {"X-Twilio-Signature": signature}).body
