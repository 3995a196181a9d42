"""`outreach quote`: what insurance costs on a day, with every step and its source; needs no workspace, uses its book."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import plain, step_shapes
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.health import PERIODS, SupportGroup, quote_health
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category
from outreach_app.domain.quotes import HealthQuote, Step, VoluntaryQuote
from outreach_app.domain.support import ExtraSupport, parse_support
from outreach_app.domain.voluntary import quote_voluntary
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
    str,
    typer.Option(
        "--category", metavar=N_("KEY"), help=N_("poor, island, near_poor, ethnic_minority, other.")
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
    typer.Option("--other", metavar="20%|DONG", help=N_("Support from somebody else, likewise.")),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar=N_("MONTH"), help=N_("First month paid for (else this month).")),
]


def _voluntary(
    call: Call,
    income: IncomeOption,
    method: MethodOption = "1",
    category: CategoryOption = "other",
    top_up: TopUpOption = None,
    other: OtherOption = None,
    first_month: FromOption = None,
) -> Answer:
    words = call.words
    quote = quote_voluntary(
        choose_book(call),
        income=parsing.parse_money(income, option="--income"),
        method=parsing.as_usage(parse_method, method),
        category=parsing.parse_key(Category, category, option="--category"),
        on=_day(call),
        first_month=parsing.parse_month(first_month, option="--from") if first_month else None,
        top_ups=_supports(top_up, words.text(N_("provincial top-up"))),
        others=_supports(other, words.text(N_("other support"))),
    )
    return Answer(_voluntary_shape(call, quote), [*_step_lines(quote.steps), *_voluntary_lines(quote)])


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


def _voluntary_shape(call: Call, quote: VoluntaryQuote) -> dict[str, object]:
    names = "income method months contribution state top_up other own first_due rule_book confirmed valid_until crosses"
    shape: dict[str, object] = {name: plain(getattr(quote, name)) for name in names.split()}
    due = [{"date": d.day.isoformat(), "own": d.own, "confirmed": d.confirmed} for d in quote.due]
    return shape | {"category": quote.category, "due": due, "steps": step_shapes(quote.steps, call.words)}


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


def _voluntary_lines(quote: VoluntaryQuote) -> list[Message | str]:
    lines: list[Message | str] = [
        say(
            "{months} months: contribution {contribution}; state {state}, province {top_up}, others {other}.",
            months=quote.months, contribution=Dong(quote.contribution), state=Dong(quote.state),
            top_up=Dong(quote.top_up), other=Dong(quote.other),
        ),
        say("To pay: {own}, by {day}.", own=Dong(quote.own), day=quote.first_due),
    ]  # fmt: skip
    return lines + _doubt(confirmed=quote.confirmed)


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
