"""Settings from the environment, and what they make of the answers."""

import dataclasses

import pytest

from app.config import LAB_NUMBER, BadSetting, Telephony, config_from_environment, database_url
from app.factory import create_app
from notifications.channels.email import MailSecurity, MailSettings

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
        ("TWILIO_SMS_FROM", "Kontaktvag"),
        ("TWILIO_SMS_FROM", "031-3900600"),
        ("TWILIO_SMS_FROM", "112"),
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


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kv.example.se",
        "http://kv.example.se",
        "ftp://kv.example.se",
        "https://",
        "https:///",
        "https:kv.example.se",
        "https//kv.example.se",
        "//kv.example.se",
        "https://kv.example.se/tjanst",
        "https://kv.example.se/?a=b",
        "https://kv.example.se?a=b",
        "https://kv.example.se?",
        "https://kv.example.se#",
        "https://kv.example.se/#start",
        "https://anna:hemligt@kv.example.se",
        "https://@kv.example.se",
        "https://kv.example.se ",
        " https://kv.example.se",
        "https://kv example.se",
        "https://kv.example.se\n",
        "https://kv.example.se\t",
        "https://kv.example.se\\",
        '"https://kv.example.se"',
        "https://kv.example.se:0",
        "https://kv.example.se:99999",
        "https://kv.example.se:port",
        "https://kv.example.se:",
        "https://kv..example.se",
        "https://-kv.example.se",
        "https://kontaktvägar.example.se",
        "https://[::1",
        "https://[::1]",
        "https://127.0.0.1",
        "https://localhost",
        "https://kv",
        "https://10.0.0.7",
        "https://192.168.1.7:8443",
        "https://1.2.3",
    ],
)
def test_an_address_at_which_no_call_can_be_answered_is_refused(tmp_path, address):
    with pytest.raises(BadSetting, match=r"^PUBLIC_URL .*must be.*https://") as refused:
        config_from_environment(LIVE | {"PUBLIC_URL": address}, root=tmp_path)
    assert len(refused.value.faults) == 1
    assert "hemligt" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://kv.example.se", "https://kv.example.se"),
        ("https://kv.example.se/", "https://kv.example.se"),
        ("HTTPS://KV.Example.SE", "https://kv.example.se"),
        ("https://kv.example.se:8443", "https://kv.example.se:8443"),
        ("https://xn--kontaktvgar-t8a.example.se", "https://xn--kontaktvgar-t8a.example.se"),
    ],
)
def test_an_address_that_can_be_reached_is_kept_as_callbacks_want_it(tmp_path, written, kept):
    config = config_from_environment(LIVE | {"PUBLIC_URL": written}, root=tmp_path)
    assert (config.public_url, config.secure_cookies) == (kept, True)


def test_a_test_server_on_this_machine_may_call_back_to_it(tmp_path):
    change = {"PUBLIC_URL": "http://127.0.0.1:5000", "TWILIO_API_BASE": "http://127.0.0.1:8080"}
    assert config_from_environment(LIVE | change, root=tmp_path).public_url.endswith(":5000")


