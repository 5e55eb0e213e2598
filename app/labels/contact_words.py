"""Swedish and English for what happens to a contact. Each row: (Swedish, English)."""

from enum import StrEnum

from models.tables.contacts import CallMode
from models.tables.outbox import MessageKind, MessageState
from routing.lifecycle import AttemptOutcome, AttemptState, RequestEvent, RequestStatus
from routing.live_limits import LimitKind
from routing.outcome import DeclineReason, PlanBefore, ResultAfter, Side

Words = dict[StrEnum, tuple[str, str]]

CALL_ENDINGS: dict[str, tuple[str, str]] = {
    "ACCEPTED": ("Svarade", "Answered"),
    "DECLINED": ("Avböjde", "Declined"),
    "NO_ANSWER": ("Svarade inte", "No answer"),
    "NO_DIGIT": ("Svarade utan att trycka 1", "Picked up without pressing 1"),
    "BUSY": ("Upptaget", "Busy"),
    "NUMBER_BAD": ("Numret fungerar inte", "The number does not work"),
    "VOICEMAIL": ("Röstbrevlåda", "Voicemail"),
    "FAILED": ("Samtalet gick inte fram", "The call failed"),
    "CANCELLED": ("Avbruten", "Cancelled"),
    "TOO_LATE": ("Någon annan hann före", "Somebody else was first"),
    "CALL_BACK": ("Ringer tillbaka", "Will call back"),
    "NOT_JOINED": ("Sa ja men kopplades inte in", "Said yes but was not connected"),
}

REQUEST_STATUS: Words = {
    RequestStatus.CALLING_REQUESTER: ("Ringer upp dig", "Calling you"),
    RequestStatus.HUNTING: ("Söker någon som svarar", "Looking for somebody who answers"),
    RequestStatus.SELF_DIALLING: ("Remittenten ringer själv", "The requester dials"),
    RequestStatus.CALL_BACK_PROMISED: ("Du blir uppringd", "You will be called back"),
    RequestStatus.JOINING: ("Kopplas ihop", "Being connected"),
    RequestStatus.ANSWERED: ("Besvarad", "Answered"),
    RequestStatus.EXHAUSTED: ("Ingen svarade", "Nobody answered"),
    RequestStatus.CANCELLED: ("Avbruten", "Cancelled"),
    RequestStatus.CLOSED: ("Avslutad", "Closed"),
}

