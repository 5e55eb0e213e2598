"""Settings from the environment, and what they make of the answers."""

import dataclasses

import pytest

from app.config import BadSetting, Telephony, config_from_environment, database_url
from app.factory import create_app

LEAST = {"SECRET_KEY": "x" * 40}


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
