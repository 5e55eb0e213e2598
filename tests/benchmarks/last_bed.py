"""Fifty coordinators' systems accept the same last bed at once, over HTTP: one gets it."""

import json
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from models.tables.admissions import AdmissionRow
from routing.admission import HAS_BED
from tests.benchmarks.asked_beds import WARD, AskedBeds, asked_beds
from tests.benchmarks.databases import Prepared
from tests.benchmarks.load import CHUNK, http_post
from tests.benchmarks.moved_clock import SETTING, seconds_to_working_hours
from tests.benchmarks.servers import LOCALHOST, granian

MANY = 50
THREADS = 16  # of the web server: so many questions are really at the database at once


@dataclass(frozen=True, slots=True)
class LastBed:
    """``kept``: beds promised (by the database); ``told_yes`` and ``told_full``: what the fifty
    were answered; ``other``: anything else. ``seconds`` until the last of them knew."""

    asked: int
    kept: int
    told_yes: int
    told_full: int
    other: int
    seconds: float


def measure_last_bed(prepared: Prepared) -> LastBed:
    """On a connection each, let go at the same instant."""
    moved_by = seconds_to_working_hours()
    environment = {**prepared.environment, SETTING: str(moved_by)}
    with (
        asked_beds(prepared, timedelta(seconds=moved_by)) as beds,
        granian("ours", environment, threads=THREADS) as port,
    ):
        beds.report(free=1)
        admissions = [beds.ask() for _ in range(MANY)]
        requests = [_accept(beds, one) for one in admissions]
        statuses, seconds = _all_at_once(port, requests)
        beds.session.rollback()
        promised = select(func.count()).where(
            AdmissionRow.id.in_(admissions),
            AdmissionRow.ward_id == WARD,
            AdmissionRow.status.in_(HAS_BED),
        )
        kept = beds.session.scalars(promised).one()
    yes, full = statuses[200], statuses[409]
    return LastBed(MANY, kept, yes, full, MANY - yes - full, seconds)


def _accept(beds: AskedBeds, admission_id: str) -> bytes:
    body = json.dumps({"ward_id": WARD}).encode()
    return http_post(f"/api/v1/admissions/{admission_id}/accept", body, beds.authorization)


def _all_at_once(port: int, requests: list[bytes]) -> tuple[Counter[int], float]:
    ready = threading.Barrier(len(requests) + 1)
    statuses: list[int] = []

    def ask(request: bytes) -> None:
        with socket.create_connection((LOCALHOST, port), timeout=60) as stream:
            ready.wait()
            stream.sendall(request)
            statuses.append(int(stream.recv(CHUNK)[9:12] or 0))

    threads = [threading.Thread(target=ask, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Counter(statuses), time.perf_counter() - begun
