"""Ärenden: every route of a contact, from choosing whom to reach to the outcome, in one table."""

from flask import Blueprint

from app.web.contact import (
    again_views,
    choose_views,
    contact_views,
    plan_views,
    sbar_views,
    talk_views,
)

blueprint = Blueprint("requests", __name__)

for method, rule, endpoint, view in (
    ("GET", "/kontakt/forslag", "suggest", choose_views.suggest),
    ("POST", "/kontakt/forslag", "suggest_sent", choose_views.suggest),
    ("GET", "/kontakt/<path>", "choose", choose_views.choose),
    ("POST", "/kontakt/<path>", "find", choose_views.find),
    ("GET", "/kontakt/<path>/plan", "plan", plan_views.plan),
    ("POST", "/kontakt/<path>/plan", "create", plan_views.create),
    ("POST", "/kontakt/<path>/plan/visa", "replan", plan_views.replan),
    ("GET", "/arenden", "mine", contact_views.mine),
    ("GET", "/arenden/<request_id>", "show", contact_views.show),
    ("GET", "/arenden/<request_id>/lage", "live", contact_views.live),
    ("POST", "/arenden/<request_id>/avbryt", "cancel", contact_views.cancel),
    ("POST", "/arenden/<request_id>/igen", "again", again_views.again),
    ("POST", "/arenden/<request_id>/sjalvringt", "self_dial", contact_views.self_dial),
    ("POST", "/arenden/<request_id>/ring-sjalv", "dial_instead", contact_views.dial_instead),
    ("POST", "/arenden/<request_id>/sok-vidare", "go_on", talk_views.go_on),
    ("POST", "/arenden/<request_id>/ring-nu", "call_now", talk_views.call_now),
    (
        "GET",
        "/arenden/<request_id>/tredje-part",
        "choose_third_party",
        talk_views.choose_third_party,
    ),
    ("POST", "/arenden/<request_id>/tredje-part", "add_third_party", talk_views.add_third_party),
    (
        "POST",
        "/arenden/<request_id>/tredje-part/sok",
        "find_third_party",
        talk_views.find_third_party,
    ),
    ("GET", "/arenden/<request_id>/sbar", "tell_page", sbar_views.tell_page),
    ("POST", "/arenden/<request_id>/sbar", "tell", sbar_views.tell),
    ("POST", "/arenden/<request_id>/plan-fore", "plan_before", contact_views.plan_before),
    ("POST", "/arenden/<request_id>/utfall", "outcome", contact_views.outcome),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=[method])
