"""What a command says, as a digest: the same idempotency key comes with the same content."""

import dataclasses
import hashlib
import json
from datetime import datetime
from typing import Any

from app.actions.shared.errors import IdempotencyConflict
from routing.calendar import in_utc


def fingerprint_of(command: Any) -> str:  # noqa: ANN401 - any dataclass
    """Alike for two commands that ask the same."""
    content = dataclasses.asdict(command)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str | list[str]:
    match value:
        case datetime():
            return in_utc(value).isoformat()
        case frozenset():
            return sorted(value)
    raise TypeError(type(value).__name__)


def refuse_other_content(kept: str | None, command: Any) -> None:  # noqa: ANN401 - any dataclass
    """Raise ``IdempotencyConflict`` unless the key came with this; what was made before contents
    were compared (None) is not."""
    if kept is not None and kept != fingerprint_of(command):
        raise IdempotencyConflict
