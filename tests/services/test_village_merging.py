"""Two villages become one: doors, groups, lists, assignments, respected people, meetings and numbers go along."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.store.database import run
from tests.workspaces import cards


def homes(app: App) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for card in cards(app):
        found.setdefault(card.household.village_name, []).append(card.household.id)
    return found


def test_everything_of_the_village_that_is_gone_lies_in_the_other_one(office: App) -> None:
    gone, into = office.office.find_village("Hua Sẳng"), office.office.find_village("Nà Ly")
    here = homes(office)
    sheet = office.sheets.make(gone.id, office.sheets.plan(gone.id), day=date(2026, 11, 22)).value
    with office.desk.write() as writer:
        for household in (*here["Hua Sẳng"], *here["Nà Ly"]):
            writer.edit("household", household, {"neighbour_group": "tổ 1"})
        person = writer.create("canvasser", {"name": "Quàng Thị Bun"})
        told = {"village": gone.id, "neighbour_group": "tổ 1", "canvasser": person, "starts_on": "2026-11-01"}
        assignment = writer.create("assignment", told)
        trusted = writer.create("trusted_person", {"village": gone.id, "name": "Ông Pó"})
        meeting = writer.create("meeting", {"village": gone.id, "day": "2026-11-30"})
    village = Subject(SubjectKind.VILLAGE, gone.id.hex())
    november = month_of(date(2026, 11, 1))
    target = office.campaigns.set_target(
        Target(b"", village, Scheme.VOLUNTARY, Aim.JOINED, november, 12)
    ).value
    assert office.office.merge_villages(gone.id, into.id).value == len(here["Hua Sẳng"])
    with office.desk.read() as session:
        for table, row in (("assignment", assignment), ("trusted_person", trusted), ("meeting", meeting),
                           ("sheet", sheet.id)):  # fmt: skip
            assert run(session, f"SELECT village FROM {table} WHERE id = :id", id=row)[0][0] == into.id
        groups = dict(run(session, "SELECT id, neighbour_group FROM household"))
        assert run(session, "SELECT neighbour_group FROM assignment")[0][0] == "tổ 1 (Hua Sẳng)"
    assert {groups[each] for each in here["Hua Sẳng"]} == {"tổ 1 (Hua Sẳng)"}
    assert {groups[each] for each in here["Nà Ly"]} == {"tổ 1"}, "two groups of one name are two groups still"
    moved = Subject(SubjectKind.VILLAGE, into.id.hex())
    assert [each.id for each in office.campaigns.list_targets(moved)] == [target.id]
    assert homes(office).keys() == {"Nà Ly"}
    assert office.upkeep.check().ok
