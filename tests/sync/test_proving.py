"""A certified machine speaks for itself alone: forged, misshapen and foreign operations in a well-sealed file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.rows import FileState
from outreach_app.store import exchange, settings
from outreach_app.sync import outbox
from outreach_app.sync.payload import Payload, make_blocks
from outreach_app.sync.secrets import Pins
from tests.workspaces import Field, cards, door


def seal(app: App, stick: Path, operations: list[Operation], *, schema: int = 1) -> Path:
    """Seal what an honest program never would, with the machine's own keys and permission."""
    desk = app.desk
    with desk.read() as session:
        pins = Pins.read(session)
        payload = Payload(10**12, schema, make_blocks(operations), 1, len(operations))
        made = outbox._address(
            session, pins, payload, "sync", [pins.office.seal, pins.escrow], peer=outbox.OFFICE_PEER,
            rows=len(operations), now=desk.now,
        )  # fmt: skip
    path = stick / f"{len(list(stick.iterdir()))}.gocua"
    path.write_bytes(made.data)
    return path


def own(app: App, seq: int = 1, **change: object) -> Operation:
    with app.desk.read() as session:
        incarnation = settings.read_machine(session).incarnation
    row = incarnation + seq.to_bytes(8, "big")
    made = Operation(incarnation, seq, 10**15 + seq, Kind.CREATE, "household", row, {"code": "NL-M01001-X"})
    return made._replace(**change)  # type: ignore[arg-type]


def edit(app: App, table: str, row: bytes, values: dict[str, object]) -> Operation:
    return own(app, kind=Kind.EDIT, table=table, row=row, values=values)


Bad = Callable[[App, App], Operation]
BAD: dict[str, tuple[Bad, str]] = {
    "a row under another's name": (
        lambda one, office: own(one, row=b"someone!" + bytes(7) + b"\1"),
        "forged",
    ),
    "the office's own row again": (lambda one, office: own(one, row=cards(office)[0].household.id), "forged"),
    "another machine's operation": (lambda one, office: own_of_office(office), "forged"),
    "an edit of a visit": (lambda one, office: edit(one, "visit", bytes(16), {"note": ["x", ""]}), "forged"),
    "an edit without its former value": (
        lambda one, office: edit(one, "person", bytes(16), {"name": "x"}),
        "damaged",
    ),
    "a name that is a number": (lambda one, office: own(one, table="person", values={"name": 5}), "damaged"),
    "a name that is missing": (
        lambda one, office: own(one, table="person", values={"name": None}),
        "damaged",
    ),
    "a flag that is a word": (lambda one, office: own(one, values={"do_not_contact": "yes"}), "damaged"),
    "an amount that is a word": (
        lambda one, office: own(one, table="receipt", values={"amount": "1"}),
        "damaged",
    ),
    "outcomes that are a text": (
        lambda one, office: own(one, table="visit", values={"outcomes": "x"}),
        "damaged",
    ),
    "a visit on no day": (lambda one, office: own(one, table="visit", values={}), "damaged"),
    "a visit on an empty day": (
        lambda one, office: own(one, table="visit", values={"visited_on": ""}),
        "damaged",
    ),
    "a visit on the 30th of February": (
        lambda one, office: own(one, table="visit", values={"visited_on": "2026-02-30"}),
        "damaged",
    ),
    "a return in a week": (
        lambda one, office: own(
            one, table="visit", values={"visited_on": "2026-11-21", "next_on": "2026-W48-1"}
        ),
        "damaged",
    ),
    "money of no day": (lambda one, office: own(one, table="receipt", values={"amount": 1}), "damaged"),
    "a thirteenth month": (
        lambda one, office: own(
            one, table="enrolment", values={"first_month": "2026-13", "signed_on": "2026-11-21"}
        ),
        "damaged",
    ),
    "a birth date corrected to a word": (
        lambda one, office: edit(one, "person", bytes(16), {"born": ["hôm qua", None]}),
        "damaged",
    ),
}


def own_of_office(office: App) -> Operation:
    village = office.households.list_villages()[0].id
    return Operation(
        village[:8], 9_999, 10**15, Kind.CREATE, "household", village[:8] + (9_999).to_bytes(8, "big"), {}
    )


@pytest.mark.parametrize("what", BAD)
def test_a_certified_machine_cannot_write_what_is_not_its_own_or_cannot_be(
    what: str, field: Field, one: App, office: App
) -> None:
    make, reason = BAD[what]
    path = seal(one, field.stick, [make(one, office)])
    before = office.upkeep.check()
    good = field.two.open()
    good.visits.log(door(cards(good)[0]))
    good.syncing.write(field.stick)
    good.close()
    reports = {r.path: r for r in office.syncing.read([field.stick]).value.files}
    assert (reports[path.name].state, reports[path.name].reason_key) == (FileState.REFUSED, reason)
    assert sorted(r.state.value for r in reports.values()) == ["applied", "refused"]
    after = office.upkeep.check()
    assert after.ok
    assert after.tables["household"] == before.tables["household"]


def test_tables_and_fields_of_a_newer_program_are_kept_in_the_journal(
    field: Field, one: App, office: App
) -> None:
    person = cards(one)[0].members[0].id
    operations = [
        own(one, 1, table="caravan", values={"wheels": 4}),
        own(one, 2, table="household", values={"code": "NL-M01002-X", "roof": "tranh"}),
        own(one, 3, kind=Kind.EDIT, table="person", row=person, values={"wants_messages": [True, None]}),
    ]
    path = seal(one, field.stick, operations)
    before = office.upkeep.check().journal_entries
    (report,) = office.syncing.read([path]).value.files
    assert (report.state, report.new, report.changed) == (FileState.APPLIED, 2, 1)
    after = office.upkeep.check()
    assert (after.ok, after.journal_entries) == (True, before + 3)


def test_a_file_of_a_newer_schema_is_held_and_nothing_is_guessed_at(
    field: Field, one: App, office: App
) -> None:
    path = seal(one, field.stick, [own(one)], schema=2)
    before = office.upkeep.check()
    (report,) = office.syncing.read([path]).value.files
    assert (report.state, report.reason_key) == (FileState.HELD, "newer_format")
    assert office.upkeep.check() == before
    with office.desk.read() as session:
        assert exchange.list_in_files(session) == []
    assert not (field.office.folder / paths.OUTBOX).exists()
