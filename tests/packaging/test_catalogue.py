"""The catalogue: complete, without contradictions, and compiled by a tool that notices when it is not."""

import gettext
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.packaging.project import ROOT
from tools import compile_catalogue as tool
from tools.translatable import Sentence, find_sentences

TRANSLATIONS = ROOT / "resources" / "translations"
# Which part of the catalogue answers for which part of the code; the longest prefix counts.
PARTS = {
    "outreach_app/": "core",
    "outreach_app/documents/": "documents",
    "outreach_app/cli/": "cli",
    "ui/": "ui",
}
# Sentences that are the same in both languages.
SAME_IN_BOTH = {"BHXH", "BHYT", "Zalo", "PDF", "A4", "A5", "USB", "PIN"}
PART_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def part_of(place: str) -> str:
    """Name the part that should translate a sentence of the code."""
    return PARTS[max((prefix for prefix in PARTS if place.startswith(prefix)), key=len)]


@pytest.fixture(scope="module")
def entries() -> list[tool.Entry]:
    """Read every part of the Vietnamese catalogue."""
    return tool.read_language(TRANSLATIONS / "vi")


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    """Read every sentence of the code."""
    found, faults = find_sentences(ROOT)
    assert not faults, "\n".join(faults)
    return found


def test_the_parts_neither_clash_nor_lose_a_parameter_nor_leave_nfc(entries: list[tool.Entry]) -> None:
    faults = tool.find_faults(entries)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("part", sorted(set(PARTS.values())))
def test_every_sentence_of_the_code_is_translated(
    part: str, entries: list[tool.Entry], sentences: list[Sentence]
) -> None:
    own = [sentence for sentence in sentences if part_of(sentence.place) == part]
    assert own
    done = {entry.key for entry in entries if entry.complete}
    missing = [f"{sentence.place}: {sentence.key[1]!r}" for sentence in own if sentence.key not in done]
    assert not missing, "\n".join(missing)


def test_no_translation_repeats_its_source(entries: list[tool.Entry]) -> None:
    same = {entry.sources[0] for entry in entries if entry.translations == entry.sources}
    # What is nothing but places for other words has no words of its own to translate.
    worded = {source for source in same if any(map(str.isalpha, re.sub(r"\{\w*\}", "", source)))}
    assert worded <= SAME_IN_BOTH


def test_tone_marks_stand_where_the_whole_program_puts_them(entries: list[tool.Entry]) -> None:
    """Both ways are correct Vietnamese ("khóa", "khoá"); on one screen they look like a mistake."""
    texts = [text for entry in entries for text in entry.translations]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "resources/handbook/vi").rglob("*.md")]
    others = re.compile(r"\b(?!qu)\w*(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)
    assert len(texts) > 1_000
    assert {word for text in texts for word in others.findall(text)} == set()


# ------------------------------------------------------------------------------------------------ the tool itself
def write_part(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    """Write a small part file."""
    folder.mkdir(parents=True, exist_ok=True)
    body = "\n".join(f'msgid "{source}"\nmsgstr "{translation}"\n' for source, translation in pairs)
    (folder / f"{name}.po").write_text(PART_HEADER + body, encoding="utf-8")


def open_compiled(path: Path) -> gettext.GNUTranslations:
    """Read a compiled catalogue the way the program does."""
    return gettext.GNUTranslations(io.BytesIO(path.read_bytes()))


def test_parts_become_one_catalogue_that_gettext_reads(tmp_path: Path) -> None:
    write_part(tmp_path / "vi", "core", ("Name the household.", "Ghi tên hộ."), ("Same", "Như nhau"))
    write_part(tmp_path / "vi", "ui", ("{count} doors", "{count} hộ"), ("Same", "Như nhau"))
    (compiled,) = tool.compile_all(tmp_path)
    catalogue = open_compiled(compiled)
    assert catalogue.gettext("Name the household.") == "Ghi tên hộ."
    assert catalogue.gettext("{count} doors") == "{count} hộ"
    assert compiled.name == "outreach.mo"


def test_counted_sentences_and_contexts_survive(tmp_path: Path) -> None:
    folder = tmp_path / "vi"
    write_part(folder, "core")
    with (folder / "core.po").open("a", encoding="utf-8") as part:
        part.write('msgid "{count} visit"\nmsgid_plural "{count} visits"\nmsgstr[0] "{count} lượt"\n\n')
        part.write(
            'msgctxt "verb"\nmsgid "Visit"\nmsgstr "Thăm"\n\nmsgctxt "noun"\nmsgid "Visit"\nmsgstr "Lượt thăm"\n'
        )
    catalogue = open_compiled(tool.compile_language(folder))
    assert [catalogue.ngettext("{count} visit", "{count} visits", n) for n in (1, 5)] == ["{count} lượt"] * 2
    assert [catalogue.pgettext(context, "Visit") for context in ("verb", "noun")] == ["Thăm", "Lượt thăm"]


def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    pairs = [("One", "Một"), ("Two", "Hai"), ("Three", "Ba")]
    write_part(tmp_path / "a" / "vi", "core", *pairs)
    write_part(tmp_path / "b" / "vi", "core", *pairs[:1])
    write_part(tmp_path / "b" / "vi", "ui", *reversed(pairs[1:]))
    first, second = (tool.compile_language(tmp_path / side / "vi").read_bytes() for side in "ab")
    assert first == second


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        ("Bring {name}", "Đem theo", "has the parameters"),
        ("Bring {name}", "Đem theo {nam}", "has the parameters"),
        ("Bring {count:d}", "Đem theo {count}", "has the parameters"),
        ("Bring {name", "Đem theo", "no format string"),
        ("Bring it", "Đem theo no\u0301", "not NFC"),
    ],
)
def test_a_faulty_translation_stops_the_build(
    tmp_path: Path, source: str, translation: str, said: str
) -> None:
    write_part(tmp_path / "vi", "core", (source, translation))
    with pytest.raises(tool.ContradictionError, match=said):
        tool.compile_all(tmp_path)
    assert not (tmp_path / "vi" / "outreach.mo").exists()


