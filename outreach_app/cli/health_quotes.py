"""`outreach quote health`: what a household pays for health insurance on a day, and who pays it how."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.book_choice import choose_book, find_place
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.quote_words import day_of, list_steps, tell_doubt
from outreach_app.cli.shapes import plain, step_shapes
from outreach_app.domain.health import PERIODS, HealthMember, SupportGroup, quote_health
from outreach_app.domain.health_groups import SUPPORT_NAMES
from outreach_app.domain.health_seats import NOTHING_ADDED, TopUps
from outreach_app.domain.quotes import HealthQuote, HealthShare
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Dong

MembersOption = Annotated[
    str | None, typer.Option("--members", metavar="N", help=N_("How many members join together."))
]
MemberOption = Annotated[
    list[str] | None,
    typer.Option(
        "--member",
        metavar="KEY[,KEY][@DATE]",
        help=N_("One member instead, with every support key that fits; support may end on a day."),
    ),
]
MonthsOption = Annotated[
    str, typer.Option("--months", metavar="3|6|12", help=N_("How many months are paid for."))
]
SupportOption = Annotated[
    str,
    typer.Option("--support", metavar=N_("KEY"), help=N_("Why the state pays a part, such as near_poor.")),
]
CheapestOption = Annotated[
    bool,
    typer.Option(
        "--cheapest", help=N_("Let supported members take the household ladder where that costs less.")
    ),
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
UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar=N_("CODE"), help=N_("Province or commune whose top-ups in the rule book count.")
    ),
]
FirstTimeOption = Annotated[bool, typer.Option("--first-time", help=N_("Nobody here had a card before."))]


def quote_health_insurance(
    call: Call,
    members: MembersOption = None,
    member: MemberOption = None,
    months: MonthsOption = "12",
    support: SupportOption = "none",
    cheapest: CheapestOption = False,
    already: AlreadyOption = "0",
    covered_until: CoveredOption = None,
    first_time: FirstTimeOption = False,
    unit: UnitOption = None,
) -> Answer:
    """Work out what is asked for, by the rule book in use."""
    parsing.parse_choice(months, [str(period) for period in PERIODS], option="--months")
    group = parsing.parse_key(SupportGroup, support, option="--support")
    book, day = choose_book(call), day_of(call)
    quote = quote_health(
        book,
        members=_parse_members(members, member, group),
        months=int(months),
        on=day,
        already=parsing.parse_count(already, option="--already", least=0, most=100),
        covered_until=parsing.parse_day(covered_until, option="--covered-until"),
        first_time=first_time,
        cheapest=cheapest,
        top_ups=_top_ups(book, unit, day),
    )
    return Answer(_shape(call, quote), [*list_steps(quote.steps), *_lines(quote)])


def _top_ups(book: RuleBook, unit: str | None, day: date) -> TopUps:
    if not unit:
        return NOTHING_ADDED
    from outreach_app.services.health_terms import top_ups_of

    return top_ups_of(book, find_place(unit, option="--unit"), day)


def _parse_members(
    members: str | None, member: Sequence[str] | None, support: SupportGroup
) -> Sequence[HealthMember]:
    if member:
        return [_parse_member(text) for text in member]
    if members is None:
        raise parsing.wrong_value(
            "--members", "", say("Give a number with --members, or each with --member.")
        )
    count = parsing.parse_count(members, option="--members", most=100)
    groups = () if support is SupportGroup.NONE else (support,)
    return [HealthMember(groups)] * count


def _parse_member(text: str) -> HealthMember:
    words, _, until = text.partition("@")
    groups = [parsing.parse_key(SupportGroup, word.strip(), option="--member") for word in words.split(",")]
    ends = parsing.parse_date(until, option="--member") if until else None
    return HealthMember(tuple(group for group in groups if group is not SupportGroup.NONE), ends)


def _shape(call: Call, quote: HealthQuote) -> dict[str, object]:
    names = (
        "months total_contribution total_state total_top_up total_own rule_book confirmed valid_until crosses"
        " months_after_change notes"
    )
    shape: dict[str, object] = {name: plain(getattr(quote, name), call.words) for name in names.split()}
    members = [
        {
            "position": share.position, "percent": plain(share.percent), "group": share.group,
            "contribution": share.contribution, "state": share.state, "top_up": share.top_up,
            "own": share.own,
        }
        for share in quote.members
    ]  # fmt: skip
    starts = {"valid_from": quote.valid_from.isoformat()} if quote.valid_from else {}
    return shape | starts | {"members": members, "steps": step_shapes(quote.steps, call.words)}


def _lines(quote: HealthQuote) -> list[Message | str]:
    lines: list[Message | str] = [_tell_share(place, share) for place, share in enumerate(quote.members, 1)]
    lines.append(say("Together for {months} months: {own}", months=quote.months, own=Dong(quote.total_own)))
    if quote.valid_from:
        lines.append(say("The card counts from {day}", day=quote.valid_from))
    return [*lines, *quote.notes, *tell_doubt(confirmed=quote.confirmed)]


def _tell_share(place: int, share: HealthShare) -> Message:
    if share.position is not None:
        return say("Member {place}: {own}", place=place, own=Dong(share.own))
    group = say(SUPPORT_NAMES[SupportGroup(share.group)])
    return say("Member {place} ({group}): {own}", place=place, group=group, own=Dong(share.own))
