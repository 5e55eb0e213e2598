"""Swedish and English for roles, paths, lines and units. Each row: (Swedish, English)."""

from enum import StrEnum

from models.tables.accounts import AccountRole
from models.tables.incoming import KnownBy
from routing.matrix import Scope
from routing.opening_hours import Openness, RedDays
from routing.phone_menu import Key
from routing.reasons import ReasonCode
from routing.rota import DayGroup, Rotation, ShiftSource
from routing.rota_changes import Difference
from routing.types import (
    Audience,
    ContactKind,
    ContactPath,
    Errand,
    Hunting,
    LineKind,
    OnCallTier,
    PhoneKind,
    ProviderKind,
    RequesterRole,
    UnitKind,
)

Words = dict[StrEnum, tuple[str, str]]

CONTACT_PATH: Words = {
    ContactPath.AKUT: ("Akutspåret", "Acute path"),
    ContactPath.HALVAKUT: ("Halvakuta spåret", "Semi-acute path"),
    ContactPath.MDK: ("Multidisciplinär konferens", "Multidisciplinary conference"),
    ContactPath.PRIMARVARD: ("Tillgänglig primärvård", "Accessible primary care"),
}

ERRAND: Words = {
    Errand.TALK: ("Samtal", "A talk"),
    Errand.BED: ("Vårdplats", "A bed"),
}

HUNTING: Words = {
    Hunting.SEQUENTIAL: ("I tur och ordning", "One after the other"),
    Hunting.SIMULTANEOUS: ("Alla samtidigt", "All at once"),
    Hunting.ROUND_ROBIN: ("Turas om", "By turns"),
}

PHONE_KEY: Words = {
    Key.AGAIN: ("Hör igen", "Hear again"),
    Key.MORE: ("Fler val", "More choices"),
    Key.DIRECT_CODE: ("Direktkod", "Direct code"),
    Key.BACK: ("Tillbaka", "Back"),
}

PHONE_KIND: Words = {
    PhoneKind.FUNCTION: ("Funktionstelefon", "Function phone"),
    PhoneKind.OWN: ("Egen telefon", "Own phone"),
}

MENU_KEY: Words = {
    Key.AGAIN: ("Hör igen", "Hear again"),
    Key.MORE: ("Fler val", "More choices"),
    Key.DIRECT_CODE: ("Direktkod", "Direct code"),
    Key.BACK: ("Tillbaka", "Back"),
}

KNOWN_BY: Words = {
    KnownBy.NUMBER: ("Numret", "The number"),
    KnownBy.PIN: ("Personlig kod", "Personal code"),
}

REQUESTER_ROLE: Words = {
    RequesterRole.PRIMARVARDSLAKARE: ("Primärvårdsläkare", "Primary care doctor"),
    RequesterRole.SPECIALIST: ("Specialist", "Specialist"),
    RequesterRole.AMBULANS: ("Ambulans", "Ambulance"),
    RequesterRole.INRE_BEFAL: ("Inre befäl", "Ambulance command"),
    RequesterRole.KOMMUNSJUKSKOTERSKA: ("Kommunsjuksköterska", "Municipal nurse"),
    RequesterRole.SJUKHUSLAKARE: ("Sjukhusläkare", "Hospital doctor"),
    RequesterRole.VARDPLATSKOORDINATOR: ("Vårdplatskoordinator", "Bed coordinator"),
}

ACCOUNT_ROLE: Words = {
    **{AccountRole(role.value): pair for role, pair in REQUESTER_ROLE.items()},
    AccountRole.KATALOGREDAKTOR: ("Katalogredaktör", "Directory editor"),
    AccountRole.PROCESSLEDARE: ("Processledare", "Process leader"),
    AccountRole.ANALYTIKER: ("Analytiker", "Analyst"),
    AccountRole.ADMINISTRATOR: ("Administratör", "Administrator"),
}

ON_CALL_TIER: Words = {
    OnCallTier.FIRST: ("Primärjour", "First on call"),
    OnCallTier.MIDDLE: ("Mellanjour", "Middle on call"),
    OnCallTier.SENIOR: ("Bakjour", "Senior on call"),
}

LINE_KIND: Words = {
    LineKind.CONSULT: ("Konsultlinje", "Consultant line"),
    LineKind.ON_CALL: ("Jourlinje", "On-call line"),
    LineKind.PRIMARY_CARE: ("Primärvårdslinje", "Primary care line"),
    LineKind.MUNICIPAL_NURSE: ("Kommunsjuksköterskelinje", "Municipal nurse line"),
    LineKind.COORDINATOR: ("Koordinatorlinje", "Coordinator line"),
    LineKind.WARD: ("Avdelningslinje", "Ward line"),
    LineKind.CONFERENCE: ("MDK-linje", "Conference line"),
}

SCOPE: Words = {
    Scope.OWN_HOSPITAL: ("eget sjukhus", "own hospital"),
    Scope.OTHER_HOSPITALS: ("övriga sjukhus", "other hospitals"),
    Scope.OWN_MUNICIPALITY: ("egen kommun", "own municipality"),
    Scope.CHOSEN_UNIT: ("vald enhet", "chosen unit"),
    Scope.COUNTY: ("hela länet", "the whole county"),
}

