"""What a command says, as a digest: the same idempotency key comes with the same content."""

import dataclasses
import hashlib
import json
from typing import Any

from app.actions.errors import IdempotencyConflict


def fingerprint_of(command: Any) -> str:  # noqa: ANN401 - any dataclass
    """Alike for two commands that ask the same."""
    text = json.dumps(dataclasses.asdict(command), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_other_content(kept: str | None, command: Any) -> None:  # noqa: ANN401 - any dataclass
    """Raise ``IdempotencyConflict`` unless the key came with this; what was made before contents
    were compared (None) is not."""
    if kept is not None and kept != fingerprint_of(command):
        raise IdempotencyConflict
