"""Uttag that take long are made in a place of their own: a process, one at a time on a machine.

A file of a hundred thousand rows costs twenty seconds of processor. Made where pages and webhooks
are answered it would stop them all. So what is not made within a second is left to a process
that yields to all others; whoever asked comes again until it is ready. The web processes of a
machine know of one another's by a folder of the system's for temporary files.
"""

import fcntl
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.statistics.csv_lines import Form
from app.statistics.file_process import FAILED, PART

SOON_SECONDS: Final = 1.0
KEPT_SECONDS: Final = 15 * 60
"""A file that nobody has come for is taken away, since it is true no longer."""

_READY: Final = ".gz"
_ASKED: Final = ".asked"
_running: "list[subprocess.Popen[bytes]]" = []


class Making(StrEnum):
    """Why there is no file yet."""

    STARTED = "started"
    UNDER_WAY = "under_way"
    OTHERS = "others"  # somebody else's is being made
    FAILED = "failed"


class NoSafeFolder(OSError):
    """The folder for the files is not ours alone."""


@dataclass(frozen=True, slots=True)
class WantedFile:
    """Who wants which days of a table, in which form; both days are included."""

    database_url: str
    account_id: int
    table: str
    from_on: date
    to_on: date
    form: Form = Form.CSV

    @property
    def name(self) -> str:
        """Of the file, without what it holds."""
        days = f"{self.from_on}|{self.to_on}"
        told = f"{self.database_url}|{self.account_id}|{self.table}|{days}|{self.form}"
        return sha256(told.encode()).hexdigest()[:32]


def soon(lines: Iterable[str], *, seconds: float | None = None) -> str | None:
    """The whole text when it can be made in a moment, None otherwise."""
    limit = SOON_SECONDS if seconds is None else seconds
    begun, made = time.monotonic(), []
    for line in lines:
        made.append(line)
        if time.monotonic() - begun > limit:
            return None
    return "".join(made)


def is_long(wanted: WantedFile) -> bool:
    """Whether it has been asked for lately, and could not be made in a moment."""
    return (_folder() / f"{wanted.name}{_ASKED}").exists()


def take_file(wanted: WantedFile) -> bytes | Making:
    """The file as gzip, given once; else how far it has come, and it is begun when it can be.

    Raises ``NoSafeFolder``.
    """
    ready = _folder() / f"{wanted.name}{_READY}"
    ready.with_suffix(_ASKED).touch(mode=0o600)
    made = _given(ready)
    if made is not None:
        return made
    failed = ready.with_suffix(FAILED)
    if failed.exists():
        failed.unlink(missing_ok=True)
        return Making.FAILED
    slot = os.open(_folder() / "slot", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            is_ours = os.pread(slot, 100, 0).decode() == wanted.name
            return Making.UNDER_WAY if is_ours else Making.OTHERS
        made = _given(ready)  # it may have become ready a moment ago
        if made is not None:
            return made
        os.ftruncate(slot, 0)
        os.pwrite(slot, wanted.name.encode(), 0)
        _start(wanted, ready, slot)
        return Making.STARTED
    finally:
        os.close(slot)  # the process has it now, and with it the lock, for as long as it lives


def _start(wanted: WantedFile, ready: Path, slot: int) -> None:
    _forget_old(ready.parent)
    order = {
        "table": wanted.table,
        "from_on": str(wanted.from_on),
        "to_on": str(wanted.to_on),
        "form": wanted.form.value,
        "file": str(ready),
    }
    _forget_ended()
    process = subprocess.Popen(  # noqa: S603 - ourselves, with words of our own
        [sys.executable, "-m", "app.statistics.file_process", json.dumps(order)],
        env={**os.environ, "DATABASE_URL": wanted.database_url},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[slot],
    )
    _running.append(process)


def _forget_ended() -> None:
    for process in [one for one in _running if one.poll() is not None]:
        _running.remove(process)
        if process.stdin is not None:
            process.stdin.close()


def _given(ready: Path) -> bytes | None:
    """What is in the file, which is then gone."""
    try:
        content = ready.read_bytes()
    except FileNotFoundError:
        return None
    ready.unlink(missing_ok=True)
    return content


def _forget_old(folder: Path) -> None:
    oldest = time.clock_gettime(time.CLOCK_REALTIME) - KEPT_SECONDS
    for file in folder.iterdir():
        # Nobody writes now: we have the slot.
        if file.suffix == PART or (file.suffix and file.stat().st_mtime < oldest):
            file.unlink(missing_ok=True)


def _folder() -> Path:
    """Ours alone; a folder that somebody else has put there is not used."""
    folder = Path(tempfile.gettempdir()) / f"kontaktvagar-uttag-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise NoSafeFolder(str(folder))
    return folder
