"""The situations of decisions, direct admissions, beds, radiology and imports."""

from collections.abc import Mapping

from app.actions.beds.figures import BadFigures, BedsChanged, UnknownWard
from app.actions.imports import read_json
from app.actions.imports.fault import BadFile
from app.actions.shared import errors as actions
from app.errors.situation import Situation
from routing.errors import AdmissionCannot, NoWardToAsk

ACUTE_SITUATIONS: Mapping[type[Exception], Situation] = {
    actions.LifeThreatening: Situation(
        422,
        "fara-for-liv",
        "Ring 112. Vid fara för liv startas ingen kontakt här.",
        "Call 112. No contact is started here when a life is in danger.",
    ),
    actions.DoctorDecides: Situation(
        403,
        "lakare-beslutar",
        "Det beslutas av läkare: direktinläggning när jouren har svarat. Du kan föreslå det.",
        "A doctor decides this: direct admission once the one on call has answered. Propose it.",
    ),
    actions.UnknownAdmission: Situation(
        404,
        "okand-direktinlaggning",
        "Direktinläggningen finns inte.",
        "There is no such direct admission.",
    ),
    actions.AdmissionGoesOn: Situation(
        409,
        "direktinlaggning-pagar",
        "En direktinläggning pågår redan i ärendet. Gå vidare med den, eller avbryt den först.",
        "A direct admission goes on in this contact already. Go on with it, or cancel it first.",
    ),
    actions.WardNotAsked: Situation(
        409,
        "avdelningen-ej-tillfragad",
        "Avdelningen är inte tillfrågad om den här patienten.",
        "The ward has not been asked for this patient.",
    ),
    actions.NoBedKept: Situation(
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
    actions.AskedInAnotherOrder: Situation(
        409,
        "tillfragas-redan",
        "Avdelningarna tillfrågas redan, i en annan ordning. Vänta på svar eller ring avdelningen.",
        "The wards are being asked already, in another order. Wait for them, or call the ward.",
    ),
    actions.AnotherWardTookIt: Situation(
        409,
        "annan-avdelning-tog-emot",
        "En annan avdelning hann före: patienten har redan fått en plats.",
        "Another ward was first: the patient has a bed already.",
    ),
    actions.WardClosed: Situation(
        409,
        "avdelningen-stangd",
        "Avdelningen är stängd för inläggning. Välj en annan, eller ändra uppgiften först.",
        "The ward is closed to admissions. Choose another, or change the figures first.",
    ),
    actions.NoBedLeft: Situation(
        409,
        "ingen-ledig-plats",
        "Avdelningen har ingen ledig plats kvar. Säg nej, eller ta emot som överbeläggning.",
        "The ward has no free bed left. Say no, or take the patient beyond the staffed beds.",
    ),
    actions.NoWardLeft: Situation(
        409,
        "ingen-avdelning-kvar",
        "Alla avdelningar har sagt nej eller är stängda. Välj en avdelning, eller en annan väg.",
        "Every ward has said no or is closed. Choose a ward, or another way.",
    ),
    actions.BadAnswer: Situation(
        422,
        "svar-i-checklistan",
        "Checklistan: svara på ”{question}”.",
        "The checklist: answer “{question}”.",
    ),
    actions.BadEta: Situation(
        422,
        "fel-ankomsttid",
        "Ankomsttiden ska ligga framåt, högst ett dygn bort.",
        "The arrival must lie ahead, within a day.",
    ),
    actions.EtaTwice: Situation(
        422,
        "ankomsttiden-finns-tva-ganger",
        "Klockslaget finns två gånger i natt. Välj ett av förslagen, eller skriv till exempel "
        "02:15 sommartid eller 02:15 vintertid.",
        "The clock shows that time twice tonight. Choose one of the times offered, or write for "
        "example 02:15 sommartid or 02:15 vintertid.",
    ),
    actions.EtaMissing: Situation(
        422,
        "ankomsttiden-finns-inte",
        "Klockslaget finns inte i natt: klockan ställs fram från 02:00 till 03:00.",
        "There is no such time tonight: the clock is put forward from 02:00 to 03:00.",
    ),
    actions.ReasonMissing: Situation(
        422,
        "skal-saknas",
        "Välj ett skäl. Väljer du ”Annat”: skriv några ord.",
        "Choose a reason. With “Other”: write a few words.",
    ),
    BadFile: Situation(
        422,
        "fel-i-filen",
        "Filen är inte inläst: inget har ändrats. Rätta felen och läs in den igen.",
        "The file has not been read in: nothing has changed. Mend the faults and send it again.",
    ),
    read_json.NotJson: Situation(
        400,
        "inte-json",
        "Innehållet är inte giltig JSON i UTF-8.",
        "The content is not valid JSON in UTF-8.",
    ),
    read_json.NameTwice: Situation(
        400,
        "namnet-star-tva-ganger",
        "Samma namn står två gånger i ett JSON-objekt: ”{name}”. Skriv det en gång.",
        "The same name stands twice in a JSON object: “{name}”. Write it once.",
    ),
    read_json.NestedTooDeep: Situation(
        400,
        "for-djup-json",
        "JSON-innehållet har för många nivåer i varandra.",
        "The JSON content has too many levels within one another.",
    ),
    read_json.NumberTooLong: Situation(
        400,
        "for-langt-tal",
        "JSON-innehållet har ett tal som är för långt.",
        "The JSON content has a number that is too long.",
    ),
    actions.UnknownImport: Situation(
        404, "okand-inlasning", "Inläsningen finns inte.", "There is no such import."
    ),
    actions.UnknownDecision: Situation(
        404, "okant-beslut", "Beslutet finns inte.", "There is no such decision."
    ),
    actions.DecisionIsOver: Situation(
        409,
        "beslutet-avslutat",
        "Beslutet är redan genomfört, återkallat eller ersatt.",
        "The decision has been carried out, taken back or replaced already.",
    ),
    actions.HasItsOwnPage: Situation(
        409,
        "egen-sida",
        "Direktinläggning och röntgen görs, ändras och avslutas för sig, inte som andra beslut.",
        "Direct admissions and bookings are made, changed and ended by steps of their own.",
    ),
    actions.BadReceiver: Situation(
        422,
        "fel-mottagare",
        "Den enheten kan inte ta emot patienten efter det här beslutet.",
        "That unit cannot receive the patient after this decision.",
    ),
    actions.MissingSafetyNet: Situation(
        422,
        "sok-igen-saknas",
        "Skriv när patienten ska söka igen.",
        "Say when the patient should seek help again.",
    ),
    actions.MissingDay: Situation(
        422,
        "dag-saknas",
        "Säg om besöket är i dag eller i morgon.",
        "Say whether the visit is today or tomorrow.",
    ),
    actions.NobodyNext: Situation(
        422,
        "vem-gor-nasta",
        "Nästa steg tas av remittenten, eller av mottagaren om någon har svarat.",
        "The next step is the requester's, or the responder's if somebody has answered.",
    ),
    UnknownWard: Situation(
        404,
        "okand-avdelning",
        "Avdelningen finns inte, eller har inga vårdplatser här.",
        "There is no such ward, or it has no beds here.",
    ),
    BadFigures: Situation(
        422,
        "fel-siffror",
        "Siffrorna kan inte stämma, så inget har ändrats.",
        "The figures cannot be true, so nothing has changed.",
    ),
    BedsChanged: Situation(
        409,
        "andrat-under-tiden",
        "Någon annan har lämnat nya uppgifter om avdelningen under tiden. Läs dem först.",
        "Somebody else has reported the ward's beds meanwhile. Read that first.",
    ),
}
