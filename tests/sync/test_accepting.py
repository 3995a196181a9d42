"""Entries refused at the office and let in later count as if they had been allowed when their file was read."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from outreach_app.app import App
from outreach_app.domain.rows import FileState, LedgerState
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.households import NewPerson
from outreach_app.services.refusals import choose
from outreach_app.store import engine, exchange, journal, seen
from outreach_app.store.packing import unpack
from outreach_app.store.tables import REPLICATED
from outreach_app.sync import inbox, returning
from outreach_app.sync.permission import Judgement
from tests.workspaces import Clock, Field, Machine, card_of, cards, copy_field, door, read, write


def write_beyond(one: App, village: bytes, household: bytes) -> None:
    """Write what the office refuses: a family of a foreign village with a visit, a change there, and an answer."""
    with one.desk.write() as writer:
        family = writer.create("household", {"village": village, "code": "HS-M01001-X"})
        person = writer.create("person", {"household": family, "name": "Người lạ", "relation": "head"})
        writer.create(
            "visit",
            {"household": family, "visited_on": "2026-11-21", "door_outcome": "not_home", "met": [person]},
        )
        writer.create(
            "visit", {"household": household, "visited_on": "2026-11-21", "door_outcome": "not_home"}
        )
        writer.create("answer", {"text": "Miễn phí", "answered_on": "2026-11-21"})
    with one.desk.write() as writer:
        writer.edit("household", household, {"phone": "0912345678"})


def foreign(office: App) -> tuple[bytes, bytes]:
    there = card_of(office, "Vàng A Lử").household
    return there.village, there.id


def ids(app: App) -> list[str]:
    return [entry.id for entry in app.refusals.list()]


def picture(app: App) -> dict[str, Any]:
    """Every replicated row without its place in the table, every head, what is known, and what files brought."""
    with app.desk.read() as session:
        connection, found = session.connection(), dict[str, Any]()
        for table, spec in REPLICATED.items():
            columns = ", ".join(("id", "made", "author", *spec.fields))
            found[table] = sorted(engine.fetch_rows(connection, f"SELECT {columns} FROM {table}"), key=repr)
        columns = "tbl, row, field, incarnation, seq, time, value, was, replaced, author"
        found["head"] = sorted(engine.fetch_rows(connection, f"SELECT {columns} FROM head"), key=repr)
        found["seen"] = engine.fetch_rows(connection, "SELECT * FROM seen ORDER BY incarnation")
        known = seen.read_seen(session)
        found["told"] = [
            returning.acknowledge(session, peer, incarnation, known)
            for peer in exchange.list_peers(session)
            for incarnation in sorted(exchange.incarnations_of(session, peer.id))
        ]
        found["brought"] = [
            {name: count for name, count in unpack(file.counts).items() if name in _COUNTS}
            for file in exchange.list_in_files(session)
        ]
        operations = journal.read_operations(session)
        found["journal"] = {operation.dot: operation for operation in operations}
    return found


_COUNTS = ("merged", "new", "changed", "visits")


def test_what_is_let_in_closes_the_ledger_and_travels_to_others(field: Field, office: App, one: App) -> None:
    write_beyond(one, *foreign(office))
    (path,) = write(one, field.stick)
    assert read(office, path)[0].refused_rows == 6
    (first,) = write(office, field.stick)
    read(one, first)
    assert one.syncing.read_ledger().rows[LedgerState.REFUSED] == 6
    entries = office.refusals.list()
    assert {entry.device for entry in entries} == {"Máy one"}
    assert {entry.subject for entry in entries} == {"Người lạ", "Vàng A Lử", "Miễn phí"}
    assert {entry.village_name for entry in entries} == {"Hua Sẳng", ""}
    assert [entry.values for entry in entries if entry.kind == "edit"] == [(("phone", "0912 345 678"),)]
    report = office.refusals.accept(ids(office)).value
    assert (report.accepted, report.along, report.passed_over, report.conflicts) == (6, 0, 0, 0)
    assert office.refusals.list() == []
    assert office.upkeep.check().ok
    assert card_of(office, "Vàng A Lử").household.phone == "0912345678"
    # Reading the same file again changes nothing.
    before = picture(office)
    assert read(office, path)[0].state is FileState.ALREADY
    assert picture(office) == before
    # The laptop learns it, whatever the order of its answers; who works in that village gets the entries.
    (second,) = write(office, field.stick)
    read(one, second, first)
    rows = one.syncing.read_ledger().rows
    assert (rows[LedgerState.REFUSED], rows[LedgerState.ACCEPTED]) == (0, 6)
    assert one.refusals.list() == []
    assert one.upkeep.check().ok


def test_what_was_let_in_is_taken_back_and_says_who_decided(field: Field, office: App, one: App) -> None:
    office.office.say_who_works("Hoàng Thị Thơm")
    village, household = foreign(office)
    with one.desk.write() as writer:
        family = writer.create("household", {"village": village, "code": "HS-M01001-X"})
        writer.create("person", {"household": family, "name": "Người lạ", "relation": "head"})
        writer.edit("household", household, {"phone": "0912345678"})
    read(office, *write(one, field.stick))
    before = office.households.read_card(household).household.phone
    run = office.refusals.accept(ids(office)).value.run
    changed = office.histories.of_household(household)[0]
    assert (changed.device, changed.let_in_by, changed.undone) == ("Máy one", "Hoàng Thị Thơm", False)
    field.office.clock.pass_by(minutes=1)
    office.refusals.take_back(run)
    assert office.households.read_card(household).household.phone == before
    assert office.households.find("người lạ").total == 0
    assert office.refusals.list() == []
    assert [entry.undone for entry in office.histories.of_household(household) if entry.let_in_by] == [True]
    assert office.upkeep.check().ok
    with pytest.raises(BadInput) as twice:
        office.refusals.take_back(run)
    assert twice.value.key == "undone_already"
    with pytest.raises(NotFound):
        office.refusals.take_back("x")
    # The laptop hears that they are in; what was taken back reaches whoever works there.
    for answer in write(office, field.stick):
        read(one, answer)
    assert one.syncing.read_ledger().rows[LedgerState.REFUSED] == 0
    assert one.upkeep.check().ok


def test_what_was_let_in_and_built_on_stays(field: Field, office: App, one: App) -> None:
    _, household = foreign(office)
    with one.desk.write() as writer:
        writer.edit("household", household, {"phone": "0912345678"})
    read(office, *write(one, field.stick))
    run = office.refusals.accept(ids(office)).value.run
    field.office.clock.pass_by(minutes=1)
    office.households.edit_household(household, {"phone": "0912345679"})
    with pytest.raises(BadInput) as refused:
        office.refusals.take_back(run)
    assert refused.value.key == "built_on"
    assert office.households.read_card(household).household.phone == "0912345679"


def test_who_works_there_gets_what_was_let_in(field: Field, office: App, one: App, two: App) -> None:
    two.visits.log(door(cards(two)[0]))
    write_beyond(one, *foreign(office))
    read(office, *write(one, field.stick), *write(two, field.stick))
    for answer in write(office, field.stick):
        read(two, answer)
    assert {card.household.head for card in cards(two)} == {"Vàng A Lử", "Lù Seo Vần"}
    office.refusals.accept(ids(office))
    for answer in write(office, field.stick):
        read(two, answer)
    assert card_of(two, "Vàng A Lử").household.phone == "0912345678"
    assert len(card_of(two, "Người lạ").visits) == 1
    assert two.upkeep.check().ok


def test_a_lead_that_refused_the_same_gets_it_although_it_told_of_the_file(
    field: Field, office: App, one: App, lead: App
) -> None:
    with one.desk.write() as writer:
        writer.create("canvasser", {"name": "Trưởng", "role": "office"})
    (path,) = write(one, field.stick)
    read(lead, path)
    assert len(lead.refusals.list()) == 1
    lead.visits.log(door(cards(lead)[0]))
    read(office, path, *write(lead, field.stick))
    office.refusals.accept(ids(office))
    for answer in write(office, field.stick):
        read(lead, answer)
    assert [each.name for each in lead.office.list_canvassers()] == ["Trưởng"]
    assert lead.refusals.list() == []
    assert lead.upkeep.check().ok
    with pytest.raises(NotAllowed):
        lead.refusals.accept(["00-1"])
    with pytest.raises(NotFound):
        office.refusals.accept(["?"])


def test_one_brings_along_what_it_hangs_on_and_the_rest_stays_refused(
    field: Field, office: App, one: App
) -> None:
    write_beyond(one, *foreign(office))
    read(office, *write(one, field.stick))
    entries = office.refusals.list()
    visit = next(entry for entry in entries if entry.table == "visit" and entry.subject == "Người lạ")
    report = office.refusals.accept([visit.id]).value
    assert (report.accepted, report.along) == (1, 2)
    assert len(card_of(office, "Người lạ").visits) == 1
    assert len(office.refusals.list()) == 3
    assert office.refusals.accept([visit.id]).value.passed_over == 1
    outside = choose(office.refusals.list(), device="Máy one", reason_key="outside_area")
    assert office.refusals.accept(entry.id for entry in outside).value.accepted == 2
    assert [entry.table for entry in office.refusals.list()] == ["answer"]


def test_taking_the_reading_back_takes_what_was_let_in_and_reading_again_brings_it(
    field: Field, office: App, one: App
) -> None:
    write_beyond(one, *foreign(office))
    (path,) = write(one, field.stick)
    report = office.syncing.read([path]).value
    entries = office.refusals.list()
    office.refusals.accept([entry.id for entry in entries if entry.table != "answer"])
    assert report.import_id is not None
    office.imports.undo(report.import_id)
    assert "Người lạ" not in {card.household.head for card in cards(office)}
    assert card_of(office, "Vàng A Lử").household.phone == "0912345007"
    # While the file does not count, nothing of it can be let in.
    (waiting,) = office.refusals.list()
    assert (waiting.acceptable, waiting.hindrance is not None) == (False, True)
    assert office.refusals.accept([waiting.id]).value.passed_over == 1
    read(office, path)
    assert len(card_of(office, "Người lạ").visits) == 1
    assert card_of(office, "Vàng A Lử").household.phone == "0912345678"
    assert office.refusals.accept([waiting.id]).value.accepted == 1
    assert office.upkeep.check().ok


def test_what_was_let_in_is_known_when_a_restored_laptop_sends_it_once_more(
    field: Field, office: App, one: App, tmp_path: Path
) -> None:
    write_beyond(one, *foreign(office))
    backup = tmp_path / "one-before"
    shutil.copytree(field.one.folder, backup)
    read(office, *write(one, field.stick))
    office.refusals.accept(ids(office))
    before = picture(office)
    # The laptop's disk is put back to before it wrote: what it had written goes out once more on another file.
    earlier = Machine(backup, field.one.data_key, Clock()).open()
    for answer in write(office, field.stick):
        read(earlier, answer)
    (again,) = write(earlier, field.stick)
    earlier.close()
    (report,) = read(office, again)
    assert (report.state, report.refused_rows) == (FileState.APPLIED, 0)
    after = picture(office)
    assert {name: after[name] for name in REPLICATED} == {name: before[name] for name in REPLICATED}
    assert office.refusals.list() == []
    assert office.upkeep.check().ok


def test_an_order_to_erase_is_never_let_in(field: Field, office: App, one: App) -> None:
    card = cards(one)[0]
    member = card.members[0].id
    with one.desk.write() as writer:
        writer.create("erasure", {"person": member, "asked_by": "self", "asked_on": "2026-11-21", "why": "?"})
    read(office, *write(one, field.stick))
    (entry,) = office.refusals.list()
    assert not entry.acceptable
    assert office.refusals.accept([entry.id]).value.accepted == 0
    assert card_of(office, card.household.head).members[0].id == member


Deed = Callable[[App, bytes, bytes], None]


def _visit_there(app: App, village: bytes, household: bytes) -> None:
    with app.desk.write() as writer:
        writer.create(
            "visit", {"household": household, "visited_on": "2026-11-21", "door_outcome": "not_home"}
        )


def _phone_there(app: App, village: bytes, household: bytes) -> None:
    with app.desk.write() as writer:
        writer.edit("household", household, {"phone": f"09{writer.last_seq:08d}"})


def _flag_there(app: App, village: bytes, household: bytes) -> None:
    with app.desk.write() as writer:
        writer.edit("household", household, {"do_not_contact": writer.last_seq % 2 == 0})


def _family_there(app: App, village: bytes, household: bytes) -> None:
    with app.desk.write() as writer:
        family = writer.create("household", {"village": village, "code": f"HS-X{writer.last_seq}"})
        writer.create("person", {"household": family, "name": "Lý A Dế", "relation": "head"})


def _rename_village(app: App, village: bytes, household: bytes) -> None:
    with app.desk.write() as writer:
        writer.edit("village", village, {"name": f"Bản {writer.last_seq}"})


def _own_door(app: App, village: bytes, household: bytes) -> None:
    app.visits.log(door(cards(app)[0], day=date(2026, 11, 21)))


def _own_family(app: App, village: bytes, household: bytes) -> None:
    app.households.add(app.households.list_villages()[0].id, NewPerson("Tẩn A Phủ"))


_DEEDS: tuple[Deed, ...] = (
    _visit_there, _phone_there, _flag_there, _family_there, _rename_village, _own_door, _own_family
)  # fmt: skip
_steps = st.lists(
    st.tuples(st.sampled_from(("one", "two")), st.lists(st.sampled_from(_DEEDS), min_size=1, max_size=4)),
    min_size=2, max_size=4,
)  # fmt: skip


def foreign_to(office: App, laptop: App) -> tuple[bytes, bytes]:
    """A village that is not the laptop's, and a household there."""
    own = {card.household.village for card in cards(laptop)}
    return next(
        (c.household.village, c.household.id) for c in cards(office) if c.household.village not in own
    )


