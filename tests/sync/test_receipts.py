"""A lead tells its team directly by stick which files it has; only the office closes an entry of the ledger."""

from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.rows import FileState, LedgerState
from outreach_app.domain.seen import Seen
from outreach_app.store import exchange, incarnations, journal, settings
from outreach_app.store.packing import unpack
from outreach_app.sync import envelope, receipts
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.envelope import trust_bound, unseal
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.payload import Payload, make_blocks
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings
from tests.data_makers.golden_receipt import DATA, HOLDINGS, OFFICE_ID
from tests.workspaces import Field, cards, door, read, write


def states(app: App) -> dict[LedgerState, int]:
    return {state: count for state, count in app.syncing.read_ledger().rows.items() if count}


def is_receipt(path: Path) -> bool:
    return envelope.read_clear(path.read_bytes()).kind == receipts.KIND


def test_a_lead_that_read_a_file_says_so_and_only_the_office_closes_the_entry(
    field: Field, office: App, one: App, lead: App
) -> None:
    one.visits.log(door(cards(one)[0]))
    (sent,) = write(one, field.stick)
    read(lead, sent)
    assert lead.syncing.read_ledger().answers_for == ("Máy one",)
    (receipt,) = [path for path in write(lead, field.stick) if is_receipt(path)]
    assert receipt.stat().st_size < 3_000
    assert (states(one), one.syncing.read_ledger().files[0].at_lead) == ({LedgerState.ON_FILE: 1}, False)
    (report,) = read(one, receipt)
    assert (report.state, report.kind, report.device) == (FileState.APPLIED, "receipt", "Máy lead")
    (file,) = one.syncing.read_ledger().files
    assert (states(one), file.at_lead, file.acknowledged) == ({LedgerState.RECEIVED: 1}, True, 0)
    assert one.syncing.list_machines() == []
    assert one.syncing.list_read()[0].device == "Máy lead"
    # Twice changes nothing, and nothing new is nothing to write.
    assert read(one, receipt)[0].state is FileState.ALREADY
    assert [path for path in write(lead, field.stick) if is_receipt(path)] == []
    assert lead.syncing.read_ledger().answers == 0
    # The office's word closes it; a receipt that comes after it does not open it again.
    read(office, sent)
    for answer in write(office, field.stick):
        read(one, answer)
    assert (states(one), one.syncing.read_ledger().files[0].at_lead) == ({LedgerState.ACCEPTED: 1}, False)
    assert one.upkeep.check().ok


def test_the_receipt_is_for_one_machine_and_stands_in_the_leads_ledger(
    field: Field, office: App, one: App, two: App, lead: App
) -> None:
    for app in (one, two):
        app.visits.log(door(cards(app)[0]))
        read(lead, *write(app, field.stick))
    lead.visits.log(door(cards(lead)[2]))
    made = write(lead, field.stick)
    told = [path for path in made if is_receipt(path)]
    assert len(told) == 2
    assert {(file.kind, file.device) for file in lead.syncing.read_ledger().files} == {
        ("sync", ""), ("receipt", "Máy one"), ("receipt", "Máy two")
    }  # fmt: skip
    assert sorted(report.reason_key or "" for report in read(one, *told)) == ["", "not_for_us"]
    assert {report.reason_key for report in read(office, *told)} == {"not_for_us"}
    assert {report.state for report in read(lead, *told)} == {FileState.ALREADY}
    # An answer of the office about the lead's own first file does not close its first receipts.
    read(office, *(path for path in made if path not in told))
    for answer in write(office, field.stick):
        read(lead, answer)
    answered = {file.kind: file.answered_at is not None for file in lead.syncing.read_ledger().files}
    assert answered == {"sync": True, "receipt": False}


def test_what_the_office_has_needs_no_receipt(field: Field, office: App, one: App, lead: App) -> None:
    one.visits.log(door(cards(one)[0]))
    (sent,) = write(one, field.stick)
    read(lead, sent)
    lead.visits.log(door(cards(lead)[0]))
    # The office hears of it before the lead has written to the team.
    with lead.desk.database.write_local() as session:
        due = [peer.name for peer, _ in receipts.find_due(session)]
    assert due == ["Máy one"]
    read(office, sent, *write(lead, field.stick))
    with lead.desk.database.write_local() as session:
        settings.write_setting(session, "receipted:" + peer_of(lead).hex(), [])
    for answer in write(office, field.stick):
        read(lead, answer)
    assert lead.syncing.read_ledger().answers == 0


