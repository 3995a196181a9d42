"""An advice in words: people as columns, the arithmetic as rows, the family last; later days, and who is left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from outreach_app.domain.advice import FamilyAdvice, LaterPayment, PersonAdvice
from outreach_app.domain.health import PERIODS
from outreach_app.domain.methods import REGULAR_MONTHS
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import DOT, name_given


class AdviseRow(StrEnum):
    """The rows of the table from top to bottom."""

    HEALTH = "health"
    PLACE = "place"
    HEALTH_OWN = "health_own"
    SOCIAL = "social"
    INCOME = "income"
    METHOD = "method"
    DUE = "due"
    STATE = "state"
    TOP_UP = "top_up"
    SOCIAL_OWN = "social_own"


GROUPS = (AdviseRow.HEALTH, AdviseRow.SOCIAL)
WALKED = (AdviseRow.PLACE, AdviseRow.INCOME, AdviseRow.METHOD)
"""The rows in which something is chosen."""


@dataclass(frozen=True, slots=True)
class AdviseCell:
    """One cell: `text` over `detail`; a slider by (value, lowest, highest), or choices by (text, chosen).

    `closed` when nothing can be chosen there; `doubt` carries the sign of the unconfirmed.
    """

    text: str = ""
    detail: str = ""
    muted: bool = False
    doubt: bool = False
    closed: bool = False
    slider: tuple[int, int, int] | None = None
    choices: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class AdviseLine:
    """One row: its label over a second line with a sign, a cell per person, and the family's."""

    row: AdviseRow
    label: str
    detail: str = ""
    sign: str = ""
    strong: bool = False
    link: str = ""
    cells: tuple[AdviseCell, ...] = ()
    family: AdviseCell = AdviseCell()


@dataclass(frozen=True, slots=True)
class AdviseColumn:
    """One person: whole name over age and relation."""

    person: bytes
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class AdviseTable:
    """The whole table; `total` is the last row with one amount per person and the family's, the only large figure."""

    columns: tuple[AdviseColumn, ...]
    family: str
    lines: tuple[AdviseLine, ...]
    total_label: str
    totals: tuple[AdviseCell, ...]
    total: AdviseCell


def make_table(words: Catalogue, advice: FamilyAdvice) -> AdviseTable:
    """Put an advice into the cells of the table."""
    people = advice.people
    columns = tuple(
        AdviseColumn(each.basis.person.id, each.basis.person.name, _tell_who(words, each)) for each in people
    )
    return AdviseTable(
        columns=columns,
        family=words.plural("{count} person", "{count} people", len(people)),
        lines=tuple(_make_lines(words, advice)),
        total_label=words.text("Pays today"),
        totals=tuple(
            AdviseCell(words.money(each.today), doubt=not _is_sure(advice, each)) for each in people
        ),
        total=AdviseCell(words.money(advice.today), doubt=not advice.confirmed),
    )


def _tell_who(words: Catalogue, person: PersonAdvice) -> str:
    age = words.text("{age} years", age=person.basis.age) if person.basis.age is not None else ""
    relation = words.text(RELATIONS.get(person.basis.person.relation, "other relation"))
    return DOT.join(part for part in (age, relation) if part)


def _is_sure(advice: FamilyAdvice, person: PersonAdvice) -> bool:
    health = person.health is None or advice.health is None or advice.health.confirmed
    return health and (person.voluntary is None or person.voluntary.confirmed)


def _make_lines(words: Catalogue, advice: FamilyAdvice) -> Iterator[AdviseLine]:
    link = words.text("How it is worked out")
    months = advice.choices.health_months
    yield AdviseLine(
        AdviseRow.HEALTH,
        words.text("Household health insurance, {months} months", months=months),
        words.text("the rate falls with each member of the same financial year"),
        strong=True,
        link=link,
    )
    yield _line(words, advice, AdviseRow.PLACE, words.text("Place in the household"), _place)
    yield _line(
        words, advice, AdviseRow.HEALTH_OWN, words.text("Pays for health insurance"), _health_own,
        family=AdviseCell(words.money(advice.health_own)), strong=True,
    )  # fmt: skip
    rate = advice.basis.book.rule("voluntary.rate", advice.basis.today).value
    yield AdviseLine(
        AdviseRow.SOCIAL,
        words.text("Voluntary social insurance"),
        words.text("{rate}% of the income chosen", rate=rate),
        strong=True,
        link=link,
    )
    yield from _social_lines(words, advice)


