"""The situations of a direct admission."""

from collections.abc import Mapping

from app.actions.admission.errors import (
    AdmissionGoesOn,
    AnotherWardTookIt,
    AskedInAnotherOrder,
    BadAnswer,
    BadEta,
    EtaMissing,
    EtaTwice,
    NoBedKept,
    NoBedLeft,
    NoWardLeft,
    ReasonMissing,
    UnknownAdmission,
    WardClosed,
    WardNotAsked,
)
from app.errors.situation import Situation
from routing.errors import (
    AdmissionCannot,
    NoWardToAsk,
)

SITUATIONS: Mapping[type[Exception], Situation] = {
    UnknownAdmission: Situation(
        404,
        "okand-direktinlaggning",
        "Direktinläggningen finns inte.",
        "There is no such direct admission.",
    ),
    AdmissionGoesOn: Situation(
        409,
        "direktinlaggning-pagar",
        "En direktinläggning pågår redan i ärendet. Gå vidare med den, eller avbryt den först.",
        "A direct admission goes on in this contact already. Go on with it, or cancel it first.",
    ),
    WardNotAsked: Situation(
        409,
        "avdelningen-ej-tillfragad",
        "Avdelningen är inte tillfrågad om den här patienten.",
        "The ward has not been asked for this patient.",
    ),
    NoBedKept: Situation(
        409,
        "ingen-plats-hallen",
        "Avdelningen håller ingen plats för patienten, så det finns inget ja att ta tillbaka.",
        "The ward keeps no bed for this patient, so there is no yes to take back.",
    ),
    AdmissionCannot: Situation(
        409,
        "direktinlaggningen-inte-i-detta-lage",
        "Direktinläggningen har kommit till ett läge där det inte går.",
        "The direct admission is in a state that does not allow this.",
    ),
    NoWardToAsk: Situation(
        409,
        "ingen-avdelning-att-fraga",
        "Ingen avdelning kan frågas om en plats just nu. Följ reservvägen.",
        "No ward can be asked for a bed now. Use the fallback.",
    ),
    AskedInAnotherOrder: Situation(
        409,
        "tillfragas-redan",
        "Avdelningarna tillfrågas redan, i en annan ordning. Vänta på svar eller ring avdelningen.",
        "The wards are being asked already, in another order. Wait for them, or call the ward.",
    ),
    AnotherWardTookIt: Situation(
        409,
        "annan-avdelning-tog-emot",
        "En annan avdelning hann före: patienten har redan fått en plats.",
        "Another ward was first: the patient has a bed already.",
    ),
    WardClosed: Situation(
        409,
        "avdelningen-stangd",
        "Avdelningen är stängd för inläggning. Välj en annan, eller ändra uppgiften först.",
        "The ward is closed to admissions. Choose another, or change the figures first.",
    ),
    NoBedLeft: Situation(
        409,
        "ingen-ledig-plats",
        "Avdelningen har ingen ledig plats kvar. Säg nej, eller ta emot som överbeläggning.",
        "The ward has no free bed left. Say no, or take the patient beyond the staffed beds.",
    ),
    NoWardLeft: Situation(
        409,
        "ingen-avdelning-kvar",
        "Alla avdelningar har sagt nej eller är stängda. Välj en avdelning, eller en annan väg.",
        "Every ward has said no or is closed. Choose a ward, or another way.",
    ),
    BadAnswer: Situation(
        422,
        "svar-i-checklistan",
        "Checklistan: svara på ”{question}”.",
        "The checklist: answer “{question}”.",
    ),
    BadEta: Situation(
        422,
        "fel-ankomsttid",
        "Ankomsttiden ska ligga framåt, högst ett dygn bort.",
        "The arrival must lie ahead, within a day.",
    ),
    EtaTwice: Situation(
        422,
        "ankomsttiden-finns-tva-ganger",
        "Klockslaget finns två gånger i natt. Välj ett av förslagen, eller skriv till exempel "
        "02:15 sommartid eller 02:15 vintertid.",
        "The clock shows that time twice tonight. Choose one of the times offered, or write for "
        "example 02:15 sommartid or 02:15 vintertid.",
    ),
    EtaMissing: Situation(
        422,
        "ankomsttiden-finns-inte",
        "Klockslaget finns inte i natt: klockan ställs fram från 02:00 till 03:00.",
        "There is no such time tonight: the clock is put forward from 02:00 to 03:00.",
    ),
    ReasonMissing: Situation(
        422,
        "skal-saknas",
        "Välj ett skäl. Väljer du ”Annat”: skriv några ord.",
        "Choose a reason. With “Other”: write a few words.",
    ),
}
