"""Swedish and English for decisions, direct admissions, beds and radiology."""

from enum import StrEnum

from models.tables.imports import ImportKind
from routing.admission import (
    AdmissionEvent,
    AdmissionStatus,
    QuestionKind,
    RefusalReason,
    TransportMode,
    WardReply,
)
from routing.admission_verbs import AdmissionVerb, Part
from routing.beds import BedSource
from routing.decisions import DecisionEvent, DecisionKind, DecisionStatus
from routing.follow_up import Aftermath, AfterRefusal
from routing.radiology import (
    BookingEvent,
    BookingStatus,
    Modality,
    RadiologyRefusal,
    ResultTo,
)
from routing.receivers import VisitDay
from routing.urgency import PatientUrgency

Words = dict[StrEnum, tuple[str, str]]

PATIENT_URGENCY: Words = {
    PatientUrgency.IMMEDIATE: ("Omedelbart", "Immediately"),
    PatientUrgency.WITHIN_HOUR: ("Inom en timme", "Within an hour"),
    PatientUrgency.TODAY: ("I dag", "Today"),
}

DECISION_KIND: Words = {
    DecisionKind.DIRECT_ADMISSION: ("Direktinläggning", "Direct admission"),
    DecisionKind.RADIOLOGY: ("Röntgen eller prov direkt", "Straight to radiology or a test"),
    DecisionKind.SPECIALIST_VISIT: ("Specialistbesök", "Specialist visit"),
    DecisionKind.ADVICE: ("Kvar hemma eller i primärvården, med råd", "Stay, with advice"),
    DecisionKind.ED_OWN_MEANS: ("Akuten, eget färdsätt", "ED by own means"),
    DecisionKind.ED_AMBULANCE: ("Akuten, ambulans", "ED by ambulance"),
    DecisionKind.MOBILE_TEAM: ("Mobilt team", "Mobile team"),
    DecisionKind.CONFERENCE: ("Multidisciplinär konferens", "Multidisciplinary conference"),
}

DECISION_STATUS: Words = {
    DecisionStatus.PROPOSED: ("Föreslaget", "Proposed"),
    DecisionStatus.DECIDED: ("Beslutat", "Decided"),
    DecisionStatus.DONE: ("Genomfört", "Done"),
    DecisionStatus.FELL_THROUGH: ("Blev inte av", "Fell through"),
    DecisionStatus.REPLACED: ("Ersatt av ett annat beslut", "Replaced by another decision"),
    DecisionStatus.WITHDRAWN: ("Återkallat", "Withdrawn"),
}

DECISION_EVENT: Words = {
    DecisionEvent.PROPOSED: ("Föreslogs", "Proposed"),
    DecisionEvent.DECIDED: ("Beslutades", "Decided"),
    DecisionEvent.DONE: ("Genomfördes", "Done"),
    DecisionEvent.FELL_THROUGH: ("Blev inte av", "Fell through"),
    DecisionEvent.REPLACED: ("Ersattes", "Replaced"),
    DecisionEvent.WITHDRAWN: ("Återkallades", "Withdrawn"),
    DecisionEvent.NOTED: ("Noterades", "Noted"),
}

VISIT_DAY: Words = {
    VisitDay.TODAY: ("I dag", "Today"),
    VisitDay.TOMORROW: ("I morgon", "Tomorrow"),
}

ADMISSION_STATUS: Words = {
    AdmissionStatus.PROPOSED: ("Föreslagen", "Proposed"),
    AdmissionStatus.ASKED: ("Avdelningar tillfrågas", "Asking wards"),
    AdmissionStatus.RESERVED: ("Plats reserverad", "Bed reserved"),
    AdmissionStatus.ON_THE_WAY: ("På väg", "On the way"),
    AdmissionStatus.ARRIVED: ("Framme", "Arrived"),
    AdmissionStatus.PLACED_ELSEWHERE: ("Placerad på annan avdelning", "Placed in another ward"),
    AdmissionStatus.REFUSED: ("Ingen avdelning sade ja", "No ward said yes"),
    AdmissionStatus.EXPIRED: ("Reservationen gick ut", "Reservation expired"),
    AdmissionStatus.TURNED_TO_ED: ("Till akuten i stället", "To the ED instead"),
    AdmissionStatus.CANCELLED: ("Avbruten", "Cancelled"),
    AdmissionStatus.DISCHARGED: ("Utskriven", "Discharged"),
}