@pytest.mark.parametrize("address", ["kv.example.se", "https://kv.example.se/?a=b", "http://a b"])
def test_an_address_that_is_none_is_refused_without_telephony_too(tmp_path, address):
    with pytest.raises(BadSetting, match=r"^PUBLIC_URL "):
        config_from_environment(LEAST | {"PUBLIC_URL": address}, root=tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "KONTAKTVAGAR_TELEPHONY",
        "PUBLIC_URL",
        "PORT",
        "DATABASE_URL",
        "TRUSTED_PROXIES",
        "SBAR_BY_VOICE",
        "TWILIO_MACHINE_DETECTION",
    ],
)
def test_empty_is_absent(tmp_path, name):
    expected = config_from_environment(LEAST, root=tmp_path)
    assert config_from_environment(LEAST | {name: ""}, root=tmp_path) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "kort"),
        ("SECRET_KEY", "x" * 31),
        ("SECRET_KEY", "x" * 40 + "\n"),
        ("KONTAKTVAGAR_TELEPHONY", "Twilio"),
        ("KONTAKTVAGAR_TELEPHONY", "off "),
        ("PORT", "web"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "5000.0"),
        ("PORT", "\N{ARABIC-INDIC DIGIT FIVE}000"),
        ("PORT", "9" * 5000),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "ja"),
        ("TRUSTED_PROXIES", "1.0"),
        ("TRUSTED_PROXIES", "²"),
        ("TRUSTED_PROXIES", "\N{ARABIC-INDIC DIGIT TWO}"),
        ("TRUSTED_PROXIES", "1000"),
        ("SBAR_BY_VOICE", "true"),
        ("TWILIO_MACHINE_DETECTION", "ON"),
        ("TWILIO_FROM_NUMBER", "0313900600"),
        ("TWILIO_FROM_NUMBER", "+46"),
        ("TWILIO_FROM_NUMBER", "+4631390060012345"),
        ("TWILIO_FROM_NUMBER", "+99931390060"),
        ("TWILIO_SMS_FROM", "+463139"),
        ("TWILIO_AUTH_TOKEN", "med mellanslag"),
        ("TWILIO_AUTH_TOKEN", "radslut\n"),
        ("TWILIO_AUTH_TOKEN_OTHER", "radslut\n"),
        ("TWILIO_ACCOUNT_SID", "AC 1"),
        ("TWILIO_API_BASE", "https://api.twilio.com?x=1"),
        ("TWILIO_API_BASE", "https://u:hemligt@api.twilio.com"),
        ("TWILIO_API_BASE", "https://api.twilio.com "),
        ("DATABASE_URL", "kontaktvagar"),
        ("DATABASE_URL", "/var/lib/kv.sqlite3"),
        ("DATABASE_URL", "mysql://u:hemligt@db/kv"),
        ("DATABASE_URL", "postgresql+psycopg2://u:hemligt@db/kv"),
        ("DATABASE_URL", "postgresql://u:hemligt@db:port/kv"),
        ("DATABASE_URL", "postgresql://u:hemligt@db"),
        ("DATABASE_URL", "postgresql://u:hemligt@db/"),
        ("DATABASE_URL", "postgresql:u:hemligt@db/kv"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("MAIL_FROM", "k@region.example"),  # and no server
        ("MAIL_PORT", "25"),
        ("MAIL_SECURITY", "ssl"),
    ],
)
@pytest.mark.parametrize("others", [LEAST, LIVE], ids=["off", "twilio"])
def test_every_setting_is_checked_at_start_and_its_fault_told(tmp_path, others, name, value):
    with pytest.raises(BadSetting) as refused:
        config_from_environment(others | {name: value}, root=tmp_path)
    named = "MAIL_HOST must be set" if name in {"MAIL_FROM", "MAIL_PORT"} else f"{name} "
    assert str(refused.value).startswith(named)
    assert "must be" in str(refused.value)
    assert "hemligt" not in str(refused.value)
    assert "kort" not in str(refused.value) or name != "SECRET_KEY"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_HOST", "https://mail.region.example"),
        ("MAIL_HOST", "mail.region.example:587"),
        ("MAIL_HOST", "mail region"),
        ("MAIL_HOST", "mail.region.example\n"),
        ("MAIL_PASSWORD", "hemligt"),  # and no user
    ],
)
def test_a_mail_server_that_is_none_is_refused(tmp_path, name, value):
    with pytest.raises(BadSetting, match=r"MAIL_(HOST|USERNAME) .*must be"):
        config_from_environment(MAIL | {name: value}, root=tmp_path)


def test_all_faults_are_told_at_once(tmp_path):
    wrong = {
        "SECRET_KEY": "kort",
        "PUBLIC_URL": "kv.example.se",
        "TWILIO_FROM_NUMBER": "031-3900600",
        "MAIL_PORT": "smtp",
        "TRUSTED_PROXIES": "en",
        "DATABASE_URL": "mysql://db/kv",
    }
    with pytest.raises(BadSetting) as refused:
        config_from_environment(LIVE | MAIL | LIVE | wrong, root=tmp_path)
    named = [fault.split()[0] for fault in refused.value.faults]
    assert sorted(named) == sorted(wrong)
    assert all("e.g. " in fault for fault in refused.value.faults)


def test_the_accounts_second_token_is_believed_too_but_never_empty_ones(tmp_path):
    one = config_from_environment(LIVE, root=tmp_path).twilio
    both = config_from_environment(LIVE | {"TWILIO_AUTH_TOKEN_OTHER": "next"}, root=tmp_path).twilio
    assert one.signing_tokens == (one.auth_token,)
    assert both.signing_tokens == (one.auth_token, "next")
    assert "next" not in repr(both)
