"""What goes back to a laptop: others' work in its area, once, whatever is lost, repeated, reordered or restored."""

import shutil
from pathlib import Path

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.operations import Dot
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.domain.seen import dots_of
from outreach_app.services import upkeep
from outreach_app.store import blocks, check, scope, seen, settings
from outreach_app.store.heads import list_conflicts
from outreach_app.sync import envelope
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from tests.workspaces import Field, card_of, cards, door, read, talk, write


def send(field: Field, app: App, office: App) -> None:
    """Something is logged, written and read at the office."""
    app.visits.log(talk(cards(app)[0]))
    (path,) = write(app, field.stick)
    assert read(office, path)[0].state is FileState.APPLIED


def answer(field: Field, office: App, app: App) -> FileReport:
    """The office writes its answers; the machine takes its own."""
    reports = [read(app, path)[0] for path in write(office, field.stick)]
    (taken,) = [report for report in reports if report.state is FileState.APPLIED]
    return taken


def phone_of(app: App, name: str) -> str | None:
    return card_of(app, name).members[0].phone


def set_phone(app: App, name: str, phone: str) -> None:
    app.households.edit_person(card_of(app, name).members[0].id, {"phone": phone})


def visits_of(app: App) -> set[bytes]:
    return {visit.id for card in cards(app) for visit in card.visits}


def sound(*apps: App) -> None:
    for app in apps:
        assert app.upkeep.check().problems == ()


def cargo_of(app: App, path: Path) -> list[Dot]:
    """The operations on a return file, read with the keys of the machine it is for."""
    with app.desk.read() as session:
        pins = Pins.read(session)
    opened = envelope.unseal(path.read_bytes(), pins.identities, trust=envelope.trust_only(pins.office.sign))
    return [operation.dot for operation in Payload.unpack(opened.payload).operations()]


# ------------------------------------------------------------------------------------------------ what goes back
def test_the_offices_changes_and_other_machines_visits_reach_the_laptop(
    field: Field, office: App, one: App, lead: App
) -> None:
    send(field, one, office)
    set_phone(office, "Lò Văn Páo", "0987000111")
    visited = lead.visits.log(door(card_of(lead, "Giàng A Chư"))).value
    read(office, *write(lead, field.stick))
    report = answer(field, office, one)
    assert (report.changed, report.visits) == (1, 1)
    assert phone_of(one, "Lò Văn Páo") == "0987000111"
    assert visited in visits_of(one)
    sound(one, office)


def test_nothing_of_another_village_goes_to_a_laptop(field: Field, office: App, one: App, two: App) -> None:
    send(field, one, office)
    send(field, two, office)
    set_phone(office, "Lò Văn Páo", "0987000111")
    set_phone(office, "Vàng A Lử", "0987000222")
    for app, name in ((one, "Lò Văn Páo"), (two, "Vàng A Lử")):
        before = {card.household.id for card in cards(app)}
        for path in write(office, field.stick) or sorted(field.stick.iterdir()):
            read(app, path)
        assert {card.household.id for card in cards(app)} == before
        assert (phone_of(app, name) or "").startswith("0987000")
    assert len(visits_of(one)) == len(visits_of(two)) == 1


def test_what_has_come_back_confirmed_is_never_sent_again(field: Field, office: App, one: App) -> None:
    send(field, one, office)
    set_phone(office, "Lò Văn Páo", "0987000111")
    assert answer(field, office, one).changed == 1
    send(field, one, office)
    (path,) = write(office, field.stick)
    assert cargo_of(one, path) == []
    assert write(office, field.stick) == []


def test_a_lost_return_file_is_made_good_by_the_next(field: Field, office: App, one: App) -> None:
    send(field, one, office)
    set_phone(office, "Lò Văn Páo", "0987000111")
    (lost,) = write(office, field.stick)
    lost.unlink()
    set_phone(office, "Giàng A Chư", "0987000222")
    (path,) = write(office, field.stick)
    assert len(cargo_of(one, path)) == 2
    read(one, path)
    assert (phone_of(one, "Lò Văn Páo"), phone_of(one, "Giàng A Chư")) == ("0987000111", "0987000222")
    # The laptop tells what it has, so that neither file's rows come a third time.
    send(field, one, office)
    (path,) = write(office, field.stick)
    assert cargo_of(one, path) == []
    sound(one, office)


def test_return_files_in_any_order_and_twice_end_in_one_state(
    field: Field, office: App, one: App, tmp_path: Path
) -> None:
    send(field, one, office)
    files = []
    for phone in ("0987000111", "0987000222", "0987000333"):
        set_phone(office, "Lò Văn Páo", phone)
        files += write(office, field.stick)
    assert len(files) == 3
    for path in (files[2], files[0], files[1], files[2], files[0]):
        read(one, path)
    assert phone_of(one, "Lò Văn Páo") == "0987000333"
    with one.desk.read() as session:
        assert list_conflicts(session) == {}
    sound(one)


def test_two_sides_do_not_answer_each_other_for_ever(field: Field, office: App, one: App) -> None:
    """A laptop that only receives tells once that it did; the office answers nothing to that."""
    send(field, one, office)
    set_phone(office, "Lò Văn Páo", "0987000111")
    answer(field, office, one)
    (receipt,) = write(one, field.stick)
    assert one.syncing.read_ledger().files[0].rows == 0
    assert read(office, receipt)[0].state is FileState.APPLIED
    assert write(office, field.stick) == []
    assert write(one, field.stick) == []
    set_phone(office, "Lò Văn Páo", "0987000222")
    (path,) = write(office, field.stick)
    assert len(cargo_of(one, path)) == 1


