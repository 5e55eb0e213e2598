"""Why somebody is rung, skipped or not reachable: the question we will be asked afterwards."""

from dataclasses import dataclass, field
from enum import StrEnum


class ReasonCode(StrEnum):
    """One code per kind of explanation; each has a Swedish and an English sentence in app/labels.

    The values that come with each (in brackets: left out when not known):

    * RULE_CHOSEN: rule, version
    * ON_CALL_NOW: line, tier, person, until
    * FUNCTION_PHONE: line, tier, [person] – without person: a line that has no rota
    * FORWARDED: line, tier, person, to, until – ``to`` answers for ``person``
    * DO_NOT_DISTURB: line, tier, person, until
    * HAS_DECLINED: line, tier, [person] – said no, or has a number that does not work
    * NOBODY_ON_CALL: line, tier, [from] – when the next shift starts
    * LINE_CLOSED: line, [from] – when the line opens
    * NO_LINE: kind, scope, [specialty]
    * NO_NUMBER: line, tier, [person]
    * REQUESTER_THEMSELVES: line, tier, person
    * DUPLICATE_PERSON: line, tier, [person] – without person: the same function phone
    * WARD_CLOSED: line – the ward takes no patients
    * PATH_CLOSED: rule, [from] – when somebody can be reached
    * PATH_NOT_FOR_ROLE: path, role
    * NO_RULE: path, role, municipality, [specialty]
    """

    RULE_CHOSEN = "regel_vald"
    ON_CALL_NOW = "i_tjanst_nu"
    FUNCTION_PHONE = "funktionstelefon"
    FORWARDED = "vidarekopplad"
    DO_NOT_DISTURB = "inte_nu"
    HAS_DECLINED = "har_avbojt"
    NOBODY_ON_CALL = "ingen_i_tjanst"
    LINE_CLOSED = "linjen_stangd"
    NO_LINE = "linje_saknas"
    NO_NUMBER = "nummer_saknas"
    REQUESTER_THEMSELVES = "remittenten_sjalv"
    DUPLICATE_PERSON = "redan_i_ordningen"
    WARD_CLOSED = "avdelningen_stangd"
    PATH_CLOSED = "kontaktvagen_stangd"
    PATH_NOT_FOR_ROLE = "galler_inte_rollen"
    NO_RULE = "regel_saknas"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the values its sentence needs (ids, clock times), in the order they were decided.

    ``values`` maps placeholder → value, e.g. ``{"line": "falun-kardiologi-konsult",
    "until": "2026-11-23T16:00:00+00:00"}``; ids are turned into names by the reader of the reason.
    """

    code: ReasonCode
    values: dict[str, str] = field(default_factory=dict)
