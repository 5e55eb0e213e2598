"""Every route of the API, in one table."""

from flask_smorest import Blueprint

from app.api.account import notices
from app.api.admission import views as admissions
from app.api.beds import views as beds
from app.api.contact import answering, plan
from app.api.contact import views as requests
from app.api.decisions import views as decisions
from app.api.directory import views as directory
from app.api.duty import on_call, shifts
from app.api.radiology import views as radiology
from app.api.shared.blueprint import blueprint
from app.api.statistics import follow_up
from app.api.undo import views as undo

ROUTES = (
    ("GET", "/plan", "plan", plan.show_plan),
    ("POST", "/requests", "create", requests.create),
    ("GET", "/requests/<uuid:request_id>", "show", requests.show),
    ("GET", "/requests/<uuid:request_id>/events", "events", requests.show_events),
    ("PUT", "/requests/<uuid:request_id>/sbar", "tell_sbar", requests.tell),
    ("POST", "/requests/<uuid:request_id>/outcome", "outcome", requests.keep_outcome),
    ("POST", "/requests/<uuid:request_id>/self-dial", "self_dial", requests.dial_instead),
    ("POST", "/requests/<uuid:request_id>/third-parties", "third_party", answering.add_third_party),
    ("POST", "/requests/<uuid:request_id>/call-back", "call_now", answering.call_now),
    ("GET", "/requests/<uuid:request_id>/decisions", "decisions", decisions.show_decisions),
    ("POST", "/requests/<uuid:request_id>/decisions", "decide", decisions.make_decision),
    (
        "POST",
        "/requests/<uuid:request_id>/decisions/<uuid:decision_id>/change",
        "change_decision",
        decisions.keep_change,
    ),
    ("POST", "/requests/<uuid:request_id>/search-on", "search_on", answering.go_on),
    ("GET", "/away", "away", answering.show_away),
    ("PUT", "/away", "begin_away", answering.begin_away),
    ("DELETE", "/away", "stop_away", answering.stop_away),
    ("GET", "/directory/units", "units", directory.search),
    ("GET", "/beds", "beds", beds.show_county),
    ("POST", "/beds/import", "import_beds", beds.take_in),
    ("POST", "/beds/imports/<uuid:import_id>/take-back", "take_back_beds", beds.take_back),
    ("GET", "/beds/<ward:ward_id>", "ward_beds", beds.show_ward),
    ("POST", "/beds/<ward:ward_id>", "report_beds", beds.report),
    ("POST", "/requests/<uuid:request_id>/admissions", "admit", admissions.make_admission),
    ("GET", "/admissions/<uuid:admission_id>", "admission", admissions.show_admission),
    ("POST", "/admissions/<uuid:admission_id>/ask", "ask_wards", admissions.ask),
    ("POST", "/admissions/<uuid:admission_id>/accept", "accept_admission", admissions.accept),
    ("POST", "/admissions/<uuid:admission_id>/refuse", "refuse_admission", admissions.refuse),
    ("POST", "/admissions/<uuid:admission_id>/withdraw", "withdraw_bed", admissions.withdraw),
    ("POST", "/admissions/<uuid:admission_id>/left", "patient_left", admissions.left),
    ("POST", "/admissions/<uuid:admission_id>/eta", "change_eta", admissions.change_eta),
    ("POST", "/admissions/<uuid:admission_id>/extend", "extend_bed", admissions.extend),
    ("POST", "/admissions/<uuid:admission_id>/arrived", "patient_arrived", admissions.arrived),
    ("POST", "/admissions/<uuid:admission_id>/placed", "patient_placed", admissions.placed),
    ("POST", "/admissions/<uuid:admission_id>/ed", "patient_to_ed", admissions.to_ed),
    ("POST", "/admissions/<uuid:admission_id>/cancel", "cancel_admission", admissions.cancel),
    ("POST", "/admissions/<uuid:admission_id>/discharged", "discharge", admissions.discharged),
    ("GET", "/wards/<ward_id>/admissions", "ward_admissions", admissions.of_ward),
    ("GET", "/on-call", "on_call", on_call.show),
    ("GET", "/recent", "recent", undo.recent),
    ("POST", "/recent/<uuid:step_id>/undo", "undo", undo.take_back),
    ("GET", "/notices", "notices", notices.inbox),
    ("GET", "/preferences", "preferences", notices.show_preferences),
    ("PUT", "/preferences", "keep_preferences", notices.keep_preferences),
    ("POST", "/follow-up/import", "import_follow_up", follow_up.take_in),
    ("GET", "/refusals", "refusals", follow_up.refusals),
    ("GET", "/requests/<uuid:request_id>/bookings", "bookings", radiology.of_contact),
    ("POST", "/requests/<uuid:request_id>/bookings", "book", radiology.book),
    ("GET", "/radiology/examinations", "examinations", radiology.examinations),
    ("GET", "/radiology/hours", "radiology_hours", radiology.hours),
    ("PUT", "/radiology/hours", "change_hour", radiology.change_hour),
    ("GET", "/radiology/bookings", "site_bookings", radiology.at_site),
    ("POST", "/radiology/bookings/<uuid:booking_id>/move", "move_booking", radiology.move),
    ("POST", "/radiology/bookings/<uuid:booking_id>/cancel", "cancel_booking", radiology.cancel),
    ("POST", "/radiology/bookings/<uuid:booking_id>/refuse", "refuse_booking", radiology.refuse),
    ("POST", "/radiology/bookings/<uuid:booking_id>/performed", "performed", radiology.performed),
    ("POST", "/radiology/bookings/<uuid:booking_id>/no-show", "no_show", radiology.no_show),
    ("POST", "/radiology/bookings/<uuid:booking_id>/result", "result", radiology.give_result),
    ("GET", "/shifts", "shifts", shifts.coming),
    ("POST", "/shifts/change", "change_shift", shifts.change),
    ("POST", "/shifts/swap", "swap_shifts", shifts.swap),
)


def _filled() -> Blueprint:
    for method, rule, endpoint, view in ROUTES:
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    return blueprint


API = _filled()
