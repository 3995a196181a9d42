"""The leaflet texts there are: those that came with the program, and files an office put beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from outreach_app import assets, paths
from outreach_app.documents.leaflet_texts import (
    BadLeaflet,
    LeafletTexts,
    load_leaflet_texts,
    read_leaflet_texts,
)
from outreach_app.domain.people import is_language
from outreach_app.errors import Message, OutreachError, say
from outreach_app.files import read_capped
from outreach_app.i18n import Catalogue, open_catalogue

_ENDING = ".toml"
_LIMIT = 64 * 1024
_SPARE = "vi"


@dataclass(frozen=True, slots=True)
class LeafletLanguage:
    """One leaflet text: its key (the file's name), what it calls itself, where it lies; `faults` keep it from use."""

    key: str
    name: str
    file: Path | None
    faults: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class LeafletShelf:
    """Reads the texts of a workspace; each file is read once by a shelf."""

    folders: tuple[Path, ...]
    _read: dict[str, LeafletTexts] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Path) -> "LeafletShelf":
        """The shelf of a workspace's folder."""
        return cls(paths.leaflet_folders(workspace))

    def list_languages(self) -> list[LeafletLanguage]:
        """Every text by its key; a file in a folder stands before the shipped one of the same key."""
        found = {key: LeafletLanguage(key, load_leaflet_texts(key).name, None) for key in _list_shipped()}
        for folder in reversed(self.folders):
            found |= {file.stem: self._look_at(file) for file in _list_files(folder)}
        return sorted(found.values(), key=lambda each: (each.file is not None, each.key != _SPARE, each.key))

    def choose(self, wanted: str, *, spare: str) -> LeafletTexts:
        """The text of a language, else that of the spare one, else the Vietnamese one."""
        for key in (wanted, spare, _SPARE):
            texts = self._find(key) if key else None
            if texts is not None:
                return texts
        return load_leaflet_texts(_SPARE)

    def _find(self, key: str) -> LeafletTexts | None:
        if key not in self._read:
            texts = self._load(key)
            if texts is None:
                return None
            self._read[key] = texts
        return self._read[key]

    def _load(self, key: str) -> LeafletTexts | None:
        for folder in self.folders:
            file = folder / f"{key}{_ENDING}"
            if is_language(key) and file.is_file():
                try:
                    return read_file(file)
                except OutreachError:
                    break  # told by list_languages; the paper is printed in a language that is sound
        return load_leaflet_texts(key) if key in _list_shipped() else None

    def _look_at(self, file: Path) -> LeafletLanguage:
        try:
            return LeafletLanguage(file.stem, read_file(file).name, file)
        except BadLeaflet as trouble:
            return LeafletLanguage(file.stem, file.stem, file, trouble.faults)
        except OutreachError as trouble:
            return LeafletLanguage(file.stem, file.stem, file, (trouble.message,))


def read_file(file: Path) -> LeafletTexts:
    """Read one file strictly; raises BadLeaflet, or what keeps it from being read."""
    key = file.stem
    if not is_language(key):
        raise BadLeaflet(key, [say("Its name must be small letters: thai.toml, hmong.toml.")])
    try:
        text = read_capped(file, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise BadLeaflet(key, [say("It is not written in UTF-8.")]) from trouble
    return read_leaflet_texts(text, language=key)


def catalogue_of(texts: LeafletTexts, reader: Catalogue) -> Catalogue:
    """Whose numbers and sentences stand around a text: its own language's where it has a catalogue, else Vietnamese."""
    if texts.language == reader.language:
        return reader
    return open_catalogue(texts.language if texts.language in _list_shipped() else _SPARE)


def _list_shipped() -> list[str]:
    return [name.removesuffix(_ENDING) for name in assets.list_names("leaflets", ending=_ENDING)]


def _list_files(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(file for file in folder.glob(f"*{_ENDING}") if file.is_file())
    except OSError:
        return
