"""What a machine may write: entries beyond its role, villages or time are refused one by one, kept, told and shown."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import FileState, LedgerState
from outreach_app.services.households import NewPerson
from outreach_app.services.sign_up_checks import NewEnrolment
from outreach_app.store import refused, replication
from outreach_app.sync.permission import OFFICE_ONLY, OUTSIDE_AREA
from tests.workspaces import Field, card_of, cards, door, talk, write


def reasons_of(office: App) -> list[str]:
    with office.desk.read() as session:
        return [each.reason_key for each in refused.list_refused(session)]


def test_entries_beyond_the_area_and_the_role_are_refused_and_the_rest_is_taken(
    field: Field, office: App, one: App
) -> None:
    """The laptop's program is made to write what it never offers: foreign doors, a village, an answer, a leader."""
    there = card_of(office, "Vàng A Lử")
    good = one.visits.log(talk(cards(one)[0])).value
    with one.desk.write() as writer:
        family = writer.create("household", {"village": there.household.village, "code": "HS-M01001-X"})
        person = writer.create("person", {"household": family, "name": "Người lạ"})
        writer.create("visit", {"household": there.household.id, "visited_on": "2026-11-21"})
        writer.create("visit", {"household": family, "visited_on": "2026-11-21"})
        writer.create("membership", {"person": person, "scheme": "health"})
        writer.create(
            "village",
            {
                "name": "Bản Ma",
                "kind": "ban",
                "prefix": "BM",
                "commune_code": "03424",
                "commune_vintage": "2025",
            },
        )
        writer.create("answer", {"text": "Miễn phí", "answered_on": "2026-11-21"})
        writer.create("canvasser", {"name": "Trưởng", "role": "office"})
        writer.edit("village", cards(one)[0].household.village, {"name": "Khác"})
    before = office.upkeep.check().tables
    (path,) = write(one, field.stick)
    (seen,) = office.syncing.preview([path]).files
    (report,) = office.syncing.read([path]).value.files
    assert (report.state, report.visits, report.refused_rows) == (FileState.APPLIED, 1, 9)
    assert (seen.refused_rows, seen.visits) == (9, 1)
    assert sorted(reasons_of(office)) == [OFFICE_ONLY] * 4 + [OUTSIDE_AREA] * 5
    after = office.upkeep.check()
    assert after.ok
    assert after.tables["visit"] == before["visit"] + 1
    assert {v.id for card in cards(office) for v in card.visits} == {good}
    assert all(
        after.tables[name] == before[name] for name in ("village", "household", "answer", "membership")
    )
    # The laptop is told which and why, and its ledger shows them; they stay on the laptop.
    for answered in write(office, field.stick):
        one.syncing.read([answered])
    rows = one.syncing.read_ledger().rows
    assert (rows[LedgerState.REFUSED], rows[LedgerState.ON_FILE]) == (9, 0)
    assert one.upkeep.check().ok
    assert {entry.reason_key for entry in one.syncing.list_refused()} == {OFFICE_ONLY, OUTSIDE_AREA}
    assert {entry.device for entry in office.syncing.list_refused()} == {"Máy one"}


def test_refusing_twice_counts_once_and_reading_again_changes_nothing(
    field: Field, office: App, one: App
) -> None:
    with one.desk.write() as writer:
        writer.create("answer", {"text": "Miễn phí", "answered_on": "2026-11-21"})
    (path,) = write(one, field.stick)
    office.syncing.read([path])
    assert office.syncing.read([path]).value.files[0].state is FileState.ALREADY
    assert reasons_of(office) == [OFFICE_ONLY]


def test_what_was_written_after_the_permission_ended_is_refused(field: Field, office: App, one: App) -> None:
    one.visits.log(door(cards(one)[0]))
    field.one.clock.moment = field.one.clock.moment.replace(year=2027, month=7, day=2)
    one.visits.log(door(cards(one)[1], day=date(2027, 7, 2)))
    field.office.clock.moment = field.one.clock.moment
    (report,) = office.syncing.read(write(one, field.stick)).value.files
    assert (report.visits, report.refused_rows) == (1, 1)
    assert reasons_of(office) == ["certificate_ended"]


def test_a_door_that_was_in_the_area_when_it_was_visited_is_taken(
    field: Field, office: App, one: App
) -> None:
    """Villages are merged and families moved at the office while the laptop is out and knows nothing of it."""
    first, second = cards(one)[:2]
    there = card_of(office, "Vàng A Lử").household.village
    with office.desk.write() as writer:
        writer.edit("household", first.household.id, {"village": there})
    one.visits.log(door(first))
    (report,) = office.syncing.read(write(one, field.stick)).value.files
    assert (report.visits, report.refused_rows) == (1, 0)
    office.office.merge_villages(second.household.village, there)
    one.visits.log(door(second))
    one.households.add(second.household.village, NewPerson("Lý A Dế"))
    (report,) = office.syncing.read(write(one, field.stick)).value.files
    assert (report.visits, report.refused_rows) == (1, 0)
    assert office.upkeep.check().ok


def test_what_hangs_on_an_entry_of_a_door_that_moved_is_taken_with_it(
    field: Field, office: App, one: App
) -> None:
    """A sign-up with its receipt, and a newcomer with a card: their second rows name rows made on the same file."""
    first = cards(one)[0]
    with office.desk.write() as writer:
        there = card_of(office, "Vàng A Lử").household.village
        writer.edit("household", first.household.id, {"village": there})
    new = NewEnrolment(
        first.members[0].id, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=891_000, receipt="0047"
    )
    one.enrolments.sign_up(new)
    with one.desk.write() as writer:
        person = writer.create("person", {"household": first.household.id, "name": "Lò Văn Út"})
        writer.create("membership", {"person": person, "scheme": "health"})
    (report,) = office.syncing.read(write(one, field.stick)).value.files
    assert report.refused_rows == 0
    (signed,) = card_of(office, first.household.head).enrolments
    assert (signed.money_taken, signed.receipts) == (891_000, ("0047",))


def test_an_entry_on_a_row_that_has_not_arrived_waits_instead(field: Field, office: App, one: App) -> None:
    """Of two files the second comes first: its visit is on a family nobody knows yet."""
    family = one.households.add(cards(one)[0].household.village, NewPerson("Lý A Dế")).value
    (first,) = write(one, field.stick)
    one.visits.log(door(one.households.read_card(family)))
    (second,) = write(one, field.stick)
    reports = office.syncing.read([second, first]).value.files
    assert [report.refused_rows for report in reports] == [0, 0]
    assert len(office.households.read_card(family).visits) == 1


def test_reading_by_table_names_the_same_places(office: App) -> None:
    from outreach_app.store import scope

    with office.desk.read() as session:
        villages = [village.id for village in office.households.list_villages()]
        rows = scope.read_rows(session, villages) - set(villages)
        everywhere = scope.read_villages(session, rows)
        by_table: dict[bytes, bytes] = {}
        for table in scope.PLACES:
            by_table |= scope.read_places(session, table, rows)
        assert by_table == everywhere
        assert len(everywhere) == 14
        assert {o.row for o in replication.read_in_scope(session, villages)} >= set(everywhere)
