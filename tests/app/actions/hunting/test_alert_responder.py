"""Whom an alert says is sought: short enough for two text messages, for every specialty."""

import pytest

from app.labels.sought import sought
from models.tables.notices import NoticeKind
from notifications.language import Language
from notifications.segments import is_gsm, segments
from notifications.wording import Reader, in_both, words_of
from routing.types import ContactPath
from tests.app.applications import MONDAY_AT_TEN

SITE = "https://kontaktvagar.regiondalarna.example"
MOST = 2


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", ContactPath)
def test_an_alert_is_at_most_two_messages_in_a_phones_own_alphabet(dalarna, path, language):
    longest = max((unit.name for unit in dalarna.units.values()), key=len)
    for specialty in (None, *dalarna.specialties.values()):
        swedish, english = sought(path, specialty)
        values = {
            "unit": longest,
            "what": in_both(sv=swedish, en=english),
            "code": "HV-7F3K7F3K",
            "link": "/jour",
        }
        reader = Reader(language, MONDAY_AT_TEN, site=SITE)
        text = words_of(NoticeKind.ALERT, "sms", values, to=reader)
        assert is_gsm(text), text
        assert segments(text) <= MOST, text


def test_what_is_sought_is_said_as_people_say_it(dalarna):
    kardiologi = dalarna.specialties["kardiologi"]
    assert sought(ContactPath.HALVAKUT, kardiologi)[0] == "konsult i kardiologi"
    assert sought(ContactPath.AKUT, kardiologi)[0] == "kardiologi, akut"
    assert sought(ContactPath.PRIMARVARD, None)[0] == "någon i primärvården"
