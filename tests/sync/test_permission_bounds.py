"""What a hostile laptop may not write about teams, meetings, requests and respected people of elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from outreach_app.app import App
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.domain.rows import FileState
from outreach_app.store import refused
from outreach_app.store.journal import Writer
from outreach_app.sync.permission import LEAD_ONLY, OUTSIDE_AREA
from tests.workspaces import Field, card_of, read, write

HERE, THERE = "Lò Văn Páo", "Vàng A Lử"
DAY = "2026-11-21"


@contextmanager
def forge(field: Field, app: App, office: App) -> Iterator[Writer]:
    """Let a laptop's program write what it never offers, and the office read it."""
    with app.desk.write() as writer:
        yield writer
    for path in write(app, field.stick):
        assert read(office, path)[0].state is FileState.APPLIED


def reasons_of(office: App) -> list[str]:
    with office.desk.read() as session:
        return sorted(each.reason_key for each in refused.list_refused(session))


def answer(field: Field, office: App, app: App) -> None:
    for path in write(office, field.stick):
        read(app, path)


def test_no_row_is_moved_into_a_village_of_elsewhere(field: Field, office: App, one: App) -> None:
    here = card_of(one, HERE).household
    there = card_of(office, THERE).household.village
    with forge(field, one, office) as writer:
        rows = {
            "household": here.id,
            "trusted_person": writer.create("trusted_person", {"village": here.village, "name": "Già làng"}),
            "meeting": writer.create("meeting", {"village": here.village, "day": DAY}),
            "sheet": writer.create("sheet", {"village": here.village, "day": DAY, "code": "X1"}),
        }
    assert reasons_of(office) == []
    with forge(field, one, office) as writer:
        for table, row in rows.items():
            writer.edit(table, row, {"village": there})
    assert reasons_of(office) == [OUTSIDE_AREA] * len(rows)
    assert office.upkeep.check().ok


def test_nobody_is_put_on_the_list_of_a_meeting_of_elsewhere(field: Field, office: App, one: App) -> None:
    here, there = card_of(one, HERE), card_of(office, THERE)
    with office.desk.write() as writer:
        theirs = writer.create("meeting", {"village": there.household.village, "day": DAY})
        whole = writer.create("meeting", {"day": DAY})
    mine = {"household": here.household.id, "person": here.members[0].id}
    with forge(field, one, office) as writer:
        writer.create("meeting_guest", {**mine, "meeting": theirs})
        writer.create("meeting_guest", {"person": there.members[0].id, "meeting": whole})
        good = writer.create("meeting_guest", {**mine, "meeting": whole})
        writer.edit("meeting_guest", good, {"meeting": theirs})
    assert reasons_of(office) == [LEAD_ONLY, OUTSIDE_AREA, OUTSIDE_AREA]


def test_what_the_office_decided_on_a_request_stays_decided(field: Field, office: App, one: App) -> None:
    here = card_of(one, HERE).members[0].id
    request = one.requests.ask(here, RequestKind.RESTRICT).value
    for path in write(one, field.stick):
        read(office, path)
    step = office.requests.take_step(request, RequestStep.DONE).value
    answer(field, office, one)
    with forge(field, one, office) as writer:
        told = {"person": here, "kind": "restrict", "request": request, "happened_on": DAY}
        writer.create("data_request", {**told, "step": "undone", "supersedes": step})
        writer.create("data_request", {**told, "step": "answered", "supersedes": step})
    assert reasons_of(office) == [LEAD_ONLY] * 2
    assert office.requests.read(request).request.closed is not None


def test_a_request_of_elsewhere_is_not_closed_in_the_name_of_somebody_here(
    field: Field, office: App, one: App
) -> None:
    here, there = card_of(one, HERE).members[0].id, card_of(office, THERE).members[0].id
    request = office.requests.ask(there, RequestKind.OBJECT).value
    with forge(field, one, office) as writer:
        told = {"person": here, "kind": "object", "happened_on": DAY}
        writer.create("data_request", {**told, "step": "taken_back", "request": request})
        writer.create("data_request", {**told, "step": "undone", "supersedes": request})
    assert reasons_of(office) == [OUTSIDE_AREA] * 2
    assert office.requests.read(request).request.restricts


def test_a_door_of_elsewhere_is_neither_assigned_nor_asked_for_money_back(
    field: Field, office: App, one: App, lead: App
) -> None:
    here, there = card_of(one, HERE), card_of(office, THERE)
    with forge(field, one, office) as writer:
        told = {"came_on": DAY, "decided_on": DAY, "household": here.household.id}
        writer.create("one_off_request", {**told, "person": there.members[0].id})
        writer.create("judgement", {"household": there.household.id, "judged_on": DAY})
    assert reasons_of(office) == [OUTSIDE_AREA] * 2


def test_a_lead_keeps_to_teams_of_the_communes_of_the_area(field: Field, office: App, lead: App) -> None:
    with office.desk.write() as writer:
        ours = writer.create("team", {"name": "Tổ Một", "commune_code": "03424", "commune_vintage": "2025"})
        theirs = writer.create("team", {"name": "Tổ Hai", "commune_code": "03427", "commune_vintage": "2025"})
        who = writer.create("canvasser", {"name": "Lò Thị Hoa"})
        member = writer.create("team_member", {"team": theirs, "canvasser": who})
    answer(field, office, lead)
    with forge(field, lead, office) as writer:
        good = writer.create("team_member", {"team": ours, "canvasser": who})
        writer.create("team_member", {"team": theirs, "canvasser": who})
        writer.edit("team_member", member, {"leads": True})
        writer.edit("team_member", good, {"team": theirs})
    assert reasons_of(office) == [OUTSIDE_AREA] * 3
