"""New versions of the program: packed and signed at the office, found and judged on a stick."""

import json
import os
import platform
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach_app import __version__, paths
from outreach_app.domain.operations import SCHEMA
from outreach_app.domain.progress import Step, Watch, unwatched
from outreach_app.errors import BadInput, EnvironmentTrouble, NotFound, OutreachError, say
from outreach_app.files import (
    LEFTOVER_PREFIX,
    LEFTOVER_SUFFIX,
    is_leftover,
    replace_patiently,
    sync_folder,
    trouble_reading,
    trouble_writing,
)
from outreach_app.services.desk import Desk
from outreach_app.services.shipped_rules import load_rule_book
from outreach_app.store import migrate, settings
from outreach_app.sync import releases
from outreach_app.sync.frame import MAGIC_BYTES, RELEASE_MAGIC, join_frame
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.release_names import are_apart, is_fit
from outreach_app.sync.releases import Description, Release, ReleaseFile
from outreach_app.sync.secrets import Pins
from outreach_app.versions import (
    COMMANDS,
    RELEASE,
    WINDOW,
    OwnRelease,
    is_version,
    program_name,
    read_in_use,
    read_own,
    spell_version,
)

OLDEST_SCHEMA = "v0001"
"""The oldest database this program upgrades."""

_INTERNAL = "_internal"
_DEPTH_LIMIT, _COUNT_LIMIT = 6, 20_000
_DESCRIPTION_LIMIT = 16 * 1024
_KEYS = ("version", "platform", "schema", "oldest_schema", "payload", "rule_book")


@dataclass(frozen=True, slots=True)
class MadeRelease:
    """A new version as a file: what is in it and how large the file is."""

    path: Path
    release: Release
    bytes: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A new version on a stick: what its signed list tells, or why this machine does not take it.

    Both are there when the list is sound and this machine still has no use for it.
    """

    path: Path
    release: Release | None
    refusal: OutreachError | None


def this_platform() -> str:
    """Name this system as new versions do: linux-x86_64, windows-x86_64."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"{system}-{ {'amd64': 'x86_64', 'aarch64': 'arm64'}.get(machine, machine) }"


def describe_program() -> dict[str, object]:
    """What a frozen folder of this program says of itself; written into it when it is made."""
    values = (__version__, this_platform(), migrate.HEAD, OLDEST_SCHEMA, SCHEMA, load_rule_book().version)
    return dict(zip(_KEYS, values, strict=True))


# ------------------------------------------------------------------------------------------------------- at the office
def make_release(desk: Desk, folder: Path, target: Path) -> MadeRelease:
    """Pack a frozen folder and sign it with the office's key; the file lies whole in the folder `target` or not at all.

    BadInput when this is not the office's machine (`office_only`) or the folder is no frozen program (`no_program`).
    """
    with desk.read() as session:
        machine, pins = settings.read_machine(session), Pins.read(session)
    if machine.role != "office":
        raise BadInput(
            say("Only the office hands out new versions."),
            say("Ask the office for the file."),
            key="office_only",
        )
    described = _read_description(folder)
    files = _list_files(folder, described.platform)
    path = target / f"gocua-{described.version}-{described.platform}{releases.FILE_ENDING}"
    body, whole = (_part(target) for _ in range(2))
    try:
        release = _pack(files, body, (described, machine.office_id, desk))
        _join(release, body, whole, office=pins.own)
        releases.read_release(whole, office_id=machine.office_id, office=pins.office.sign)
        replace_patiently(whole, path)
        sync_folder(target)
    except OSError as error:
        raise trouble_writing(path, error) from error
    finally:
        for part in (body, whole):
            part.unlink(missing_ok=True)
    return MadeRelease(path, release, path.stat().st_size)


def _part(target: Path) -> Path:
    return target / f"{LEFTOVER_PREFIX}{secrets.token_hex(8)}{LEFTOVER_SUFFIX}"


def _pack(files: list[tuple[str, Path, bool]], body: Path, told: tuple[Description, bytes, Desk]) -> Release:
    described, office_id, desk = told
    with body.open("wb") as target:
        contents, numbers = releases.write_contents([path for _, path, _ in files], target)
    listed = [ReleaseFile(name, number, runs) for (name, _, runs), number in zip(files, numbers, strict=True)]
    return Release(described, office_id, desk.today, tuple(contents), tuple(listed), 0)


def _join(release: Release, body: Path, whole: Path, *, office: MachineKeys) -> None:
    header, listed = releases.spell_head(release)
    head = join_frame(RELEASE_MAGIC, header, body=listed, tag=releases.TAG, seed=office.sign_seed)
    with body.open("rb") as source, whole.open("wb") as target:
        target.write(head)
        while piece := source.read(1024 * 1024):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())


def _read_description(folder: Path) -> Description:
    try:
        with (folder / _INTERNAL / RELEASE).open("rb") as file:
            told = json.loads(file.read(_DESCRIPTION_LIMIT))
        values = [told[key] for key in _KEYS]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_program(folder) from error
    found = Description(*values)
    texts = (found.version, found.platform, found.schema, found.oldest_schema, found.rule_book)
    programs = (folder / program_name(each, _system_of(str(found.platform))) for each in (WINDOW, COMMANDS))
    sound = all(isinstance(each, str) for each in texts) and isinstance(found.payload, int)
    if not sound or not is_version(found.version) or not all(path.is_file() for path in programs):
        raise _no_program(folder)
    return found


