"""Every contact path stands in every table that speaks of one: a new one fails here until then."""

import pytest

from app.actions.incoming.words import PATHS
from app.actions.shared.case_code import PREFIX
from app.labels import label
from app.labels.sought import sought
from app.web.shared.paths import ICONS, TEXTS
from routing.phone_menu import PATH_DIGITS
from routing.types import ContactPath
from routing.units import Specialty
from routing.urgency import URGENCY_OF

TABLES = {
    "case_code.PREFIX": set(PREFIX),
    "incoming.words.PATHS": set(PATHS),
    "web.paths.ICONS": set(ICONS),
    "web.paths.TEXTS": set(TEXTS),
    "phone_menu.PATH_DIGITS": set(PATH_DIGITS.values()),
    "urgency.URGENCY_OF": set(URGENCY_OF),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_path_stands_in(table):
    assert TABLES[table] == set(ContactPath)


@pytest.mark.parametrize("path", ContactPath)
@pytest.mark.parametrize("specialty", [None, Specialty("kardiologi", "Kardiologi")])
def test_every_path_has_its_words(path, specialty):
    assert all(sought(path, specialty))
    assert label(path) != label(path, "en")


def test_no_two_paths_share_a_prefix_or_a_digit():
    assert len(set(PREFIX.values())) == len(PREFIX)
    assert len(PATH_DIGITS) == len(ContactPath)
