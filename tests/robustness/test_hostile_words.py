"""Hostile names through the whole program: typed, stored, searched, printed, kept as tables, sealed and read back."""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outreach_app.app import App
from outreach_app.domain.rows import HouseholdRow
from outreach_app.domain.text import normalize
from outreach_app.errors import BadInput
from outreach_app.exchange.sheets import read_sheets
from outreach_app.exchange.table_writer import Table, write_csv, write_xlsx
from outreach_app.i18n import open_catalogue
from outreach_app.services.households import NewPerson
from outreach_app.sync.findings import show_name
from tests.cli.command_line import AT, run_here
from tests.conftest import PASSPHRASE
from tests.pdf_texts import read_page_texts
from tests.robustness.defects import DEFECTS
from tests.robustness.hostile_words import WORDS
from tests.robustness.rows import Tally
from tests.workspaces import cards, copy_field, copy_machine, read, talk, write

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
TOLD = {name: text for name, text in WORDS.items() if normalize(text)}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the names: household and stored name of each that was taken."""

    homes: dict[str, bytes]
    names: dict[str, str]


def type_all(app: App, *, visited: bool = True) -> Kept:
    """Enter each as the head of a family, as its address, and as the note of a visit to it."""
    village = app.households.list_villages()[0].id
    homes: dict[str, bytes] = {}
    for what, text in WORDS.items():
        if what not in TOLD:
            with pytest.raises(BadInput):
                app.households.add(village, NewPerson(text), address=text)
            continue
        home = homes[what] = app.households.add(village, NewPerson(text), address=text).value
        if visited:
            app.visits.log(talk(app.households.read_card(home), note=text))
    names = {what: app.households.read_card(home).household.head for what, home in homes.items()}
    return Kept(homes, names)


def assert_as_typed(app: App, kept: Kept) -> None:
    """Every name and note is the one that was typed, cleaned and composed; no other is there."""
    assert set(kept.homes) == set(TOLD)
    for what, home in kept.homes.items():
        card = app.households.read_card(home)
        assert card.household.head == normalize(WORDS[what]) == kept.names[what], what
        assert unicodedata.is_normalized("NFC", card.household.head), what
        assert not any(unicodedata.category(sign)[0] == "C" for sign in card.household.head), what
        assert card.visits[0].note.split() == normalize(WORDS[what]).split(), what


def test_names_are_stored_searched_sealed_and_read_back_as_they_were_typed(
    tmp_path: Path, tally: Tally
) -> None:
    field = copy_field(tmp_path)
    one, office = field.one.open(), field.office.open()
    kept = type_all(one)
    assert_as_typed(one, kept)
    tally("hostile word", "typed", len(WORDS))
    count = len(cards(one))
    for what, text in WORDS.items():
        one.households.find(text)
        found = {hit.household for hit in one.households.find(kept.names.get(what, ""), limit=100).hits}
        searchable = any(sign.isalnum() for sign in kept.names.get(what, "")) and len(text) < 200
        assert not searchable or kept.homes[what] in found, what
    assert len(cards(one)) == count
    tally("hostile word", "searched", len(WORDS))
    (report,) = read(office, *write(one, field.stick))
    assert report.refused_rows == 0
    assert_as_typed(office, kept)
    for app in (one, office):
        assert app.upkeep.check().problems == ()
        app.close()
    tally("hostile word", "sealed", len(kept.homes))


@pytest.mark.torture
def test_names_are_printed_as_they_are_and_never_as_markup(tmp_path: Path, tally: Tally) -> None:
    one = copy_machine(tmp_path, "one").open()
    kept = type_all(one, visited=False)
    village = one.households.list_villages()[0].id
    items = [item for item in one.sheets.plan(village, doors=500) if item.household.id in kept.homes.values()]
    sheet = one.sheets.make(village, items).value
    words = " ".join(read_page_texts(one.printing.visit_list(sheet.id, open_catalogue("vi"))))
    for mark in ("<b>", "<script>", "<font", "<img", "&amp;", "&lt;", "=HYPERLINK", "../../etc", "%(name)s"):
        assert mark in words, mark
    pages = 0
    for home in kept.homes.values():
        pages += len(read_page_texts(one.printing.leaflet(home, open_catalogue("vi"))))
    assert pages >= len(kept.homes)
    one.close()
    tally("hostile word", "printed", len(kept.homes))


def count_safe_cells(tmp_path: Path) -> int:
    """Write every name into both kinds of table; returns how many came back as they were and as no formula."""
    names = [normalize(text) for text in WORDS.values()]
    table = Table("=cmd|'/C calc'!A0", ["=1+1", "Tên"], [["@x", name] for name in names])
    rows = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(names) + 1
    for name, (_, cell) in zip(names, rows[1:], strict=True):
        assert cell == (f"'{name}" if name.startswith(STARTS) else name)
        assert not cell.startswith(STARTS)
    path = tmp_path / "table.xlsx"
    path.write_bytes(write_xlsx([table], day=date(2026, 11, 21)))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [sheet.cell(line, 2) for line in range(2, len(names) + 2)]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    for name, cell in zip(names, cells, strict=True):
        assert (cell.value or "") == name[:32_767]
    (raw,) = read_sheets(path)
    assert [str(row[1]) for row in raw.rows[1:]][: len(names) - 2] == names[: len(names) - 2]
    return 2 * len(names)


def test_no_name_becomes_a_formula_in_a_table(tmp_path: Path, tally: Tally) -> None:
    tally("hostile word", "tables", count_safe_cells(tmp_path))


def test_a_table_that_writes_what_it_is_given_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DEFECTS["formulas unguarded"](monkeypatch)
    with pytest.raises(AssertionError):
        count_safe_cells(tmp_path)


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_a_foreign_file_name_is_shown_without_path_and_signs(text: str) -> None:
    shown = show_name(text)
    assert len(shown) <= 100
    assert not any(unicodedata.category(sign)[0] == "C" for sign in shown)
    assert "/" not in shown
    assert "\\" not in shown


@pytest.mark.torture
def test_names_of_a_list_are_taken_as_they_stand_there_or_refused_by_row(
    tmp_path: Path, tally: Tally
) -> None:
    office = copy_machine(tmp_path, "office").open()
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["STT", "Hộ số", "Họ và tên", "Quan hệ", "Năm sinh", "Thôn/Bản", "Địa chỉ", "Ghi chú"])
        for number, text in enumerate(WORDS.values(), start=1):
            plain = text.replace("\x00", "").replace("\ud83d", "")  # no program writes these into a list
            rows.writerow([number, number, plain, "Chủ hộ", "1970", "bản Nà Ly", plain, plain])
    report = office.lists.import_register(path).value
    assert report.households_new + len(report.refused) == len(WORDS), "no row is passed over in silence"
    assert {row.reason_key for row in report.refused} == {"no_name"}
    heads = {row.head for row in cards_of(office)}
    stored = {spell(head) for head in heads}
    # A list's capitals are put right, and what stands around a name there (dashes, dots, quotes) is no part of it.
    assert not [what for what, text in TOLD.items() if spell(text) and spell(text) not in stored]
    assert all(unicodedata.is_normalized("NFC", head) for head in heads)
    assert not any(unicodedata.category(sign)[0] == "C" for head in heads for sign in head)
    assert office.upkeep.check().problems == ()
    office.close()
    tally("hostile word", "list", len(WORDS))


def spell(text: str) -> str:
    """The letters of a name, small, without what stands between them."""
    letters = "".join(sign for sign in normalize(text).casefold() if sign.isalnum())
    return "" if letters.isdecimal() else letters


def cards_of(app: App) -> list[HouseholdRow]:
    return app.households.read_rows(app.households.list_numbers())


@pytest.mark.torture
def test_names_typed_as_commands_come_back_as_json_and_as_words(
    office_folder: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)

    def ask(*words: str, expect: tuple[int, ...] = (0,)) -> dict[str, Any]:
        said = run_here("--workspace", office_folder, "--json", "--lang", "en", "--at", AT, *words)
        assert said.code in expect, (words, said.out, said.err)
        return said.data

    for what, text in WORDS.items():
        if "\x00" in text or "\ud83d" in text:  # no system hands these to a program
            continue
        add = (
            "household",
            "add",
            "--village=bản Nà Ly",
            f"--head={text}",
            f"--address={text}",
            "--by=Lò Thị Ban",
        )
        if what not in TOLD:
            assert ask(*add, expect=(2, 3))["error"]["key"], what
            continue
        made = ask(*add)
        ask("household", "find", "--", text, expect=(0, 1, 2, 3))
        shown = ask("household", "show", str(made["code"]))
        assert (shown["head"], shown["address"]) == (normalize(text), normalize(text)), what
    assert ask("check")["ok"]
    tally("hostile word", "commands", len(WORDS))
