"""`outreach renewals`: who is due, who is about to lose something, who stopped; why and until when."""

from collections.abc import Iterator
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.lapses import LAPSE_NAMES, Contact
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.renewal_reasons import (
    CLASS_NAMES,
    CLASS_OF,
    RenewalClass,
    RenewalItem,
    RenewalList,
    RenewalReason,
)
from outreach_app.domain.visits import CHANNEL_NAMES, OUTCOME_NAMES
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "renewals", HELP["renewals"])(_renewals)


UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar=N_("CODE"), help=N_("Only this commune or province, by its code (else everywhere).")
    ),
]
ReasonOption = Annotated[
    list[str] | None,
    typer.Option("--reason", metavar=N_("KEY"), help=N_("Only this reason, such as window_closing.")),
]
LimitOption = Annotated[
    str | None, typer.Option("--limit", metavar="N", help=N_("At most so many lines (else all)."))
]
CallsOption = Annotated[
    bool, typer.Option("--calls", help=N_("Tell every visit and call about each person as well."))
]
WinBackOption = Annotated[
    bool, typer.Option("--win-back", help=N_("Only those who stopped, with why and since how many months."))
]


def _renewals(
    call: Call,
    unit: UnitOption = None,
    reason: ReasonOption = None,
    limit: LimitOption = None,
    calls: CallsOption = False,
    win_back: WinBackOption = False,
) -> Answer:
    reasons = [parsing.parse_key(RenewalReason, word, option="--reason") for word in reason or []]
    if win_back:
        reasons += [each for each, group in CLASS_OF.items() if group is RenewalClass.STOPPED]
    most = parsing.parse_count(limit, option="--limit") if limit else None
    with call.open() as app:
        found = app.renewals.list_renewals(unit=unit, reasons=reasons, limit=most)
    return Answer(_shape(found, call.words, calls=calls), list(_lines(found, calls=calls)))


def _shape(found: RenewalList, words: Catalogue, *, calls: bool) -> JsonObject:
    return {
        "on": plain(found.on),
        "due": [
            _item_shape(item, found, words) | _call_shape(item, all_of_them=calls) for item in found.items
        ],
        "counts": {reason.value: count for reason, count in sorted(found.counts.items())},
        "total": found.total,
    }


def _item_shape(item: RenewalItem, found: RenewalList, words: Catalogue) -> JsonObject:
    person, renewal = item.person, item.renewal
    return {
        "person": person.id.hex(),
        "name": person.name,
        "household": person.code,
        "village": person.village_name,
        "phone": person.phone,
        "scheme": renewal.scheme.value,
        "due": plain(renewal.due),
        "window_ends": plain(renewal.window_ends),
        "reason": words.render(renewal.text),
        "reason_key": renewal.reason.value,
        "group": CLASS_OF[renewal.reason].value,
        "waiting_days": renewal.waiting_days,
        "days_left": renewal.days_left(found.on),
        "last_answer": plain(item.answer),
        "answered_on": plain(item.answered_on),
        "months_since": item.months_since(found.on),
        "lapse_reason": item.lapse.reason.value if item.lapse else None,
        "lapse_told_on": plain(item.lapse.told_on) if item.lapse else None,
    }


def _call_shape(item: RenewalItem, *, all_of_them: bool) -> JsonObject:
    shown = [_contact_shape(each) for each in item.contacts]
    last: JsonObject = {"tries": len(item.tries), "last_contact": shown[0] if shown else None}
    return {**last, "contacts": shown} if all_of_them else last


def _contact_shape(contact: Contact) -> JsonObject:
    return {
        "on": plain(contact.on),
        "channel": contact.channel.value,
        "reached": contact.reached,
        "outcome": contact.outcome.value,
        "lapse_reason": contact.lapse.value if contact.lapse else None,
    }


def _lines(found: RenewalList, *, calls: bool) -> Iterator[Message | str]:
    if not found.items:
        yield say("Nobody is due on {day}.", day=found.on)
    group = None
    for item in found.items:
        if CLASS_OF[item.renewal.reason] is not group:
            group = CLASS_OF[item.renewal.reason]
            yield say(CLASS_NAMES[group])
        yield say(
            "  {name}, {household}: {scheme}. {reason} ({id})",
            name=item.person.name, household=item.person.code, scheme=say(SCHEME_NAMES[item.renewal.scheme]),
            reason=item.renewal.text, id=item.person.id.hex(),
        )  # fmt: skip
        if item.lapse is not None:
            yield say(
                "    Why: {reason}, told on {day}",
                reason=say(LAPSE_NAMES[item.lapse.reason]),
                day=item.lapse.told_on,
            )
        for contact in item.contacts if calls else ():
            yield say(
                "    {day}, {channel}: {what}", day=contact.on, channel=say(CHANNEL_NAMES[contact.channel]),
                what=say(OUTCOME_NAMES[contact.outcome]) if contact.reached else say("nobody reached"),
            )  # fmt: skip
