"""Which on-call lines (jourlinjer) a step of the matrix means, for this patient's municipality."""

from routing.directory import Directory
from routing.matrix import RuleStep, Scope
from routing.types import ContactPath, LineKind, RequesterRole, RequestFacts
from routing.units import OnCallLine

BY_SPECIALTY = frozenset({LineKind.CONSULT, LineKind.ON_CALL, LineKind.WARD})


def lines_for(step: RuleStep, facts: RequestFacts, directory: Directory) -> tuple[OnCallLine, ...]:
    """The lines a step names, in the order they are to be tried; open or not, staffed or not.

    A ward's line serves the specialties of its ward. A line without specialty serves every
    specialty, after those that have the one wanted; where no
    specialty is wanted only lines without one serve. Within each scope the order is: hospitals as
    the municipality lists them, then that of the index. ``Scope.COUNTY`` means the lines that
    belong to no hospital and cover all municipalities; only where there are none, every line that
    covers the patient's municipality.
    """
    lines = directory.index.lines(step.kind, step.specialty or facts.specialty)
    match step.scope:
        case Scope.OWN_HOSPITAL:
            return _at_hospitals(lines, _hospitals(facts, directory)[:1])
        case Scope.OTHER_HOSPITALS:
            return _at_hospitals(lines, _hospitals(facts, directory)[1:])
        case Scope.OWN_MUNICIPALITY:
            return _in_municipality(lines, facts.municipality, directory)
        case Scope.CHOSEN_UNIT:
            return tuple(line for line in lines if line.unit_id == facts.unit_id)
        case Scope.COUNTY:
            county_wide = tuple(line for line in lines if not (line.hospital_id or line.covers))
            return county_wide or tuple(
                line for line in lines if not line.covers or facts.municipality in line.covers
            )


def needs_specialty(path: ContactPath, role: RequesterRole, directory: Directory) -> bool:
    """Whether the path must be told what it is about: some step asks for the specialty wanted."""
    return any(
        rule.specialties or any(_asks_for_specialty(step) for step in rule.steps)
        for rule in directory.index.rules(path, role)
    )


def _asks_for_specialty(step: RuleStep) -> bool:
    return step.specialty is None and step.kind in BY_SPECIALTY


def _hospitals(facts: RequestFacts, directory: Directory) -> tuple[str, ...]:
    municipality = directory.municipalities.get(facts.municipality)
    return municipality.hospitals if municipality else ()


def _at_hospitals(
    lines: tuple[OnCallLine, ...], hospitals: tuple[str, ...]
) -> tuple[OnCallLine, ...]:
    return tuple(line for hospital in hospitals for line in lines if line.hospital_id == hospital)


def _in_municipality(
    lines: tuple[OnCallLine, ...], code: str, directory: Directory
) -> tuple[OnCallLine, ...]:
    def is_there(line: OnCallLine) -> bool:
        unit = directory.units.get(line.unit_id)
        return code in line.covers or (unit is not None and unit.municipality == code)

    return tuple(line for line in lines if is_there(line))
