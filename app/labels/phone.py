"""Phone numbers as Swedes write them."""

from models.phone_numbers import written


def phone_display(number: str | None) -> str:
    """E.164 as in "070-174 06 05", short numbers as "113 13"; unreadable ones as they are."""
    return written(number) if number else ""
