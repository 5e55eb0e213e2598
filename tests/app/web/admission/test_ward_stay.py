"""A ward that has said yes: a bed kept longer, given back or filled, and what comes too late."""

from app.actions.admission import move
from routing.admission import AdmissionStatus, TransportMode
from tests.app.admitting import (
    AVA,
    CARDIOLOGY,
    HEART,
    MEDICINE,
    admission_of,
    talks,
)
from tests.app.applications import counted_queries
from tests.app.web.admission.bed_seekers import (
    COORDINATOR,
    FORM,
    accepted,
    refused_by_all,
    status_of,
    yes,
)
from tests.app.web.visitors import words_of


def test_the_patient_is_expected_comes_and_goes_home(app, gp, heart, asked):
    accepted(app, heart, asked)
    assert "hålls till 11:30" in heart.text("/avdelning")
    gp.post(f"/direktinlaggning/{asked}/begav-sig", transport="ambulans", eta="10:45")
    assert "på väg, framme 10:45" in heart.text("/avdelning")
    page = heart.text(f"/avdelning/{asked}")
    assert "På väg hit, framme 10:45 Ambulans." in page
    heart.post(f"/avdelning/{asked}/framme")
    assert "Patienten är här Kom 10:00." in heart.text(f"/avdelning/{asked}")
    assert "kom 10:00" in heart.text("/avdelning")
    heart.post(f"/avdelning/{asked}/utskriven")
    page = heart.text(f"/avdelning/{asked}")
    assert "Utskriven" in page
    assert "andfåddhet" not in page
    assert admission_of(app, asked).transport is TransportMode.AMBULANCE


def test_a_bed_is_kept_longer_by_the_ward(app, heart, clock, asked):
    accepted(app, heart, asked)
    clock.advance(minutes=30)
    heart.post(f"/avdelning/{asked}/forlang")
    assert "Platsen hålls till 12:00" in heart.text(f"/avdelning/{asked}")


def test_a_bed_that_cannot_be_kept_is_given_back_with_a_reason(app, heart, asked):
    accepted(app, heart, asked)
    path = f"/avdelning/{asked}/dra-tillbaka"
    assert heart.post(path, avdelning=HEART).status_code == 422
    assert status_of(app, asked) is AdmissionStatus.RESERVED
    heart.post(path, avdelning=HEART, skal="annat", note="Akut isolering")
    admission = admission_of(app, asked)
    assert (admission.status, admission.ringing[0].ward_id) == (AdmissionStatus.ASKED, MEDICINE)


def test_the_patient_is_placed_in_another_ward(app, visitor, heart, asked):
    accepted(app, heart, asked)
    path = f"/avdelning/{asked}/placerad"
    assert heart.post(path, avdelning="finns-inte").status_code == 422
    heart.post(path, avdelning=CARDIOLOGY)
    assert status_of(app, asked) is AdmissionStatus.PLACED_ELSEWHERE
    other = visitor(COORDINATOR, unit_id=CARDIOLOGY)
    assert "Patienten är här" in other.text(f"/avdelning/{asked}")


def test_a_ward_sends_a_patient_who_turns_worse_to_the_ed(app, heart, asked):
    accepted(app, heart, asked)
    path = f"/avdelning/{asked}/akuten"
    assert heart.post(path, means="kvar_med_rad").status_code == 422
    heart.post(path, means=next(iter(move.TO_ED)).value)
    assert status_of(app, asked) is AdmissionStatus.TURNED_TO_ED


def test_what_comes_too_late_is_said_on_the_page(app, visitor, heart, asked):
    refused_by_all(app, visitor, asked)
    answer = yes(heart, asked)
    assert answer.status_code == 409
    assert "Ni behöver inte göra något." in words_of(answer)
    for act in ("framme", "forlang", "utskriven"):
        assert heart.post(f"/avdelning/{asked}/{act}").status_code in (403, 409)


def test_the_inbox_asks_as_much_for_many_as_for_one(app, gp, visitor):
    someone = visitor(COORDINATOR, unit_id=AVA)

    def asked_once():
        contact = talks(app, gp.account_id)
        gp.post(f"/arenden/{contact}/direktinlaggning", **FORM, forst=AVA)
        with counted_queries(app) as statements:
            someone.get("/avdelning/lage")
        return len(statements)

    counts = [asked_once() for _more in range(4)]
    assert max(counts) <= min(counts) + 1  # now and then the directory's version is asked for
    assert max(counts) <= 7
