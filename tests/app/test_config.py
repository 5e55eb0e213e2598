"""Settings from the environment, and what they make of the answers."""

import dataclasses

import pytest

from app.config import LAB_NUMBER, BadSetting, Telephony, config_from_environment, database_url
from app.factory import create_app
from notifications.channels.email import MailSecurity, MailSettings
from routing.live_limits import LiveLimits

LEAST = {"SECRET_KEY": "x" * 40}
LIVE = LEAST | {
    "KONTAKTVAGAR_TELEPHONY": "twilio",
    "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
    "TWILIO_AUTH_TOKEN": "hemligt",
    "TWILIO_FROM_NUMBER": "+46313900600",
    "PUBLIC_URL": "https://kontaktvagar.region.example",
}
MAIL = LEAST | {"MAIL_HOST": "mail.region.example", "MAIL_FROM": "kontaktvagar@region.example"}


def test_without_anything_it_is_local_and_calls_nobody(tmp_path):
    config = config_from_environment(LEAST, root=tmp_path)
    assert config.telephony is Telephony.OFF
    assert config.database_url == f"sqlite:///{tmp_path / 'instance' / 'kontaktvagar.sqlite3'}"
    assert config.public_url == "http://127.0.0.1:5000"
    assert not config.secure_cookies


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": ""},
        {"KONTAKTVAGAR_TELEPHONY": "telegraf"},
        {"KONTAKTVAGAR_TELEPHONY": "twilio"},
        {"TRUSTED_PROXIES": "en"},
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(tmp_path, change):
    with pytest.raises(BadSetting) as error:
        config_from_environment(LEAST | change, root=tmp_path)
    named = next(iter(change))
    assert named in str(error.value) or "TWILIO_" in str(error.value)


# --- The telephone account --------------------------------------------------------------------
def test_calls_go_to_twilio_itself_and_texts_come_from_the_same_number(tmp_path):
    twilio = config_from_environment(LIVE, root=tmp_path).twilio
    assert twilio.api_base == "https://api.twilio.com"
    assert (twilio.from_number, twilio.text_sender) == ("+46313900600", "+46313900600")
    assert "hemligt" not in repr(twilio)


@pytest.mark.parametrize("number", ["+46313900601", "71234"])
def test_texts_may_come_from_another_number(tmp_path, number):
    config = config_from_environment(LIVE | {"TWILIO_SMS_FROM": number}, root=tmp_path)
    assert config.twilio.text_sender == number
    assert config.twilio.from_number == "+46313900600"


@pytest.mark.parametrize(("word", "listens"), [("on", True), ("off", False), ("", False)])
def test_voicemail_boxes_are_listened_for_when_asked_to(tmp_path, word, listens):
    environment = LIVE | {"TWILIO_MACHINE_DETECTION": word}
    config = config_from_environment(environment, root=tmp_path)
    assert config.twilio.detects_machines is listens
    assert not config_from_environment(LIVE, root=tmp_path).twilio.detects_machines


@pytest.mark.parametrize(("word", "listens"), [("on", True), ("off", False), ("", False)])
def test_dictation_is_on_only_when_asked_for(tmp_path, word, listens):
    environment = LIVE | {"SBAR_BY_VOICE": word}
    assert config_from_environment(environment, root=tmp_path).sbar_by_voice is listens


@pytest.mark.parametrize(("word", "listens"), [("on", True), ("off", False), ("", True)])
def test_in_the_lab_dictation_is_on_unless_it_is_put_off(tmp_path, word, listens):
    environment = LEAST | {"KONTAKTVAGAR_TELEPHONY": "lab", "SBAR_BY_VOICE": word}
    assert config_from_environment(environment, root=tmp_path).sbar_by_voice is listens


def test_in_the_lab_texts_come_from_its_number(tmp_path):
    environment = LEAST | {"KONTAKTVAGAR_TELEPHONY": "lab"}
    assert config_from_environment(environment, root=tmp_path).twilio.text_sender == LAB_NUMBER


