"""Folders that a virus scanner looks into just when they get their name: waited for, and told when never let go."""

import errno
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.exports import ExportFormat
from outreach_app.errors import EnvironmentTrouble
from outreach_app.files import REPLACE_TRIES
from outreach_app.services.exports import ExportWish
from outreach_app.sync.locks import FLOOR
from tests.workspaces import PASSPHRASE, Clock, copy_kits, copy_machine


class Scanner:
    """Refuses to let a folder be renamed so many times, as Windows does while a file in it is open elsewhere."""

    def __init__(self, patch: pytest.MonkeyPatch, *, refusals: int) -> None:
        self.left, self.refused = refusals, 0
        for name in ("rename", "replace"):
            self._stand_before(patch, name)

    def _stand_before(self, patch: pytest.MonkeyPatch, name: str) -> None:
        whole = getattr(Path, name)

        def move(source: Path, target: Path) -> Path:
            if self.left and source.is_dir():
                self.left -= 1
                self.refused += 1
                raise PermissionError(errno.EACCES, "Access is denied", str(source))
            moved: Path = whole(source, target)
            return moved

        patch.setattr(Path, name, move)
        patch.setattr("outreach_app.files.REPLACE_PAUSE_S", 0.001)


def set_up(folder: Path) -> App:
    kit, code = copy_kits(folder)["one"]
    return program.open_kit_file(folder / "laptop", kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR)


def test_a_new_workspace_waits_for_a_scanner_to_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(monkeypatch, refusals=REPLACE_TRIES - 1)
    app = set_up(tmp_path)
    assert scanner.refused == REPLACE_TRIES - 1
    assert app.upkeep.check().ok
    app.close()


def test_a_workspace_that_a_scanner_never_lets_go_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Scanner(monkeypatch, refusals=10_000)
    with pytest.raises(EnvironmentTrouble) as told:
        set_up(tmp_path)
    assert told.value.key == "cannot_make"
    assert {path.suffix for path in tmp_path.iterdir()} == {".gocuakit"}


def test_an_export_waits_for_a_scanner_and_leaves_nothing_when_it_waits_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = copy_machine(tmp_path, "office").open()
    wish = ExportWish(ExportFormat.CSV, tables=("household",))
    with monkeypatch.context() as patch:
        scanner = Scanner(patch, refusals=REPLACE_TRIES - 1)
        office.exports.write(wish, tmp_path / "tables")
        assert scanner.refused == REPLACE_TRIES - 1
    Scanner(monkeypatch, refusals=10_000)
    with pytest.raises(EnvironmentTrouble) as told:
        office.exports.write(wish, tmp_path / "more")
    assert told.value.key == "export_folder"
    assert {path.name for path in tmp_path.iterdir()} == {"office", "tables"}
    office.close()