def _social_lines(words: Catalogue, advice: FamilyAdvice) -> Iterator[AdviseLine]:
    yield _line(words, advice, AdviseRow.INCOME, words.text("Income a month"), _income)
    yield _line(words, advice, AdviseRow.METHOD, words.text("Method, months"), _method)
    yield _line(
        words, advice, AdviseRow.DUE, words.text("To be paid"), _due,
        family=AdviseCell(words.money(advice.contribution)),
    )  # fmt: skip
    cap = advice.basis.book.amount("voluntary.subsidy_months", advice.basis.today)
    yield _line(
        words, advice, AdviseRow.STATE, words.text("The state pays"), _state,
        detail=words.text("at most {months} months", months=cap), family=AdviseCell(words.money(-advice.state)),
    )  # fmt: skip
    yield _top_up_line(words, advice)
    yield _line(
        words, advice, AdviseRow.SOCIAL_OWN, words.text("Pays for social insurance"), _social_own,
        family=AdviseCell(words.money(advice.voluntary_own)), strong=True,
    )  # fmt: skip


def _top_up_line(words: Catalogue, advice: FamilyAdvice) -> AdviseLine:
    if advice.waiting_top_up and not advice.top_up:
        detail, sign = words.text("no money for it yet"), "hourglass"
    elif not advice.top_up:
        detail, sign = words.text("none adopted"), "minus"
    else:
        detail, sign = "", ""
    label = words.text("The province adds")
    family = AdviseCell(words.money(-advice.top_up))
    return _line(words, advice, AdviseRow.TOP_UP, label, _top_up, detail=detail, sign=sign, family=family)


MakeCell = Callable[[Catalogue, FamilyAdvice, PersonAdvice], AdviseCell]


def _line(
    words: Catalogue,
    advice: FamilyAdvice,
    row: AdviseRow,
    label: str,
    make: MakeCell,
    *,
    detail: str = "",
    sign: str = "",
    strong: bool = False,
    family: AdviseCell = AdviseCell(),
) -> AdviseLine:
    cells = tuple(make(words, advice, each) for each in advice.people)
    return AdviseLine(row, label, detail, sign, strong, cells=cells, family=family)


def _closed(words: Catalogue) -> AdviseCell:
    return AdviseCell(words.text("not asked"), muted=True, closed=True)


