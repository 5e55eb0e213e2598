"""``kontaktvagar worker``: sends and escalates, beside any number of web processes."""

import threading

import click

from app.cli.ending import end_on_signal
from app.cli.opening import opened_engine, settings
from app.config import Telephony
from app.directory_holder import DirectoryHolder
from app.scheduler import RunningWorker


@click.command()
def worker() -> None:
    """Starta en arbetare som ringer och eskalerar."""
    config = settings()
    if config.telephony is Telephony.OFF:
        raise click.ClickException(
            "Telefonin är avstängd. Sätt KONTAKTVAGAR_TELEPHONY till twilio eller lab."
        )
    stopping = threading.Event()
    end_on_signal(stopping.set)
    with opened_engine(config.database_url) as engine:
        holder = DirectoryHolder(
            engine,
            callable_countries=config.callable_countries,
            live_limits=config.live_limits,
        )
        running = RunningWorker(config, engine, holder)
        running.start()
        click.echo("Arbetaren är igång. Avsluta med Ctrl+C.")
        stopping.wait()
        running.stop()
        holder.close()
