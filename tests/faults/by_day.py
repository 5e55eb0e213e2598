"""``kontaktvagar …`` on the benchmarks' clock, which shows a working day whenever tests run."""

import importlib
import os
from dataclasses import replace

from app.cli import main
from app.config import config_from_environment
from tests.benchmarks.moved_clock import moved_clock
from tests.benchmarks.servers import ROOT


def by_day(environment=os.environ, *, root=ROOT):
    """The settings, with the other clock."""
    config = config_from_environment(environment, root=root)
    return replace(config, clock=moved_clock(environment))


if __name__ == "__main__":
    vars(importlib.import_module("app.cli.serve"))["config_from_environment"] = by_day
    vars(importlib.import_module("app.cli.worker"))["settings"] = by_day
    main()
