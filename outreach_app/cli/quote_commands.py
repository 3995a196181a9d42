"""`outreach quote`: what insurance costs on a day, with every step and its source; needs no workspace."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book, find_place
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.health_quotes import quote_health_insurance
from outreach_app.cli.options import command, new_group
from outreach_app.cli.quote_words import day_of, list_steps, tell_doubt
from outreach_app.cli.refund_command import tell_refund
from outreach_app.cli.voluntary_words import list_voluntary_words, voluntary_shape
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.domain.support import ExtraSupport, parse_support
from outreach_app.domain.voluntary import choose_category, quote_voluntary
from outreach_app.errors import say
from outreach_app.i18n import N_


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "quote", HELP["quote"])
    command(group, "voluntary", N_("One payment of voluntary social insurance."))(_voluntary)
    command(group, "refund", N_("What comes back of a voluntary payment when somebody leaves early."))(
        tell_refund
    )
    command(group, "health", N_("Household health insurance of several members."))(quote_health_insurance)


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
    words, book, day = call.words, choose_book(call), day_of(call)
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
    lines = [*list_steps(quote.steps), *list_voluntary_words(quote), *tell_doubt(confirmed=quote.confirmed)]
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


def _supports(texts: list[str] | None, source: str) -> list[ExtraSupport]:
    return [parsing.as_usage(lambda typed: parse_support(typed, source=source), text) for text in texts or []]
