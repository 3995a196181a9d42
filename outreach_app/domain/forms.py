"""What the official lists say of sign-ups: each line out of the stored amounts, exact to the đồng.

D05-TS has the columns of Decision 366/QĐ-BHXH. Its guide gives column 6 as months x income x 22 %, which holds for 1,
3, 6 and 12 months only (years ahead are discounted, missing months compounded), and garbles column 7; here column 6
is the stored contribution, and column 7 what is left of it: 6 - the state's part - 10 - 12.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from outreach_app.domain.people import PartialDate
from outreach_app.domain.quotes import nearest
from outreach_app.domain.rows import EnrolmentRow, PersonRow
from outreach_app.i18n import N_

_HUNDRED = 100


class Form(StrEnum):
    """The official forms this program fills in."""

    VOLUNTARY_LIST = "d05"
    HEALTH_LIST = "mau4"
    DECLARATION = "tk1"


FORM_NAMES: dict[Form, str] = {
    Form.VOLUNTARY_LIST: "D05-TS",
    Form.HEALTH_LIST: "Mẫu số 4",
    Form.DECLARATION: "TK1-TS",
}
"""The forms by the names they carry themselves, in any language."""


class ResultForm(StrEnum):
    """How somebody wants the book or the card: electronic and paper count the same (Law on Health Insurance Art 16)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


RESULT_NAMES: dict[ResultForm, str] = {
    ResultForm.ELECTRONIC: N_("electronic"),
    ResultForm.PAPER: N_("on paper"),
}


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """The rules of the signing day: the state's percentage, `line` = rate x poverty line in đồng a month.

    `extra_percent` is what the province adds as a percentage of the same line, None when it adds đồng or nothing.
    """

    percent: Decimal
    line: Fraction
    extra_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VoluntaryLine:
    """One line of D05-TS; amounts in đồng for the whole payment, percentages None where the form stays empty.

    `subsidised` is set when the state supports fewer months than are paid; `state_apart` when the state's amount does
    not follow from percentage and months, so that the note has to tell it.
    """

    name: str
    number: str
    born: str
    first_month: str
    months: int
    income: int
    contribution: int
    own: int
    state: int
    state_percent: Decimal
    extra_percent: Decimal | None
    extra: int
    other: int
    kind: str
    result: ResultForm | None
    subsidised: int | None
    state_apart: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One line of Mẫu số 4; a member who does not join now has no months.

    `joined` is the first month of a sign-up of the same year that stands already; `state_percent` None without support;
    `hospital` is where health care begins, as far as it was told.
    """

    name: str
    insurance_number: str
    citizen_number: str
    born: str
    relation: str
    base_salary: int | None = None
    state_percent: Decimal | None = None
    result: ResultForm | None = None
    months: int | None = None
    joined: str = ""
    hospital: str = ""
    confirmed: bool = True


def make_voluntary_line(
    row: EnrolmentRow, person: PersonRow, *, terms: SubsidyTerms, result: ResultForm | None
) -> VoluntaryLine:
    """Write a sign-up down as the list wants it; the person's birth date, and the income, must be known."""
    assert person.born is not None
    assert row.income is not None
    subsidised = count_supported_months(row, terms)
    extra_percent = terms.extra_percent if _is_share(row, terms, subsidised or row.months) else None
    return VoluntaryLine(
        name=person.name,
        number=person.insurance_number or person.citizen_number or "",
        born=write_born(person.born),
        first_month=write_month(row.first_month),
        months=row.months,
        income=row.income,
        contribution=row.contribution,
        own=row.own,
        state=row.state,
        state_percent=terms.percent if row.state else Decimal(0),
        extra_percent=extra_percent,
        extra=row.top_up,
        other=row.other,
        kind=row.kind,
        result=find_result(row, result),
        subsidised=subsidised if row.state and subsidised != row.months else None,
        state_apart=bool(row.state) and subsidised is None,
        confirmed=row.confirmed,
    )


def count_supported_months(row: EnrolmentRow, terms: SubsidyTerms) -> int | None:
    """How many months the stored state part stands for, None when it is no whole number of months.

    The state supports 120 months in a life (Decree 159/2025 Art 5), so the last payment may be supported in part.
    """
    monthly = terms.line * Fraction(terms.percent) / _HUNDRED
    if not row.state or not monthly:
        return None
    months = nearest(row.state / monthly)
    return months if 0 < months <= row.months and nearest(monthly * months) == row.state else None


def _is_share(row: EnrolmentRow, terms: SubsidyTerms, months: int) -> bool:
    if terms.extra_percent is None or not row.top_up:
        return False
    return nearest(terms.line * months * Fraction(terms.extra_percent) / _HUNDRED) == row.top_up


def make_health_line(
    person: PersonRow, relation: str, *, row: EnrolmentRow | None, base_salary: int, result: ResultForm | None,
    joined: str = "",
) -> HealthLine:  # fmt: skip
    """Write a member of the household down, with the sign-up when there is one; `base_salary` of its day, in đồng."""
    line = HealthLine(
        name=person.name,
        insurance_number=person.insurance_number or "",
        citizen_number=person.citizen_number or "",
        born=write_born(person.born) if person.born else "",
        relation=relation,
        joined=write_month(joined) if joined else "",
    )
    if row is None:
        return line
    return HealthLine(
        line.name, line.insurance_number, line.citizen_number, line.born, line.relation,
        base_salary=base_salary, state_percent=find_percent(row.state, row.contribution),
        result=find_result(row, result), months=row.months, hospital=row.hospital, confirmed=row.confirmed,
    )  # fmt: skip


def find_result(row: EnrolmentRow, told: ResultForm | None) -> ResultForm | None:
    """How this person's book or card is wanted: what was told at the sign-up, else what is told for a whole list."""
    known = {each.value: each for each in ResultForm}
    return known.get(row.card, told)


def find_percent(part: int, whole: int) -> Decimal | None:
    """The whole percentage of an amount that comes to a part of it on the đồng; None for nothing, or when none does."""
    if not part or not whole:
        return None
    percent = nearest(Fraction(part * _HUNDRED, whole))
    return Decimal(percent) if nearest(Fraction(whole * percent, _HUNDRED)) == part else None


def adds_up(row: EnrolmentRow) -> bool:
    """Whether the stored parts make up the stored contribution, as column 7 rests on them."""
    return row.own == row.contribution - row.state - row.top_up - row.other and row.own >= 0


def write_born(born: PartialDate) -> str:
    """A birth date as the forms want it: 02/05/1984, 05/1984 or 1984."""
    parts = (born.day and f"{born.day:02d}", born.month and f"{born.month:02d}", f"{born.year:04d}")
    return "/".join(part for part in parts if part)


def write_month(month: str) -> str:
    """A stored month like 2026-12 as the forms want it: 12/2026."""
    return f"{month[5:7]}/{month[:4]}"


def write_day(day: date) -> dict[str, str]:
    """A day in the three pieces that `ngày … tháng … năm …` takes."""
    return {"day": f"{day.day:02d}", "month": f"{day.month:02d}", "year": f"{day.year:04d}"}
