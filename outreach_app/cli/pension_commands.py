"""`outreach pension`: from which day, how much in today's money, what cashing out loses; needs no workspace."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import JsonObject, plain, step_shapes
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.people import Category, PartialDate, Sex
from outreach_app.domain.projections import BenefitFact, MissingMonths, OneOff, PaidMonths, PensionProjection
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Dong

_YEAR = 12


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "pension", HELP["pension"])(_pension)


SexOption = Annotated[str, typer.Option("--sex", metavar="f|m", help=N_("Woman or man."))]
BornOption = Annotated[
    str, typer.Option("--born", metavar=N_("DATE"), help=N_("Date of birth, or the year only."))
]
IncomeOption = Annotated[
    str, typer.Option("--income", metavar=N_("DONG"), help=N_("Chosen monthly income in đồng."))
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar=N_("DATE"), help=N_("First month that is paid (else this month).")),
]
UntilOption = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar=N_("AGE|DATE"),
        help=N_("Age, or day whose month is no longer paid (else the retirement age)."),
    ),
]
PastOption = Annotated[
    str, typer.Option("--past-months", metavar="N", help=N_("Months paid before, without their dates (0)."))
]
PastIncomeOption = Annotated[
    str | None,
    typer.Option(
        "--past-income",
        metavar=N_("DONG"),
        help=N_("Their average income in today's money (else as --income)."),
    ),
]
PaidOption = Annotated[
    list[str] | None,
    typer.Option(
        "--paid", metavar="MONTH:N:DONG", help=N_("Months paid before, with their dates: 2019-01:24:1000000.")
    ),
]
JoinedOption = Annotated[
    str | None,
    typer.Option(
        "--first-joined", metavar=N_("DATE"), help=N_("Day of the first payment ever, if it is known.")
    ),
]
CategoryOption = Annotated[
    str,
    typer.Option(
        "--category", metavar=N_("KEY"), help=N_("poor, island, near_poor, ethnic_minority, other.")
    ),
]
SubsidisedOption = Annotated[
    str | None,
    typer.Option(
        "--subsidised-months", metavar="N", help=N_("Months the state has helped with (else all since 2018).")
    ),
]


def _pension(
    call: Call,
    sex: SexOption,
    born: BornOption,
    income: IncomeOption,
    first_month: FromOption = None,
    until: UntilOption = None,
    past_months: PastOption = "0",
    past_income: PastIncomeOption = None,
    paid: PaidOption = None,
    first_joined: JoinedOption = None,
    category: CategoryOption = "other",
    subsidised_months: SubsidisedOption = None,
) -> Answer:
    from outreach_app.domain.pension import benefit_facts, project_pension

    on = call.clock().astimezone(VIETNAM).date()
    asked = {
        "sex": parsing.parse_key(Sex, sex, option="--sex"),
        "born": _parse_born(born),
        "first_month": _parse_month_or_day(first_month, option="--from") if first_month else on,
        "income": parsing.parse_money(income, option="--income"),
        "until": _parse_until(until) if until else None,
        "past_months": parsing.parse_count(past_months, option="--past-months", least=0, most=720),
        "past_income": parsing.parse_money(past_income, option="--past-income") if past_income else None,
        "paid": [_parse_paid(text) for text in paid or []],
        "first_joined": _parse_month_or_day(first_joined, option="--first-joined") if first_joined else None,
        "category": parsing.parse_key(Category, category, option="--category"),
        "subsidised_months": _parse_subsidised(subsidised_months),
    }
    book = choose_book(call)
    found = project_pension(book, on=on, **asked)  # type: ignore[arg-type]
    facts = benefit_facts(book, on)
    shape = _projection_shape(found, call.words)
    shape["benefits"] = [_fact_shape(fact, call.words) for fact in facts]
    return Answer(shape, [*_tell(found), "", *(fact.text for fact in facts)])


def _fact_shape(fact: BenefitFact, words: Catalogue) -> JsonObject:
    names = "key text amount source confirmed"
    return {name: plain(getattr(fact, name), words) for name in names.split()}


def _parse_born(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text.strip())
    except ValueError:
        pass
    try:
        day = parsing.parse_date(text, option="--born")
    except parsing.WrongUsage as error:
        raise parsing.wrong_value("--born", text, say("Write 1984, 1984-05 or 1984-05-02.")) from error
    return PartialDate(day.year, day.month, day.day)


def _parse_month_or_day(text: str, *, option: str) -> date:
    try:
        return parsing.parse_month(text, option=option)
    except parsing.WrongUsage:
        return parsing.parse_date(text, option=option)


def _parse_until(text: str) -> date | int:
    if text.strip().isdigit():
        return parsing.parse_count(text, option="--until", least=15, most=100)
    return _parse_month_or_day(text, option="--until")


def _parse_paid(text: str) -> PaidMonths:
    parts = text.split(":")
    if len(parts) != 3:
        advice = say("Write the first month, the number of months and the income: 2019-01:24:1000000.")
        raise parsing.wrong_value("--paid", text, advice)
    return PaidMonths(
        parsing.parse_month(parts[0], option="--paid"),
        parsing.parse_count(parts[1], option="--paid", most=720),
        parsing.parse_money(parts[2], option="--paid"),
    )


def _parse_subsidised(text: str | None) -> int | None:
    if text is None:
        return None
    return parsing.parse_count(text, option="--subsidised-months", least=0, most=720)


def _projection_shape(found: PensionProjection, words: Catalogue) -> JsonObject:
    names = (
        "retires_on pension_from months_contributed subsidised_until average_low average_high monthly_low monthly_high"
        " lump_sum_extra paid_by_member paid_by_state paid_before months_to_pay_back fifteen_years_on missing_months"
        " confirmed rule_book valid_until assumptions"
    )
    shape: JsonObject = {name: plain(getattr(found, name), words) for name in names.split()}
    return shape | {
        "rate_percent": _percent(found.rate_percent),
        "rate_at_15": _percent(found.rate_at_15),
        "years": [
            {"year": row.year, "months": row.months, "subsidised_months": row.subsidised_months}
            for row in found.years
        ],
        "missing": None if found.missing is None else _missing_shape(found.missing, words),
        "one_off": _one_off_shape(found.one_off, words),
        "steps": step_shapes(found.steps, words),
    }


def _missing_shape(missing: MissingMonths, words: Catalogue) -> JsonObject:
    names = "months contribution state own earliest pension_from monthly confirmed"
    shape: JsonObject = {name: plain(getattr(missing, name)) for name in names.split()}
    return shape | {
        "rate_percent": _percent(missing.rate_percent),
        "steps": step_shapes(missing.steps, words),
    }


def _one_off_shape(one_off: OneOff, words: Catalogue) -> JsonObject:
    names = "allowed amount reason reason_key possible_from state_part_left_out loses exceptions alternative"
    shape: JsonObject = {name: plain(getattr(one_off, name), words) for name in names.split()}
    return shape | {"steps": step_shapes(one_off.steps, words)}


def _percent(value: object) -> object:
    from fractions import Fraction

    from outreach_app.domain.pension_rate import to_decimal

    assert isinstance(value, Fraction)
    return plain(to_decimal(value))


def _tell(found: PensionProjection) -> Iterator[Message | str]:
    for step in found.steps:
        yield step.text
        yield f"    {step.rule} ← {step.source}"
    yield ""
    years, months = divmod(found.months_contributed, _YEAR)
    yield say("The retirement age is reached on {day}.", day=found.retires_on)
    yield say("Paid in all: {years} years {months} months.", years=years, months=months)
    yield from _tell_pension(found)
    yield from _tell_missing(found)
    yield ""
    yield from found.assumptions
    yield ""
    yield from _tell_one_off(found.one_off)
    if not found.confirmed:
        yield say("Not confirmed: at least one rule used is not certain yet.")


def _tell_pension(found: PensionProjection) -> Iterator[Message]:
    from outreach_app.domain.pension_rate import about, to_decimal

    if found.pension_from is None:
        yield say("That is not enough for a pension.")
        return
    yield say(
        "Pension from {day}: {percent}% of the average income, about {low} to {high} a month in today's money.",
        day=found.pension_from, percent=to_decimal(found.rate_percent),
        low=about(found.monthly_low), high=about(found.monthly_high),
    )  # fmt: skip
    if found.lump_sum_extra:
        yield say("Once, beside the pension: {amount}.", amount=Dong(found.lump_sum_extra))
    if found.months_to_pay_back:
        years, months = divmod(found.months_to_pay_back, _YEAR)
        yield say(
            "You pay {own} in all, the state {state}; {years} years {months} months of pension bring back what you"
            " paid.",
            own=Dong(found.paid_by_member + found.paid_before), state=Dong(found.paid_by_state),
            years=years, months=months,
        )  # fmt: skip


def _tell_missing(found: PensionProjection) -> Iterator[Message]:
    from outreach_app.domain.pension_rate import about

    if found.missing_months:
        yield say("At the retirement age {months} months are missing.", months=found.missing_months)
    if found.missing is not None:
        yield say(
            "Paying them at once would cost {own} by today's rules, from {day} on; the pension is then about {monthly}"
            " a month.",
            own=Dong(found.missing.own), day=found.missing.earliest, monthly=about(found.missing.monthly),
        )  # fmt: skip


def _tell_one_off(one_off: OneOff) -> Iterator[Message]:
    if one_off.allowed:
        yield say("Withdrawing everything would be possible: {amount}.", amount=Dong(one_off.amount))
    else:
        yield say("Withdrawing everything is not possible.")
    yield one_off.reason
    if one_off.loses:
        yield say("Who withdraws loses:")
    yield from (say("  - {what}", what=what) for what in one_off.loses)
    if one_off.alternative is not None:
        yield one_off.alternative
