"""The shipped handbooks: every name in them is the program's own; on paper, on screen, and in the search."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typer.main import get_command

from outreach_app import assets
from outreach_app.cli.main import make_app
from outreach_app.documents.handbook import render_handbook
from outreach_app.i18n import LANGUAGES, open_catalogue
from outreach_app.services.handbook import ENTRANCE, ROLES
from tests.cli.test_docs import walk
from tests.ui.offices import Seat
from tests.ui.sample import Clock, make_workspace
from ui.pictures.handbook import PICTURES
from ui.presenters.handbook import HandbookPresenter, HandbookState
from ui.presenters.handbook_words import BOOK_TITLES
from ui.presenters.ports import StandAt
from ui.presenters.settings import Section
from ui.theme import Theme, apply_theme
from ui.wiring.handbook import name_things, open_handbook
from ui.wiring.places import PLACES

ROOT = Path(__file__).resolve().parents[2] / "resources" / "handbook"
PLACEHOLDER = re.compile(r"\{([a-z]+:[^}]+)\}")
PAGES = {"canvasser": range(6, 15), "lead": range(6, 15), "office": range(6, 19)}
"""A book is short; the office's has more work to tell of, and leaves none of it out."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [*ROLES, ENTRANCE])
def test_every_book_can_be_read_and_every_picture_of_it_taken(role: str, language: str) -> None:
    book = open_handbook(role, language)
    assert len(book.chapters) >= 5
    assert set(book.list_pictures()) <= PICTURES


def test_both_languages_name_the_same_things_in_the_same_chapters() -> None:
    vietnamese, english = (sorted((ROOT / language).rglob("*.md")) for language in ("vi", "en"))
    assert [f.relative_to(ROOT / "vi") for f in vietnamese] == [f.relative_to(ROOT / "en") for f in english]
    for first, second in zip(vietnamese, english, strict=True):
        named = [set(PLACEHOLDER.findall(file.read_text(encoding="utf-8"))) for file in (first, second)]
        assert named[0] == named[1], first.stem


def test_every_chapter_stands_in_a_book() -> None:
    listed = {chapter.name for role in (*ROLES, ENTRANCE) for chapter in open_handbook(role, "vi").chapters}
    assert listed == {str(f.relative_to(ROOT / "vi").with_suffix("")) for f in (ROOT / "vi").rglob("*.md")}


@pytest.mark.parametrize("role", ROLES)
def test_a_place_that_a_chapter_explains_is_in_the_program(role: str) -> None:
    book = open_handbook(role, "vi")
    known = {place.key for place in PLACES} | {"first_run", "unlock"}
    assert {place.partition(".")[0] for place in book.places} <= known
    parts = {place.partition(".")[2] for place in book.places} - {""}
    assert parts <= {section.value for section in Section}
    explained = {place.key for place in PLACES if role in place.roles and place.in_rail}
    assert explained <= set(book.places)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("key", "today.print the visit list of nobody"), ("key", "today.print"), ("key", "nowhere.print"),
        ("key", "today."), ("place", "nowhere"), ("go", "erase"), ("word", "A sentence that nobody says"),
        ("outcome", "deceased"), ("outcome", "nothing"), ("cap", "F99"), ("picture", "today"),
    ],
)  # fmt: skip
def test_a_stale_name_is_refused(kind: str, name: str) -> None:
    with pytest.raises(LookupError):
        name_things(open_catalogue("vi")).fill(kind, name)


def test_a_key_is_told_by_its_caps_today() -> None:
    told = name_things(open_catalogue("vi")).fill("key", "exchange.write what waits")
    assert [span.text for span in told] == ["G"]
    assert [span.text for span in name_things(open_catalogue("vi")).fill("go", "exchange")][-2:] == [
        "Ctrl",
        "9",
    ]


def test_the_commands_that_are_named_exist() -> None:
    commands = [name for name, _ in walk(get_command(make_app()))]
    for file in ROOT.rglob("*.md"):
        for named in re.findall(r"\{command:([^}]+)\}", file.read_text(encoding="utf-8")):
            assert any(f"{each} ".startswith(f"{named} ") for each in commands), named


# --------------------------------------------------------------------------------------------------------- on paper
def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1366, 768), "silver").save(written, "PNG")
    return written.getvalue()


def ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("role", "language"),
    [
        pytest.param(
            role, language, marks=() if (role, language) == ("office", "vi") else pytest.mark.torture
        )
        for role in ROLES
        for language in LANGUAGES
    ],
)
def test_a_book_is_short_with_contents_that_are_right(role: str, language: str, tmp_path: Path) -> None:
    words, book = open_catalogue(language), open_handbook(role, language)
    chapters, grey = book.chapters[: book.printed], a_picture()
    title = words.text(BOOK_TITLES[role])
    pdf = tmp_path / "book.pdf"
    pictures = dict.fromkeys(book.list_pictures(), grey)
    pdf.write_bytes(render_handbook(title, chapters, words, pictures=pictures))
    ask("qpdf", "--check", str(pdf))
    pages = ask("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]
    assert len(pages) in PAGES[role]
    contents = re.findall(r"(?m)^\s*(\d+)\.\s(.+?)\s*\.?\s+(\d+)\s*$", pages[0])
    assert [int(number) for number, _, _ in contents] == list(range(1, len(chapters) + 1))
    for chapter, (number, _, page) in zip(chapters, contents, strict=True):
        assert f"{number}. {chapter.title}" in pages[int(page) - 1]
    outline = ask("qpdf", "--json", "--json-key=outlines", str(pdf))
    assert outline.count('"title"') == sum(
        1 + sum(block.kind == "section" for block in chapter.blocks) for chapter in chapters
    )


# -------------------------------------------------------------------------------------------------------- on screen
def search(query: str) -> HandbookState:
    presenter = HandbookPresenter(open_handbook("canvasser", "vi"), show=lambda _state: None)
    presenter.search(query)
    return presenter.state


def test_a_search_needs_no_marks_and_puts_titles_first() -> None:
    found = search("mat dien")
    assert found.hits[0].title == "Khi có trục trặc › Mất điện, máy tắt giữa chừng"
    assert found.hits == search("Mất điện").hits
    assert search("khong co zzz").hits == ()


def test_what_was_found_is_told_from_where_the_words_stand_together() -> None:
    told = [hit.excerpt for hit in search("quyen bien lai").hits]
    assert told
    assert all("quyển biên lai" in each.lower() for each in told)
    assert "Ctrl Enter" in " ".join(hit.excerpt for hit in search("enter").hits)


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> object:
    apply_theme(qapp, Theme.LIGHT)
    seat = Seat(qtbot, make_workspace(tmp_path / "workspace", clock=Clock()))
    yield seat
    seat.close()


def test_f1_opens_the_chapter_of_the_place_and_gives_the_focus_back(seat: Seat) -> None:
    screen = seat.go("households")
    seat.wait(lambda: not screen._held.waiting)
    before = QApplication.focusWidget()
    seat.press(Qt.Key.Key_F1)
    panel = seat.house.help.panel
    assert panel is not None
    assert panel.field.hasFocus()
    assert panel.view.toPlainText().startswith("Danh sách hộ")
    seat.press(Qt.Key.Key_Right)
    assert panel.view.toPlainText().startswith("Máy của tổ")
    seat.type("mat khau")
    assert "Máy của tổ › Quên mật khẩu" in panel.view.toPlainText()
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    assert panel.field.text() == ""
    assert "mật khẩu" in panel.view.toPlainText().lower()
    seat.type("usb")
    seat.press(Qt.Key.Key_Escape)
    assert panel.isVisible()
    seat.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is before
    seat.house.go("settings", StandAt(Section.TEAMS))
    seat.wait(lambda: seat.house._name_explained() == "settings.teams")


def test_a_section_of_the_settings_has_its_own_chapter_and_else_that_of_the_place() -> None:
    book = open_handbook("office", "vi")
    shown = [book.chapters[book.find_place(f"settings.{part}")].name for part in ("requests", "laptops")]
    assert shown == ["office/requests", "office/kits"]


def test_the_shipped_texts_are_in_nfc() -> None:
    import unicodedata

    for role in (*ROLES, ENTRANCE):
        for chapter in open_handbook(role, "vi").chapters:
            text = assets.read_text(f"handbook/vi/{chapter.name}.md")
            assert unicodedata.is_normalized("NFC", text)