ADMISSION_EVENT: Words = {
    AdmissionEvent.PROPOSED: ("Direktinläggning föreslogs", "Direct admission proposed"),
    AdmissionEvent.ASKED: ("Avdelningarna började tillfrågas", "Wards began to be asked"),
    AdmissionEvent.WARD_ASKED: ("Avdelning tillfrågad", "Ward asked"),
    AdmissionEvent.WARD_REFUSED: ("Avdelning sade nej", "Ward said no"),
    AdmissionEvent.WARD_SILENT: ("Avdelning svarade inte", "Ward did not answer"),
    AdmissionEvent.REFUSAL_REASON_GIVEN: ("Skäl till nej", "Reason for the no"),
    AdmissionEvent.ACCEPTED: ("Avdelning sade ja", "Ward said yes"),
    AdmissionEvent.BED_RESERVED: ("Plats reserverades", "Bed reserved"),
    AdmissionEvent.WARD_WITHDREW: ("Avdelningen drog tillbaka sitt ja", "Ward withdrew its yes"),
    AdmissionEvent.ALL_REFUSED: ("Ingen avdelning kvar att fråga", "No ward left to ask"),
    AdmissionEvent.EXPIRY_WARNED: ("Varning: reservationen går ut", "Warning: about to expire"),
    AdmissionEvent.EXTENDED: ("Reservationen förlängdes", "Reservation extended"),
    AdmissionEvent.EXPIRED: ("Reservationen gick ut", "Reservation expired"),
    AdmissionEvent.LEFT: ("Patienten begav sig", "Patient set off"),
    AdmissionEvent.ETA_CHANGED: ("Ny ankomsttid", "New time of arrival"),
    AdmissionEvent.ARRIVED: ("Patienten kom fram", "Patient arrived"),
    AdmissionEvent.PLACED_ELSEWHERE: (
        "Placerades på annan avdelning",
        "Placed in another ward",
    ),
    AdmissionEvent.TURNED_TO_ED: ("Fick åka till akuten", "Turned to the ED"),
    AdmissionEvent.CANCELLED: ("Avbröts", "Cancelled"),
    AdmissionEvent.DISCHARGED: ("Skrevs ut", "Discharged"),
    AdmissionEvent.CHECKLIST_FILLED: ("Checklistan ifylld", "Checklist filled in"),
    AdmissionEvent.REQUESTER_TOLD: ("Remittenten meddelad", "Requester told"),
}

ADMISSION_VERB: Words = {
    AdmissionVerb.ASK: ("Fråga avdelningarna", "Ask the wards"),
    AdmissionVerb.ACCEPT: ("Ta emot", "Accept"),
    AdmissionVerb.REFUSE: ("Säga nej", "Refuse"),
    AdmissionVerb.WITHDRAW: ("Ta tillbaka sitt ja", "Withdraw the yes"),
    AdmissionVerb.SET_OFF: ("Patienten åker", "The patient sets off"),
    AdmissionVerb.CHANGE_ETA: ("Ny ankomsttid", "New time of arrival"),
    AdmissionVerb.EXTEND: ("Hålla platsen längre", "Keep the bed longer"),
    AdmissionVerb.ARRIVE: ("Patienten är framme", "The patient has arrived"),
    AdmissionVerb.PLACE: ("Placerad på annan avdelning", "Placed in another ward"),
    AdmissionVerb.TURN_TO_ED: ("Till akuten i stället", "To the ED instead"),
    AdmissionVerb.CANCEL: ("Avbryta", "Cancel"),
    AdmissionVerb.DISCHARGE: ("Utskriven", "Discharged"),
}

PART: Words = {
    Part.ASKS: ("De två i samtalet", "The two in the talk"),
    Part.DECIDES: ("Läkare i samtalet", "A doctor in the talk"),
    Part.ASKED: ("Avdelning som tillfrågas", "A ward that is asked"),
    Part.TOOK: (
        "Avdelning som har sagt ja eller haft patienten",
        "A ward that has said yes or had the patient",
    ),
    Part.KEEPS: ("Avdelningen som håller platsen", "The ward that keeps the bed"),
    Part.HAS_PATIENT: ("Avdelningen där patienten ligger", "The ward where the patient lies"),
}

REFUSAL_REASON: Words = {
    RefusalReason.FULL: ("Fullt", "Full"),
    RefusalReason.WRONG_LEVEL: ("Fel vårdnivå", "Wrong level of care"),
    RefusalReason.WRONG_SPECIALTY: ("Fel specialitet", "Wrong specialty"),
    RefusalReason.UNSTABLE: ("Instabil patient", "Unstable patient"),
    RefusalReason.OTHER: ("Annat", "Other"),
}

WARD_REPLY: Words = {
    WardReply.ACCEPTED: ("Tar emot", "Accepts"),
    WardReply.REFUSED: ("Säger nej", "Says no"),
    WardReply.SILENT: ("Svarade inte", "Did not answer"),
    WardReply.WITHDREW: ("Drog tillbaka sitt ja", "Withdrew its yes"),
}

