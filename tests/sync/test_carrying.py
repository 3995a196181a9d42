"""A team lead takes the team's files, shows them, and carries the originals on; who sent them is told so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.rows import FileState, LedgerState
from tests.workspaces import Field, cards, door, talk, write


@pytest.fixture
def apps(field: Field) -> Iterator[dict[str, App]]:
    opened = {name: getattr(field, name).open() for name in ("office", "one", "two", "lead")}
    yield opened
    for app in opened.values():
        app.close()


def stick_of(field: Field, name: str) -> Path:
    folder = field.stick.with_name(name)
    folder.mkdir(exist_ok=True)
    return folder


def test_a_lead_carries_the_originals_and_the_ledger_tells_received_from_accepted(
    field: Field, apps: dict[str, App]
) -> None:
    office, one, lead = apps["office"], apps["one"], apps["lead"]
    one.visits.log(door(cards(one)[0]))
    (first,) = write(one, field.stick)
    office.syncing.read([first])
    one.visits.log(talk(cards(one)[1]))
    (second,) = write(one, field.stick)
    original = second.read_bytes()
    lead.syncing.read([second])
    assert len(lead.households.read_card(cards(one)[1].household.id).visits) == 1
    second.unlink()
    lead.visits.log(door(cards(lead)[0]))
    to_office = stick_of(field, "lead-to-office")
    written = lead.syncing.write(to_office).value
    # Its own file, a receipt for the team, and the original.
    assert [(file.kind, file.carried) for file in written] == [
        ("sync", False), ("receipt", False), ("sync", True)
    ]  # fmt: skip
    assert Path(written[2].path).read_bytes() == original
    # The lead's own file comes first: the office knows that file 2 is at the lead, and says so.
    office.syncing.read([Path(written[0].path)])
    for answer in write(office, stick_of(field, "back")):
        one.syncing.read([answer])
        lead.syncing.read([answer])
    rows = one.syncing.read_ledger().rows
    assert (rows[LedgerState.RECEIVED] > 0, rows[LedgerState.ON_FILE], rows[LedgerState.ACCEPTED] > 0) == (
        True,
        0,
        True,
    )
    # The original is read: accepted, and the lead need not carry it any longer.
    (report,) = office.syncing.read([Path(written[2].path)]).value.files
    assert (report.state, report.device, report.visits) == (FileState.APPLIED, "Máy one", 1)
    for answer in write(office, stick_of(field, "back-again")):
        one.syncing.read([answer])
        lead.syncing.read([answer])
    rows = one.syncing.read_ledger().rows
    assert (rows[LedgerState.RECEIVED], rows[LedgerState.ON_FILE]) == (0, 0)
    assert not any(file.carried for file in lead.syncing.write(stick_of(field, "empty")).value)
    assert list((lead.desk.folder / paths.CARRIED).iterdir()) == []


def test_what_a_lead_read_is_not_sent_to_it_once_more(field: Field, apps: dict[str, App]) -> None:
    office, one, lead = apps["office"], apps["one"], apps["lead"]
    one.visits.log(door(cards(one)[0]))
    (path,) = write(one, field.stick)
    lead.syncing.read([path])
    lead.visits.log(door(cards(lead)[0]))
    office.syncing.read([path, *write(lead, stick_of(field, "lead"))])
    returns = {file.path: file for file in office.syncing.write(stick_of(field, "back")).value}
    taken = {
        report.path: report
        for report in lead.syncing.read([stick_of(field, "back")]).value.files
        if report.state is FileState.APPLIED
    }
    assert len(taken) == 1
    ours = next(file for path, file in returns.items() if Path(path).name in taken)
    assert ours.rows == 0
    assert lead.upkeep.check().ok


def test_a_canvasser_never_opens_what_a_lead_carries(field: Field, apps: dict[str, App]) -> None:
    one, two, lead = apps["one"], apps["two"], apps["lead"]
    one.visits.log(door(cards(one)[0]))
    lead.syncing.read(write(one, field.stick))
    carried = stick_of(field, "carried")
    reports = two.syncing.read(write(lead, carried)).value.files
    told = [(report.state, report.reason_key) for report in reports]
    assert (
        told == [(FileState.REFUSED, "not_for_us")] * 2
    )  # the original, and the receipt for whoever wrote it
    assert not (two.desk.folder / paths.CARRIED).exists()
