"""The panel of faults on the lab's page."""

import pytest

from app.phone_lab.fault_choices import PROVIDERS
from app.phone_lab.faults import Outage, OutageMode, WebhookFaults

EVERYTHING = {
    "provider": "429",
    "only": "Messages",
    "delay": "3600",
    "copies": "2",
    "seed": "7",
    "lies": "yes",
    "forges": "yes",
    "message": "30007",
}


@pytest.fixture
def choose(post):
    def choose(**fields):
        return post("/phone-lab/faults", **fields)

    return choose


def test_faults_are_chosen_and_shown(browser, exchange, choose):
    assert "Störningar är på" not in browser.get("/phone-lab/live").text
    assert choose(**EVERYTHING).status_code == 303
    assert exchange.outage.status == 429
    assert exchange.outage.only == {"Messages"}
    assert exchange.webhook_faults == WebhookFaults(
        delay_seconds=3600, copies=2, shuffle=7, lies_after_seconds=5, forges=True
    )
    assert exchange.message_fault == 30007
    page = browser.get("/phone-lab/").text
    assert "Störningar är på" in page
    for chosen in ("429", "Messages", "3600", "2", "30007"):
        assert f'value="{chosen}" selected' in page
    assert 'value="7"' in page


def test_all_are_taken_away_at_once(browser, exchange, choose):
    choose(**EVERYTHING)
    choose(**EVERYTHING, calm="yes")
    assert exchange.outage is None
    assert exchange.webhook_faults == WebhookFaults()
    assert exchange.message_fault is None
    assert not exchange.is_disturbed


@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_fault_of_the_provider_is_remembered_by_the_form(browser, choose, provider):
    choose(provider=provider)
    assert f'value="{provider}" selected' in browser.get("/phone-lab/").text


def test_a_slow_provider_takes_half_a_minute(exchange, choose):
    choose(provider="slow")
    assert (exchange.outage.mode, exchange.outage.delay_seconds) == (OutageMode.SLOW, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"provider": "418"},
        {"only": "Faxes"},
        {"delay": "7200"},
        {"copies": "0"},
        {"seed": "sju"},
        {"seed": "1000000"},
        {"message": "1"},
    ],
)
def test_what_is_not_offered_changes_nothing(exchange, choose, wrong):
    exchange.outage = Outage(status=503)
    response = choose(**EVERYTHING | wrong)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert exchange.outage == Outage(status=503)
    assert exchange.webhook_faults == WebhookFaults()


def test_without_the_token_nothing_changes(browser, exchange):
    assert browser.post("/phone-lab/faults", data=EVERYTHING).status_code == 400
    assert not exchange.is_disturbed