REQUEST_EVENT: Words = {
    RequestEvent.CREATED: ("Ärendet skapades", "The contact was made"),
    RequestEvent.REQUESTER_DIALLED: ("Remittenten rings upp", "The requester is being called"),
    RequestEvent.REQUESTER_READY: ("Remittenten är i luren", "The requester is on the line"),
    RequestEvent.REQUESTER_UNREACHABLE: (
        "Remittenten svarade inte",
        "The requester did not answer",
    ),
    RequestEvent.STEP_SKIPPED: ("Steget hoppades över", "The step was skipped"),
    RequestEvent.DIALLED: ("Uppringd", "Dialled"),
    RequestEvent.RINGING: ("Det ringer", "Ringing"),
    RequestEvent.PROMPT_HEARD: ("Hör vem som ringer och varför", "Hears who is calling and why"),
    RequestEvent.ACCEPTED: ("Tog emot samtalet", "Accepted the call"),
    RequestEvent.NOT_JOINED: (
        "De kopplades inte ihop, sökningen går vidare",
        "Not connected, the search goes on",
    ),
    RequestEvent.ALREADY_ANSWERED: ("Någon annan hann före", "Somebody else was first"),
    RequestEvent.DECLINED: ("Avböjde", "Declined"),
    RequestEvent.NO_ANSWER: ("Svarade inte", "No answer"),
    RequestEvent.NO_DIGIT: ("Tryckte ingen siffra", "Pressed no digit"),
    RequestEvent.BUSY: ("Upptaget", "Busy"),
    RequestEvent.NUMBER_BAD: ("Numret fungerar inte", "The number does not work"),
    RequestEvent.VOICEMAIL: ("Röstbrevlåda svarade", "Voicemail answered"),
    RequestEvent.CALL_FAILED: ("Samtalet gick inte fram", "The call failed"),
    RequestEvent.CONNECTED: ("Samtalet kopplades ihop", "The call was connected"),
    RequestEvent.CALL_ENDED: ("Samtalet tog slut", "The call ended"),
    RequestEvent.REQUESTER_HUNG_UP: ("Remittenten lade på", "The requester hung up"),
    RequestEvent.CANCELLED: ("Ärendet avbröts", "The contact was cancelled"),
    RequestEvent.EXHAUSTED: ("Ingen kvar att ringa", "Nobody left to call"),
    RequestEvent.REQUESTER_TOLD: ("Remittenten fick veta det", "The requester was told"),
    RequestEvent.SELF_DIAL_ANSWERED: ("Fick svar på egen hand", "Got through by dialling"),
    RequestEvent.SELF_DIAL_UNANSWERED: (
        "Fick inget svar på egen hand",
        "Got no answer by dialling",
    ),
    RequestEvent.PLAN_BEFORE_SET: ("Planen före samtalet angavs", "The plan before was given"),
    RequestEvent.OUTCOME_RECORDED: ("Resultatet angavs", "The result was recorded"),
    RequestEvent.VALUE_RECORDED: ("Värdet angavs", "The value was recorded"),
    RequestEvent.UNANSWERED_HANDLED: (
        "Den obesvarade kontakten hanterades",
        "The unanswered contact was handled",
    ),
    RequestEvent.PROVIDER_FAILED: ("Fel hos teleoperatören", "The phone provider failed"),
    RequestEvent.CALL_BACK_PROMISED: ("Lovade ringa tillbaka", "Promised to call back"),
    RequestEvent.CALL_BACK_DUE: ("Dags att ringa tillbaka", "Time to call back"),
    RequestEvent.SWITCHED_TO_SELF_DIAL: (
        "Remittenten ringer själv i stället",
        "The requester dials instead",
    ),
    RequestEvent.DELAY_TOLD: (
        "Remittenten fick veta att det dröjer",
        "The requester was told of the delay",
    ),
    RequestEvent.DECLINE_REASON_GIVEN: ("Skäl till avböjandet", "Reason for declining"),
    RequestEvent.THIRD_PARTY_ASKED: (
        "En tredje part rings upp",
        "A third party is being called",
    ),
    RequestEvent.THIRD_PARTY_JOINED: (
        "En tredje part är med i samtalet",
        "A third party has joined the call",
    ),
    RequestEvent.ALERT_SENT: ("Meddelande skickat", "Message sent"),
    RequestEvent.ALERT_DELIVERED: ("Meddelandet kom fram", "Message delivered"),
    RequestEvent.ALERT_FAILED: ("Meddelandet kom inte fram", "Message not delivered"),
    RequestEvent.FALLBACK_DIALLED: (
        "Remittenten kopplas till reservnumret",
        "The requester is put through to the fallback",
    ),
    RequestEvent.FALLBACK_ANSWERED: (
        "Reservnumrets telefon lyftes",
        "The fallback's phone was picked up",
    ),
    RequestEvent.FALLBACK_UNANSWERED: (
        "Reservnumret nåddes inte, såvitt vi vet",
        "The fallback was not reached, as far as we know",
    ),
    RequestEvent.SBAR_TOLD: ("En del av SBAR angavs", "A part of SBAR was told"),
}

ATTEMPT_STATE: Words = {
    **{AttemptState[name]: pair for name, pair in CALL_ENDINGS.items()},
    AttemptState.QUEUED: ("På tur", "Queued"),
    AttemptState.DIALLED: ("Rings upp", "Being dialled"),
    AttemptState.RINGING: ("Det ringer", "Ringing"),
    AttemptState.PROMPT: ("Hör vem som ringer", "Hears who is calling"),
}

ATTEMPT_OUTCOME: Words = {AttemptOutcome[name]: pair for name, pair in CALL_ENDINGS.items()}

PLAN_BEFORE: Words = {
    PlanBefore.REFER: ("Remittera", "Refer"),
    PlanBefore.SEND_TO_ED: ("Skicka till akuten", "Send to the ED"),
    PlanBefore.ADMIT: ("Lägga in", "Admit"),
    PlanBefore.KEEP: ("Behålla i primärvård eller hemma", "Keep in primary care or at home"),
    PlanBefore.UNSURE: ("Osäker", "Unsure"),
}

