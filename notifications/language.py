"""Which language somebody is spoken and written to in."""

from enum import StrEnum


class Language(StrEnum):
    """Språk: Swedish unless somebody has chosen English."""

    SV = "sv"
    EN = "en"
