"""A worker as ``kontaktvagar worker`` runs it, on the benchmark's clock; says when it is ready."""

import os
import signal
import threading
from dataclasses import replace

from app.cli.opening import opened_engine
from app.config import config_from_environment
from app.directory_holder import DirectoryHolder
from app.scheduler import RunningWorker
from tests.benchmarks.moved_clock import moved_clock
from tests.benchmarks.servers import ROOT


def main() -> None:
    """Run until told to end."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    config = config_from_environment(os.environ, root=ROOT)
    config = replace(config, clock=moved_clock(os.environ))
    with opened_engine(config.database_url) as engine:
        holder = DirectoryHolder(engine)
        running = RunningWorker(config, engine, holder)
        running.start()
        print("ready", flush=True)
        stopping.wait()
        running.stop()
        holder.close()


if __name__ == "__main__":
    main()