UNIT_KIND: Words = {
    UnitKind.HOSPITAL: ("Sjukhus", "Hospital"),
    UnitKind.CLINIC: ("Klinik", "Clinic"),
    UnitKind.WARD: ("Avdelning", "Ward"),
    UnitKind.OUTPATIENT: ("Mottagning", "Outpatient clinic"),
    UnitKind.HEALTH_CENTRE: ("Vårdcentral", "Health centre"),
    UnitKind.URGENT_CARE: ("Närakut", "Urgent care"),
    UnitKind.AMBULANCE_STATION: ("Ambulansstation", "Ambulance station"),
    UnitKind.AMBULANCE_COMMAND: ("Inre befäl", "Ambulance command"),
    UnitKind.MOBILE_TEAM: ("Mobilt team", "Mobile team"),
    UnitKind.MUNICIPAL_CARE: ("Kommunal hälso- och sjukvård", "Municipal health care"),
    UnitKind.ADVICE_LINE: ("Rådgivning", "Advice line"),
    UnitKind.EMERGENCY_CALL: ("Larmcentral", "Emergency call centre"),
    UnitKind.RADIOLOGY: ("Röntgen", "Radiology"),
    UnitKind.ADMINISTRATION: ("Administration", "Administration"),
}

PROVIDER_KIND: Words = {
    ProviderKind.REGION: ("Region", "Region"),
    ProviderKind.MUNICIPALITY: ("Kommun", "Municipality"),
    ProviderKind.PRIVATE: ("Privat vårdgivare", "Private provider"),
    ProviderKind.STATE: ("Statlig", "State"),
}

CONTACT_KIND: Words = {
    ContactKind.DIRECT: ("Direktnummer", "Direct number"),
    ContactKind.FUNCTION: ("Funktionsnummer", "Function number"),
    ContactKind.SWITCHBOARD: ("Växel", "Switchboard"),
    ContactKind.SMS: ("Sms", "Text message"),
    ContactKind.EMAIL: ("E-post", "E-mail"),
    ContactKind.VIDEO: ("Video", "Video"),
}

AUDIENCE: Words = {
    Audience.PROFESSIONALS: ("För profession", "For professionals"),
    Audience.PUBLIC: ("För allmänheten", "For the public"),
}

OPENNESS: Words = {
    Openness.OPEN: ("Öppet", "Open"),
    Openness.CLOSED: ("Stängt", "Closed"),
    Openness.UNKNOWN: ("Öppettid okänd", "Opening hours unknown"),
}

RED_DAYS: Words = {
    RedDays.NOT: ("Inte röda dagar", "Not on public holidays"),
    RedDays.TOO: ("Också röda dagar", "On public holidays too"),
    RedDays.ONLY: ("Bara röda dagar", "Only on public holidays"),
}

DAY_GROUP: Words = {
    DayGroup.WEEKDAYS: ("Vardagar", "Weekdays"),
    DayGroup.WEEKENDS_AND_RED_DAYS: ("Helger och röda dagar", "Weekends and public holidays"),
    DayGroup.ALL_DAYS: ("Alla dagar", "Every day"),
}

ROTATION: Words = {
    Rotation.DAILY: ("En dag i taget", "A day at a time"),
    Rotation.WEEKLY: ("En vecka i taget", "A week at a time"),
}

SHIFT_SOURCE: Words = {
    ShiftSource.ROTA: ("Schema", "Rota"),
    ShiftSource.OVERRIDE: ("Avvikelse", "Override"),
    ShiftSource.SWAP: ("Byte", "Swap"),
    ShiftSource.TAKE_OVER: ("Övertagande", "Take-over"),
}

DIFFERENCE: Words = {
    Difference.GAINED: ("Nytt pass", "New shift"),
    Difference.LOST: ("Inte längre ditt", "No longer yours"),
    Difference.MOVED: ("Flyttat pass", "Moved shift"),
}

REASON_CODE: Words = {
    ReasonCode.RULE_CHOSEN: ("Matrisens regel", "Rule of the matrix"),
    ReasonCode.ON_CALL_NOW: ("I tjänst nu", "On call now"),
    ReasonCode.FUNCTION_PHONE: ("Funktionstelefon", "Function phone"),
    ReasonCode.FORWARDED: ("Vidarekopplad", "Forwarded"),
    ReasonCode.DO_NOT_DISTURB: ("Inte nu", "Do not disturb"),
    ReasonCode.HAS_DECLINED: ("Har avböjt", "Has declined"),
    ReasonCode.NOBODY_ON_CALL: ("Ingen i tjänst", "Nobody on call"),
    ReasonCode.WARD_CLOSED: ("Avdelningen stängd", "Ward closed"),
    ReasonCode.LINE_CLOSED: ("Linjen är stängd", "The line is closed"),
    ReasonCode.NO_LINE: ("Linje saknas", "No line"),
    ReasonCode.NO_NUMBER: ("Nummer saknas", "No number"),
    ReasonCode.REQUESTER_THEMSELVES: ("Du själv", "Yourself"),
    ReasonCode.DUPLICATE_PERSON: ("Redan i ordningen", "Already in the order"),
    ReasonCode.PATH_CLOSED: ("Kontaktvägen är stängd", "The contact path is closed"),
    ReasonCode.PATH_NOT_FOR_ROLE: ("Gäller inte rollen", "Not for the role"),
    ReasonCode.NO_RULE: ("Regel saknas", "No rule"),
}