def _place(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    share = person.health
    if person.basis.health_closed is not None:
        return _closed(words)
    if share is None:
        return AdviseCell(words.text("does not join"), muted=True)
    if share.position is None:
        if share.state:
            percent = round(100 * share.state / share.contribution)
            return AdviseCell(words.text("state {percent}%", percent=percent))
        return AdviseCell(words.text("outside the ladder"))
    return AdviseCell(words.text("no. {place} · {percent}%", place=share.position, percent=share.percent))


def _health_own(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    if person.health is None:
        return AdviseCell()
    sure = advice.health is None or advice.health.confirmed
    return AdviseCell(words.money(person.health.own), doubt=not sure)


def _income(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    if person.basis.voluntary_closed is not None:
        return _closed(words)
    if not person.choice.voluntary:
        return AdviseCell(words.text("does not join"), muted=True)
    incomes = advice.basis.incomes
    slider = (person.choice.income, incomes.floor, incomes.ceiling)
    return AdviseCell(words.money(person.choice.income), slider=slider)


def _method(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    if person.basis.voluntary_closed is not None or not person.choice.voluntary:
        return AdviseCell(closed=person.basis.voluntary_closed is not None)
    choices = tuple((str(months), person.choice.method == str(months)) for months in REGULAR_MONTHS)
    return AdviseCell(choices=choices)


def _due(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    quote = person.voluntary
    return AdviseCell(words.money(quote.contribution), doubt=not quote.confirmed) if quote else AdviseCell()


def _state(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    quote = person.voluntary
    if quote is None:
        return AdviseCell()
    if not quote.subsidised_months:
        return AdviseCell(words.money(0), words.text("used up"), muted=True)
    rule = advice.basis.book.rule(f"voluntary.subsidy.{quote.category}", advice.basis.today)
    percent = f"{words.decimal(Decimal(rule.value))}%"
    return AdviseCell(words.money(-quote.state), percent, doubt=not quote.confirmed)


def _top_up(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    quote = person.voluntary
    if quote is None:
        return AdviseCell()
    added = quote.top_up + quote.other
    if not added and person.waiting_top_up:
        return AdviseCell(words.text("not deducted"), muted=True)
    return AdviseCell(words.money(-added), muted=not added)


def _social_own(words: Catalogue, advice: FamilyAdvice, person: PersonAdvice) -> AdviseCell:
    quote = person.voluntary
    return AdviseCell(words.money(quote.own), doubt=not quote.confirmed) if quote else AdviseCell()


# ------------------------------------------------------------------------------------------------- beside the table
@dataclass(frozen=True, slots=True)
class LaterLine:
    """One later day: whom it concerns and what for, and the amount."""

    day: str
    what: str
    amount: str
    doubt: bool


def list_later(words: Catalogue, advice: FamilyAdvice, *, most: int | None = None) -> tuple[LaterLine, ...]:
    """The days on which the family pays again, all or the first of them and the next for health insurance."""
    later = advice.later
    if most is not None and len(later) > most:
        health = [each for each in later if each.scheme is Scheme.HOUSEHOLD_HEALTH][:1]
        first = [each for each in later if each not in health][: most - len(health)]
        later = (*first, *health)
    return tuple(
        LaterLine(
            words.date(each.day), _tell_later(words, advice, each), words.money(each.own), not each.confirmed
        )
        for each in later
    )


def _tell_later(words: Catalogue, advice: FamilyAdvice, payment: LaterPayment) -> str:
    if payment.scheme is Scheme.HOUSEHOLD_HEALTH:
        return words.text("health cards")
    names = {each.basis.person.id: name_given(each.basis.person.name) for each in advice.people}
    who = ", ".join(names[person] for person in payment.people)
    if payment.first_month is None:
        return who
    if payment.months == 1:
        return words.text("{who}, month {month}", who=who, month=payment.first_month.month)
    return words.text("{who}, {months} months", who=who, months=payment.months)


def tell_left_out(words: Catalogue, advice: FamilyAdvice) -> str:
    """Who nothing is offered to, and why."""
    told = []
    for each in advice.basis.left_out:
        reasons = (each.health_closed, each.voluntary_closed)
        why = ", ".join(dict.fromkeys(_lower(words.render(reason)) for reason in reasons if reason))
        told.append(f"{each.person.name} ({why})")
    return words.text("Not counted: {people}.", people=", ".join(told)) if told else ""


def _lower(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:] if not sentence[:4].isupper() else sentence).rstrip(".")


def tell_cards(words: Catalogue, advice: FamilyAdvice) -> str:
    """From when the health cards of this payment are good."""
    first: dict[date, list[str]] = {}
    following: dict[date, list[str]] = {}
    for each in advice.people:
        if each.card_from is not None:
            kept = following if each.card_follows else first
            kept.setdefault(each.card_from, []).append(name_given(each.basis.person.name))
    told = [
        words.text(
            "The cards of {names} are good from {day} (after 30 days).", names=", ".join(names), day=day
        )
        for day, names in first.items()
    ]
    told += [
        words.text("The cards of {names} follow on from {day}.", names=", ".join(names), day=day)
        for day, names in following.items()
    ]
    return " ".join(told)


def list_periods(row: AdviseRow) -> tuple[int, ...]:
    """The months that may be chosen in a row."""
    return REGULAR_MONTHS if row is AdviseRow.METHOD else PERIODS
