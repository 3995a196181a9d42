"""The lines of B15a-UQ: each organisation with its collectors, what they were to reach by contract and what they did.

Cells follow the columns of the form (A, B, C, 1 to 33); what the program does not know is an empty text for the hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach_app.domain.form_layouts import CellValue
from outreach_app.domain.official_paper import number_heading
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Stretch
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.results import take_percent
from outreach_app.domain.targets import Aim, Subject
from outreach_app.domain.text import fold, sort_key

_BLANK: tuple[CellValue, ...] = ("",) * 8
_GROUPS = (None, Scheme.VOLUNTARY, None, Scheme.HOUSEHOLD_HEALTH)
"""The four groups of eight columns: compulsory, voluntary, accident and self-paid health insurance."""
_FIRST, _SHARE, _WIDTH = 3, 7, 8
_SUMMED = frozenset(range(_SHARE))

Lines = Mapping[Scheme, ReportRow]
"""What somebody did under each scheme."""


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One row of the form; `strong` for an organisation, below which its collectors stand.

    `named` is False for what nobody is named for.
    """

    cells: tuple[CellValue, ...]
    strong: bool = False
    named: bool = True


def list_contract_lines(
    agencies: Iterable[ReportRow], collectors: Iterable[ReportRow], words: Mapping[str, str]
) -> list[ContractLine]:
    """List organisations in order, each with its collectors; who belongs to none comes last, with nobody's sign-ups."""
    people: dict[str, dict[Subject, dict[Scheme, ReportRow]]] = defaultdict(lambda: defaultdict(dict))
    for row in collectors:
        agency = fold(row.affiliation.agency) if row.affiliation else ""
        people[agency][row.subject][row.scheme] = row
    named = {row.subject.key: row.name for row in agencies if row.subject.key}
    whole = _by_subject(agencies)
    lines: list[ContractLine] = []
    for key in (*sorted(named), ""):
        told = whole.get(key, {})
        own = list(people.get(key, {}).values())
        if key or own:
            title = words["organisation"].format(name=named[key]) if key else words["no_organisation"]
            place = number_heading(sum(line.strong for line in lines) + 1)
            lines.append(ContractLine((place, title, "", *_cells(told)), strong=True, named=bool(key)))
            lines += _list_people(own, words)
    return lines


def _by_subject(rows: Iterable[ReportRow]) -> dict[str, dict[Scheme, ReportRow]]:
    found: dict[str, dict[Scheme, ReportRow]] = defaultdict(dict)
    for row in rows:
        found[row.subject.key][row.scheme] = row
    return found


def _list_people(own: Sequence[Lines], words: Mapping[str, str]) -> Iterator[ContractLine]:
    def place(lines: Lines) -> tuple[object, ...]:
        row = next(iter(lines.values()))
        return not row.subject.key, sort_key(row.name)

    for number, lines in enumerate(sorted(own, key=place), start=1):
        name = next(iter(lines.values())).name
        yield ContractLine((number, name or words["nobody"], "", *_cells(lines)), named=bool(name))


def _cells(lines: Lines) -> tuple[CellValue, ...]:
    told = (_count(lines[scheme]) if scheme is not None and scheme in lines else _BLANK for scheme in _GROUPS)
    return (*(cell for group in told for cell in group), "")


def _count(row: ReportRow) -> tuple[CellValue, ...]:
    """Target of the year (whole, new, continuing), done in the month, cumulative, percent of the target."""
    plans = {
        plan.target.aim: plan.target.people
        for plan in reversed((*row.plans, *row.running))
        if plan.target.period.stretch is Stretch.YEAR
    }
    new, continuing = plans.get(Aim.JOINED), plans.get(Aim.CONTINUING)
    total = plans.get(Aim.TOTAL)
    if total is None and new is not None and continuing is not None:
        total = new + continuing
    share = take_percent(row.to_date.total, total) if total else None
    tally = row.tally
    known: tuple[CellValue | None, ...] = (
        total, new, continuing, tally.total, tally.joined, tally.continuing, row.to_date.total, share
    )  # fmt: skip
    return tuple("" if cell is None else cell for cell in known)


def sum_contracts(lines: Sequence[ContractLine]) -> dict[int, int]:
    """Add up the organisations by column; a column nobody has a number in stays empty, and so do percentages."""
    sums: dict[int, int] = {}
    for line in lines:
        for column, cell in enumerate(line.cells[_FIRST:-1]):
            if line.strong and isinstance(cell, int) and column % _WIDTH in _SUMMED:
                sums[_FIRST + column] = sums.get(_FIRST + column, 0) + cell
    return sums
