"""Backup, restore, erasure and a new version where laptops keep things: marks, spaces, quotes, very long paths."""

import unicodedata
from pathlib import Path

import pytest

from outreach_app.errors import OutreachError
from outreach_app.services import upkeep
from outreach_app.services.second_copies import SecondCopies
from outreach_app.services.updating import take_release
from outreach_app.versions import read_in_use
from tests.packaging.tiny_bundle import run_from
from tests.robustness.defects import DEFECTS
from tests.robustness.new_versions import NEXT, make_update_scene
from tests.robustness.rows import PROMISED, Tally
from tests.robustness.scenes import GONE, judge_erasure, look
from tests.robustness.test_kills import SIZES
from tests.workspaces import Machine, cards, copy_machine, door

PLACES = {
    "taken apart": unicodedata.normalize("NFD", "Nguyễn Thị Hồng Ánh – máy cơ quan"),
    "very long": "/".join(["Tài liệu" + " dài" * 9] * 5),
    "composed": unicodedata.normalize("NFC", "Nguyễn Thị Hồng Ánh – máy cơ quan"),
    "signs": "Máy 'của' chị \"Hoa\" & [anh] #1 50% {x} $HOME; ~",
}
WITH_VERSIONS = 2
"""In so many of them a version is taken, too: it is started to be tried, which takes its time."""


def back_up_and_restore(folder: Path) -> int:
    """A backup here and on a stick; both come back, and what was written since is beside them."""
    machine, stick = copy_machine(folder, "one"), folder / "thẻ nhớ"
    stick.mkdir()
    app = machine.open()
    second = SecondCopies(app.desk)
    second.choose(stick)
    first = app.upkeep.make_backup().path
    copied = second.copy_newest()
    assert copied is not None
    app.visits.log(door(cards(app)[0]))
    app.close()
    for backup in (first, copied):
        aside = upkeep.restore_backup(machine.folder, backup, machine.data_key)
        assert (aside / "gocua.db").is_file()
        assert look(machine)[1] == []
    return 3


def erase(folder: Path) -> int:
    office = copy_machine(folder, "office")
    app = office.open()
    app.upkeep.make_backup()
    person = next(each.id for card in cards(app) for each in card.members if each.name == GONE)
    app.erasing.erase(person, why="theo đơn")
    app.close()
    judge_erasure(office, ["erased"])
    return 1


def take_version(folder: Path, patch: pytest.MonkeyPatch) -> int:
    scene = make_update_scene(folder)
    installed, account, file = scene.arguments
    patch.setenv("XDG_DATA_HOME", account)
    patch.setenv("QT_QPA_PLATFORM", "offscreen")
    run_from(patch, Path(installed))
    app = Machine(scene.machine.folder, scene.machine.data_key, scene.machine.clock).open()
    take_release(app.desk, Path(file))
    app.close()
    told = read_in_use()
    assert told is not None
    assert told.version == NEXT
    scene.judge(scene.machine, [NEXT])
    return 1


def go_there(folder: Path, name: str, *, version: bool) -> int:
    """Do everything in one place; how much there was."""
    place = folder / PLACES[name]
    points = back_up_and_restore(place / "a") + erase(place / "b")
    with pytest.MonkeyPatch.context() as patch:
        return points + (take_version(place / "c", patch) if version else 0)


@pytest.mark.parametrize("whole", SIZES)
def test_backups_restores_erasures_and_versions_work_in_odd_places(
    whole: bool, tmp_path: Path, tally: Tally
) -> None:
    places = list(PLACES)[: None if whole else 1]
    points = sum(
        go_there(tmp_path / str(number), name, version=whole and number < WITH_VERSIONS)
        for number, name in enumerate(places)
    )
    assert PROMISED["odd place"]["done"][whole] == points
    tally("odd place", "done", points)


def test_a_program_that_takes_plain_names_only_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECTS["plain names only"](monkeypatch)
    with pytest.raises((UnicodeError, OutreachError)):
        go_there(tmp_path, "taken apart", version=False)
