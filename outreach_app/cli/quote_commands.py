"""`outreach quote`: what insurance costs on a day, with every step and its source; needs no workspace."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book, find_place
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import plain, step_shapes
from outreach_app.cli.voluntary_words import list_voluntary_words, voluntary_shape
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.health import PERIODS, SupportGroup, quote_health
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.quotes import HealthQuote, Step
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.domain.support import ExtraSupport, parse_support
from outreach_app.domain.voluntary import choose_category, quote_voluntary
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Dong


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "quote", HELP["quote"])
    command(group, "voluntary", N_("One payment of voluntary social insurance."))(_voluntary)
    command(group, "health", N_("Household health insurance of several members."))(_health)


IncomeOption = Annotated[
    str, typer.Option("--income", metavar=N_("DONG"), help=N_("Chosen monthly income in đồng."))
]
MethodOption = Annotated[
    str,
    typer.Option("--method", metavar="1|3|6|12|ahead-YEARS|missing-MONTHS", help=N_("How it is paid.")),
]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        metavar=N_("KEY"),
        help=N_("poor, island, near_poor, ethnic_minority, other; repeat it, the highest counts."),
    ),
]
TopUpOption = Annotated[
    list[str] | None,
    typer.Option(
        "--top-up", metavar="20%|DONG", help=N_("Provincial top-up: a percentage, or đồng a month.")
    ),
]
OtherOption = Annotated[
    list[str] | None,
    typer.Option("--other", "--gift", metavar="20%|DONG", help=N_("Support from somebody else, likewise.")),
]
SubsidisedMonthsOption = Annotated[
    str,
    typer.Option(
        "--subsidised-months",
        metavar="N",
        help=N_("Months the state has supported before, of its 120 (0)."),
    ),
]
SubsidisedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--subsidised",
        metavar="YYYY-MM:N",
        help=N_("A supported period: first month and number of months; overlapping ones count once."),
    ),
]
UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar=N_("CODE"), help=N_("Province or commune whose top-ups in the rule book count.")
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar=N_("MONTH"), help=N_("First month paid for (else this month).")),
]


def _voluntary(
    call: Call,
    income: IncomeOption,
    method: MethodOption = "1",
    category: CategoryOption = None,
    top_up: TopUpOption = None,
    other: OtherOption = None,
    first_month: FromOption = None,
    unit: UnitOption = None,
    subsidised_months: SubsidisedMonthsOption = "0",
    subsidised: SubsidisedOption = None,
) -> Answer:
    words, book, day = call.words, choose_book(call), _day(call)
    groups = [parsing.parse_key(Category, text, option="--category") for text in category or ["other"]]
    group = groups[0] if len(groups) == 1 else choose_category(book, groups, day)
    local = (
        book.top_ups(Scheme.VOLUNTARY, group, place=find_place(unit, option="--unit"), on=day) if unit else ()
    )
    quote = quote_voluntary(
        book,
        income=parsing.parse_money(income, option="--income"),
        method=parsing.as_usage(parse_method, method),
        category=group,
        on=day,
        first_month=parsing.parse_month(first_month, option="--from") if first_month else None,
        top_ups=(*local, *_supports(top_up, words.text(N_("provincial top-up")))),
        others=_supports(other, words.text(N_("other support"))),
        also=groups,
        past=[_parse_period(text) for text in subsidised or []],
        subsidised_months=parsing.parse_count(
            subsidised_months, option="--subsidised-months", least=0, most=1200
        ),
    )
    lines = [*_step_lines(quote.steps), *list_voluntary_words(quote), *_doubt(confirmed=quote.confirmed)]
    return Answer(voluntary_shape(call, quote), lines)


def _parse_period(text: str) -> PaidPeriod:
    month, sign, count = text.partition(":")
    if not sign:
        advice = say("Write the first month and the number of months like 2018-06:24.")
        raise parsing.wrong_value("--subsidised", text, advice)
    return PaidPeriod(
        parsing.parse_month(month, option="--subsidised"),
        parsing.parse_count(count, option="--subsidised", most=1200),
    )


MembersOption = Annotated[
    str, typer.Option("--members", metavar="N", help=N_("How many members join together."))
]
MonthsOption = Annotated[
    str, typer.Option("--months", metavar="3|6|12", help=N_("How many months are paid for."))
]
SupportOption = Annotated[
    str,
    typer.Option("--support", metavar=N_("KEY"), help=N_("Why the state pays a part, such as near_poor.")),
]
AlreadyOption = Annotated[
    str,
    typer.Option("--already", metavar="N", help=N_("Members who joined earlier in the same year (0).")),
]
CoveredOption = Annotated[
    str | None,
    typer.Option(
        "--covered-until",
        metavar=N_("DATE"),
        help=N_("Last day of the former card, to tell when the new one counts."),
    ),
]
FirstTimeOption = Annotated[bool, typer.Option("--first-time", help=N_("Nobody here had a card before."))]


def _health(
    call: Call,
    members: MembersOption,
    months: MonthsOption = "12",
    support: SupportOption = "none",
    already: AlreadyOption = "0",
    covered_until: CoveredOption = None,
    first_time: FirstTimeOption = False,
) -> Answer:
    parsing.parse_choice(months, [str(period) for period in PERIODS], option="--months")
    quote = quote_health(
        choose_book(call),
        members=parsing.parse_count(members, option="--members", most=100),
        months=int(months),
        on=_day(call),
        support=parsing.parse_key(SupportGroup, support, option="--support"),
        already=parsing.parse_count(already, option="--already", least=0, most=100),
        covered_until=parsing.parse_day(covered_until, option="--covered-until"),
        first_time=first_time,
    )
    return Answer(_health_shape(call, quote), [*_step_lines(quote.steps), *_health_lines(quote)])


def _day(call: Call) -> date:
    return call.clock().astimezone(VIETNAM).date()


def _supports(texts: list[str] | None, source: str) -> list[ExtraSupport]:
    return [parsing.as_usage(lambda typed: parse_support(typed, source=source), text) for text in texts or []]


def _health_shape(call: Call, quote: HealthQuote) -> dict[str, object]:
    names = "months total_contribution total_state total_own rule_book confirmed valid_until crosses"
    shape: dict[str, object] = {name: plain(getattr(quote, name)) for name in names.split()}
    members = [
        {
            "position": share.position, "percent": plain(share.percent), "group": share.group,
            "contribution": share.contribution, "state": share.state, "own": share.own,
        }
        for share in quote.members
    ]  # fmt: skip
    starts = {"valid_from": quote.valid_from.isoformat()} if quote.valid_from else {}
    return shape | starts | {"members": members, "steps": step_shapes(quote.steps, call.words)}


def _step_lines(steps: Iterable[Step]) -> list[Message | str]:
    lines: list[Message | str] = []
    for step in steps:
        lines.append(step.text)
        lines.append(f"    {step.rule} ← {step.source}")
    return lines


def _health_lines(quote: HealthQuote) -> list[Message | str]:
    lines: list[Message | str] = [
        say("Member {place}: {own}", place=place, own=Dong(share.own))
        for place, share in enumerate(quote.members, 1)
    ]
    lines.append(say("Together for {months} months: {own}", months=quote.months, own=Dong(quote.total_own)))
    if quote.valid_from:
        lines.append(say("The card counts from {day}", day=quote.valid_from))
    return lines + _doubt(confirmed=quote.confirmed)


def _doubt(*, confirmed: bool) -> list[Message | str]:
    return [] if confirmed else [say("Not confirmed: at least one rule used is not certain yet.")]