def peer_of(lead: App) -> bytes:
    with lead.desk.read() as session:
        (peer,) = exchange.list_peers(session)
        return peer.id


def forge(sender: App, to: App, payload: Payload) -> bytes:
    """A receipt sealed by a machine's own keys, as its program would never write it."""
    with sender.desk.read() as session:
        pins, machine = Pins.read(session), settings.read_machine(session)
    with to.desk.read() as session:
        addressee = Pins.read(session).own.public.seal
    return envelope.seal(
        payload.pack(), kind="receipt", office_id=machine.office_id, sender=pins.own,
        incarnation=machine.incarnation, recipients=[addressee], number=1, binding=pins.binding,
    )  # fmt: skip


def test_nobody_but_a_lead_gives_receipts_and_they_bring_nothing_else(
    field: Field, one: App, two: App, lead: App
) -> None:
    one.visits.log(door(cards(one)[0]))
    write(one, field.stick)
    with one.desk.read() as session:
        (own,) = incarnations.list_own(session)
    word = Payload(1, 1, (), 1, 0, holdings=Holdings(files={own: Seen(1), b"stranger": Seen(9)}))
    with lead.desk.read() as session:
        brought = make_blocks(list(journal.read_operations(session))[:1])
    bad = {
        "another laptop's": forge(two, one, word),
        "with entries": forge(lead, one, replace(word, blocks=brought)),
        "with more holdings": forge(lead, one, replace(word, holdings=Holdings(own={own: Seen(1)}))),
        "without a word": forge(lead, one, replace(word, holdings=None)),
    }
    for name, data in bad.items():
        path = field.stick / f"{name}.gocua"
        path.write_bytes(data)
        assert [report.reason_key for report in read(one, path)] == ["forged"], name
        assert LedgerState.RECEIVED not in states(one)
    good = field.stick / "good.gocua"
    good.write_bytes(forge(lead, one, word))
    assert read(one, good)[0].state is FileState.APPLIED
    with one.desk.read() as session:
        assert receipts.read_received(session) == {own: Seen(1)}


def test_a_blocked_leads_receipts_are_held(field: Field, office: App, one: App, lead: App) -> None:
    one.visits.log(door(cards(one)[0]))
    lead.visits.log(door(cards(lead)[0]))
    read(office, *write(one, field.stick), *write(lead, field.stick))
    office.permissions.block("Máy lead", why="mất máy")
    for answer in write(office, field.stick):
        read(one, answer)
    field.lead.clock.pass_by(days=2)
    with one.desk.read() as session:
        (own,) = incarnations.list_own(session)
    late = Payload(1 << 46, 1, (), 1, 0, holdings=Holdings(files={own: Seen(1)}))
    path = field.stick / "late.gocua"
    path.write_bytes(forge(lead, one, late))
    assert [report.reason_key for report in read(one, path)] == ["machine_blocked"]


def test_a_receipt_of_format_one_still_opens() -> None:
    fields = unpack((DATA / "keys-of-the-test.msgpack").read_bytes())
    office, one = MachineKeys(*fields["office"]), MachineKeys(*fields["one"])
    opened = unseal(
        (DATA / "receipt.gocua").read_bytes(), one, trust=trust_bound(office.public.sign), office_id=OFFICE_ID
    )
    assert (opened.clear.kind, opened.clear.number) == ("receipt", 1)
    payload = Payload.unpack(opened.payload)
    assert (payload.holdings, payload.blocks, payload.orders) == (HOLDINGS, (), None)
    assert opened.binding is not None
    assert verify_binding(opened.binding, office.public.sign).certificate.role == "lead"


@pytest.mark.parametrize("kind", ["canvasser", "office"])
def test_who_is_no_lead_writes_no_receipts(field: Field, office: App, one: App, two: App, kind: str) -> None:
    app = one if kind == "canvasser" else office
    two.visits.log(door(cards(two)[0]))
    with app.desk.read() as session:
        assert list(receipts.find_due(session)) == []
