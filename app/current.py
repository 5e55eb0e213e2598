"""What every view may ask of the running application: the directory as it is now, and the clock."""

from datetime import datetime
from typing import cast

from flask import Flask, current_app

from app.clock import Clock
from app.config import Config
from app.directory_holder import DirectoryHolder
from routing.directory import Directory

_HOLDER = "kontaktvagar.directory"
_CONFIG = "kontaktvagar.config"


def install(app: Flask, *, config: Config, holder: DirectoryHolder) -> None:
    """Bind settings and directory to an application."""
    app.extensions[_CONFIG] = config
    app.extensions[_HOLDER] = holder


def current_holder() -> DirectoryHolder:
    """The holder of the directory, e.g. for ``fresh(session)``."""
    return cast(DirectoryHolder, current_app.extensions[_HOLDER])


def current_directory() -> Directory:
    """The directory as it is now."""
    return current_holder().current()


def current_config() -> Config:
    """The settings the application was made with."""
    return cast(Config, current_app.extensions[_CONFIG])


def current_clock() -> Clock:
    """The clock of this application: call it for the moment now, in UTC."""
    return current_config().clock


def current_moment() -> datetime:
    """The moment now, in UTC, by the application's clock."""
    return current_clock()()
