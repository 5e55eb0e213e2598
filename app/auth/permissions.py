"""Behörigheter: what each role may do, as one table, and with which things."""

from collections.abc import Mapping
from enum import StrEnum

from app.actions.shared.actor import Actor
from app.actions.shared.sides import which_side
from app.actions.shared.speaks_for import WARD_SPEAKERS, speaks_for
from app.auth.ward_access import Asked, Ward, asked_of, may_come_to, takes_part
from models.reads.contact_view import ContactView
from models.tables.accounts import AccountRole
from routing.decisions import DOCTORS as DOCTOR_ROLES
from routing.lifecycle import AttemptState, RequestStatus
from routing.outcome import Side
from routing.types import RequesterRole


class Verb(StrEnum):
    """What somebody may do; the value stands in the access log."""

    USE_SERVICE = "anvanda_tjansten"
    SEE_PLAN = "se_plan"
    ASK_AS_ANY_ROLE = "fraga_i_annan_roll"
    CREATE_REQUEST = "skapa_arende"
    SEE_CONTACT = "se_arende"
    SEE_CONTACT_ROW = "se_arendets_rad"
    ACT_ON_CONTACT = "styra_arende"
    RECORD_OUTCOME = "ange_utfall"
    ANSWER_CONTACT = "svara_pa_arende"
    ADD_THIRD_PARTY = "lagga_till_tredje_part"
    DECIDE = "besluta"
    SEE_DECISIONS = "se_beslut"
    PROPOSE_ADMISSION = "foresla_direktinlaggning"
    SEE_ADMISSION = "se_direktinlaggning"
    READ_ADMISSION = "lasa_direktinlaggning"
    ANSWER_FOR_WARD = "svara_for_avdelning"
    SEE_BEDS = "se_vardplatser"
    REPORT_BEDS = "rapportera_vardplatser"
    IMPORT_BEDS = "lasa_in_vardplatser"
    BOOK_RADIOLOGY = "boka_rontgen"
    SEE_BOOKING = "se_bokning"
    ANSWER_FOR_RADIOLOGY = "svara_for_rontgen"
    SET_AWAY = "inte_nu"
    SEE_ON_CALL = "se_jour"
    TAKE_OVER_SHIFT = "ta_over_pass"
    CHANGE_SHIFT = "andra_pass"
    SEARCH_DIRECTORY = "soka_i_katalogen"
    SEE_UNANSWERED = "se_obesvarade"
    HANDLE_UNANSWERED = "hantera_obesvarad"
    EXPORT_CONTACTS = "exportera_kontakter"
    SEE_FOLLOW_UP = "se_uppfoljning"
    IMPORT_FOLLOW_UP = "lasa_in_uppfoljning"
    SEE_OPERATION = "se_driften"
    MANAGE_ACCOUNTS = "hantera_konton"
    READ_NOTICES = "lasa_meddelanden"
    SET_PREFERENCES = "valja_kanaler"
    USE_CALLER_CODE = "anvanda_ringkod"


REQUESTERS = frozenset(AccountRole(role.value) for role in RequesterRole)
EVERYBODY = frozenset(AccountRole)
ANSWERERS = frozenset(
    {
        AccountRole.SPECIALIST,
        AccountRole.PRIMARVARDSLAKARE,
        AccountRole.SJUKHUSLAKARE,
        AccountRole.KOMMUNSJUKSKOTERSKA,
        AccountRole.INRE_BEFAL,
        AccountRole.VARDPLATSKOORDINATOR,
    }
)
DOCTORS = frozenset(AccountRole(role.value) for role in DOCTOR_ROLES)
ANALYSTS = frozenset({AccountRole.ANALYTIKER, AccountRole.PROCESSLEDARE, AccountRole.ADMINISTRATOR})
STEERING = frozenset({AccountRole.PROCESSLEDARE, AccountRole.ADMINISTRATOR})
OF_WARDS = frozenset({Verb.ANSWER_FOR_WARD, Verb.REPORT_BEDS, Verb.IMPORT_BEDS})
"""What is done for a ward by those who speak for it."""


ALLOWED: Mapping[Verb, frozenset[AccountRole]] = {
    Verb.USE_SERVICE: EVERYBODY,
    Verb.SEE_PLAN: REQUESTERS | STEERING,
    Verb.ASK_AS_ANY_ROLE: STEERING,
    Verb.CREATE_REQUEST: REQUESTERS,
    Verb.SEE_CONTACT: REQUESTERS,
    Verb.SEE_CONTACT_ROW: REQUESTERS | ANALYSTS,
    Verb.ACT_ON_CONTACT: REQUESTERS,
    Verb.RECORD_OUTCOME: REQUESTERS,
    Verb.ANSWER_CONTACT: ANSWERERS,
    Verb.ADD_THIRD_PARTY: REQUESTERS,
    Verb.DECIDE: REQUESTERS,
    Verb.SEE_DECISIONS: REQUESTERS,
    Verb.PROPOSE_ADMISSION: REQUESTERS,
    Verb.SEE_ADMISSION: REQUESTERS,
    Verb.READ_ADMISSION: REQUESTERS,
    Verb.ANSWER_FOR_WARD: WARD_SPEAKERS,
    Verb.SEE_BEDS: REQUESTERS | STEERING,
    Verb.REPORT_BEDS: WARD_SPEAKERS,
    Verb.IMPORT_BEDS: WARD_SPEAKERS | {AccountRole.ADMINISTRATOR},
    Verb.BOOK_RADIOLOGY: DOCTORS,
    Verb.SEE_BOOKING: REQUESTERS | ANSWERERS,
    Verb.ANSWER_FOR_RADIOLOGY: ANSWERERS,
    Verb.SET_AWAY: ANSWERERS,
    Verb.SEE_ON_CALL: EVERYBODY,
    Verb.TAKE_OVER_SHIFT: ANSWERERS,
    Verb.CHANGE_SHIFT: ANSWERERS | {AccountRole.KATALOGREDAKTOR},
    Verb.SEARCH_DIRECTORY: EVERYBODY,
    Verb.SEE_UNANSWERED: REQUESTERS | STEERING,
    Verb.HANDLE_UNANSWERED: REQUESTERS,
    Verb.EXPORT_CONTACTS: ANALYSTS,
    Verb.SEE_FOLLOW_UP: ANALYSTS,
    Verb.IMPORT_FOLLOW_UP: STEERING,
    Verb.READ_NOTICES: EVERYBODY,
    Verb.SET_PREFERENCES: EVERYBODY,
    Verb.USE_CALLER_CODE: REQUESTERS,
    Verb.SEE_OPERATION: STEERING,
    Verb.MANAGE_ACCOUNTS: frozenset({AccountRole.ADMINISTRATOR}),
}


