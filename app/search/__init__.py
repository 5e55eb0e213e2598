"""Finding in the directory: by letters, by synonyms, by what is near."""

from app.search.names import (
    find_municipality,
    find_specialty,
    find_unit,
    nearest,
    search_specialties,
)
from app.search.text import fold, swedish_key
from app.search.units import UnitFilters, search_units

__all__ = [
    "UnitFilters",
    "find_municipality",
    "find_specialty",
    "find_unit",
    "fold",
    "nearest",
    "search_specialties",
    "search_units",
    "swedish_key",
]
