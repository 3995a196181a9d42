"""`outreach pin`: PINs on a shared laptop, a courtesy between colleagues."""

from typing import Annotated

import typer

from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.secrets import read_new_pin, read_pin
from outreach_app.domain.pins import COURTESY
from outreach_app.errors import NotAllowed, NotFound, say
from outreach_app.i18n import N_


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "pin", HELP["pin"])
    command(group, "set", N_("Set or change the PIN of who is working here."))(_set)
    command(group, "remove", N_("Do without a PIN again."))(_remove)
    command(group, "reset", N_("As a team lead: forget a PIN that somebody forgot."))(_reset)
    command(group, "show", N_("List who has a PIN on this machine."))(_show)


def _set(call: Call) -> Answer:
    with call.open() as app:
        call.sign(app)
        app.pins.set_pin(_need_somebody(app.desk.canvasser), read_new_pin(), old=read_pin())
    return Answer({"set": True}, (say("The PIN is set."), COURTESY))


def _remove(call: Call) -> Answer:
    with call.open() as app:
        call.sign(app)
        app.pins.remove(_need_somebody(app.desk.canvasser), read_pin())
    return Answer({"set": False}, (say("There is no PIN any more."),))


def _reset(
    call: Call,
    person: Annotated[str, typer.Argument(metavar="PERSON", help=N_("Whose PIN is forgotten."))],
) -> Answer:
    from outreach_app.services.office import find_named

    with call.open() as app:
        who = find_named(app.office.list_canvassers(), person, app.desk.today)
        if who is None:
            raise NotFound(
                say("Nobody called {name} works in this workspace.", name=person), say("Check the name.")
            )
        call.sign(app)
        app.pins.reset(who.id)
    return Answer({"reset": who.name}, (say("{name} has no PIN any more.", name=who.name),))


def _show(call: Call) -> Answer:
    with call.open() as app:
        known = app.pins.list_with_pin()
        names = [each.name for each in app.office.list_canvassers() if each.id in known]
    return Answer({"people": names}, names or [say("Nobody has a PIN here.")])


def _need_somebody(person: bytes | None) -> bytes:
    if person is None:
        raise NotAllowed(
            say("Nobody is working here."), say("Say who you are: --by PERSON."), key="nobody_works"
        )
    return person
