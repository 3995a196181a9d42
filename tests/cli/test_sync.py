"""`outreach sync`: files written, read, refused and answered; the exit code says whether a person is needed."""

import os
import shutil
from pathlib import Path

from outreach_app.cli.file_reports import judge
from outreach_app.domain.rows import FileReport, FileState, ReadReport
from tests.cli.command_line import CommandLine

BY = ("--by", "Hoàng Thị Thơm")


def visit(laptop: CommandLine, outcome: str = "refused") -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    laptop("visit", "log", "--household", code, "--outcome", outcome, *BY)


def test_a_file_goes_out_is_read_answered_and_closed(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    stick, back = tmp_path / "usb", tmp_path / "về"
    stick.mkdir()
    back.mkdir()
    assert laptop("sync", "write", "--to", stick).data == {"files": [], "drafts": 0}
    visit(laptop)
    (file,) = laptop("sync", "write", "--to", stick).data["files"]
    assert (file["number"], Path(file["path"]).parent) == (1, stick)
    Path(file["path"]).unlink()
    again = laptop("sync", "write", "--to", stick, "--again", "1").data["files"][0]
    assert {name: again[name] for name in ("number", "rows", "bytes")} == {
        name: file[name] for name in ("number", "rows", "bytes")
    }
    before = office("check").data
    preview = office("sync", "read", stick, "--preview", *BY).data
    assert (preview["files"][0]["state"], preview["files"][0]["visits"], preview["import_id"]) == (
        "waiting",
        1,
        None,
    )
    assert office("check").data == before
    read = office("sync", "read", again["path"], *BY).data["files"][0]
    assert (read["state"], read["device"], read["number"], read["new"]) == ("applied", "Máy 01", 1, 2)
    (machine,) = office("sync", "machines").data["machines"]
    assert (machine["last_number"], machine["missing"], machine["revoked"]) == (1, [], False)
    assert len(office("sync", "write", "--to", back).data["files"]) == 1
    assert laptop("sync", "read", back).data["files"][0]["state"] == "applied"
    rows = laptop("sync", "ledger").data["rows"]
    assert set(rows) == {"to_send", "on_file", "received", "accepted", "merged", "refused"}
    assert (rows["to_send"], rows["on_file"], rows["accepted"]) == (0, 0, file["rows"])


def test_a_changed_file_is_refused_with_three_and_both_shapes(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    visit(laptop)
    path = Path(laptop("sync", "write", "--to", tmp_path).data["files"][0]["path"])
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    before = office("check").data
    said = office("sync", "read", path, expect=3)
    (file,) = said.data["files"]
    assert (file["state"], file["reason_key"]) == ("refused", said.error["key"])
    assert file["reason"]
    assert office("check").data == before


def test_one_good_file_among_bad_ones_is_one(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    visit(laptop)
    path = Path(laptop("sync", "write", "--to", tmp_path).data["files"][0]["path"])
    bad = tmp_path / "bad.gocua"
    bad.write_bytes(path.read_bytes()[:-1])
    report = office("sync", "read", path, bad, expect=1).data
    assert [file["state"] for file in report["files"]] == ["applied", "refused"]
    assert report["import_id"]


def test_a_gap_shows_which_file_is_missing(office: CommandLine, laptop: CommandLine, tmp_path: Path) -> None:
    for number in (1, 2):
        visit(laptop)
        (tmp_path / str(number)).mkdir()
        laptop("sync", "write", "--to", tmp_path / str(number))
    office("sync", "read", tmp_path / "2")
    assert office("sync", "machines").data["machines"][0]["missing"] == [1]
    office("sync", "read", tmp_path / "1")
    assert office("sync", "machines").data["machines"][0]["missing"] == []


def test_two_machines_that_disagree_are_listed(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    kit = office("kit", "make", "--device", "Máy 02", "--unit", "03424", "--out", tmp_path / "k").data
    second = CommandLine(tmp_path / "second")
    second("kit", "open", kit["path"], "--code", kit["code"])
    for place, machine in enumerate((laptop, second)):
        machine("person", "edit", "lo van pao", f"phone=098711223{place + 5}")
        machine("sync", "write", "--to", tmp_path)
    report = office("sync", "read", *sorted(tmp_path.glob("*.gocua")), expect=1).data
    assert sum(file["conflicts"] for file in report["files"]) == 1


def test_an_empty_folder_holds_nothing_to_read(office: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert office("sync", "read", tmp_path / "leer").data == {
        "files": [],
        "import_id": None,
        "preview": False,
    }


def test_a_copied_database_that_is_behind_goes_on_under_another_name(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    kept = shutil.copytree(laptop.workspace, tmp_path / "kept")
    visit(laptop)
    laptop("sync", "write", "--to", tmp_path)
    office("sync", "read", *tmp_path.glob("*.gocua"))
    back = tmp_path / "back"
    back.mkdir()
    office("sync", "write", "--to", back)
    restored = laptop.on(kept)
    restored("sync", "read", back)
    visit(restored, "thinking")
    out = tmp_path / "out"
    out.mkdir()
    restored("sync", "write", "--to", out)
    report = office("sync", "read", out).data
    assert [file["state"] for file in report["files"]] == ["applied"]


def test_the_exit_code_says_whether_a_person_is_needed() -> None:
    def judged(*files: FileReport) -> int:
        return judge(ReadReport(files, None, preview=False))

    def file(state: FileState, **counts: int) -> FileReport:
        return FileReport("f", state, "m", 1, "sync", **counts)  # type: ignore[arg-type]

    good, bad = file(FileState.APPLIED), file(FileState.REFUSED)
    assert [judged(), judged(good), judged(file(FileState.ALREADY))] == [0, 0, 0]
    assert [judged(bad), judged(bad, bad), judged(good, bad), judged(bad, file(FileState.ALREADY))] == [
        3,
        3,
        1,
        1,
    ]
    for counts in ({"conflicts": 1}, {"duplicates": 1}, {"refused_rows": 1}):
        assert judged(file(FileState.APPLIED, **counts)) == 1
    assert judged(file(FileState.HELD)) == 1


def test_a_watched_folder_is_read_once(office: CommandLine, laptop: CommandLine, tmp_path: Path) -> None:
    visit(laptop)
    inbox = tmp_path / "về"
    inbox.mkdir()
    laptop("sync", "write", "--to", inbox)
    (inbox / "other.txt").write_text("x")
    for path in inbox.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    read = office("sync", "watch", inbox, "--once", *BY).data
    assert [(file["state"], file["visits"]) for file in read["files"]] == [("applied", 1)]
    assert len(read["imports"]) == 1
    assert office("sync", "watch", inbox, "--once", *BY).data == {"files": [], "imports": []}
    gone = office("sync", "watch", tmp_path / "gone", "--once", expect=3)
    assert gone.data["error"]["key"] == "no_folder"
    office("sync", "watch", "--once", expect=2)
