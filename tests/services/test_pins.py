"""PINs: asked for when the person changes, slowed after wrong tries, reset by a lead, kept here and nowhere else."""

import pytest

from outreach_app.app import App
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.store.database import run
from tests.workspaces import Machine


def test_a_pin_is_asked_for_slowed_changed_and_reset(one: App, machine: Machine) -> None:
    inh, lead = one.desk.canvasser, one.office.add_canvasser("Hoàng Thị Thơm", role="lead").value.id
    assert inh is not None
    one.pins.set_pin(inh, "2580")
    one.office.choose_canvasser(lead)
    for typed, key in (
        ("", "pin_missing"),
        ("2581", "pin_wrong"),
        ("1", "pin_wrong"),
        ("2580 ", "pin_wrong"),
    ):
        with pytest.raises(NotAllowed) as told:
            one.office.choose_canvasser(inh, pin=typed)
        assert told.value.key == key
    with pytest.raises(NotAllowed) as waits:
        one.office.choose_canvasser(inh, pin="2580")
    assert waits.value.key == "pin_waits"
    assert one.desk.canvasser == lead
    machine.clock.pass_by(seconds=31)
    one.office.choose_canvasser(inh, pin="2580")
    one.pins.set_pin(inh, "13579", old="2580")
    with pytest.raises(NotAllowed):
        one.pins.reset(lead)  # no lead
    one.office.choose_canvasser(lead)
    with pytest.raises(NotAllowed):
        one.pins.reset(inh)  # a lead without a PIN could be anybody
    one.pins.set_pin(lead, "8642")
    one.pins.reset(inh)
    one.office.choose_canvasser(inh)
    assert one.pins.list_with_pin() == {lead}


def test_a_pin_is_digits_and_not_the_first_one_anybody_tries(one: App) -> None:
    me = one.desk.canvasser
    assert me is not None
    for bad in ("123", "123456789", "12a4", "٢٥٨٠", "1111", "1234", "9876"):
        with pytest.raises(BadInput):
            one.pins.set_pin(me, bad)
    assert not one.pins.list_with_pin()


def test_a_pin_is_asked_for_after_the_laptop_was_closed_and_stands_in_no_history(machine: Machine) -> None:
    app = machine.open()
    me = app.office.say_who_works("Lường Thị Inh").id
    with app.desk.read() as session:
        before = run(session, "SELECT count(*) FROM operation")[0][0]
    app.pins.set_pin(me, "2580")
    with app.desk.read() as session:
        assert run(session, "SELECT count(*) FROM operation")[0][0] == before
        (row,) = run(session, "SELECT salt, hash FROM pin")
    assert b"2580" not in bytes(row[0]) + bytes(row[1])
    app.close()
    app = machine.open()
    assert app.desk.canvasser is None
    app.office.choose_canvasser(me, pin="2580")
    assert app.desk.canvasser == me
    app.close()
