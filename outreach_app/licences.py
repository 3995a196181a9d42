"""Which parts the program is made of, under which licences and with which texts: libraries, fonts, icons, lists.

A frozen folder tells it by its own files (`licences`), else what is installed does. Nothing is fetched.
"""

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from importlib.resources.abc import Traversable
from pathlib import Path

from outreach_app import __version__, assets
from outreach_app.errors import EnvironmentTrouble, Message, NotFound, say
from outreach_app.files import trouble_reading

DISTRIBUTION = "go-cua"
FOLDER, VERSIONS = "licences", "versions.txt"
"""Where a frozen folder keeps the texts of its libraries, and the list of these, in `_internal`."""

_RUNNING_EXTRAS = frozenset({"hub"})  # the other extras build, test and check; nothing that runs needs them
_FILE_NAMES = ("licen", "copying", "notice")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_SYSTEM = re.compile(r"""(?:sys_platform|platform_system)\s*==\s*['"]([^'"]+)['"]""")
_OFFICIAL = re.compile(r'^(?:decree|decision) = "(.+)"', re.MULTILINE)
_HOMES = ("homepage", "home", "repository", "source")
_LONGEST_LICENCE = 80

_SAID_NOWHERE = {"pyrage": "MIT", "sqlcipher3": "Zlib"}
"""Licences that a distribution names in its text only."""

_SHIPPED_TEXTS = {
    "pyside6-essentials": ("Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"),
    "psycopg": ("GPL-3.0.txt",),
    "psycopg-binary": ("GPL-3.0.txt",),
    "sqlcipher3": ("SQLCipher.txt",),
}
"""Texts that a distribution lacks, in `resources/licences`."""