def _without_meetings(found: dict[str, Any]) -> dict[str, Any]:
    # Which edits met another machine's on their way in is the one thing that depends on when each came.
    told = [(each.incarnation, each.number, each.seen, each.refused) for each in found["told"]]
    brought = sorted(sorted(each.items()) for each in ({**b, "merged": 0} for b in found["brought"]))
    return {**found, "told": told, "brought": brought}


def _allow_all(_session: object, _certificate: object, operations: Any, **_more: object) -> Judgement:
    return Judgement(tuple(operations))


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(steps=_steps, data=st.data())
def test_letting_in_late_equals_having_been_allowed_at_first(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[Deed]]], data: st.DataObject
) -> None:
    """One office refuses and lets in bit by bit, another allows everything; the laptops write without hearing of it."""
    folder = tmp_path_factory.mktemp("late")
    field = copy_field(folder)
    shutil.copytree(field.office.folder, folder / "lenient")
    strict = field.office.open()
    lenient = Machine(folder / "lenient", field.office.data_key, Clock()).open()
    laptops = {"one": field.one.open(), "two": field.two.open()}
    places = {name: foreign_to(strict, app) for name, app in laptops.items()}
    files = []
    for name, deeds in steps:
        for deed in deeds:
            deed(laptops[name], *places[name])
        files += write(laptops[name], field.stick)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inbox, "judge_operations", _allow_all)
        for path in files:
            read(lenient, path)
    for path in data.draw(st.permutations(files)):
        read(strict, path)
        waiting = ids(strict)
        if waiting:
            strict.refusals.accept(data.draw(st.lists(st.sampled_from(waiting), unique=True)))
    strict.refusals.accept(ids(strict))
    assert strict.refusals.list() == []
    late, first = (_without_meetings(picture(app)) for app in (strict, lenient))
    assert late == first
    assert strict.upkeep.check().ok
    for app in (strict, lenient, *laptops.values()):
        app.close()
