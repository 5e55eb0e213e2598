"""Patientidentitet: the one recogniser of personnummer, samordningsnummer and reserve numbers.

For what is typed, said, dialled, sent in addresses and headers, read from files and logged.
"""

from routing.identity.recognise import (
    find_identities,
    holds_identity,
    is_identity_as_number,
    may_be_heard,
)

__all__ = ["find_identities", "holds_identity", "is_identity_as_number", "may_be_heard"]
