"""``kontaktvagar serve``: web, worker and phone lab in one process."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

import click
from flask import Flask

from app.cli.demo import demo_environment, prepare_demo, show_demo
from app.cli.demo_beds import fill_demo_beds
from app.cli.demo_clock import demo_clock
from app.cli.ending import end_on_signal
from app.cli.moment import Moment
from app.cli.opening import refuse_unmigrated
from app.cli.sentences import ROOT
from app.cli.web_server import make_server
from app.config import Config, Telephony, config_from_environment
from app.current import current_holder
from app.factory import LAB, create_app
from app.phone_lab.live import RealTime
from app.scheduler import RunningWorker
from models.db import db

LOCALHOST = "127.0.0.1"
FIRST_PORT = 5000
PORTS_TRIED = 100


@click.command()
@click.option("--demo", is_flag=True, help="exempellänet Dalarna med telefonlabb och konton")
@click.option("--host", default=LOCALHOST, show_default=True)
@click.option(
    "--port", type=click.IntRange(0, 65535), envvar="PORT", help="annars 5000 eller nästa lediga"
)
@click.option("--at", type=Moment(), help="låt demonstrationens klocka börja här, t.ex. en vardag")
def serve(*, demo: bool, host: str, port: int | None, at: datetime | None) -> None:
    """Starta webben och arbetaren i en och samma process."""
    if at and not demo:
        raise click.UsageError("--at går bara att använda tillsammans med --demo.")
    with ExitStack() as stack:
        listening = stack.enter_context(_listening(host, port))
        address = f"http://{host}:{listening.getsockname()[1]}"
        environment = {**os.environ, "PORT": str(listening.getsockname()[1])}
        if demo:
            environment = demo_environment(environment, root=ROOT)
            accounts = prepare_demo(environment, root=ROOT)
        config = config_from_environment(environment, root=ROOT)
        if demo:
            config = replace(config, clock=demo_clock(at))
            fill_demo_beds(environment, root=ROOT, at=config.clock())
        refuse_unmigrated(config.database_url)
        app = create_app(config)
        server = make_server(app, listening, has_proxy=bool(config.trusted_proxies))
        stack.callback(server.close)
        stack.enter_context(_background(app, config))
        if demo:
            show_demo(address, accounts, at=config.clock())
        else:
            click.echo(f"Kontaktvägar är igång: {address}")
        sys.stdout.flush()
        end_on_signal(_stop)
        server.run()


@contextmanager
def _listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """A socket on the port asked for, else on the first free one."""
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for candidate in ports:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen()  # only now is the port ours alone
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                told = _OF_ADDRESS.get(error.errno or 0, "går inte att öppna")
                raise click.ClickException(f"{host}, port {candidate}: {told}.") from None
            continue
        with listening:
            yield listening
        return
    raise click.ClickException(f"Porten {ports[0]} är upptagen.")


_OF_ADDRESS = {
    errno.EACCES: "rättighet saknas; portar under 1024 är systemets",
    errno.EADDRNOTAVAIL: "adressen finns inte på den här maskinen",
}


@contextmanager
def _background(app: Flask, config: Config) -> Iterator[None]:
    """The worker, and the phones of the lab, for as long as the web runs."""
    with app.app_context():
        holder, engine = current_holder(), db.engine
    running: list[RunningWorker | RealTime] = []
    if config.telephony is not Telephony.OFF:
        running.append(RunningWorker(config, engine, holder))
    if LAB in app.extensions:
        running.append(RealTime(app.extensions[LAB]))
    for one in running:
        one.start()
    try:
        yield
    finally:
        for one in running:
            one.stop()
        holder.close()


def _stop() -> None:
    raise SystemExit(0)