def can(actor: Actor, verb: Verb, thing: object = None) -> bool:
    """Whether somebody may do something, with ``thing`` when given.

    ``thing`` is a contact, a direct admission (``Asked``), a ``Ward``, the ``RequesterRole`` one
    asks as, or the id of a unit; None asks whether the role may do it at all.
    """
    if actor.role not in ALLOWED[verb]:
        return False
    if isinstance(thing, RequesterRole):
        return _may_ask_as(actor, thing)
    if isinstance(thing, ContactView):
        return _may_touch(actor, verb, thing)
    if isinstance(thing, Asked):
        return _may_touch_admission(actor, verb, thing)
    if isinstance(thing, Ward):
        return verb is Verb.SEE_BEDS or (
            verb in OF_WARDS and speaks_for(actor, thing.id, thing.units)
        )
    if isinstance(thing, str):
        return actor.role in STEERING or thing == actor.unit_id
    return thing is None


def _may_touch_admission(actor: Actor, verb: Verb, asked: Asked) -> bool:
    is_party = takes_part(actor, asked.admission)
    match verb:
        case Verb.SEE_ADMISSION:
            return is_party or bool(asked_of(actor, asked))
        case Verb.READ_ADMISSION:
            return is_party or may_come_to(actor, asked)
        case Verb.PROPOSE_ADMISSION:
            return is_party
        case Verb.ANSWER_FOR_WARD:
            return bool(asked_of(actor, asked))
        case _:
            return False


def _may_ask_as(actor: Actor, role: RequesterRole) -> bool:
    return actor.role.value == role.value or actor.role in ALLOWED[Verb.ASK_AS_ANY_ROLE]


def _may_touch(actor: Actor, verb: Verb, contact: ContactView) -> bool:
    side = side_in(actor, contact)
    mine = side is Side.REQUESTER
    match verb:
        case Verb.ACT_ON_CONTACT:
            return mine
        case (
            Verb.RECORD_OUTCOME
            | Verb.ADD_THIRD_PARTY
            | Verb.DECIDE
            | Verb.SEE_DECISIONS
            | Verb.PROPOSE_ADMISSION
            | Verb.BOOK_RADIOLOGY
            | Verb.SEE_BOOKING
        ):
            return side is not None
        case Verb.ANSWER_CONTACT:
            return was_tried(actor, contact)
        case Verb.HANDLE_UNANSWERED:
            return is_unanswered_at_unit_of(actor, contact)
        case Verb.SEE_UNANSWERED:
            return actor.role in STEERING or is_unanswered_at_unit_of(actor, contact)
        case Verb.SEE_CONTACT:
            return (
                mine
                or (was_tried(actor, contact) and not said_no(actor, contact))
                or is_unanswered_at_unit_of(actor, contact)
            )
        case Verb.SEE_CONTACT_ROW:
            return actor.role in ANALYSTS or _may_touch(actor, Verb.SEE_CONTACT, contact)
        case _:
            return False


def was_tried(actor: Actor, contact: ContactView) -> bool:
    """Whether the contact was rung to this very person."""
    return actor.person_id is not None and any(
        attempt.person_id == actor.person_id for attempt in contact.responder_attempts
    )


def said_no(actor: Actor, contact: ContactView) -> bool:
    """Whether this very person has declined, and has not been rung again since."""
    own = [one for one in contact.responder_attempts if one.person_id == actor.person_id]
    return bool(own) and own[-1].state is AttemptState.DECLINED


def side_in(actor: Actor, contact: ContactView) -> Side | None:
    """Which of the two somebody is; None for everybody else."""
    accepted = contact.accepted
    answered_by = None if accepted is None else accepted.person_id
    return which_side(actor, requester_id=contact.requester_id, answered_by=answered_by)


def is_unanswered_at_unit_of(actor: Actor, contact: ContactView) -> bool:
    """Whether nobody answered and the person's own unit was among those tried."""
    return (
        actor.unit_id is not None
        and contact.status in (RequestStatus.EXHAUSTED, RequestStatus.CLOSED)
        and contact.answered_at is None
        and any(attempt.unit_id == actor.unit_id for attempt in contact.responder_attempts)
    )
