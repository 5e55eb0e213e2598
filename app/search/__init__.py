"""Finding in the directory: by letters, by synonyms, by what is near."""

from app.search.names import (
    find_municipality,
    find_specialty,
    find_unit,
    nearest,
)
from app.search.specialties import SURE, Fit, SpecialtyHit, find_by_words, spelled_nearly
from app.search.text import fold, swedish_key
from app.search.units import UnitFilters, respelled, search_units

__all__ = [
    "SURE",
    "Fit",
    "SpecialtyHit",
    "UnitFilters",
    "find_by_words",
    "find_municipality",
    "find_specialty",
    "find_unit",
    "fold",
    "nearest",
    "respelled",
    "search_units",
    "spelled_nearly",
    "swedish_key",
]
