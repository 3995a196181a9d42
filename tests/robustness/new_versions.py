"""A laptop that is about to take a new version: what the battery does it to, and what must hold afterwards."""

from pathlib import Path

import pytest

from outreach_app import paths
from outreach_app.services.releases import make_release
from outreach_app.services.updating import take_release
from outreach_app.store import settings
from outreach_app.sync.releases import holds_release, read_release
from outreach_app.sync.secrets import Pins
from outreach_app.versions import COMMANDS, WINDOW, InUse, read_in_use
from tests.packaging.tiny_bundle import make_bundle, run_from
from tests.robustness.scenes import Scene, look
from tests.workspaces import Machine, cards, copy_field, door

NEXT = "0.9.0"


def make_update_scene(folder: Path) -> Scene:
    """A laptop with a visit that was not sent, an account with nothing in it, and the office's file on a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    field = copy_field(folder)
    app = field.one.open()
    unsent = app.visits.log(door(cards(app)[0])).value
    app.close()
    installed = make_bundle(folder / "installed", "0.1.0")
    file = sign_bundle(field.office, make_bundle(folder / "bundle", NEXT), field.stick)
    account = folder / "account"
    (account / "go-cua").mkdir(parents=True)

    def judge(copy: Machine, said: list[str]) -> None:
        _, found = look(copy)
        assert found == [unsent], "an unsent visit is gone"
        said = [words for words in said if not words.startswith("error:")]  # what was tried may be what died
        told = judge_versions(copy, file, account / "go-cua" / "versions")
        assert told is not None or not said, "announced, but not in use"
        assert told is None or list((copy.folder / paths.BACKUPS).glob("gocua-*.db")), (
            "taken without a backup"
        )
        assert all((installed / name).is_file() for name in (WINDOW, COMMANDS))

    return Scene(field.one, "update", (str(installed), str(account), str(file)), judge, (account,))


def sign_bundle(office: Machine, bundle: Path, stick: Path) -> Path:
    """Have the office sign a folder; the file on the stick."""
    app = office.open()
    made = make_release(app.desk, bundle, stick).path
    app.close()
    return made


def judge_versions(machine: Machine, file: Path, versions: Path) -> InUse | None:
    """What is in use: nothing new, or the version of a file, whole to the last byte."""
    told = read_in_use(versions)
    if told is None:
        return None
    app = machine.open()
    with app.desk.read() as session:
        office, office_id = Pins.read(session).office.sign, settings.read_machine(session).office_id
    app.close()
    release = read_release(file, office_id=office_id, office=office)
    assert told.version == NEXT
    assert holds_release(release, versions / NEXT), "half a version is in use"
    return told


def take_again(machine: Machine, scene: Scene, patch: pytest.MonkeyPatch) -> None:
    """Whatever came in between, the version is taken at the next try, and nothing half is left."""
    installed, account, file = scene.arguments
    patch.setenv("XDG_DATA_HOME", account)
    run_from(patch, Path(installed))
    if read_in_use() is None:
        app = machine.open()
        take_release(app.desk, Path(file))
        app.close()
    assert sorted(path.name for path in paths.versions_folder().iterdir()) == [NEXT, "in_use.json"]
