"""Every setting is checked at start: what is wrong is named, with what would be right."""

import pytest

from app.config import BadSetting, config_from_environment
from tests.app.test_config import LEAST, LIVE, MAIL


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
