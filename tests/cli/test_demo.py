"""`outreach demo`: the whole story, headless, the same for the same moment, with files that are what they say."""

import re
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.cli.command_line import CommandLine, Said, run_here

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


def test_the_story_tells_the_thread_and_its_last_line_what_is_missing(played: tuple[Path, Said]) -> None:
    story = told(played[0])
    for words in (
        "xã Bản Bo, tỉnh Lai Châu", "120 households", "0 new people", "20 visits", "21 visits", "1 to settle",
        "nothing changes", "is refused", "41 doors", "42 of 42 visits", "to-truong is sound",
    ):  # fmt: skip
        assert words in story, words
    assert re.search(r"may-01: \d\d accepted, 0 on a file, 0 to send", story)
    assert story.splitlines()[-1].startswith("Not there yet:")


def test_the_papers_are_papers_of_a_sample_office(played: tuple[Path, Said]) -> None:
    papers = sorted((played[0] / "print").glob("*.pdf"))
    assert {path.name.split("-")[0] for path in papers} == {"daily", "leaflet.pdf", "recovery", "visit"}
    for path in papers:
        document = pypdfium2.PdfDocument(path)
        assert "(dữ liệu mẫu)" in document[0].get_textpage().get_text_range()
        document.close()


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


def test_nothing_on_the_stick_can_be_read(played: tuple[Path, Said]) -> None:
    sticks = b"".join(
        path.read_bytes() for name in ("usb", "usb-back", "kits") for path in (played[0] / name).iterdir()
    )
    assert len(sticks) > 10_000
    for word in ("Bản Bo", "Nà Ly", "Hoàng Thị Thơm", "0987112233", "household", "BL26A"):
        assert word.encode() not in sticks


def test_the_same_moment_tells_the_same_story_in_either_language(
    played: tuple[Path, Said], tmp_path: Path
) -> None:
    again = run_here("demo", tmp_path / "b", "--lang", "vi", *AT)
    assert again.code == 0
    assert again.out.strip() == told(tmp_path / "b").strip()
    assert numbers_of(told(tmp_path / "b")) == numbers_of(told(played[0]))
    assert "Chưa có:" in again.out.strip().splitlines()[-1]


def numbers_of(story: str) -> list[str]:
    """The amounts and counts of a story, without codes, file names and grouping signs."""
    kept = re.sub(r"`[^`]*`|gocua-\S+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b|outreach --workspace \S+.*", "", story)
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", kept)))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bài.txt").write_text("x")
    said = run_here("demo", tmp_path, "--json", "--lang", "en")
    assert (said.code, said.error["key"]) == (3, "not_empty")
    assert [path.name for path in tmp_path.iterdir()] == ["bài.txt"]
