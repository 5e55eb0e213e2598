"""People as pages name them."""

from routing.directory import Directory


def person_name(person_id: str | None, directory: Directory) -> str:
    """``Karin Ek, överläkare``; empty for nobody."""
    person = directory.people.get(person_id or "")
    if person is None:
        return ""
    return f"{person.name}, {person.title}" if person.title else person.name
