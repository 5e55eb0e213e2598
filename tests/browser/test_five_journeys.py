"""The five journeys, by the words on the screen alone: a GP, a consultant, a crew, a ward, an
analyst. Whoever can read can do it."""

import pytest

from tests.browser.acute_path import CHECKLIST
from tests.browser.conftest import MONDAY
from tests.browser.reader import Reader
from tests.browser.test_states import CARDIOLOGISTS_OF_MORA, is_on_duty

TODAY = MONDAY[:10]


@pytest.fixture
def reader(arrive):
    """Signs somebody in, who from then on only reads and presses."""

    def sign_in(username, **about):
        return Reader(arrive(username, **about))

    return sign_in


def test_a_gp_a_consultant_and_an_analyst(arrive, reader, lab):
    doctors = [arrive(one) for one in CARDIOLOGISTS_OF_MORA]
    consultant = Reader(next(one for one in doctors if is_on_duty(one)))
    gp = reader("lakare.mora")

    gp.fills_in("Vad gäller det?", "hjärtsvikt")
    gp.presses("Kardiologi")
    gp.reads("Öppet nu", "Vi ringer i den här ordningen")
    phone = lab.phone(gp.what_stands_in("Vi ringer dig på"))
    gp.presses("Ring upp mig")
    gp.reads("Vi ringer dig")
    phone.comes_to_the_phone()
    gp.fills_in("Situation", "Tilltagande andfåddhet")

    consultant.reads("söker dig", "Tilltagande andfåddhet")
    consultant.presses("Jag tar det")
    consultant.reads("Lyft telefonen")
    gp.reads("har sagt ja")
    lab.phone(gp.finds(r"([^,\n]+), .+ har sagt ja")).answers_with("1")

    gp.reads("Samtalet pågår")
    code = gp.finds(r"\b([A-Z]{2}-[0-9A-Z]{4})\b")
    consultant.reads("Samtalet pågår", "Tilltagande andfåddhet")
    phone.hangs_up()
    for one in (gp, consultant):
        one.reads("Samtalet är avslutat", within=30)
        one.presses("Klarat i primärvård eller hemma")
        one.reads("sparat")

    analyst = reader("analytiker")
    analyst.presses("Export")
    analyst.fills_in("Från och med", TODAY)
    analyst.fills_in("Till och med", TODAY)
    analyst.presses("Visa urval")
    analyst.reads("kontakt")
    assert code in analyst.saves_file("Ladda ner")


def test_a_ward_that_is_asked_keeps_the_bed_and_takes_back_a_slip(reader, lab):
    gp, ward = reader("lakare.mora"), reader("avdelning.mora")
    gp.presses("Akutspåret")
    gp.presses("Nej, fortsätt")
    gp.presses("Internmedicin")
    gp.presses("Inom en timme")
    gp.presses("Jag ringer själv")
    gp.presses("Ja, vi pratar")
    gp.presses("Direktinläggning")
    for question, answer in CHECKLIST.items():
        gp.answers(question, answer)
    gp.fills_in("Syrgas", "2")
    gp.presses("Fråga avdelningarna")
    gp.reads("Frågar")

    ward.presses("Plats söks", within=30)
    ward.reads("söker en plats", "telemetri")
    ward.presses("Ta emot")
    ward.reads("Platsen hålls till")
    gp.reads("Plats på Medicinavdelning Mora")
    gp.presses("Eget färdsätt")
    gp.presses("Patienten åker nu")
    gp.reads("På väg till", "Ångra")

    ward.reads("På väg hit", within=20)
    ward.presses("Patienten är framme")
    ward.reads("Patienten är här")
    ward.presses("Utskriven")
    ward.presses("Ångra")
    ward.reads("Ångrat: Utskriven")
    ward.reads("Patienten är här")
    ward.presses("Utskriven")
    ward.reads("Ni behöver inte göra något.")


def test_a_crew_reaches_a_gp_and_is_never_told_to_ring_112(reader):
    crew = reader("ambulans.mora")
    crew.reads_nowhere("ring 112")
    crew.presses("Tillgänglig primärvård")
    crew.reads("Vi ringer i den här ordningen")
    crew.presses("Jag ringer själv")
    crew.presses("Ja, vi pratar")
    crew.reads("Besvarad")
    crew.presses("Hur blev det?")
    crew.presses("Klarat i primärvård eller hemma")
    crew.reads("sparat")
    crew.reads_nowhere("ring 112")
