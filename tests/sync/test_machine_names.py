"""What machines are called elsewhere: the return file names who wrote in an area, a held file the machine it claims."""

from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.rows import FileState
from outreach_app.errors import UnreadableFile
from outreach_app.store import machines
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.statements import Orders
from tests.workspaces import PASSPHRASE, Clock, Field, cards, copy_kits, door, read, write


def test_a_laptop_learns_who_else_wrote_in_its_area(field: Field, office: App, one: App, lead: App) -> None:
    household = cards(one)[0].household.id
    one.households.edit_household(household, {"phone": "0911111111"})
    lead.households.edit_household(household, {"phone": "0922222222"})
    read(office, *write(one, field.stick), *write(lead, field.stick))
    for answer in write(office, field.stick):
        read(one, answer)
    (conflict,) = one.conflicts.list_all()
    assert {(value.device, value.own) for value in conflict.values} == {
        ("Máy one", True),
        ("Máy lead", False),
    }


def test_who_wrote_nothing_there_is_not_named(field: Field, office: App, one: App, two: App) -> None:
    """A name goes only where its entries go; nothing else is told of a machine than number and name."""
    two.visits.log(door(cards(two)[0]))
    one.visits.log(door(cards(one)[0]))
    read(office, *write(one, field.stick), *write(two, field.stick))
    for answer in write(office, field.stick):
        read(one, answer)
    with one.desk.read() as session:
        assert machines.read_machines(session) == {}


def test_an_older_file_does_not_bring_an_older_name_back(one: App) -> None:
    with one.desk.database.write_local() as session:
        machines.note_machines(session, [(b"machine1", 2, "Máy 02")], newest=True)
        machines.note_machines(
            session, [(b"machine1", 1, "Máy 01"), (b"machine2", 3, "Máy 03")], newest=False
        )
        assert machines.read_machines(session) == {b"machine1": (2, "Máy 02"), b"machine2": (3, "Máy 03")}


def test_names_survive_the_wire_and_too_long_ones_are_refused() -> None:
    told = Orders(machines=((b"machine1", 2, "Máy 02"),))
    assert Orders.unpack(told.pack()) == told
    with pytest.raises(UnreadableFile):
        Orders.unpack(Orders(machines=((b"machine1", 2, "M" * 201),)).pack())
    with pytest.raises(UnreadableFile):
        Orders.unpack(Orders(machines=((b"short", 2, "Máy"),)).pack())


def test_a_held_file_names_the_machine_whose_number_it_bears(
    field: Field, office: App, tmp_path: Path
) -> None:
    kit, code = copy_kits(tmp_path)["one"]
    twin = program.open_kit_file(tmp_path / "twin", kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR)
    one = field.one.open()
    for app in (one, twin):
        app.visits.log(door(cards(app)[0]))
    (first,), (second,) = write(one, field.stick), write(twin, field.stick)
    (_, report) = read(office, first, second)
    assert (report.state, report.device, report.number) == (FileState.HELD, "Máy one", 1)
    (held,) = office.held.list()
    assert (held.device, held.number, held.reason_key) == ("Máy one", 1, "second_machine")
    office.permissions.block("Máy one", why="mất máy")
    field.one.clock.pass_by(days=2)
    one.visits.log(door(cards(one)[1]))
    (report,) = read(office, *write(one, field.stick))
    assert (report.reason_key, report.device, report.number) == ("machine_blocked", "Máy one", 2)
    one.close()
    twin.close()
