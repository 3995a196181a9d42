"""One line of the list of people to be asked, what it may be narrowed by, and its counts."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import Stage


@dataclass(frozen=True, slots=True)
class ProspectFilter:
    """What the list is narrowed by; `closed` asks for those who are not to be asked instead."""

    village: bytes | None = None
    reason: str | None = None
    scheme: Scheme | None = None
    import_id: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ProspectLine:
    """Somebody to be asked about a scheme; `person` is None where a whole home is meant, `id` where nothing is stored.

    `source` is the list's name or how it is known else, `source_row` and `named_on` its row and the day it came in.
    `employees` and `insured_employees` are those of the firm or shop that the list tells of.
    """

    id: bytes | None
    person: bytes | None
    name: str
    household: bytes
    code: str
    village: str
    scheme: Scheme
    reason: str
    source: str
    source_row: int | None
    import_id: str
    named_on: date | None
    stage: Stage
    next_on: date | None
    employees: int | None = None
    insured_employees: int | None = None


@dataclass(frozen=True, slots=True)
class ProspectCount:
    """How many there are of one reason and scheme: prospects, people, homes."""

    reason: str
    scheme: Scheme
    prospects: int
    people: int
    households: int