TRANSPORT_MODE: Words = {
    TransportMode.OWN: ("Eget färdsätt", "Own means"),
    TransportMode.SERVED: ("Sjukresa", "Patient taxi"),
    TransportMode.PATIENT_TRANSPORT: ("Liggande sjuktransport", "Stretcher transport"),
    TransportMode.AMBULANCE: ("Ambulans", "Ambulance"),
}

QUESTION_KIND: Words = {
    QuestionKind.YES_NO: ("Ja eller nej", "Yes or no"),
    QuestionKind.COUNT: ("Antal", "A number"),
    QuestionKind.CHOICE: ("Ett av flera", "One of several"),
    QuestionKind.TEXT: ("Text", "Text"),
}

BED_SOURCE: Words = {
    BedSource.HAND: ("Inmatat för hand", "Entered by hand"),
    BedSource.IMPORT: ("Inläst från regionens system", "Imported from the region's system"),
}

MODALITY: Words = {
    Modality.XRAY: ("Slätröntgen", "X-ray"),
    Modality.CT: ("Datortomografi", "CT"),
    Modality.ULTRASOUND: ("Ultraljud", "Ultrasound"),
    Modality.MR: ("Magnetkamera", "MRI"),
    Modality.LAB: ("Akutprov", "Urgent test"),
}

BOOKING_STATUS: Words = {
    BookingStatus.BOOKED: ("Bokad", "Booked"),
    BookingStatus.REFUSED: ("Nekad av röntgen", "Refused by radiology"),
    BookingStatus.CANCELLED: ("Avbokad", "Cancelled"),
    BookingStatus.NO_SHOW: ("Patienten kom inte", "Patient did not come"),
    BookingStatus.PERFORMED: ("Utförd, svar återstår", "Done, result to come"),
    BookingStatus.REPORTED: ("Svaret lämnat", "Result given"),
}

BOOKING_EVENT: Words = {
    BookingEvent.BOOKED: ("Bokades", "Booked"),
    BookingEvent.MOVED: ("Flyttades", "Moved"),
    BookingEvent.REFUSED: ("Röntgen sade nej", "Radiology said no"),
    BookingEvent.CANCELLED: ("Avbokades", "Cancelled"),
    BookingEvent.NO_SHOW: ("Patienten kom inte", "Patient did not come"),
    BookingEvent.PERFORMED: ("Undersökningen gjordes", "Examination done"),
    BookingEvent.REPORTED: ("Svaret lämnades", "Result given"),
}

RADIOLOGY_REFUSAL: Words = {
    RadiologyRefusal.PRECONDITION: ("En förutsättning saknas", "A precondition is missing"),
    RadiologyRefusal.WRONG_EXAMINATION: ("Fel undersökning", "Wrong examination"),
    RadiologyRefusal.NOT_JUSTIFIED: ("Undersökningen är inte berättigad", "Not justified"),
    RadiologyRefusal.NO_CAPACITY: ("Tiden går inte att hålla", "The time cannot be kept"),
    RadiologyRefusal.OTHER: ("Annat", "Other"),
}

RESULT_TO: Words = {
    ResultTo.REQUESTER: ("Remittenten", "The requester"),
    ResultTo.RESPONDER: ("Den som svarade", "The one who answered"),
    ResultTo.WARD: ("Avdelningen", "The ward"),
    ResultTo.OTHER: ("Någon annan", "Somebody else"),
}

IMPORT_KIND: Words = {
    ImportKind.BEDS: ("Vårdplatser", "Beds"),
    ImportKind.FOLLOW_UP: ("Uppföljning", "Follow-up"),
}

AFTERMATH: Words = {
    Aftermath.MOVED: ("Flyttad inom 24 timmar", "Moved within 24 hours"),
    Aftermath.INTENSIVE_CARE: ("Intensivvård inom 24 timmar", "Intensive care within 24 hours"),
    Aftermath.BACK_TO_ED: ("Till akuten inom 72 timmar", "To the ED within 72 hours"),
    Aftermath.ADMITTED: ("Inlagd inom 7 dygn", "Admitted within 7 days"),
    Aftermath.READMITTED: ("Återinskriven inom 30 dygn", "Readmitted within 30 days"),
    Aftermath.DIED: ("Avliden inom 30 dygn", "Died within 30 days"),
}

AFTER_REFUSAL: Words = {
    AfterRefusal.BED_FOUND: ("Fick plats senare", "Got a bed later"),
    AfterRefusal.ASKED_AGAIN: ("Avdelningar tillfrågas igen", "Wards are asked again"),
    AfterRefusal.TO_ED: ("Akuten", "The ED"),
    AfterRefusal.OTHER_DECISION: ("Ett annat beslut", "Another decision"),
    AfterRefusal.CANCELLED: ("Avbröts", "Cancelled"),
    AfterRefusal.WAITING: ("Väntar på nästa steg", "Waits for the next step"),
}