def _system_of(told: str) -> str:
    return "win32" if told.startswith("windows") else "linux"


def _no_program(folder: Path) -> BadInput:
    return BadInput(
        say("In {folder} lies no program that was made to be handed out.", folder=str(folder)),
        say("Make it with make bundle and name the folder gocua that comes of it."),
        key="no_program",
    )


def _list_files(folder: Path, target: str) -> list[tuple[str, Path, bool]]:
    programs = {program_name(each, _system_of(target)) for each in (WINDOW, COMMANDS)}
    root, found = folder.resolve(), []
    for path in sorted(folder.rglob("*")):
        real = path.resolve()
        if path.is_dir() and not path.is_symlink():
            continue
        # A link beside its target is packed as a file of its own: no link ever comes out of a stick.
        if not real.is_relative_to(root) or not real.is_file():
            raise _no_program(folder)
        name = path.relative_to(folder).as_posix()
        found.append((name, real, name in programs or bool(real.stat().st_mode & 0o100)))
    names = [name for name, _, _ in found]
    if len(found) > releases.MOST_FILES or not all(map(is_fit, names)) or not are_apart(names):
        raise _no_program(folder)
    return found


# ---------------------------------------------------------------------------------------------------------- on a stick
def find_releases(path: Path, *, watch: Watch = unwatched) -> Iterator[Path]:
    """Find new versions at a path, told by their mark and not by their name: a file, or a folder with its folders.

    `watch` is told each file before it is opened and may stop the search.
    """
    if not path.exists():
        raise NotFound(
            say("There is no file “{name}”.", name=path.name),
            say("Check the name, or plug in the stick."),
            key="no_file",
        )
    for number, each in enumerate((path,) if not path.is_dir() else _search(path)):
        watch(Step(number, 0, each.name))
        try:
            with each.open("rb") as file:
                marked = file.read(MAGIC_BYTES) == RELEASE_MAGIC
        except OSError as error:
            if each == path:
                raise trouble_reading(path, error) from error
            continue
        if marked or each == path:
            yield each


def _search(folder: Path) -> Iterator[Path]:
    seen = 0
    for current, folders, files in os.walk(folder):
        if len(Path(current).relative_to(folder).parts) >= _DEPTH_LIMIT:
            folders.clear()
        for name in sorted(files):
            seen += 1
            if seen > _COUNT_LIMIT:
                return
            path = Path(current, name)
            if path.is_file() and not path.is_symlink() and not is_leftover(name):
                yield path


def look_for_releases(desk: Desk, path: Path, *, watch: Watch = unwatched) -> list[Offer]:
    """Look what new versions lie at a path and whether this machine takes them, the newest first."""
    offers = [look_at_release(desk, each) for each in find_releases(path, watch=watch)]
    told = {offer.path: offer.release.described.version if offer.release else "" for offer in offers}
    return sorted(offers, key=lambda offer: spell_version(told[offer.path]), reverse=True)


def look_at_release(desk: Desk, path: Path) -> Offer:
    """Prove one file by the office's key that the set-up file pinned, and judge whether this machine takes it."""
    with desk.read() as session:
        machine, pins = settings.read_machine(session), Pins.read(session)
    try:
        release = releases.read_release(path, office_id=machine.office_id, office=pins.office.sign)
    except OutreachError as error:
        return Offer(path, None, error)
    own = read_own()
    refusal = judge_release(release.described, own, schema=migrate.read_version(desk.database))
    if refusal is None and paths.read_hub(desk.folder) is not None:
        refusal = say_not_at_hub()
    return Offer(path, release, refusal)


def judge_release(told: Description, own: OwnRelease | None, *, schema: str | None) -> OutreachError | None:
    """Say why this machine does not take a version that proved itself; None when it does."""
    if told.platform != (own.platform if own else this_platform()):
        return EnvironmentTrouble(
            say("This new version is for another system: {platform}.", platform=told.platform),
            say("Ask the office for the file for this system."),
            key="release_platform",
        )
    if own is None:
        return say_how_without_bundle()
    in_use = read_in_use()
    if spell_version(told.version) <= max(
        spell_version(own.version), spell_version(in_use.version if in_use else "")
    ):
        return BadInput(
            say("Version {version} is not newer than what runs here.", version=told.version),
            say("Nothing needs to be done."),
            key="release_older",
        )
    if not told.oldest_schema <= (schema or migrate.HEAD) <= told.schema or told.payload < SCHEMA:
        return EnvironmentTrouble(
            say("Version {version} cannot go on with what is stored here.", version=told.version),
            say("Ask the office for a version between this one and that."),
            key="release_unfit",
        )
    return None


def say_not_at_hub() -> EnvironmentTrouble:
    """What is told at a hub, whose database no machine can copy or put back."""
    return EnvironmentTrouble(
        say("This office stands at a hub; no copy of it can be made here to try a new version on."),
        say("Let whoever looks after the hub copy the folder of the new version to each machine."),
        key="release_hub",
    )


def say_how_without_bundle() -> EnvironmentTrouble:
    """What somebody is told whose program was not installed as a folder of its own."""
    return EnvironmentTrouble(
        say("This program runs out of a Python on this machine; a stick does not replace it."),
        say("Update the source folder and run make run again, or install the newer package with pip."),
        key="not_a_bundle",
    )