def test_a_difference_settled_at_the_office_is_settled_on_the_laptops(
    field: Field, office: App, one: App, lead: App
) -> None:
    set_phone(one, "Lò Văn Páo", "0987000111")
    field.lead.clock.pass_by(minutes=5)
    set_phone(lead, "Lò Văn Páo", "0987000222")
    reports = read(office, *write(one, field.stick), *write(lead, field.stick))
    assert sum(report.conflicts for report in reports) == 1
    for app in (one, lead):
        answers = sorted({*write(office, field.stick), *field.stick.iterdir()})
        read(app, *answers)
        with app.desk.read() as session:
            assert len(list_conflicts(session)) == 1
    person = card_of(office, "Lò Văn Páo").members[0].id
    with office.desk.write() as writer:
        writer.edit("person", person, {"phone": "0987000111"}, settles=True)
    for path in write(office, field.stick):
        for app in (one, lead):
            read(app, path)
    for app in (office, one, lead):
        assert phone_of(app, "Lò Văn Páo") == "0987000111"
        with app.desk.read() as session:
            assert list_conflicts(session) == {}
    sound(office, one, lead)


# -------------------------------------------------------------------------------------------- scope and restores
def test_a_family_that_moves_in_comes_with_everything_it_ever_was(
    field: Field, office: App, one: App, two: App
) -> None:
    """Its rows have small numbers, far below what the laptop was told is complete: nobody takes them for known."""
    set_phone(two, "Vàng A Lử", "0987000111")
    send(field, two, office)
    send(field, one, office)
    set_phone(office, "Lò Văn Páo", "0987000333")
    answer(field, office, one)
    home = card_of(office, "Vàng A Lử").household.id
    village = next(v for v in office.households.list_villages() if v.name == "Nà Ly")
    with office.desk.write() as writer:
        writer.edit("household", home, {"village": village.id})
    report = answer(field, office, one)
    assert (report.visits, report.new > 2, report.changed >= 2) == (1, True, True)
    there, here = card_of(office, "Vàng A Lử"), card_of(one, "Vàng A Lử")
    assert (here.members, [v.id for v in here.visits]) == (there.members, [v.id for v in there.visits])
    assert here.members[0].phone == "0987000111"
    sound(one, office)


def test_a_restored_laptop_gets_back_what_it_had_sent(field: Field, office: App) -> None:
    one = field.one.open()
    backup = one.upkeep.make_backup()
    logged = {one.visits.log(door(card)).value for card in cards(one)}
    read(office, *write(one, field.stick))
    set_phone(office, "Lò Văn Páo", "0987000111")
    answer(field, office, one)
    one.close()
    upkeep.restore_backup(field.one.folder, backup.path, field.one.data_key)
    one = field.one.open()
    assert visits_of(one) == set()
    again = one.visits.log(door(card_of(one, "Tẩn Mý Dao"))).value
    read(office, *write(one, field.stick))
    answer(field, office, one)
    assert visits_of(one) == {*logged, again}
    assert phone_of(one, "Lò Văn Páo") == "0987000111"
    sound(one, office)
    one.close()


def test_an_old_disk_put_back_reuses_no_number_though_its_own_rows_come_back_in_one_file(
    field: Field, office: App
) -> None:
    one = field.one.open()
    one.close()
    old = field.one.folder.with_name("old")
    shutil.copytree(field.one.folder, old)
    one = field.one.open()
    logged = {one.visits.log(door(card)).value for card in cards(one)}
    first = write(one, field.stick)
    read(office, *first)
    (answered,) = write(office, field.stick)
    one.close()
    shutil.rmtree(field.one.folder)
    old.rename(field.one.folder)
    (field.one.folder / paths.MARK).unlink(missing_ok=True)
    one = field.one.open()
    with one.desk.read() as session:
        former = settings.read_machine(session).incarnation
    read(one, answered)
    with one.desk.read() as session:
        assert settings.read_machine(session).incarnation != former
    fresh = one.visits.log(door(cards(one)[0])).value
    read(office, *write(one, field.stick))
    answer(field, office, one)
    assert visits_of(one) == visits_of(office) == {*logged, fresh}
    sound(one, office)
    one.close()


def test_every_operation_in_the_area_is_named_from_the_rows_alone(
    field: Field, office: App, one: App, lead: App
) -> None:
    """Rows and heads name exactly the operations that a walk over the whole journal finds on those rows."""
    set_phone(one, "Lò Văn Páo", "0987000111")
    set_phone(one, "Lò Văn Páo", "0987000222")
    set_phone(lead, "Lò Văn Páo", "0987000333")
    one.households.edit_person(
        card_of(one, "Giàng A Chư").members[0].id, {"away": True, "phone": "0987000444"}
    )
    lead.visits.log(talk(card_of(lead, "Vàng A Lử")))
    read(office, *write(one, field.stick), *write(lead, field.stick))
    set_phone(office, "Lò Văn Páo", "0987000555")
    with office.desk.database.write_local() as session:
        from outreach_app.store import journal

        journal.close_tail(session, now=office.desk.now)
    with office.desk.read() as session:
        known = seen.read_seen(session)
        for village in office.households.list_villages():
            rows = scope.read_rows(session, [village.id])
            walked = {o.dot for o in blocks.read_blocks(session) if o.row in rows}
            assert scope.name_operations(session, rows, known) == walked
        assert check.count_operations(session) == len(dots_of(known))
