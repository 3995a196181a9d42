"""The whole story from sample data, without a window: an office, three laptops, a day at the doors, files both ways."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from outreach_app.domain.clock import VIETNAM
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue
from outreach_app.services import (
    demo_advice,
    demo_day,
    demo_exchange,
    demo_office,
    demo_rules,
    demo_settling,
)
from outreach_app.services.demo_stage import Stage
from outreach_app.services.demo_story import Story, StoryClock, Teller
from outreach_app.services.sample_people import PASSPHRASE
from outreach_app.services.workspace import Clock


def play_demo(folder: Path, *, words: Catalogue, clock: Clock, tell: Callable[[str], None]) -> Story:
    """Play the story into an empty folder; it ends the day before `clock` says, so that promises are due today.

    The same moment gives the same people, visits and amounts; keys, ids and codes differ every time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = Teller(folder, words, tell)
    last_day = clock().astimezone(VIETNAM) - timedelta(days=1)
    demo = Stage(folder, told, StoryClock(last_day), last_day - timedelta(days=1))
    told.begin(say("A day with Gõ Cửa (sample data)"))
    told.say(say("Every workspace here opens with the passphrase: {passphrase}", passphrase=PASSPHRASE))
    told.say(say("To look around: outreach --workspace {folder}", folder=str(folder / "may-01")))
    with ExitStack() as closing:
        demo_office.make_office(demo, closing)
        demo_office.bring_in_register(demo)
        demo_settling.undo_a_list(demo)
        demo_office.set_up_laptops(demo, closing)
        demo_day.plan_the_day(demo, last_day)
        demo_advice.list_who_is_due(demo)
        demo_day.knock_on_doors(demo)
        demo_advice.advise_a_family(demo)
        demo_settling.leave_something_open(demo)
        demo_day.type_back_sheets(demo)
        demo_day.disagree(demo)
        demo_exchange.send_files(demo)
        demo_exchange.read_at_the_office(demo)
        demo_settling.settle_at_the_office(demo)
        demo_rules.issue_rule_book(demo)
        demo_exchange.answer(demo)
        demo_rules.take_over_rule_book(demo)
        demo_settling.see_what_came_back(demo)
        demo_exchange.lead_prints(demo)
        demo_exchange.office_reports(demo)
        demo_settling.erase_a_person(demo)
        demo_exchange.forget_a_passphrase(demo, closing)
        demo_exchange.look_after(demo)
    return told.end(_what_is_not_played(), say("this story"))


def _what_is_not_played() -> Message:
    return say(
        "Not in this story: a new version brought by stick, and an office in which several people work at once."
        " docs/state.md names what is not there yet."
    )
