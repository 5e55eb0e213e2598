"""A kept form can be read by nobody but us, and says what was sent."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.kept_form import (
    LARGEST,
    LONGEST_KEPT,
    FormTooLarge,
    KeptForm,
    KeptFormTooOld,
    KeptFormUnreadable,
    seal,
    unseal,
)
from tests.app.applications import MONDAY_AT_TEN

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

TEXTS = st.text(max_size=200)


def kept(*fields):
    return KeptForm(7, "/katalog", "directory.find", {}, fields, False, MONDAY_AT_TEN)


@given(fields=st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_what_comes_out_is_what_went_in(app, fields):
    form = kept(*fields)
    with app.test_request_context():
        try:
            sealed = seal(form)
        except UnicodeError:
            pytest.fail("any text can be kept")
        assert unseal(sealed, at=MONDAY_AT_TEN) == form


def test_the_same_form_looks_another_way_each_time_and_shows_none_of_its_words(app):
    form = kept(("q", "hjärtsvikt" * 50))
    with app.test_request_context():
        first, second = seal(form), seal(form)
    assert first != second
    assert sum(a == b for a, b in zip(first, second, strict=False)) < len(first) / 8


def test_it_ends_after_its_time(app):
    with app.test_request_context():
        sealed = seal(kept())
        for at in (MONDAY_AT_TEN + LONGEST_KEPT, MONDAY_AT_TEN - timedelta(hours=1)):
            assert unseal(sealed, at=at) == kept()  # the clock may be set back
        with pytest.raises(KeptFormTooOld):
            unseal(sealed, at=MONDAY_AT_TEN + LONGEST_KEPT + timedelta(seconds=1))


def test_no_character_of_it_may_be_changed(app):
    with app.test_request_context():
        sealed = seal(kept(("q", "mora")))
        for place, written in enumerate(sealed):
            for other in {"A", "B", "=", "\n", "å"} - {written}:
                with pytest.raises(KeptFormUnreadable):
                    unseal(sealed[:place] + other + sealed[place + 1 :], at=MONDAY_AT_TEN)


def test_no_other_writing_of_the_same_bytes_is_read(app):
    """What stands last says two bits, four or six; the rest of it can be anything to a reader."""
    seen = set()
    with app.test_request_context():
        for blocks in range(3):
            sealed = seal(kept(("q", "m" * 16 * blocks)))
            bare = sealed.rstrip("=")
            padding = sealed[len(bare) :]
            same = {
                writing
                for last in ascii_letters + digits + "-_"
                if urlsafe_b64decode(writing := bare[:-1] + last + padding)
                == urlsafe_b64decode(sealed)
            }
            seen.add(len(same))
            for writing in {*same, sealed + "=", sealed + "\n", " " + sealed} - {sealed}:
                with pytest.raises(KeptFormUnreadable):
                    unseal(writing, at=MONDAY_AT_TEN)
    assert seen == {1, 4, 16}


def test_another_key_opens_nothing(app):
    with app.test_request_context():
        sealed = seal(kept())
        ours, app.secret_key = app.secret_key, "another"
        try:
            with pytest.raises(KeptFormUnreadable):
                unseal(sealed, at=MONDAY_AT_TEN)
        finally:
            app.secret_key = ours


def test_it_is_bounded(app):
    with app.test_request_context():
        assert len(seal(kept(("q", "å" * (LARGEST // 2 - 200))))) < 1.5 * LARGEST
        with pytest.raises(FormTooLarge):
            seal(kept(("q", "å" * (LARGEST // 2))))


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/api/v1/requests", "/finns-ej"]
)
def test_it_goes_to_pages_of_ours_only(app, target):
    form = KeptForm(7, target, "x", {}, (), False, MONDAY_AT_TEN)
    with app.test_request_context(), pytest.raises(KeptFormUnreadable):
        unseal(seal(form), at=MONDAY_AT_TEN)
