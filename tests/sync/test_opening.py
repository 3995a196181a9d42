"""Files opened before anybody waits: what happens between opening and placing them counts as if it had been before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.progress import Step
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.store import journal, settings
from outreach_app.sync.envelope import hash_file
from outreach_app.sync.findings import find_envelopes
from outreach_app.sync.opening import open_ahead
from outreach_app.sync.secrets import Pins
from tests.workspaces import Field, cards, read, talk, write

NEW = "0987000111"


@pytest.fixture
def files(field: Field, one: App, two: App) -> list[Path]:
    """A file of each of two laptops, written hours after the moment that the office knows."""
    for machine, app in ((field.one, one), (field.two, two)):
        machine.clock.pass_by(hours=5)
        app.visits.log(talk(cards(app)[0]))
    one.households.edit_person(cards(one)[0].members[0].id, {"phone": NEW})
    return [*write(one, field.stick), *write(two, field.stick)]


def read_while(office: App, files: list[Path], happens: Callable[[], object]) -> list[FileReport]:
    """Read files; something happens when all but the last are opened and none of them is placed."""
    told: list[Step] = []

    def watch(step: Step) -> None:
        told.append(step)
        if len(told) == len(files):
            happens()

    return list(office.syncing.read(files, watch=watch).value.files)


def phones(office: App) -> set[object]:
    with office.desk.read() as session:
        operations = journal.read_operations(session)
        return {pair[0] for o in operations if isinstance(pair := o.values.get("phone"), list)}


def test_a_machine_blocked_after_its_file_was_opened_is_not_let_in(office: App, files: list[Path]) -> None:
    reports = read_while(office, files, lambda: office.permissions.block("Máy one", why="mất máy"))
    assert [(each.state, each.reason_key) for each in reports] == [
        (FileState.HELD, "machine_blocked"),
        (FileState.APPLIED, None),
    ]
    assert phones(office) == set()


def test_somebody_erased_after_a_file_was_opened_does_not_come_back(
    office: App, one: App, files: list[Path]
) -> None:
    person = cards(one)[0].members[0].id
    reports = read_while(
        office, files, lambda: office.erasing.erase(person, why="xin xóa", asked_by=AskedBy.SELF)
    )
    assert [each.state for each in reports] == [FileState.APPLIED] * 2
    assert NEW not in phones(office)
    assert office.upkeep.check().ok


def test_a_file_that_somebody_else_placed_meanwhile_counts_once(office: App, files: list[Path]) -> None:
    reports = read_while(office, files, lambda: read(office, files[0]))
    assert [each.state for each in reports] == [FileState.ALREADY, FileState.APPLIED]
    assert len(office.syncing.list_read()) == 2
    assert office.upkeep.check().ok


def test_a_file_is_proved_again_under_keys_that_have_changed(office: App, files: list[Path]) -> None:
    def pin_another_team() -> None:
        with office.desk.database.write_local() as session:
            pins = Pins.read(session)
            replace(pins, teams=(*pins.teams, pins.escrow)).write(session)

    with office.desk.read() as session:
        before, office_id = Pins.read(session), settings.read_machine(session).office_id
    (finding,) = find_envelopes(files[0])
    proved = open_ahead([finding], before, office_id)[hash_file(finding.data)]
    assert proved.holds(before, office_id)
    assert not proved.holds(replace(before, teams=("age1other",)), office_id)
    assert not proved.holds(before, bytes(16))
    reports = read_while(office, files, pin_another_team)
    assert [each.state for each in reports] == [FileState.APPLIED] * 2


def test_one_file_twice_is_told_as_read_the_second_time(office: App, files: list[Path]) -> None:
    twice = [files[0], files[0]]
    assert [each.state for each in read(office, *twice)] == [FileState.APPLIED, FileState.ALREADY]


def test_files_beyond_what_memory_should_hold_are_opened_in_their_turn(
    office: App, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_app.sync.opening.MOST_AHEAD", 1)
    assert [each.state for each in read(office, *files)] == [FileState.APPLIED] * 2
    assert phones(office) == {NEW}
