"""`outreach demo`: the whole story, headless, the same for the same moment, with files that are what they say."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outreach_app.app import App, open_workspace
from outreach_app.cli.parsing import make_clock
from outreach_app.domain.advice import FamilyAdvice, PensionAdvice
from outreach_app.domain.rows import PersonRow
from tests.cli.command_line import CommandLine, Said, run_here
from tests.pdf_texts import read_page_texts

AT = ("--at", "2026-11-22T08:00")
SECONDS = 60


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """The demo, played once."""
    folder = tmp_path_factory.mktemp("demo") / "câu chuyện"
    started = time.process_time()
    said = run_here("demo", folder, "--json", "--lang", "en", *AT)
    assert said.code == 0, said.err
    assert time.process_time() - started < SECONDS
    return folder, said


def told(folder: Path) -> str:
    return (folder / "STORY.md").read_text(encoding="utf-8")


def test_every_file_that_is_named_is_there(played: tuple[Path, Said]) -> None:
    folder, said = played
    data: dict[str, Any] = said.data
    assert data["folder"] == str(folder)
    assert all(Path(file["path"]).exists() and file["what"] for file in data["files"])
    named = {Path(file["path"]) for file in data["files"]}
    assert set(folder.rglob("*.pdf")) <= named
    assert {path for path in folder.iterdir() if (path / "gocua.db").exists()} <= named


def test_the_story_tells_the_thread_and_its_last_line_what_is_not_in_it(played: tuple[Path, Said]) -> None:
    story = told(played[0])
    for words in (
        "xã Bản Bo, tỉnh Lai Châu", "120 households", "0 new people", "20 visits", "21 visits", "1 to settle",
        "nothing changes", "is refused", "41 doors", "42 of 42 visits", "to-truong is sound",
        "signs it as rule book", "reasons to call", "by place on the ladder", "Pension of", "stands there twice",
        "was telephoned", "The question of", "are gone again", "erases one person",
    ):  # fmt: skip
        assert words in story, words
    assert re.search(r"may-01: \d\d accepted, 0 on a file, 0 to send", story)
    assert story.splitlines()[-1].startswith("Not in this story:")


def test_the_papers_are_papers_of_a_sample_office(played: tuple[Path, Said]) -> None:
    papers = sorted((played[0] / "print").glob("*.pdf"))
    assert {path.stem.split("-")[0] for path in papers} == {
        "daily",
        "leaflet",
        "monthly",
        "recovery",
        "visit",
    }
    for path in papers:
        assert "(dữ liệu mẫu)" in read_page_texts(path)[0]


def test_the_workspaces_open_with_the_passphrase_that_is_told(
    played: tuple[Path, Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, said = played
    assert said.data["passphrase"] in told(folder)
    monkeypatch.setenv("OUTREACH_PASSPHRASE", said.data["passphrase"])
    for name in ("office", "may-01", "may-02", "to-truong"):
        assert CommandLine(folder / name, at="2026-11-22T09:00")("check").data["ok"]
    machines = CommandLine(folder / "office")("sync", "machines").data["machines"]
    assert [machine["last_number"] for machine in machines] == [1, 1, 0]


# ------------------------------------------------------------------------------------- what the story tells is so
@pytest.fixture(scope="module")
def machines(played: tuple[Path, Said]) -> Iterator[dict[str, App]]:
    """The office and two laptops as the story left them."""
    clock = make_clock("2026-11-21T22:00", None)
    names = ("office", "may-01", "may-02")
    opened = {
        name: open_workspace(played[0] / name, played[1].data["passphrase"], clock=clock) for name in names
    }
    yield opened
    for app in opened.values():
        app.close()


def line_of(played: tuple[Path, Said], words: str) -> str:
    """The one line of the story with these words, dashes and spaces plain."""
    (found,) = [line for line in told(played[0]).splitlines() if words in line]
    return found.replace("\u00a0", " ")


def amounts_of(line: str) -> list[int]:
    return [int(each.replace(",", "")) for each in re.findall(r"([\d,]+) đ", line)]


def advised_of(played: tuple[Path, Said], app: App) -> tuple[FamilyAdvice, PensionAdvice]:
    """The family that was advised, worked out anew where it stands."""
    name = line_of(played, " chooses ").removeprefix("- ").split(" chooses ")[0]
    (home,) = {hit.household for hit in app.households.find(name).hits if hit.name == name}
    basis = app.advice.read(home)
    choices = app.advice.read_choices(basis)
    person = next(each.person.id for each in basis.people if each.person.name == name)
    return app.advice.work_out(basis, choices), app.advice.project(basis, choices, person)


def test_the_signed_book_counts_on_the_laptops(played: tuple[Path, Said], machines: dict[str, App]) -> None:
    books = {name: app.rule_books.read() for name, app in machines.items()}
    assert {used.book.version for used in books.values()} == {"2026-11-21.1"}
    assert all(used.edition is not None for used in books.values())
    book = books["may-01"].book
    rise = book.rule("base_salary", date(2027, 7, 1))
    former = book.rule("base_salary", date(2027, 6, 30))
    assert amounts_of(line_of(played, "the base salary is")) == [rise.amount, former.amount]
    assert rise.amount > former.amount
    (top_up,) = book.local
    assert (top_up.since, top_up.percent) == (date(2027, 1, 1), 10)
    later, before = amounts_of(line_of(played, "The next year's payment"))
    advice, _ = advised_of(played, machines["may-02"])
    dues = [
        due for each in advice.people if each.voluntary for due in each.voluntary.due if due.day.year == 2027
    ]
    assert dues[0].own == later
    assert before - later == dues[0].top_up > 0


def test_quote_ladder_and_pension_are_those_of_the_services(
    played: tuple[Path, Said], machines: dict[str, App]
) -> None:
    advice, pension = advised_of(played, machines["may-01"])
    name = pension.person.name
    quote = next(each.voluntary for each in advice.people if each.basis.person.name == name)
    assert quote is not None
    assert amounts_of(line_of(played, " chooses ")) == [
        quote.income,
        quote.contribution,
        quote.state,
        quote.own,
    ]
    story = told(played[0])
    for step in quote.steps:
        if step.result in (quote.contribution, quote.state):
            assert step.source in story
    assert advice.health is not None
    shares = [share.own for share in advice.health.members]
    assert amounts_of(line_of(played, "by place on the ladder")) == [*shares, sum(shares)]
    assert len(shares) >= 3
    assert shares == sorted(shares, reverse=True)
    told_of = pension.projection
    assert told_of is not None
    assert amounts_of(line_of(played, "Pension of ")) == [told_of.monthly_low, told_of.monthly_high]
    assert amounts_of(line_of(played, "Paid by the member")) == [
        told_of.paid_by_member,
        told_of.paid_by_state,
    ]


def test_who_is_called_on_has_a_card_that_ended(played: tuple[Path, Said], machines: dict[str, App]) -> None:
    reasons = line_of(played, "reasons to call")
    counts = [int(each) for each in re.findall(r"\d+", reasons)]
    assert counts[0] == sum(counts[1:]) > 20
    lines = [line for line in told(played[0]).splitlines() if "After " in line and "new card counts" in line]
    assert len(lines) == 2
    for line in lines:
        name, day = re.match(r"- (.+) in .*: After (\S+) a new card", line).groups()  # type: ignore[union-attr]
        ended = datetime.strptime(day, "%d/%m/%Y").date() - timedelta(days=90)  # noqa: DTZ007
        homes = {hit.household for hit in machines["office"].households.find(name).hits if hit.name == name}
        cards = [machines["office"].households.read_card(home) for home in homes]
        assert ended in {row.ends for card in cards for row in card.memberships}


def test_question_difference_and_duplicate_are_settled_everywhere(
    played: tuple[Path, Said], machines: dict[str, App]
) -> None:
    office = machines["office"]
    assert office.questions.list_open() == []
    (answered,) = machines["may-01"].questions.list_answered()
    assert [answer.text for answer in answered.answers] == [
        line_of(played, "can tell the family").split("“")[1].rstrip("”")
    ]
    assert [app.conflicts.count() for app in machines.values()] == [0, 0, 0]
    name = line_of(played, "was telephoned").removeprefix("- ").split(" was ")[0]
    twice = line_of(played, "stands there twice").removeprefix("- ").split(" stands ")[0]
    for app in machines.values():
        people = {
            app.households.read_person(hit.person) for hit in app.households.find(name).hits if hit.person
        }
        assert "0912445566" in {person.phone for person in people}
        assert "0987112233" not in {person.phone for person in people}
        found = {hit.person for hit in app.households.find(twice).hits if hit.person and hit.name == twice}
        numbers = [app.households.read_person(person).citizen_number for person in found]
        assert len(numbers) == len(set(numbers))
    assert twice not in {pair.one.title for pair in office.duplicates.list_duplicates()}


def test_the_wrong_list_left_nothing_and_the_erased_person_is_nowhere(
    played: tuple[Path, Said], machines: dict[str, App]
) -> None:
    office = machines["office"]
    right, wrong = (
        numbers_in(played[0] / f"{name}.xlsx") for name in ("danh-sach-ho-xa-Ban-Bo", "danh-sach-nham")
    )
    shown = {member.citizen_number for member in everybody(office)}
    assert len(wrong - right) > 20
    assert shown.isdisjoint(wrong - right)
    assert len(shown & right) > 200
    assert office.erasing.count() == 1
    code = line_of(played, "erases one person").split("household ")[1].split(":")[0]
    sizes = set()
    for app in machines.values():
        members = app.households.read_card(app.households.find_code(code)).members
        sizes.add(len(members))
        assert all(member.name for member in members)
        assert app.upkeep.check().ok
    assert len(sizes) == 1
    (order,) = office.erasing.list()
    assert set(order.waiting) == {"may-01", "may-02", "to-truong"}
    for app in machines.values():
        left = app.households.read_person(order.person)
        assert (left.name, left.born, left.citizen_number, left.phone) == ("", None, None, None)


def numbers_in(path: Path) -> set[str]:
    """The citizen numbers of a list, with the zeros that a spreadsheet lost."""
    sheet = openpyxl.load_workbook(path).active
    cells = (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    return {cell.zfill(12) for cell in cells if re.fullmatch(r"0?12\d{9}", cell)}


def everybody(app: App) -> list[PersonRow]:
    rows = app.households.read_rows(app.households.list_numbers())
    return [member for row in rows for member in app.households.read_card(row.id).members]


def test_nothing_on_the_stick_can_be_read(played: tuple[Path, Said]) -> None:
    sticks = b"".join(
        path.read_bytes()
        for name in ("usb", "usb-back", "usb-erase", "kits")
        for path in (played[0] / name).iterdir()
    )
    assert len(sticks) > 10_000
    for word in ("Bản Bo", "Nà Ly", "Hoàng Thị Thơm", "0987112233", "household", "BL26A"):
        assert word.encode() not in sticks


@pytest.mark.torture
def test_the_same_moment_tells_the_same_story_in_either_language(
    played: tuple[Path, Said], tmp_path: Path
) -> None:
    again = run_here("demo", tmp_path / "b", "--lang", "vi", *AT)
    assert again.code == 0
    assert again.out.strip() == told(tmp_path / "b").strip()
    assert numbers_of(told(tmp_path / "b")) == numbers_of(told(played[0]))
    assert "Không có trong câu chuyện này:" in again.out.strip().splitlines()[-1]


def numbers_of(story: str) -> list[str]:
    """The amounts and counts of a story, without codes, file names and grouping signs."""
    kept = re.sub(r"`[^`]*`|gocua-\S+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b|outreach --workspace \S+.*", "", story)
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", kept)))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bài.txt").write_text("x")
    said = run_here("demo", tmp_path, "--json", "--lang", "en")
    assert (said.code, said.error["key"]) == (3, "not_empty")
    assert [path.name for path in tmp_path.iterdir()] == ["bài.txt"]
