"""A watched folder: ours are read once by what is in them, others passed over, refused ones told once."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.rows import FileState
from outreach_app.errors import BadInput
from outreach_app.i18n import open_catalogue
from outreach_app.sync.arrivals import PATIENCE_S, QUIET_S, Arrivals
from tests.workspaces import Field, card_of, cards, copy_field, door, write


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def office(field: Field) -> Iterator[App]:
    app = field.office.open()
    yield app
    app.close()


def send(field: Field, name: str) -> Path:
    """The next file of a laptop, with one visit."""
    app = getattr(field, name).open()
    app.visits.log(door(cards(app)[0]))
    (path,) = write(app, field.stick)
    app.close()
    return path


def drop(path: Path, folder: Path, name: str) -> Path:
    return Path(shutil.copyfile(path, folder / name))


def look_twice(arrivals: Arrivals, app: App, *, at: float) -> list[tuple[str, FileState]]:
    """Look until what lies there stands still, and take it in: what is told of each file."""
    arrivals.look(now=at)
    found = arrivals.look(now=at + QUIET_S)
    report = app.watching.take(found.findings).value
    arrivals.settle(found)
    return [(file.path, file.state) for file in report.files]


def test_what_comes_is_read_once_under_any_name_and_stays_as_it_is(
    field: Field, office: App, tmp_path: Path
) -> None:
    folder = tmp_path / "Zalo"
    (folder / "tháng 11").mkdir(parents=True)
    drop(send(field, "one"), folder, "ảnh (1).jpg")
    with zipfile.ZipFile(folder / "tháng 11" / "gửi.zip", "w") as archive:
        archive.write(send(field, "two"), "x.bin")
    (folder / "họp.docx").write_bytes(b"PK\x03\x04 of somebody else")
    (folder / "note.txt").write_text("của người khác", encoding="utf-8")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    arrivals = Arrivals(folder)
    told = look_twice(arrivals, office, at=0.0)
    assert sorted(told) == [("x.bin", FileState.APPLIED), ("ảnh (1).jpg", FileState.APPLIED)]
    drop(folder / "ảnh (1).jpg", folder, "ảnh (2).jpg")
    assert look_twice(arrivals, office, at=10.0) == []
    assert look_twice(Arrivals(folder), office, at=0.0) == [], "another start of the program"
    (folder / "ảnh (2).jpg").unlink()
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")} == before
    assert len(office.imports.list_readings()) == 1


def test_a_file_that_is_still_being_written_is_waited_for(field: Field, office: App, tmp_path: Path) -> None:
    whole = send(field, "one").read_bytes()
    folder = tmp_path / "USB"
    folder.mkdir()
    part = folder / "tep"
    part.write_bytes(whole[: len(whole) // 2])
    arrivals = Arrivals(folder)
    for now in (0.0, QUIET_S, PATIENCE_S - 1):
        found = arrivals.look(now=now)
        assert (found.findings, found.waiting) == ((), True)
    part.write_bytes(whole)
    assert arrivals.look(now=PATIENCE_S).findings == (), "it has only just grown"
    found = arrivals.look(now=PATIENCE_S + QUIET_S)
    (file,) = office.watching.take(found.findings).value.files
    assert (file.state, file.visits) == (FileState.APPLIED, 1)
    assert arrivals.look(now=PATIENCE_S + QUIET_S).looked == found.looked, "until it was settled"
    arrivals.settle(found)
    assert arrivals.look(now=PATIENCE_S + 2 * QUIET_S).looked == ()


def test_what_cannot_be_read_is_told_once_in_one_place(field: Field, office: App, tmp_path: Path) -> None:
    data = bytearray(send(field, "one").read_bytes())
    data[len(data) // 2] ^= 1
    folder = tmp_path / "USB"
    folder.mkdir()
    (folder / "a").write_bytes(data)
    (folder / "empty.gocua").write_bytes(b"")
    arrivals = Arrivals(folder)
    arrivals.look(now=0.0)
    found = arrivals.look(now=PATIENCE_S)
    report = office.watching.take(found.findings).value
    assert [file.state for file in report.files] == [FileState.REFUSED] * 2
    assert report.import_id is None
    arrivals.settle(found)
    (folder / "a").rename(folder / "b")
    arrivals.look(now=1000.0)
    again = arrivals.look(now=1000.0 + PATIENCE_S)
    assert len(again.findings) == 1, "another name is looked into"
    assert office.watching.take(again.findings).value.files == (), "and is known by its bytes"
    assert {(each.name, each.reason_key) for each in office.watching.list_unreadable()} == {
        ("a", "damaged"), ("empty.gocua", "damaged")
    }  # fmt: skip


def test_a_field_that_two_laptops_changed_waits_as_one_difference_and_is_told_as_one(
    field: Field, office: App, tmp_path: Path
) -> None:
    person = card_of(office, "Lò Văn Páo").members[0].id
    office.households.edit_person(person, {"phone": "0912345678"})
    for name, phone in (("one", "0387345211"), ("lead", "0977001122")):
        app = getattr(field, name).open()
        app.households.edit_person(person, {"phone": phone})
        write(app, field.stick)
        app.close()
    assert len(look_twice(Arrivals(field.stick), office, at=0.0)) == 2
    arrived = office.watching.read_newest()
    assert arrived is not None
    assert (arrived.files, arrived.devices) == (2, 2)
    assert arrived.conflicts == office.conflicts.count() == 1


def test_a_reading_that_came_by_itself_is_taken_back_and_stays_so(
    field: Field, office: App, tmp_path: Path
) -> None:
    send(field, "one")
    assert look_twice(Arrivals(field.stick), office, at=0.0) != []
    arrived = office.watching.read_newest()
    assert arrived is not None
    assert (arrived.files, arrived.devices, arrived.visits, arrived.conflicts) == (1, 1, 1, 0)
    office.imports.undo(arrived.import_id)
    assert office.watching.read_newest() is None
    assert look_twice(Arrivals(field.stick), office, at=0.0) == []
    assert [card for card in cards(office) if card.visits] == []


def test_a_reading_is_told_until_it_is_put_away(field: Field, office: App) -> None:
    send(field, "one")
    look_twice(Arrivals(field.stick), office, at=0.0)
    office.watching.put_away()
    assert office.watching.read_newest() is None
    assert len(office.imports.list_readings()) == 1


def test_a_folder_that_is_gone_holds_nothing_until_it_is_back(
    field: Field, office: App, tmp_path: Path
) -> None:
    path, stick = send(field, "one"), tmp_path / "KINGSTON"
    arrivals = Arrivals(stick)
    assert arrivals.look(now=0.0).looked == ()
    stick.mkdir()
    drop(path, stick, "x")
    assert look_twice(arrivals, office, at=10.0) == [("x", FileState.APPLIED)]


def test_only_a_folder_outside_the_workspace_is_watched(office: App, tmp_path: Path) -> None:
    for folder, key in (
        (tmp_path / "gone", "no_folder"),
        (tmp_path, "watch_inside"),
        (office.desk.folder, "watch_inside"),
    ):
        with pytest.raises(BadInput) as told:
            office.watching.set_folder(str(folder))
        assert told.value.key == key
    zalo = tmp_path / "Zalo"
    zalo.mkdir()
    assert office.watching.set_folder(str(zalo)).value == ""
    assert office.watching.read_folder() == str(zalo)
    assert office.watching.set_folder("").value == str(zalo)
    assert office.watching.read_folder() == ""


def test_the_paper_of_a_day_tells_what_came_what_is_missing_and_what_could_not_be_read(
    field: Field, office: App, tmp_path: Path
) -> None:
    lost = send(field, "one")
    lost.rename(tmp_path / "lost")
    send(field, "one")
    (field.stick / "x.gocua").write_bytes(b"x")
    arrivals = Arrivals(field.stick)
    arrivals.look(now=0.0)
    office.watching.take(arrivals.look(now=PATIENCE_S).findings)
    morning = office.mornings.read()
    (machine,) = morning.machines
    assert (machine.device, machine.numbers, machine.visits, machine.missing) == ("Máy one", (2,), 1, (1,))
    assert [each.name for each in morning.aside] == ["x.gocua"]
    assert (morning.files, morning.differences, morning.pairs, morning.refused) == (1, 0, 0, 0)
    page = tmp_path / "page.pdf"
    page.write_bytes(office.mornings.print(open_catalogue("vi")))
    told = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, check=True)
    text = " ".join(told.stdout.decode("utf-8").split())
    for words in (
        "Thiếu tệp số 1 của Máy one.",
        "Máy one 2 1",
        "x.gocua: Tệp bị hỏng",
        "1 tệp, 1 máy, 1 lượt thăm",
    ):
        assert words in text
    field.office.clock.pass_by(days=9)
    assert office.mornings.read().silent == (("Máy one", 9),)
    assert office.mornings.read().machines == ()
