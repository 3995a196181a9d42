"""SIGKILL while somebody is erased: the person is there as before, or gone, and the next start ends the work."""

import shutil
from pathlib import Path

import pytest

from outreach_app.store import erasures
from tests.cipher_pages import dump_database
from tests.robustness.faults import KILL_CALLS, choose_points, count_calls, run_under
from tests.workspaces import Machine, card_of, cards, copy_field, talk

HEAD, GONE = "Lò Văn Páo", "Quàng Thị Ngoan"
MARKS = (GONE.encode(), b"012164000025")


def kill_at_calls(folder: Path, *, most: int) -> tuple[int, set[str]]:
    """Kill an erasure at so many calls; returns how many were tried and which states were found."""
    field = copy_field(folder / "field")
    one, office = field.one.open(), field.office.open()
    one.visits.log(talk(card_of(one, HEAD), note=f"gặp {GONE}"))
    one.syncing.write(field.stick)
    office.syncing.read([field.stick])
    office.syncing.write(field.stick)
    office.upkeep.make_backup()
    one.close()
    office.close()
    copy = Machine(folder / "copy", field.office.data_key, field.office.clock)
    shutil.copytree(field.office.folder, copy.folder)
    count = count_calls(copy, "erase", GONE, calls=KILL_CALLS)
    found = set()
    for point in choose_points(count, most=most):
        shutil.rmtree(copy.folder)
        shutil.copytree(field.office.folder, copy.folder)
        said = run_under(copy, "erase", GONE, calls=KILL_CALLS, fault=f"signal=KILL:when={point}")
        found.add(judge(copy, said=said))
    return count, found


def judge(copy: Machine, *, said: list[str]) -> str:
    """Open the workspace as the next start does, which asks nothing, and say in which state it is."""
    app = copy.open()
    assert app.upkeep.check().problems == ()
    names = {person.name for card in cards(app) for person in card.members}
    with app.desk.read() as session:
        assert erasures.read_pending(session) is None
    gone = GONE not in names
    assert gone or not said
    assert bool(app.erasing.list()) == gone
    app.close()
    if gone:
        places = [copy.folder / "gocua.db", *(copy.folder / "backups").glob("*.db")]
        left = [p.name for p in places if any(mark in dump_database(p, copy.data_key) for mark in MARKS)]
        assert left == []
    return "new" if gone else "old"


def test_an_erasure_killed_at_calls_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    count, found = kill_at_calls(tmp_path, most=3)
    assert count > 20
    assert found == {"old", "new"}


@pytest.mark.torture
def test_an_erasure_killed_at_every_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count, found = kill_at_calls(tmp_path, most=60)
    assert found == {"old", "new"}
    with capsys.disabled():
        print(f"\nkill -9 while a person is erased: 60 of {count} calls, nothing half done")
