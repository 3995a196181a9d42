"""The day: lists on paper, doors by the form and by typing back, and two machines that disagree."""

from collections.abc import Sequence
from datetime import datetime

from outreach_app.domain.rows import HouseholdFilter, HouseholdRow, VillageRow
from outreach_app.domain.text import fold
from outreach_app.domain.visits import OUTCOME_NAMES, Outcome
from outreach_app.errors import say
from outreach_app.i18n import Dong
from outreach_app.services.demo_stage import Stage
from outreach_app.services.desk import Desk
from outreach_app.services.enrolments import Enrolments
from outreach_app.services.households import Households
from outreach_app.services.printing import Printing
from outreach_app.services.sample_day import SampleWalker
from outreach_app.services.sheets import Sheets

_FORM_DOORS, _SHEET_DOORS = 20, (13, 8)


def find_village(desk: Desk, name: str) -> VillageRow:
    """Find a village of the story by its name."""
    return next(row for row in Households(desk).list_villages() if fold(row.name) == fold(name))


def plan_the_day(demo: Stage, day: datetime) -> None:
    """Print two visit lists."""
    demo.clock.set(day, 7, 15)
    demo.teller.chapter(say("Morning: the lists for the doors"))
    desk = demo.desks["may-02"]
    for village, doors in zip(("Hua Sẳng", "Cò Nọt"), _SHEET_DOORS, strict=True):
        row = find_village(desk, village)
        sheets = Sheets(desk)
        sheet = sheets.make(row.id, sheets.plan(row.id, doors=doors)).value
        what = say(
            "visit list of {count} doors in {village}, with sheet code {code}",
            count=doors, village=row.name, code=sheet.code,
        )  # fmt: skip
        path = demo.sub("print") / f"visit-list-{sheet.code}.pdf"
        demo.teller.print_out(path, Printing(desk).visit_list(sheet.id, demo.words), what)


def knock_on_doors(demo: Stage) -> None:
    """Log a day of visits and sign-ups by the form, and print one family's leaflet."""
    desk = demo.desks["may-01"]
    demo.teller.chapter(say("At the doors of Nà Ly, typed into the form"))
    doors = list_doors(desk, "Nà Ly")[:_FORM_DOORS]
    walker = SampleWalker(desk, demo.rng, "BL26A")
    said = []
    for door in doors:
        demo.clock.pass_minutes(17)
        said.append(walker.visit(door.id))
    demo.households["leaflet"] = doors[said.index(Outcome.SIGNED_UP)].id
    demo.households["shared"] = doors[0].id
    _tell_doors(demo, said)
    _tell_sign_ups(demo, desk)
    demo.teller.print_out(
        demo.sub("print") / "leaflet.pdf", Printing(desk).leaflet(demo.households["leaflet"], demo.words),
        say("leaflet for one family with its own figures"),
    )  # fmt: skip


def list_doors(desk: Desk, village: str) -> list[HouseholdRow]:
    """Read the households of a village in the order of their codes."""
    homes = Households(desk)
    return homes.read_rows(homes.list_numbers(HouseholdFilter(village=find_village(desk, village).id)))


def _tell_doors(demo: Stage, said: Sequence[Outcome]) -> None:
    counts = [
        f"{demo.words.text(OUTCOME_NAMES[outcome])} {said.count(outcome)}"
        for outcome in Outcome
        if said.count(outcome)
    ]
    demo.teller.say(say("{count} doors: {outcomes}", count=len(said), outcomes=", ".join(counts)))


def _tell_sign_ups(demo: Stage, desk: Desk) -> None:
    rows = Enrolments(desk).list_of_day()
    money = sum(row.money_taken for row in rows)
    demo.teller.say(
        say("{count} people signed up; {money} taken against receipts.", count=len(rows), money=Dong(money))
    )


def type_back_sheets(demo: Stage) -> None:
    """Type the two lists back, one key per row."""
    desk = demo.desks["may-02"]
    demo.clock.set(demo.clock.moment, 19, 10)
    demo.teller.chapter(say("Evening: the paper is typed back, one key per row"))
    choices = (
        Outcome.NOT_HOME,
        Outcome.CALL_BACK,
        Outcome.THINKING,
        Outcome.REFUSED,
        Outcome.WORKING_AWAY,
        Outcome.ALREADY_COVERED,
    )
    walker = SampleWalker(desk, demo.rng, "BL26B")
    said = []
    for sheet in Sheets(desk).list_open():
        for line in sheet.lines:
            outcome = demo.rng.choices(choices, (5, 4, 5, 2, 1, 2))[0]
            if line.row % 6 == 0:
                outcome = walker.visit(line.household.id, outcome=Outcome.SIGNED_UP)
            else:
                Sheets(desk).record_row(sheet.id, line.row, outcome)
            said.append(outcome)
        Sheets(desk).finish(sheet.id)
    _tell_doors(demo, said)
    _tell_sign_ups(demo, desk)


def disagree(demo: Stage) -> None:
    """Let two machines write different values into one field."""
    demo.teller.chapter(say("One telephone number, two answers"))
    for device, phone in (("may-01", "0987112233"), ("may-02", "0912445566")):
        desk = demo.desks[device]
        head = Households(desk).read_card(demo.households["shared"]).members[0]
        Households(desk).edit_person(head.id, {"phone": phone})
        demo.teller.say(
            say("{device} writes {phone} for {name}.", device=device, phone=phone, name=head.name)
        )
