"""Wrong passphrases: each makes the next one wait, none is forgotten by a restart, nobody is locked out for ever."""

from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.errors import NotAllowed, OutreachError
from outreach_app.services import guesses, workspace
from outreach_app.sync import slots
from tests.workspaces import PASSPHRASE, Machine, copy_machine, recovery_code


def guess(machine: Machine, passphrase: str) -> str:
    """Try to open; tells the key of what is answered, or nothing when it opens."""
    try:
        workspace.open_folder(machine.folder, passphrase, clock=machine.clock).database.close()
    except OutreachError as error:
        return error.key
    return ""


def test_a_thousand_wrong_ones_neither_open_nor_lock_for_ever(machine: Machine) -> None:
    told = [guess(machine, f"sai lan thu {number}") for number in range(1_000)]
    assert set(told) == {"wrong_passphrase", "passphrase_waits"}
    assert told.count("wrong_passphrase") == guesses.FREE_TRIES
    assert guess(machine, PASSPHRASE) == "passphrase_waits"  # the right one waits as well, a few seconds
    machine.clock.pass_by(seconds=guesses.FIRST_WAIT.total_seconds())
    assert guess(machine, PASSPHRASE) == ""
    assert not (machine.folder / paths.TRIES).exists()
    assert [guess(machine, "sai nua") for _ in range(2)] == ["wrong_passphrase"] * 2


def test_waits_double_up_to_five_minutes() -> None:
    waits = [guesses.wait_after(tries).total_seconds() for tries in range(guesses.FREE_TRIES + 9)]
    assert waits == [0] * 5 + [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert guesses.wait_after(10**9) == guesses.LONGEST_WAIT


def test_every_way_in_counts_and_every_right_answer_forgets(machine: Machine) -> None:
    def count() -> int:
        return guesses._read_tries(machine.folder)[0]

    def wrong(work: object) -> None:
        with pytest.raises(NotAllowed):
            work()  # type: ignore[operator]

    folder, clock = machine.folder, machine.clock
    wrong(lambda: workspace.open_data_key(folder, "sai", clock=clock))
    wrong(lambda: workspace.change_passphrase(folder, "sai", "suong nuong ngo tre doi", clock=clock))
    wrong(lambda: workspace.renew_passphrase(folder, "0" * 16, "suong nuong ngo tre doi", clock=clock))
    assert count() == 3
    assert slots.open_with_passphrase((folder / paths.KEYS).read_bytes(), PASSPHRASE) == machine.data_key
    workspace.open_data_key(folder, PASSPHRASE, clock=clock)
    assert count() == 0


@pytest.mark.parametrize("spoilt", [b"", b"\xc1", b"\x80", b"x" * 9_000, None])
def test_a_spoilt_count_locks_nobody_out(machine: Machine, spoilt: bytes | None) -> None:
    from outreach_app.store.packing import pack

    told = pack({"tries": 2**60, "at": 2**62}) if spoilt is None else spoilt
    (machine.folder / paths.TRIES).write_bytes(told)
    assert guess(machine, PASSPHRASE) == ""


def test_a_clock_that_was_turned_back_does_not_lengthen_the_wait(machine: Machine) -> None:
    for number in range(guesses.FREE_TRIES):
        guess(machine, f"sai lan thu {number}")
    assert guess(machine, PASSPHRASE) == "passphrase_waits"
    machine.clock.pass_by(days=-365)
    assert guess(machine, PASSPHRASE) == ""


def test_an_office_code_that_is_right_opens_after_its_wait(tmp_path: Path) -> None:
    office = copy_machine(tmp_path, "office")
    for _ in range(guesses.FREE_TRIES):
        with pytest.raises(NotAllowed):
            workspace.recover_folder(office.folder, "0" * 16, "suong nuong ngo tre doi", clock=office.clock)
    office.clock.pass_by(minutes=5)
    desk = workspace.recover_folder(
        office.folder, recovery_code(), "suong nuong ngo tre doi", clock=office.clock
    )
    desk.database.close()
