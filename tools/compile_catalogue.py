"""Merge the parts of each language (`resources/translations/<language>/*.po`) and compile them into `outreach.mo`.

    python tools/compile_catalogue.py            compile every language
    python tools/compile_catalogue.py --check    compile nothing; list what is untranslated or contradictory

The build hook of the wheel uses `compile_all` too, so this module imports nothing of the checkout and needs only Babel.
"""

import argparse
import io
import secrets
import string
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
COMPILED = "outreach.mo"
# Every build of the same parts gives the same bytes, so no clock goes into the header.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)

# What names one entry: its context, and the English source sentence (the singular of a counted one).
Key = tuple[str | None, str]


class ContradictionError(Exception):
    """The parts of a language do not fit together; the text lists every fault, one a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated sentence: its source forms, its translated forms, and the part it stands in."""

    key: Key
    sources: tuple[str, ...]
    translations: tuple[str, ...]
    part: str
    fuzzy: bool

    @property
    def complete(self) -> bool:
        """True if every form is translated and nobody marked it as a guess."""
        return bool(self.translations) and all(self.translations) and not self.fuzzy


def read_part(path: Path, *, language: str) -> Iterator[Entry]:
    """Read the entries of one .po file, without its header; a malformed line raises `ContradictionError`."""
    try:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ContradictionError(f"{path.name}: {error}") from error
    return (read_entry(message, part=path.name) for message in catalogue if message.id)


def read_entry(message: Message, *, part: str) -> Entry:
    """Bring Babel's one-or-many strings into tuples."""
    sources = _forms(message.id)
    return Entry((message.context, sources[0]), sources, _forms(message.string), part, message.fuzzy)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def read_language(folder: Path) -> list[Entry]:
    """Read all parts of a language, in the order of their names."""
    return [entry for path in sorted(folder.glob("*.po")) for entry in read_part(path, language=folder.name)]


def placeholders(text: str) -> set[str]:
    """Name the {parameters} of a sentence, with their format (`{count:d}` is not `{count}`)."""
    return {
        name + (f":{form}" if form else "")
        for _, name, form, _ in string.Formatter().parse(text)
        if name is not None
    }


def find_faults(entries: list[Entry]) -> list[str]:
    """List, one sentence each, whatever must not be compiled: clashes, lost parameters, letters that are not NFC."""
    first: dict[Key, Entry] = {}
    faults: list[str] = []
    for entry in entries:
        known = first.setdefault(entry.key, entry)
        if known.translations != entry.translations:
            faults.append(f"{known.part} and {entry.part} translate {entry.key[1]!r} differently")
        faults.extend(_faults_inside(entry))
    return faults


def _faults_inside(entry: Entry) -> Iterator[str]:
    where = f"{entry.part}: {entry.key[1]!r}"
    try:
        wanted = set().union(*map(placeholders, entry.sources))
        for translation in filter(None, entry.translations):
            given = placeholders(translation)
            if given != wanted:
                yield f"{where} has the parameters {sorted(wanted)}, its translation {sorted(given)}"
    except ValueError as error:
        yield f"{where} is no format string: {error}"
    for text in (*entry.sources, *entry.translations):
        if not unicodedata.is_normalized("NFC", text):
            yield f"{where} is not NFC: {text!r}"


def merge(entries: list[Entry], *, language: str) -> Catalog:
    """Put the complete entries of all parts into one catalogue, in a fixed order."""
    merged = Catalog(
        locale=language,
        project="Gõ Cửa",
        version="1",
        charset="utf-8",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
    )
    for entry in sorted(entries, key=lambda entry: (entry.key[0] or "", entry.key[1])):
        if entry.complete:
            source = entry.sources if len(entry.sources) > 1 else entry.sources[0]
            translation = entry.translations if len(entry.sources) > 1 else entry.translations[0]
            merged.add(source, translation, context=entry.key[0])
    return merged


def compile_language(folder: Path) -> Path:
    """Compile one language and return the written file; faults raise `ContradictionError` and write nothing."""
    entries = read_language(folder)
    if faults := find_faults(entries):
        raise ContradictionError("\n".join(faults))
    target, compiled = folder / COMPILED, io.BytesIO()
    write_mo(compiled, merge(entries, language=folder.name))
    # Two builds may run at once, beside a program that reads: each has a file of its own, and what is right stays.
    if _read(target) != compiled.getvalue():
        passing = folder / f".{COMPILED}.{secrets.token_hex(4)}.new"
        try:
            passing.write_bytes(compiled.getvalue())
            passing.replace(target)
        finally:
            passing.unlink(missing_ok=True)
    return target


def _read(path: Path) -> bytes | None:
    # Asking first whether it is there would leave another build the time to take it away.
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def languages(translations: Path) -> list[Path]:
    """List the folders of the languages that have a translation; English is the source and has none."""
    return sorted(
        folder for folder in translations.iterdir() if folder.is_dir() and folder.name != "__pycache__"
    )


def compile_all(translations: Path) -> list[Path]:
    """Compile every language under `resources/translations`."""
    return [compile_language(folder) for folder in languages(translations)]


def check_all(root: Path) -> list[str]:
    """List every fault and every sentence of the code that a language lacks; writes nothing."""
    sys.path.insert(0, str(ROOT))  # run as a script, Python knows only the folder tools/
    from tools.translatable import find_sentences

    sentences, faults = find_sentences(root)
    for folder in languages(root / "resources" / "translations"):
        entries = read_language(folder)
        faults.extend(f"{folder.name}/{fault}" for fault in find_faults(entries))
        done = {entry.key for entry in entries if entry.complete}
        faults.extend(
            f"{sentence.place}: {sentence.key[1]!r} has no {folder.name} translation"
            for sentence in sentences
            if sentence.key not in done
        )
    return faults


def main(arguments: list[str] | None = None) -> int:
    """Compile or check, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; list what is missing or contradictory"
    )
    if parser.parse_args(arguments).check:
        faults = check_all(ROOT)
        print("\n".join(faults) if faults else "Every sentence is translated.")
        return 1 if faults else 0
    try:
        written = compile_all(ROOT / "resources" / "translations")
    except ContradictionError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