class PartKind(StrEnum):
    """What a part is."""

    PROGRAM = "program"
    FONT = "font"
    ICONS = "icons"
    DATA = "data"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class LicenceText:
    """One text of a part: its name, and the file it stands in; `more` follows after it."""

    name: str
    file: Traversable
    more: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the program; without `texts` it is `home`, an address, that tells its licence.

    `called` is what people read where the name is no proper one.
    """

    name: str
    version: str
    licence: str
    kind: PartKind
    home: str = ""
    texts: tuple[LicenceText, ...] = ()
    called: Message | None = None


def list_parts() -> tuple[Part, ...]:
    """List the program, what it ships, and the libraries it runs on, by name; raises EnvironmentTrouble."""
    libraries = _list_frozen() if _frozen_folder() else [tell_library(each) for each in list_distributions()]
    libraries.sort(key=lambda part: part.name.casefold())
    return (_tell_program(), *_list_shipped(), *libraries)


def find_part(name: str) -> Part:
    """Find a part by its name, however that is spelt; raises NotFound."""
    for part in list_parts():
        if _plain(part.name) == _plain(name):
            return part
    raise NotFound(
        say("No part of this program is called “{name}”.", name=name),
        say("Take a name of the list: outreach licences"),
        key="no_part",
    )


def read_texts(part: Part) -> tuple[tuple[str, str], ...]:
    """Read the texts of a part, each with its name; raises NotFound or EnvironmentTrouble."""
    return tuple((text.name, _read(text)) for text in part.texts)


def join_texts(texts: tuple[tuple[str, str], ...]) -> str:
    """Put the texts of a part below one another, several of them under their names."""
    if len(texts) == 1:
        return texts[0][1]
    return "\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text}" for name, text in texts)


def tell_missing(part: Part) -> Message:
    """Say where the licence of a part without a text stands."""
    if not part.home:
        return say("{name} carries no licence text of its own.", name=part.name)
    return say(
        "{name} carries no licence text of its own. It stands at {home}", name=part.name, home=part.home
    )


def _read(text: LicenceText) -> str:
    try:
        found = text.file.read_bytes()
    except OSError as error:
        raise trouble_reading(Path(text.name), error) from error
    try:
        read = found.decode("utf-8")
    except UnicodeDecodeError:  # a name in an old text
        read = found.decode("latin-1")
    lines = (line.rstrip() for line in read.replace("\f", "").splitlines())
    return ("\n".join(lines) + text.more).strip("\n")


# -------------------------------------------------------------------------------------------- what the program ships
def _tell_program() -> Part:
    frozen = _frozen_folder()
    if frozen is not None:
        texts: tuple[LicenceText, ...] = (LicenceText("LICENSE", frozen.parent / "LICENSE"),)
    else:
        texts = tuple(find_texts(_find_program()))
    return Part("Gõ Cửa", __version__, "Apache-2.0", PartKind.PROGRAM, texts=texts)


def _list_shipped() -> Iterator[Part]:
    fonts = (LicenceText("OFL.txt", assets.locate("fonts/OFL.txt")),)
    home = "https://github.com/bettergui/BeVietnamPro"
    yield Part("Be Vietnam Pro", "", "OFL-1.1", PartKind.FONT, home, fonts)
    yield Part("Go Cua Digits", "", "OFL-1.1", PartKind.FONT, home, fonts)
    icons = (LicenceText("LICENSE", assets.locate("icons/LICENSE")),)
    yield Part("Lucide", "", "ISC AND MIT", PartKind.ICONS, "https://lucide.dev", icons)
    units = (LicenceText("NOTICE.md", assets.locate("territory/NOTICE.md")),)
    home = "https://github.com/tranngocminhhieu/vietnamadminunits"
    yield Part("vietnamadminunits", "1.0.4", "MIT", PartKind.DATA, home, units)
    laws = LicenceText("official_texts.txt", assets.locate("licences/official_texts.txt"), _list_official())
    told = say("Official texts on amounts and forms")
    yield Part("Official texts", "", "Luật 50/2005/QH11, Điều 15", PartKind.DATA, texts=(laws,), called=told)


def _list_official() -> str:
    """The official texts that the shipped files name, file by file."""
    told = ""
    for folder in ("rules", "forms", "privacy"):
        for name in assets.list_names(folder, ending=".toml"):
            named = sorted(set(_OFFICIAL.findall(assets.read_text(f"{folder}/{name}"))))
            told += "".join(
                (f"\n\nresources/{folder}/{name}", *(f"\n  {each}" for each in named)) if named else ()
            )
    return told


# ----------------------------------------------------------------------------------------------- what is installed
def list_distributions() -> list[metadata.Distribution]:
    """List what the installed program runs on, the driver of a hub too where it is installed; EnvironmentTrouble."""
    program = _find_program()
    todo, seen = [(program, _RUNNING_EXTRAS)], dict[str, metadata.Distribution]()
    while todo:
        distribution, extras = todo.pop()
        for name, wanted in _list_needs(distribution, extras):
            found = _find(name) if name not in seen else None
            if found is not None:
                seen[name] = found
                todo.append((found, wanted))
    return list(seen.values())


def _list_needs(
    distribution: metadata.Distribution, extras: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """What a distribution asks for on this system, with the extras it asks for."""
    for line in distribution.requires or ():
        told, _, marker = line.partition(";")
        named, found = frozenset(_EXTRA.findall(marker)), _REQUIREMENT.match(told)
        elsewhere = not {sys.platform, platform.system()}.issuperset(_SYSTEM.findall(marker))
        if found is not None and not elsewhere and (not named or named & extras):
            yield _plain(found[1]), frozenset(each.strip() for each in (found[2] or "").split(",") if each)


def _find_program() -> metadata.Distribution:
    found = _find(DISTRIBUTION)
    if found is None:
        raise EnvironmentTrouble(
            say("This program was not installed, so what it runs on is not known."),
            say("Install it with pip, or run make run in its source folder."),
            key="not_installed",
        )
    return found


def _find(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def tell_library(distribution: metadata.Distribution) -> Part:
    """Tell an installed distribution with its texts; those it lacks come from the shipped files."""
    told = distribution.metadata  # parsed anew whenever it is asked for
    name = told["Name"]
    texts = (*find_texts(distribution), *_add_texts(name))
    return Part(name, told["Version"], _tell_licence(told), PartKind.LIBRARY, _tell_home(told), texts)


def find_texts(distribution: metadata.Distribution) -> Iterator[LicenceText]:
    """Find the licence texts a distribution carries, named by their place below its own description."""
    for line in (distribution.read_text("RECORD") or "").splitlines():
        folder, mark, rest = line.partition(
            ".dist-info/"
        )  # Qt's list is long: only what is looked for is split
        inside = rest.rpartition(",")[0].rpartition(",")[0].rstrip('"')
        if not mark or not any(name in inside.lower() for name in _FILE_NAMES):
            continue
        place = Path(str(distribution.locate_file(f"{folder.lstrip(chr(34))}{mark}{inside}")))
        if place.is_file():
            yield LicenceText(inside.removeprefix("licenses/"), place)


def _add_texts(name: str) -> Iterator[LicenceText]:
    for each in _SHIPPED_TEXTS.get(_plain(name), ()):
        yield LicenceText(each, assets.locate(f"licences/{each}"))


def _tell_licence(told: metadata.PackageMetadata) -> str:
    expression = _first(told, "License-Expression") or _SAID_NOWHERE.get(_plain(told["Name"]), "")
    if expression:
        return expression
    line = _first(told, "License").strip().partition("\n")[0].partition(" (see")[0]
    if line and len(line) <= _LONGEST_LICENCE:
        return line
    named = [each for each in told.get_all("Classifier") or () if each.startswith("License :: ")]
    return named[0].rpartition(" :: ")[2] if named else ""


def _tell_home(told: metadata.PackageMetadata) -> str:
    named = (line.partition(",") for line in told.get_all("Project-URL") or ())
    addresses = {label.strip().lower(): address.strip() for label, _, address in named}
    return _first(told, "Home-page") or next((addresses[each] for each in _HOMES if each in addresses), "")


def _first(told: metadata.PackageMetadata, key: str) -> str:
    return next(iter(told.get_all(key) or ()), "")


# ------------------------------------------------------------------------------------------------ a frozen folder
def spell_versions(parts: list[Part]) -> str:
    """Write what a frozen folder says of its libraries: a line each of name, version, licence and address."""
    return "".join(f"{each.name}\t{each.version}\t{each.licence}\t{each.home}\n" for each in parts)


def _frozen_folder() -> Path | None:
    if not getattr(sys, "frozen", False):
        return None
    return Path(getattr(sys, "_MEIPASS", "")) / FOLDER


def _list_frozen() -> list[Part]:
    folder = _frozen_folder()
    assert folder is not None
    try:
        lines = (folder / VERSIONS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise EnvironmentTrouble(
            say("The list of libraries in the program’s folder cannot be read."),
            say("Copy the program’s folder onto this machine once more."),
            key="no_licences",
        ) from error
    return [_tell_frozen(folder, line.split("\t")) for line in lines if line.strip()]


def _tell_frozen(folder: Path, told: list[str]) -> Part:
    name, version, licence, home = (*told, "", "", "")[:4]
    place = folder / name
    files = sorted(each for each in place.rglob("*") if each.is_file())
    own = [LicenceText(each.relative_to(place).as_posix(), each) for each in files]
    return Part(name, version, licence, PartKind.LIBRARY, home, (*own, *_add_texts(name)))


def _plain(name: str) -> str:
    return re.sub(r"[-_. ]+", "-", name).casefold()
