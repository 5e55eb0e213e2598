"""Style sheets, scripts and fonts: fetched once a year, small on the way, and never an old one."""

import gzip

import pytest

from app.static_names import A_YEAR
from models.tables.accounts import AccountRole
from tests.app.web.visitors import Visitor

SCRIPT = "js/pages.js"


@pytest.fixture
def address(app):
    with app.test_request_context():
        return app.url_for("static", filename=SCRIPT)


def test_an_address_names_what_it_holds(app, address):
    assert address.startswith(f"/static/{SCRIPT}?v=")
    answer = app.test_client().get(address)
    assert answer.headers["Cache-Control"] == A_YEAR
    assert "immutable" in A_YEAR


@pytest.mark.parametrize("asked", ["", "?v=", "?v=000000000000", "?v=" + "x" * 500])
def test_another_name_is_answered_and_not_kept(app, asked):
    answer = app.test_client().get(f"/static/{SCRIPT}{asked}")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_file_that_is_not_there_has_no_name(app):
    with app.test_request_context():
        assert app.url_for("static", filename="js/finns-inte.js") == "/static/js/finns-inte.js"
    assert app.test_client().get("/static/js/finns-inte.js").status_code == 404


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("br, gzip", "br")])
def test_what_is_sent_is_compressed(app, address, accepted, encoding):
    answer = app.test_client().get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    plain = app.test_client().get(address)
    assert "Content-Encoding" not in plain.headers
    assert len(answer.data) < len(plain.data) / 2
    if encoding == "gzip":
        assert gzip.decompress(answer.data) == plain.data


def test_a_part_that_has_not_changed_is_not_sent_however_it_is_packed(app):
    gp = Visitor(app, AccountRole.PRIMARVARDSLAKARE)
    where = f"/arenden/{gp.starts()}/lage"
    packed = {"Accept-Encoding": "gzip"}
    first = gp.get(where, headers=packed)
    assert first.headers["Content-Encoding"] == "gzip"
    again = gp.get(where, headers=packed | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
