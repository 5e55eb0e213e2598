"""What a log may hold: ids and codes, never a phone number, an identity or a row.

A database that refuses a row quotes it (PostgreSQL's ``DETAIL``), with numbers and free text; the
traceback that is logged then holds them. They are taken out as the record is made, before any
handler – the web server's, Flask's, one that sends errors elsewhere – sees it.
"""

import logging
import re
import traceback
from contextlib import suppress
from functools import partial
from typing import Any

from routing.identity import find_identities

HIDDEN = "…"

# What the database adds about the row and the values, up to where SQLAlchemy or Python goes on.
_ROW = re.compile(
    r"(?ms)^(\s*(?:\|\s*)?)(DETAIL|CONTEXT|HINT|QUERY|STATEMENT):.*?"
    r"(?=^\s*(?:\|\s*)?(?:\[SQL:|\(Background on|Traceback|The above exception|During handling|\+-)"
    r"|\Z)"
)

# Seven digits or more, written together or in groups: telephone numbers in every form. Ids, moments
# and what stands inside a word are no numbers. What is a patient's identity ``routing.identity``
# knows, also where it stands beside a date or in an address.
_ID = r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
_MOMENT = r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
_NUMBER = r"(?:%2B|\+|(?<![\w.]))(?:\(0\))?\d(?:[ \u00a0()/–-]{0,2}\d){6,}(?!\w)"
_DIGITS = re.compile(f"({_ID}|{_MOMENT})|{_NUMBER}")


def install() -> None:
    """Clean every record of this process; again and again changes nothing."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, partial) or make.func is not _clean_record:
        logging.setLogRecordFactory(partial(_clean_record, make))


def without_people(text: str) -> str:
    """The text without rows, identities and numbers."""
    text = _ROW.sub(lambda found: f"{found[1]}{found[2]}: {HIDDEN}\n", text)
    for start, end in reversed(find_identities(text)):
        text = text[:start] + HIDDEN + text[end:]
    return _DIGITS.sub(lambda found: found[1] or HIDDEN, text)


def _clean_record(
    make: Any,  # noqa: ANN401 - the record factory that was there before, whatever it takes
    *args: Any,
    **more: Any,
) -> logging.LogRecord:
    record: logging.LogRecord = make(*args, **more)
    if record.exc_info and record.exc_info[1] is not None:
        # Formatters take the text that is there, and look at the exception no more.
        told = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        record.exc_text = without_people(told)
    if record.stack_info:
        record.stack_info = without_people(record.stack_info)
    with suppress(Exception):  # a message that cannot be put together is logging's to tell of
        said = record.getMessage()
        clean = without_people(said)
        if clean != said:  # addresses in a server's access log, and what a warning quotes
            record.msg, record.args = clean, None
    return record
