"""The county's page of beds with sixty wards: how long a bakjour waits for the server.

Every ward has told of its beds by hand and by file, for weeks; patients are on their way to it.
"""

import http.client
import re
import time
from datetime import datetime, timedelta
from statistics import quantiles
from urllib.parse import urlencode

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.cli.demo_clock import working_moment
from app.clock import system_clock
from models.db import Base
from models.tables.beds import BedReportRow, WardRow
from routing.admission import AdmissionStatus
from routing.beds import BedSource
from routing.directory import Directory
from routing.types import UnitKind
from tests.benchmarks.databases import GP, Prepared
from tests.benchmarks.load import NotAnswered
from tests.benchmarks.servers import LOCALHOST, granian
from tests.databases import engine_of
from tests.models.bed_rows import add_admission

WARDS = 60
REPORTS = 200  # of each ward and source: some weeks
PATIENTS = 2  # on their way to each ward
WARM_UP, PAGES = 20, 400
PAGE, PART = "/vardplatser", "/vardplatser/lage"


def measure_beds(prepared: Prepared) -> dict[str, float]:
    """Milliseconds by what is asked for: the whole page, and the part that is polled."""
    url = prepared.environment["DATABASE_URL"]
    with engine_of(url) as engine, Session(engine, expire_on_commit=False) as session:
        _fill(session, prepared.directory, working_moment(system_clock()))
    with granian("ours", prepared.environment) as port:
        connection = http.client.HTTPConnection(LOCALHOST, port, timeout=30)
        cookie = _sign_in(connection)
        figures: dict[str, float] = {}
        for name, path in (("page", PAGE), ("part", PART)):
            took = _ask(connection, path, cookie)
            figures[f"beds_{name}_p50_ms"] = quantiles(took, n=100)[49]
            figures[f"beds_{name}_p95_ms"] = quantiles(took, n=100)[94]
        connection.close()
    return figures


def _ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> list[float]:
    took = []
    for number in range(WARM_UP + PAGES):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        page = answer.read()
        if number >= WARM_UP:
            took.append(1000 * (time.perf_counter() - begun))
        shown = page.count(b'class="ward-row"')
        if answer.status != http.client.OK or shown != WARDS:
            raise NotAnswered(f"{path}: {answer.status}, {shown} wards")
    return took


def _sign_in(connection: http.client.HTTPConnection) -> str:
    connection.request("GET", "/logga-in")
    answer = connection.getresponse()
    page, cookie = answer.read().decode(), _cookie(answer)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise NotAnswered("the form for signing in has no token")
    form = {
        "csrf_token": token[1],
        "username": GP,
        "password": "exempel-" + GP.replace(".", "-"),
    }
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/logga-in", urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ())


def _fill(session: Session, directory: Directory, now: datetime) -> None:
    """Sixty wards; where the county has fewer, other units stand in for them."""
    known = set(session.scalars(select(WardRow.ward_id)))
    units = sorted(directory.units.values(), key=lambda unit: unit.kind is not UnitKind.WARD)
    for unit in [unit for unit in units if unit.id not in known][: WARDS - len(known)]:
        session.add(WardRow(ward_id=unit.id))
    session.commit()
    wards = session.scalars(select(WardRow.ward_id)).all()
    session.query(BedReportRow).delete()
    table = Base.metadata.tables[BedReportRow.__tablename__]
    session.execute(
        insert(table),
        [
            _report(ward_id, source, now - timedelta(hours=hours), is_latest=not hours)
            for hours in range(REPORTS)
            for ward_id in wards
            for source in BedSource
        ],
    )
    session.commit()
    for ward_id in wards:
        for _patient in range(PATIENTS):
            add_admission(session, ward_id, AdmissionStatus.ON_THE_WAY)


def _report(ward_id: str, source: BedSource, at: datetime, *, is_latest: bool) -> dict[str, object]:
    return {
        "ward_id": ward_id,
        "source": source,
        "counted_at": at - timedelta(minutes=5 if source is BedSource.HAND else 50),
        "received_at": at,
        "staffed": 20,
        "occupied": 17,
        "closed": 2,
        "cleaning": 1,
        "outliers": 1,
        "expected_arrivals": 2,
        "expected_discharges": 3,
        "is_open": True,
        "is_latest": is_latest,
    }
