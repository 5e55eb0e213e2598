"""Ids as they stand in addresses and forms: anything may be typed there."""

from uuid import UUID

from flask import abort


def id_or_404(text: str) -> str:
    """The id of a contact or an attempt; what cannot be one does not exist."""
    try:
        return str(UUID(text))
    except ValueError:
        abort(404)
