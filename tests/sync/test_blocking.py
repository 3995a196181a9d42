"""Permissions that change on the way: a last day, area or part by return file; a lost machine blocked and let go."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.orders import read_cover
from tests.workspaces import PASSPHRASE, Clock, Field, card_of, cards, door, read, talk, write


def send(field: Field, app: App, office: App) -> Path:
    app.visits.log(talk(cards(app)[0]))
    (path,) = write(app, field.stick)
    assert read(office, path)[0].state is FileState.APPLIED
    return path


def answer(field: Field, office: App, app: App) -> FileReport:
    (taken,) = [r for r in read(app, *write(office, field.stick)) if r.state is FileState.APPLIED]
    return taken


# ------------------------------------------------------------------------------------------------- permissions
def test_a_new_last_day_travels_and_counts(field: Field, office: App, one: App) -> None:
    with pytest.raises(BadInput) as told:
        office.permissions.renew("Máy one", until=date(2028, 1, 31))
    assert told.value.key == "not_enrolled"
    send(field, one, office)
    assert write(office, field.stick)
    given = office.permissions.renew("may one", until=date(2028, 1, 31))
    assert (given.device, given.until, len(given.villages)) == ("Máy one", date(2028, 1, 31), 1)
    answer(field, office, one)
    mine = one.permissions.read()
    assert mine is not None
    assert (mine.until, mine.serial) == (given.until, given.serial)
    for machine in (field.one, field.office):
        machine.clock.moment = machine.clock.moment.replace(year=2027, month=12)
    one.visits.log(door(cards(one)[1], day=date(2027, 12, 21)))
    (report,) = read(office, *write(one, field.stick))
    assert (report.visits, report.refused_rows) == (1, 0)
    # The laptop encloses it from now on: it is not sent again.
    assert write(office, field.stick)
    assert write(office, field.stick) == []


def test_an_area_that_grows_is_sent_from_zero_and_one_may_write_there(
    field: Field, office: App, one: App
) -> None:
    send(field, one, office)
    two = field.two.open()
    two.households.edit_person(card_of(two, "Vàng A Lử").members[0].id, {"phone": "0987000111"})
    send(field, two, office)
    two.close()
    answer_count = len(write(office, field.stick))
    assert answer_count == 2
    read(one, *sorted(field.stick.iterdir()))
    with one.desk.read() as session:
        assert read_cover(session)
    villages = [village.id for village in office.households.list_villages()]
    office.permissions.renew("Máy one", villages=villages)
    answer(field, office, one)
    assert [card.household.head for card in cards(one)] == [card.household.head for card in cards(office)]
    there = card_of(one, "Vàng A Lử")
    assert (there.members[0].phone, len(there.visits)) == ("0987000111", 1)
    one.visits.log(door(there))
    (report,) = read(office, *write(one, field.stick))
    assert (report.visits, report.refused_rows) == (1, 0)
    assert one.upkeep.check().ok


def test_a_cover_is_not_believed_by_a_laptop_that_lacks_what_it_counts_on(
    field: Field, office: App, one: App
) -> None:
    backup = one.upkeep.make_backup()
    send(field, one, office)
    answer(field, office, one)
    send(field, one, office)
    office.households.edit_person(card_of(office, "Lò Văn Páo").members[0].id, {"phone": "0987000111"})
    (late,) = write(office, field.stick)
    with one.desk.read() as session:
        assert read_cover(session)
    one.close()
    from outreach_app.services import upkeep

    upkeep.restore_backup(field.one.folder, backup.path, field.one.data_key)
    again = field.one.open()
    read(again, late)
    with again.desk.read() as session:
        assert read_cover(session) == {}
    again.visits.log(door(cards(again)[0]))
    read(office, *write(again, field.stick))
    answer(field, office, again)
    with again.desk.read() as session:
        assert read_cover(session)
    again.close()


def test_an_older_permission_does_not_come_back(field: Field, office: App, one: App) -> None:
    send(field, one, office)
    files = []
    for year in (2028, 2029):
        office.permissions.renew("Máy one", until=date(year, 1, 1))
        files += write(office, field.stick)
    read(one, files[1], files[0])
    mine = one.permissions.read()
    assert mine is not None
    assert mine.until == date(2029, 1, 1)


def test_a_canvasser_made_lead_reads_the_teams_files(field: Field, office: App, one: App) -> None:
    lead = field.lead.open()
    lead.visits.log(door(card_of(lead, "Lò Văn Páo")))
    (team_file,) = write(lead, field.stick)
    lead.close()
    assert read(one, team_file)[0].reason_key == "not_for_us"
    send(field, one, office)
    office.permissions.renew("Máy one", role="lead")
    answer(field, office, one)
    assert one.standing().role == "lead"
    assert read(one, team_file)[0].state is FileState.APPLIED


def test_a_lead_of_two_communes_reads_the_files_of_both(field: Field, office: App, tmp_path: Path) -> None:
    far = office.office.add_village("bản Thẳm Phé", "03394").value
    near = office.households.list_villages()[0]
    apps = {}
    for name, role, villages in (
        ("Tổ trưởng", "lead", [near.id, far.id]), ("Máy xa", "canvasser", [far.id]),
        ("Máy gần", "canvasser", [near.id]),
    ):  # fmt: skip
        kit = office.make_kit(
            tmp_path / f"{name}.gocuakit", device=name, role=role, villages=villages, until=date(2027, 1, 1),
            cost=FLOOR,
        )  # fmt: skip
        apps[name] = program.open_kit_file(
            tmp_path / name, kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR
        )
    for name in ("Máy xa", "Máy gần"):
        app = apps[name]
        app.office.say_who_works(name)
        (path,) = write(app, field.stick)
        assert read(apps["Tổ trưởng"], path)[0].state is FileState.APPLIED, name
    for app in apps.values():
        app.close()


# ---------------------------------------------------------------------------------------------------- blocking
def test_a_blocked_machine_is_held_everywhere_says_so_and_loses_nothing(
    field: Field, office: App, one: App, lead: App
) -> None:
    send(field, one, office)
    send(field, lead, office)
    one.visits.log(door(cards(one)[1]))
    (before,) = write(one, field.stick)
    for machine in (field.office, field.one, field.lead):
        machine.clock.pass_by(hours=1)
    office.permissions.block("Máy one", why="mất máy trên đường")
    assert [m.revoked for m in office.syncing.list_machines() if m.device == "Máy one"] == [True]
    assert read(office, before)[0].state is FileState.APPLIED
    for machine in (field.office, field.one, field.lead):
        machine.clock.pass_by(hours=1)
    typed = one.visits.log(door(cards(one)[2])).value
    (after,) = write(one, field.stick)
    held = read(office, after)[0]
    assert (held.state, held.reason_key) == (FileState.HELD, "machine_blocked")
    assert "mất máy trên đường" in str(held.reason)
    answers = write(office, field.stick)
    read(lead, *answers)
    read(one, *answers)
    assert read(lead, after)[0].reason_key == "machine_blocked"
    with pytest.raises(NotAllowed) as told:
        one.syncing.write(field.stick)
    assert told.value.key == "machine_blocked"
    assert typed in {visit.id for card in cards(one) for visit in card.visits}
    # Let go again: the same file is read, and the laptop writes.
    office.permissions.unblock("Máy one")
    assert read(office, after)[0].state is FileState.APPLIED
    read(one, *write(office, field.stick))
    one.visits.log(door(cards(one)[2]))
    assert read(office, *write(one, field.stick))[0].state is FileState.APPLIED


def test_nothing_of_the_register_goes_to_a_blocked_machine(field: Field, office: App, one: App) -> None:
    send(field, one, office)
    office.permissions.block("Máy one", why="mất")
    office.households.edit_person(card_of(office, "Lò Văn Páo").members[0].id, {"phone": "0987000111"})
    answer(field, office, one)
    assert card_of(one, "Lò Văn Páo").members[0].phone != "0987000111"
    office.permissions.unblock("Máy one")
    answer(field, office, one)
    assert card_of(one, "Lò Văn Páo").members[0].phone == "0987000111"


def test_only_the_office_permits_and_a_reason_is_needed(office: App, one: App) -> None:
    with pytest.raises(NotAllowed):
        one.permissions.block("Máy one", why="x")
    with pytest.raises(BadInput) as told:
        office.permissions.block("Máy one", why="  ")
    assert told.value.key == "no_reason"
    with pytest.raises(NotFound):
        office.permissions.block("Máy không có", why="x")
    assert office.permissions.read() is None
