"""Lines of the official lists as cells, column by column, in the form's own words."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from outreach_app.domain.form_layouts import CellValue
from outreach_app.domain.forms import HealthLine, ResultForm, VoluntaryLine

CONTRIBUTION, OWN, EXTRA, OTHER = 7, 8, 11, 13
"""The columns of D05-TS that are summed, counted from 0: 6, 7, 10 and 12 by the form's own numbers."""


def list_voluntary_cells(
    lines: Iterable[VoluntaryLine], words: Mapping[str, str]
) -> tuple[tuple[CellValue, ...], ...]:
    """The cells of D05-TS: A, B and 1 to 15."""
    return tuple(_voluntary_cells(at, line, words) for at, line in enumerate(lines, start=1))


def _voluntary_cells(at: int, line: VoluntaryLine, words: Mapping[str, str]) -> tuple[CellValue, ...]:
    return (
        at, line.name, line.number, line.born, line.first_month, line.months, line.income, line.contribution, line.own,
        write_percent(line.state_percent), _percent_or_nothing(line.extra_percent), line.extra or "", "",
        line.other or "", words[line.result] if line.result else "", words[line.kind],
        "; ".join(_notes(line, words)),
    )  # fmt: skip


def _notes(line: VoluntaryLine, words: Mapping[str, str]) -> Iterable[str]:
    if line.subsidised is not None and not line.state_apart:
        yield words["note_months"].format(months=line.subsidised)
    if line.state_apart:
        yield words["note_state"].format(amount=f"{line.state:,}".replace(",", "."))
    if not line.confirmed:
        yield words["note_unconfirmed"]


def sum_voluntary(lines: Sequence[VoluntaryLine]) -> dict[int, int]:
    """The sums of D05-TS by column, in đồng."""
    return {
        CONTRIBUTION: sum(line.contribution for line in lines),
        OWN: sum(line.own for line in lines),
        EXTRA: sum(line.extra for line in lines),
        OTHER: sum(line.other for line in lines),
    }


def list_health_cells(
    lines: Iterable[HealthLine], words: Mapping[str, str]
) -> tuple[tuple[CellValue, ...], ...]:
    """The cells of Mẫu số 4: A, B and 1 to 10."""
    return tuple(_health_cells(at, line, words) for at, line in enumerate(lines, start=1))


def _health_cells(at: int, line: HealthLine, words: Mapping[str, str]) -> tuple[CellValue, ...]:
    return (
        at, line.name, line.insurance_number, line.citizen_number, line.born, line.hospital,
        line.base_salary or "", line.relation,
        _percent_or_nothing(line.state_percent),
        words["electronic"] if line.result is ResultForm.ELECTRONIC else "",
        words["paper"] if line.result is ResultForm.PAPER else "",
        "; ".join(_health_notes(line, words)),
    )  # fmt: skip


def _health_notes(line: HealthLine, words: Mapping[str, str]) -> Iterable[str]:
    if line.months is not None:
        yield words["months"].format(months=line.months)
    elif line.joined:
        yield words["joined"].format(month=line.joined)
    if not line.confirmed:
        yield words["note_unconfirmed"]


def count_cards(lines: Iterable[HealthLine]) -> tuple[int, int | None]:
    """How many cards are asked for, and how many of them on paper: None as long as nobody has said."""
    joining = [line for line in lines if line.months is not None]
    told = [line for line in joining if line.result is not None]
    papers = sum(line.result is ResultForm.PAPER for line in told)
    return len(joining), papers if len(told) == len(joining) else None


def write_percent(value: Decimal) -> CellValue:
    """A percentage as a cell holds it: 20, or 22.5."""
    return int(value) if value == value.to_integral_value() else value


def _percent_or_nothing(value: Decimal | None) -> CellValue:
    return "" if value is None else write_percent(value)
