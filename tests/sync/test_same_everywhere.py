"""Two machines that know the same show the same, whatever came first where."""

from datetime import date

from sqlmodel import Session

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import year_of
from outreach_app.services import counting
from outreach_app.store import assignments, trusted
from tests.workspaces import Field, card_of, read, write

HEAD = "Lò Văn Páo"


def exchange(field: Field, *apps: App) -> None:
    for giver, taker in (apps, apps[::-1], apps):
        for path in write(giver, field.stick):
            read(taker, path)


def test_lists_and_who_is_credited_do_not_hang_on_what_came_first(
    field: Field, office: App, lead: App
) -> None:
    card = card_of(office, HEAD)
    signed = {
        "household": card.household.id, "person": card.members[0].id, "scheme": Scheme.VOLUNTARY.value, "kind": "new",
        "first_month": "2026-12", "months": 3, "signed_on": "2026-11-21",
    }  # fmt: skip
    for app, name in ((office, "Hoa"), (lead, "Mai")):
        with app.desk.write() as writer:
            who = writer.create("canvasser", {"name": f"Lò Thị {name}"})
            writer.create("enrolment", {**signed, "canvasser": who})
            task = {"village": card.household.village, "starts_on": "2026-11-21", "canvasser": who}
            writer.create("assignment", task)
            writer.create("trusted_person", {"village": card.household.village, "name": "Ông Pó"})
    exchange(field, lead, office)
    told = []
    for app in (office, lead):
        with app.desk.read() as session:
            told.append(
                (
                    [each.id for each in assignments.list_tasks(session, day=date(2026, 11, 21))],
                    [each.id for each in trusted.list_trusted(session)],
                    _list_credited(session),
                )
            )
    assert [len(each) for each in told[0]] == [2, 2, 1]
    assert told[0] == told[1]


def _list_credited(session: Session) -> list[bytes | None]:
    facts = counting.read_facts(session)
    return [each.canvasser for each in facts.list_sign_ups(Scheme.VOLUNTARY, year_of(date(2026, 11, 21)))]
