"""Swedish and English for what people are told, and how. Each row: (Swedish, English)."""

from enum import StrEnum

from models.tables.notices import DeliveryState, NoticeKind
from routing.urgency import Channel, Urgency

Words = dict[StrEnum, tuple[str, str]]

NOTICE_KIND: Words = {
    NoticeKind.ALERT: ("Du söks", "You are sought"),
    NoticeKind.REQUESTER_TOLD: ("Ingen kunde svara", "Nobody could answer"),
    NoticeKind.NOT_JOINED: ("Ni kopplades inte ihop", "You were not connected"),
    NoticeKind.CALL_BACK_PROMISED: ("Du blir uppringd", "You will be called back"),
    NoticeKind.HANDOVER_IN: ("Ditt pass börjar", "Your shift begins"),
    NoticeKind.HANDOVER_OUT: ("Ditt pass slutar", "Your shift ends"),
    NoticeKind.SHIFT_CHANGED: ("Ändrat pass", "Changed shift"),
    NoticeKind.FORWARDED_TO_YOU: ("En kollegas samtal till dig", "A colleague's calls to you"),
    NoticeKind.UNANSWERED: ("Obesvarad kontakt", "Unanswered contact"),
    NoticeKind.OUTCOME_REMINDER: ("Utfall saknas", "Outcome missing"),
    NoticeKind.OUTCOME_LIST: ("Kontakter utan utfall", "Contacts without an outcome"),
    NoticeKind.REFUSALS_WEEK: ("Veckans nekade", "Refusals of the week"),
    NoticeKind.PROVIDER_OUTAGE: ("Driftstörning i telefonin", "Telephony disturbed"),
    NoticeKind.PROVIDER_BACK: ("Telefonin fungerar igen", "Telephony works again"),
    NoticeKind.PATIENT_TO_YOU: ("Patient till er", "A patient comes to you"),
    NoticeKind.PATIENT_NOT_TO_YOU: ("Patienten kommer inte", "The patient does not come"),
    NoticeKind.SMS_REPLY: ("Svar på sms", "Reply to a text message"),
    NoticeKind.WARD_ASKED: ("Fråga om vårdplats", "A bed is asked for"),
    NoticeKind.ADMISSION_ACCEPTED: ("Plats reserverad", "Bed reserved"),
    NoticeKind.ADMISSION_BACK: ("Direktinläggningen behöver dig", "The admission needs you"),
    NoticeKind.RESERVATION_ENDS: ("Reservationen går snart ut", "The reservation ends soon"),
    NoticeKind.ADMISSION_CHANGED: ("Ändring i direktinläggning", "Direct admission changed"),
    NoticeKind.RADIOLOGY_BOOKED: ("Bokad undersökning", "Examination booked"),
    NoticeKind.RADIOLOGY_CHANGED: ("Ändrad undersökning", "Examination changed"),
    NoticeKind.RADIOLOGY_REFUSED: ("Röntgen säger nej", "Radiology refuses"),
    NoticeKind.TAKEN_BACK: ("Det gäller inte längre", "That no longer holds"),
}

DELIVERY_STATE: Words = {
    DeliveryState.UNKNOWN: ("Okänt", "Unknown"),
    DeliveryState.ON_ITS_WAY: ("På väg", "On its way"),
    DeliveryState.DELIVERED: ("Framme", "Delivered"),
    DeliveryState.UNDELIVERED: ("Gick inte fram", "Not delivered"),
}

CHANNEL: Words = {
    Channel.VOICE: ("Samtal", "Call"),
    Channel.SMS: ("Sms", "Text message"),
    Channel.EMAIL: ("E-post", "E-mail"),
    Channel.IN_APP: ("Inkorgen", "Inbox"),
}

URGENCY: Words = {
    Urgency.URGENT: ("Brådskande", "Urgent"),
    Urgency.SOON: ("Samma dag", "Same day"),
    Urgency.PLANNED: ("Planerat", "Planned"),
}
