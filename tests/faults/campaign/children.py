"""What runs in the processes that are killed: a web process, and a worker process."""

import logging
import multiprocessing
import os
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import waitress

from app.config import LAB_ACCOUNT, LAB_NUMBER, Config, Telephony, TwilioSettings
from app.directory_holder import DirectoryHolder
from app.factory import create_app
from app.scheduler import RunningWorker
from notifications.channels import twilio_client
from routing.live_limits import LiveLimits
from tests.databases import open_engine
from tests.faults.campaign.settings import LOCALHOST, PUBLIC_URL, TOKEN, SharedClock

WEB_THREADS = 8


@dataclass(frozen=True, slots=True)
class Post:
    """One post to be manned: ``port`` 0 is a worker's. ``log`` is where the process complains."""

    name: str
    port: int
    database: str
    provider: str
    clock: SharedClock
    log: Path


def man(post: Post) -> None:
    """Serve or work until killed."""
    _complain_in(post.log)
    threading.Thread(target=_die_with_the_campaign, daemon=True).start()
    os.environ["NO_PROXY"] = LOCALHOST
    config = Config(
        database_url=post.database,
        secret_key="not-secret",
        public_url=PUBLIC_URL,
        telephony=Telephony.TWILIO,
        twilio=TwilioSettings(LAB_ACCOUNT, TOKEN, post.provider, LAB_NUMBER),
        secure_cookies=False,
        live_limits=LiveLimits(per_account=10_000, per_number=10_000),  # a handful ask for a county
        clock=post.clock,
    )
    if post.port:
        _serve(config, post.port)
    else:
        _work(config, post.clock)


def _serve(config: Config, port: int) -> None:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOCALHOST, port))
    waitress.create_server(create_app(config), sockets=[listening], threads=WEB_THREADS).run()


def _work(config: Config, clock: SharedClock) -> None:
    # Patience with the provider runs on the campaign's clock, as everything else.
    twilio_client.TIMEOUT_SECONDS = clock.real(twilio_client.TIMEOUT_SECONDS)
    engine = open_engine(config.database_url)
    RunningWorker(config, engine, DirectoryHolder(engine)).start()
    threading.Event().wait()


def _complain_in(log: Path) -> None:
    file = log.open("a", buffering=1, encoding="utf-8")
    os.dup2(file.fileno(), sys.stdout.fileno())
    os.dup2(file.fileno(), sys.stderr.fileno())
    logging.basicConfig(
        level=logging.WARNING,
        stream=file,
        format="%(asctime)s %(process)d %(name)s %(message)s",
        force=True,
    )


def _die_with_the_campaign() -> None:
    campaign = multiprocessing.parent_process()
    if campaign is not None:
        campaign.join()
        os._exit(0)