def test_two_parts_that_disagree_stop_the_build_and_keep_the_old_catalogue(tmp_path: Path) -> None:
    write_part(tmp_path / "vi", "core", ("Village", "Thôn"))
    before = tool.compile_language(tmp_path / "vi").read_bytes()
    write_part(tmp_path / "vi", "ui", ("Village", "Làng"))
    with pytest.raises(tool.ContradictionError, match=r"core\.po and ui\.po translate 'Village' differently"):
        tool.compile_all(tmp_path)
    assert (tmp_path / "vi" / "outreach.mo").read_bytes() == before


def test_two_builds_at_once_do_not_take_each_others_files(tmp_path: Path) -> None:
    write_part(tmp_path / "vi", "core", *((f"Door {n}", f"Cửa {n}") for n in range(50)))
    right = tool.compile_language(tmp_path / "vi").read_bytes()

    def build(_worker: int) -> None:
        for _ in range(40):
            (tmp_path / "vi" / "outreach.mo").unlink(missing_ok=True)
            tool.compile_language(tmp_path / "vi")

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(build, range(3)))
    assert (tmp_path / "vi" / "outreach.mo").read_bytes() == right
    assert sorted(path.name for path in (tmp_path / "vi").iterdir()) == ["core.po", "outreach.mo"]


def test_a_guess_is_not_shown_to_anybody(tmp_path: Path) -> None:
    write_part(tmp_path / "vi", "core")
    with (tmp_path / "vi" / "core.po").open("a", encoding="utf-8") as part:
        part.write('#, fuzzy\nmsgid "Stop"\nmsgstr "Chạy"\n')
    assert open_compiled(tool.compile_language(tmp_path / "vi")).gettext("Stop") == "Stop"


def test_sentences_are_found_by_their_markers(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "door.py").write_text(
        "say('One {name}', name=x)\nerrors.say('Two ' 'parts')\nN_('Three')\ncatalogue.text('Four' if x else 'Five')\n"
        "self.catalogue.plural('{count} door', '{count} doors', n)\ncatalogue.context('verb', 'Visit')\n"
        "sa.text('SELECT 1')\nlabel.text()\nself.text(key)\nprint('nothing')\n",
        encoding="utf-8",
    )
    found, faults = find_sentences(tmp_path)
    assert {sentence.key for sentence in found} == {
        (None, "One {name}"), (None, "Two parts"), (None, "Three"), (None, "Four"), (None, "Five"),
        (None, "{count} door"), ("verb", "Visit"),
    }  # fmt: skip
    assert not faults


def test_an_f_string_is_reported_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "door.py").write_text("\nsay(f'Hello {name}')\n", encoding="utf-8")
    found, faults = find_sentences(tmp_path)
    assert not found
    assert faults == ["ui/door.py:2: an f-string cannot be translated; use {named} parameters"]


def test_what_the_code_lacks_is_listed(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "door.py").write_text("say('Here')\nsay('Gone')\n", encoding="utf-8")
    write_part(tmp_path / "resources" / "translations" / "vi", "ui", ("Here", "Đây"))
    assert tool.check_all(tmp_path) == ["ui/door.py:2: 'Gone' has no vi translation"]
