"""`outreach absence`: who is away for work, where and until when, who is back, and whom to call."""

from typing import Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call, done
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.shapes import JsonObject, absence_shape, plain
from outreach_app.domain.absences import CALL_STATE_NAMES, CallItem, LunarYears, Sureness
from outreach_app.domain.identity import format_phone
from outreach_app.i18n import N_, Catalogue, say


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "absence", HELP["absence"])
    command(group, "away", N_("Tell that somebody is away for work, or more of what is known of it."))(_away)
    command(group, "back", N_("Tell that somebody is back home."))(_back)
    command(group, "list", N_("The people to call: back home, back soon, away."))(_list)


Person = Annotated[
    str, typer.Argument(metavar="ID", help=N_("Id of the person, or a text that finds nobody else."))
]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar=N_("TEXT"), help=N_("Where they work."))]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar=N_("DATE"), help=N_("Since when: a day, a month or a year."))
]
BackOption = Annotated[
    str | None,
    typer.Option("--back", metavar=N_("DATE"), help=N_("Expected back: a day, a month, or tet-2027.")),
]
SureOption = Annotated[
    str | None, typer.Option("--sure", metavar="certain|likely|unsure", help=N_("How sure that is."))
]
PhoneOption = Annotated[
    str | None, typer.Option("--phone", metavar=N_("NUMBER"), help=N_("Phone or Zalo where they are."))
]
HomeOption = Annotated[
    str | None, typer.Option("--home-contact", metavar=N_("TEXT"), help=N_("Whom to call at home instead."))
]


def _away(
    call: Call, person: Person, place: PlaceOption = None, since: SinceOption = None, back: BackOption = None,
    sure: SureOption = None, phone: PhoneOption = None, home_contact: HomeOption = None,
) -> Answer:  # fmt: skip
    how = parsing.parse_key(Sureness, sure, option="--sure") if sure else None
    with call.open() as app:
        from outreach_app.services.absences import ToldAbsence

        who = app.households.read_person(lookups.find_person(app, person))
        told = ToldAbsence(place, since, back, how, phone, home_contact)
        call.sign(app, trial=lambda: app.absences.check(told))
        absence = app.absences.tell_away(who.id, told).value
    data = {"id": who.id.hex(), "name": who.name, "away": True} | absence_shape(absence)
    return done(data, N_("{name} is away for work."), name=who.name)


def _back(
    call: Call,
    person: Person,
    day: Annotated[
        str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Since which day (else today)."))
    ] = None,
) -> Answer:
    since = parsing.parse_day(day, option="--day")
    with call.open() as app:
        who = app.households.read_person(lookups.find_person(app, person))
        call.sign(app)
        absence = app.absences.tell_back(who.id, since).value
    data = {"id": who.id.hex(), "name": who.name, "away": False} | absence_shape(absence)
    return done(data, N_("{name} is back home."), name=who.name)


def _list(
    call: Call,
    village: Annotated[
        str | None, typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Only this village."))
    ] = None,
) -> Answer:
    with call.open() as app:
        place = lookups.find_village(app, village).id if village else None
        items = app.absences.list_calls(village=place)
        years = app.absences.years
    data = {"people": [_call_shape(item) for item in items]}
    return Answer(data, [_call_line(item, call.words, years) for item in items] or [say("Nobody is away.")])


def _call_shape(item: CallItem) -> JsonObject:
    who = item.who
    return {
        "id": who.person.hex(), "name": who.name, "code": who.code, "village": who.village_name,
        "state": item.state.value, "due_on": plain(item.due_on), "phone": who.number, "zalo": who.zalo,
        "home_phone": who.home_phone, "preferred_channel": plain(who.channel), "last_talk": plain(who.last_talk),
    } | absence_shape(who.absence)  # fmt: skip


def _call_line(item: CallItem, words: Catalogue, years: LunarYears) -> str:
    who, told = item.who, item.who.absence
    parts = [who.code, who.name, words.text(CALL_STATE_NAMES[item.state])]
    parts += [told.place] if told.place and not told.is_stale else []
    parts += [words.render(told.back.say(years))] if told.back and told.away and not told.is_stale else []
    parts += [words.date(item.due_on)] if item.due_on and not told.away else []
    parts += [format_phone(who.number)] if who.number else []
    return "  ".join(parts)