@pytest.mark.parametrize(
    ("base", "account"),
    [
        ("https://api.dublin.ie1.twilio.com/", LIVE["TWILIO_ACCOUNT_SID"]),
        ("http://127.0.0.1:8080", "ACtest"),
        ("http://localhost:8080/", "ACtest"),
        ("https://vaxel.region.example/api", "konto-7"),  # who speaks Twilio's language
    ],
)
def test_the_api_may_be_elsewhere(tmp_path, base, account):
    environment = LIVE | {"TWILIO_API_BASE": base, "TWILIO_ACCOUNT_SID": account}
    twilio = config_from_environment(environment, root=tmp_path).twilio
    assert twilio.api_base == base.rstrip("/")
    assert twilio.account_sid == account


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_ACCOUNT_SID", ""),
        ("TWILIO_ACCOUNT_SID", "SK" + "0123456789abcdef" * 2),
        ("TWILIO_ACCOUNT_SID", "AC" + "0123456789abcdef" * 2 + "\n"),
        ("TWILIO_ACCOUNT_SID", "AC0123"),
        ("TWILIO_AUTH_TOKEN", ""),
        ("TWILIO_API_BASE", "http://api.twilio.com"),
        ("TWILIO_API_BASE", "api.twilio.com"),
        ("TWILIO_API_BASE", "https://"),
        ("TWILIO_API_BASE", "https://[::1"),
        ("TWILIO_API_BASE", "ftp://127.0.0.1"),
        ("TWILIO_FROM_NUMBER", ""),
        ("TWILIO_FROM_NUMBER", "031-3900600"),
        ("TWILIO_FROM_NUMBER", "+46 31 390 06 00"),
        ("TWILIO_FROM_NUMBER", "Kontaktvag"),
        ("TWILIO_FROM_NUMBER", "+46701" + "74065"),
        ("TWILIO_FROM_NUMBER", "+46116" + "117"),
        ("TWILIO_SMS_FROM", "Kontaktvag"),
        ("TWILIO_SMS_FROM", "031-3900600"),
        ("TWILIO_SMS_FROM", "112"),
        ("TWILIO_SMS_FROM", "+46701" + "74065"),
        ("TWILIO_MACHINE_DETECTION", "yes"),
        ("SBAR_BY_VOICE", "ja"),
    ],
)
def test_a_slip_in_the_account_is_found_at_start_and_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=rf"^{name} .*must be"):
        config_from_environment(LIVE | {name: value}, root=tmp_path)


def test_nobody_can_answer_a_name_and_the_sentence_says_so(tmp_path):
    with pytest.raises(BadSetting, match="nobody can answer a name"):
        config_from_environment(LIVE | {"TWILIO_SMS_FROM": "Kontaktvag"}, root=tmp_path)


@pytest.mark.parametrize(
    ("value", "countries"),
    [
        ("", {"SE", "NO", "DK", "FI", "IS"}),
        ("SE", {"SE"}),
        ("SE, NO,de", {"SE", "NO", "DE"}),
    ],
)
def test_the_countries_that_are_rung_are_a_setting(tmp_path, value, countries):
    config = config_from_environment(LEAST | {"CALLABLE_COUNTRIES": value}, root=tmp_path)
    assert config.callable_countries == countries


@pytest.mark.parametrize("value", ["Sverige", "46", "SE NO", "SE,", "XX", "AX", " "])
def test_what_is_no_country_is_found_at_start_and_named(tmp_path, value):
    with pytest.raises(BadSetting, match=r"^CALLABLE_COUNTRIES .*e\.g\. SE,NO,DK,FI,IS"):
        config_from_environment(LEAST | {"CALLABLE_COUNTRIES": value}, root=tmp_path)


def test_how_many_contacts_live_at_the_same_time_is_a_setting(tmp_path):
    assert config_from_environment(LEAST, root=tmp_path).live_limits == LiveLimits(5, 3)
    given = {"LIVE_CONTACTS_PER_ACCOUNT": "20", "LIVE_CONTACTS_PER_NUMBER": "1"}
    config = config_from_environment(LEAST | given, root=tmp_path)
    assert config.live_limits == LiveLimits(per_account=20, per_number=1)


@pytest.mark.parametrize("name", ["LIVE_CONTACTS_PER_ACCOUNT", "LIVE_CONTACTS_PER_NUMBER"])
@pytest.mark.parametrize("value", ["0", "-1", "fem", "3.5", "1000000", " "])
def test_a_limit_that_is_none_is_found_at_start_and_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=rf"^{name} .*a whole number, 1 to 100000, e\.g\. 5"):
        config_from_environment(LEAST | {name: value}, root=tmp_path)