DECLINE_REASON: Words = {
    DeclineReason.WITH_PATIENT: ("Är med en patient", "With a patient"),
    DeclineReason.WRONG_SPECIALTY: ("Fel specialitet", "Wrong specialty"),
    DeclineReason.NOT_ON_DUTY: ("Inte i tjänst", "Not on duty"),
    DeclineReason.OTHER: ("Annat skäl", "Another reason"),
}

RESULT_AFTER: Words = {
    ResultAfter.HANDLED: (
        "Klarat i primärvård eller hemma",
        "Handled in primary care or at home",
    ),
    ResultAfter.TEST_OR_RADIOLOGY: ("Prov eller röntgen", "Test or radiology"),
    ResultAfter.OUTPATIENT_VISIT: ("Mottagningsbesök", "Outpatient visit"),
    ResultAfter.REFERRAL: ("Remiss ändå", "Referral after all"),
    ResultAfter.DIRECT_ADMISSION: ("Direktinläggning", "Direct admission"),
    ResultAfter.CONFERENCE: ("Multidisciplinär konferens", "Multidisciplinary conference"),
    ResultAfter.ED_OWN_MEANS: ("Akuten, annat färdsätt", "ED by own means"),
    ResultAfter.ED_AMBULANCE: ("Akuten med ambulans", "ED by ambulance"),
    ResultAfter.MOBILE_TEAM: ("Mobilt team", "Mobile team"),
    ResultAfter.MUNICIPAL_NURSE: ("Kommunal sjuksköterska", "Municipal nurse"),
    ResultAfter.NOT_ANSWERED: ("Fick inget svar, tog annan väg", "Not answered, other way taken"),
    ResultAfter.OTHER: ("Annat", "Other"),
}

SIDE: Words = {
    Side.REQUESTER: ("Remittent", "Requester"),
    Side.RESPONDER: ("Mottagare", "Responder"),
    Side.THIRD_PARTY: ("Tredje part", "Third party"),
    Side.WARD: ("Avdelning", "Ward"),
}

CALL_MODE: Words = {
    CallMode.RING_ME: ("Ring upp mig", "Call me"),
    CallMode.SELF_DIAL: ("Jag ringer själv", "I dial myself"),
    CallMode.CALLED_IN: ("Ringde in", "Called in"),
}

LIMIT_KIND: Words = {
    LimitKind.ACCOUNT: ("För många ärenden på kontot", "Too many contacts of the account"),
    LimitKind.NUMBER: ("För många ärenden som ringer upp numret", "Too many that ring the number"),
}

MESSAGE_KIND: Words = {
    MessageKind.CALL_REQUESTER: ("Ring upp remittenten", "Call the requester"),
    MessageKind.CALL_RESPONDER: ("Ring upp mottagaren", "Call the responder"),
    MessageKind.TELL_REQUESTER: ("Meddela remittenten", "Tell the requester"),
    MessageKind.JOIN_REQUESTER: ("Koppla in remittenten", "Connect the requester"),
    MessageKind.CONNECT_RESPONDER: ("Koppla in mottagaren", "Connect the responder"),
    MessageKind.HANG_UP: ("Lägg på", "Hang up"),
    MessageKind.RELEASE: ("Släpp med ett ord", "Let go with a word"),
    MessageKind.CALL_THIRD_PARTY: ("Ring upp en tredje part", "Call a third party"),
    MessageKind.CALL_WARD: ("Ring upp en avdelning", "Call a ward"),
}

MESSAGE_STATE: Words = {
    MessageState.PENDING: ("Väntar", "Pending"),
    MessageState.SENDING: ("Skickas", "Sending"),
    MessageState.SENT: ("Skickat", "Sent"),
    MessageState.FAILED: ("Misslyckat", "Failed"),
    MessageState.CANCELLED: ("Inställt", "Cancelled"),
}

# What is said of the patient, and no more: never who.
AGE_BANDS = ("0–17", "18–39", "40–64", "65–79", "80+")
SEXES = ("kvinna", "man", "annat")
