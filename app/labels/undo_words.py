"""Swedish and English for what somebody has just done. Each row: (Swedish, English)."""

from enum import StrEnum

from routing.undo import Act

Words = dict[StrEnum, tuple[str, str]]

ACT: Words = {
    Act.LEFT: ("Patienten åker", "The patient has set off"),
    Act.NEW_ETA: ("Ny ankomsttid", "New time of arrival"),
    Act.KEPT_LONGER: ("Platsen hålls längre", "The bed is kept longer"),
    Act.ADMISSION_CANCELLED: ("Direktinläggningen avbruten", "Direct admission cancelled"),
    Act.TO_ED: ("Patienten åker till akuten", "The patient goes to the emergency department"),
    Act.ARRIVED: ("Patienten är framme", "The patient has arrived"),
    Act.PLACED: ("Placerad på annan avdelning", "Placed in another ward"),
    Act.DISCHARGED: ("Utskriven", "Discharged"),
    Act.BED_WITHDRAWN: ("Platsen kan inte hållas", "The bed cannot be kept"),
    Act.BOOKING_CANCELLED: ("Undersökningen avbokad", "Examination cancelled"),
    Act.BOOKING_MOVED: ("Undersökningen flyttad", "Examination moved"),
    Act.BOOKING_REFUSED: ("Undersökningen nekad", "Examination refused"),
    Act.EXAMINED: ("Undersökningen utförd", "Examination done"),
    Act.STAYED_AWAY: ("Patienten kom inte", "The patient did not come"),
    Act.RESULT_GIVEN: ("Svar lämnat", "Result given"),
    Act.DECISION_ENDED: ("Beslutet ändrat", "Decision changed"),
    Act.UNANSWERED_HANDLED: ("Obesvarad avbockad", "Unanswered contact ticked off"),
    Act.DIALLED_BY_HAND: ("Samtalet noterat", "Call noted"),
    Act.SHIFT_CHANGED: ("Passet ändrat", "Shift changed"),
    Act.SHIFTS_SWAPPED: ("Passen bytta", "Shifts swapped"),
    Act.SHIFT_TAKEN: ("Passet övertaget", "Shift taken over"),
    Act.NOTICES_READ: ("Alla meddelanden lästa", "All messages read"),
}