# --- Mail -----------------------------------------------------------------------------------------
def test_without_a_mail_server_no_mail_leaves_the_house(tmp_path):
    assert config_from_environment(LEAST, root=tmp_path).mail is None


@pytest.mark.parametrize(
    ("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465), ("", 587)]
)
def test_the_port_follows_the_security(tmp_path, security, port):
    change = {"MAIL_SECURITY": security} if security else {}
    mail = config_from_environment(MAIL | change, root=tmp_path).mail
    assert mail == MailSettings(
        host="mail.region.example",
        port=port,
        security=MailSecurity(security or "starttls"),
        username="",
        password="",
        sender="kontaktvagar@region.example",
    )


def test_a_login_and_another_port(tmp_path):
    change = {"MAIL_PORT": "2525", "MAIL_USERNAME": "kv", "MAIL_PASSWORD": "hemligt"}
    mail = config_from_environment(MAIL | change, root=tmp_path).mail
    assert mail is not None
    assert (mail.port, mail.username, mail.password) == (2525, "kv", "hemligt")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"MAIL_FROM": "Kontaktvägar <k@region.example>"}, "MAIL_FROM"),
        ({"MAIL_FROM": "k@region.example\r\nBcc: x@region.example"}, "MAIL_FROM"),
        ({"MAIL_SECURITY": "ssl"}, "MAIL_SECURITY"),
        ({"MAIL_PORT": "smtp"}, "MAIL_PORT"),
        ({"MAIL_PORT": "0"}, "MAIL_PORT"),
        ({"MAIL_PORT": "65536"}, "MAIL_PORT"),
        ({"MAIL_PORT": "²5"}, "MAIL_PORT"),
        ({"MAIL_USERNAME": "kv"}, "MAIL_PASSWORD"),
        ({"MAIL_USERNAME": "kv", "MAIL_PASSWORD": "lösen"}, "MAIL_PASSWORD"),
        (
            {"MAIL_USERNAME": "kv", "MAIL_PASSWORD": "x", "MAIL_SECURITY": "none"},
            "MAIL_SECURITY",
        ),
    ],
)
def test_a_slip_in_the_mail_server_is_found_at_start_and_named(tmp_path, change, named):
    with pytest.raises(BadSetting, match=named):
        config_from_environment(MAIL | change, root=tmp_path)


# --- The rest -------------------------------------------------------------------------------------
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_with_psycopg_however_it_is_written(tmp_path, scheme):
    url = database_url({"DATABASE_URL": f"{scheme}://u:p@db/kv"}, root=tmp_path)
    assert url == "postgresql+psycopg://u:p@db/kv"


def test_behind_a_proxy_over_https_cookies_and_headers_say_so(tmp_path):
    environment = LEAST | {
        "PUBLIC_URL": "https://kontaktvagar.example/",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'd.sqlite3'}",
    }
    config = dataclasses.replace(config_from_environment(environment, root=tmp_path), testing=True)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    answer = create_app(config).test_client().get("/logga-in", headers=forwarded)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("telephony", "status"), [("lab", 200), ("off", 404)])
def test_the_phone_lab_exists_only_when_asked_for(tmp_path, telephony, status):
    environment = LEAST | {
        "KONTAKTVAGAR_TELEPHONY": telephony,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'd.sqlite3'}",
    }
    app = create_app(config_from_environment(environment, root=tmp_path))
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert ("phone_lab.index" in endpoints) == (status == 200)
    if status == 404:
        assert app.test_client().get("/phone-lab/").status_code == 404


def test_the_accounts_second_token_is_believed_too_but_never_empty_ones(tmp_path):
    one = config_from_environment(LIVE, root=tmp_path).twilio
    both = config_from_environment(LIVE | {"TWILIO_AUTH_TOKEN_OTHER": "next"}, root=tmp_path).twilio
    assert one.signing_tokens == (one.auth_token,)
    assert both.signing_tokens == (one.auth_token, "next")
    assert "next" not in repr(both)
