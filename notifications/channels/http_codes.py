"""What HTTP's own status numbers mean to us, whichever provider they come from."""

# Statuses below 500 worth another try: our own credentials may be mended while the patient waits.
# All from 500 on are, too: they speak of the provider's trouble, or of a proxy's on the way.
TEMPORARY_STATUS = frozenset({401, 403, 408, 409, 425, 429})
SERVER_ERROR = 500


def is_temporary(status: int) -> bool:
    """Whether a refused request may succeed when it is tried again."""
    return status in TEMPORARY_STATUS or status >= SERVER_ERROR
