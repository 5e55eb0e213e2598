"""Hears what other processes have committed (PostgreSQL's NOTIFY), for as long as it is told to."""

import logging
import threading

import psycopg
from sqlalchemy import URL, Engine

from models.db import PATIENCE
from notifications.wake import CHANNEL, Bells

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 0.2
LISTEN_SECONDS = 0.5  # at a time, then we see whether to stop
RECHECK_SECONDS = 5.0  # a connection that died in silence is found out by asking now and then


class Listener:
    """A thread that rings the bells for every NOTIFY. Reconnects for ever, and after each
    connection rings all bells: nobody knows what was said in between."""

    def __init__(self, engine: Engine, bells: Bells) -> None:
        self._address = _address(engine.url)
        self._bells = bells
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Start listening; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopping.set()
        self._thread.join()

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - whatever it was: only the next try helps
                # The kind alone: the text of an error may hold an address with a password.
                log.warning("listener lost the database: %s", type(error).__name__)
            self._stopping.wait(RECONNECT_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._bells.ring()
            silent = 0.0
            while not self._stopping.is_set():
                heard = [
                    notice.payload
                    for notice in connection.notifies(timeout=LISTEN_SECONDS, stop_after=1)
                ]
                if heard:
                    self._bells.ring(heard)
                    continue
                silent += LISTEN_SECONDS
                if silent >= RECHECK_SECONDS:
                    connection.execute("SELECT 1")
                    silent = 0.0


def _address(url: URL) -> str:
    patient = url.set(drivername="postgresql", query={**PATIENCE, **url.query})
    return patient.render_as_string(hide_password=False)
