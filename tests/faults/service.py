"""The service as one process, to be killed: ``python -m tests.faults.service '{"database": …}'``.

Web and worker as ``kontaktvagar serve`` runs them, but on a clock that starts on a Monday morning
(plus ``later`` seconds), so that the path is open whenever the tests run.
"""

import json
import socket
import sys
import time
from datetime import UTC, datetime, timedelta

import waitress

from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.current import current_holder
from app.factory import create_app
from app.scheduler import RunningWorker
from models.db import db

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = "lab-token"


def main(database: str, provider: str, later: float) -> None:
    """Serve until killed; says its port on a line of its own when ready."""
    started = time.monotonic()

    def clock() -> datetime:
        return MONDAY_MORNING + timedelta(seconds=later + time.monotonic() - started)

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = Config(
        database_url=database,
        secret_key="not-secret",
        public_url=f"http://127.0.0.1:{port}",
        telephony=Telephony.TWILIO,
        twilio=TwilioSettings(LAB_ACCOUNT, TOKEN, provider, LAB_NUMBER),
        secure_cookies=False,
        clock=clock,
    )
    app = create_app(config)
    with app.app_context():
        worker = RunningWorker(config, db.engine, current_holder())
    worker.start()
    server = waitress.create_server(app, sockets=[listening], threads=4)
    print(port, flush=True)  # noqa: T201 - what the test waits for
    server.run()


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
