import io
import zipfile
from pathlib import Path

import pytest

from outreach_app.sync.findings import ZIP_ENTRIES_LIMIT, find_envelopes, show_name
from outreach_app.sync.frame import KIT_MAGIC, SYNC_MAGIC

FILE = SYNC_MAGIC + b"the rest is checked when it is opened"


def look(path: Path) -> dict[str, bytes | str]:
    return {f.name: f.refusal.key if f.refusal else f.data for f in find_envelopes(path)}


def write_zip(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def test_a_file_is_found_under_any_name(tmp_path: Path) -> None:
    for name in ("gocua-1.gocua", "gocua-1 (1).gocua", "ảnh.jpg", "no ending"):
        (tmp_path / name).write_bytes(FILE)
        assert look(tmp_path / name) == {name: FILE}


def test_what_was_asked_for_and_is_not_ours_is_told(tmp_path: Path) -> None:
    cases = {"a.pdf": b"%PDF", "kit.bin": KIT_MAGIC + b"x", "cut.gocua": b"", "text.gocua": b"hello there"}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
    assert [look(tmp_path / n)[n] for n in cases] == ["not_ours", "is_kit", "damaged", "damaged"]
    assert look(tmp_path / "gone") == {"gone": "no_file"}


def test_a_folder_yields_ours_by_mark_or_ending_and_passes_over_the_rest(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".gocua-00.part").write_bytes(FILE)
    (tmp_path / "empty.gocua").write_bytes(b"")
    (deep / "renamed").write_bytes(FILE)
    (deep / "set-up.gocuakit").write_bytes(KIT_MAGIC)
    write_zip(deep / "sent by chat.zip", {"x/y.gocua": FILE, "readme.txt": b"hello"})
    assert look(tmp_path) == {"empty.gocua": "damaged", "renamed": FILE, "y.gocua": FILE}


def test_links_and_endless_folders_do_not_trap_the_search(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link").symlink_to("/etc/passwd")
    deep = tmp_path.joinpath(*["d"] * 12)
    deep.mkdir(parents=True)
    (deep / "too deep.gocua").write_bytes(FILE)
    assert look(tmp_path) == {}


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.gocua",
        "..\\..\\outside.gocua",
        "/etc/outside.gocua",
        "C:\\outside.gocua",
        "outside.gocua\u202egnp.",
        "out\x1bside.gocua",
        "x" * 300 + ".gocua",
        "CON.gocua",
    ],
)
def test_names_in_a_zip_are_shown_and_never_followed(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    path = write_zip(inside / "a.zip", {name: FILE})
    (found,) = find_envelopes(path)
    assert found.data == FILE
    assert not set(found.name) & set("/\\\x1b\u202e\0")
    assert len(found.name) <= 100
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.gocua", FILE)
    path = write_zip(tmp_path / "outer.zip", {"inner.zip": inner.getvalue(), "b.gocua": FILE})
    assert look(path) == {"inner.zip": "nested_zip", "b.gocua": FILE}


def test_a_zip_entry_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bomb.zip", {"bomb.gocua": SYNC_MAGIC + bytes(50_000_000)})
    assert path.stat().st_size < 100_000
    assert look(path) == {"bomb.gocua": "bomb"}


def test_a_zip_with_too_many_names_is_refused_before_they_are_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "many.zip", {f"{i:060}": b"" for i in range(ZIP_ENTRIES_LIMIT + 1)})
    assert look(path) == {"many.zip": "zip_too_large"}
    end = bytearray(path.read_bytes())
    at = end.rfind(b"PK\x05\x06")
    end[at + 12 : at + 16] = (64 * 1024 * 1024).to_bytes(4, "little")
    (tmp_path / "directory.zip").write_bytes(end)
    assert look(tmp_path / "directory.zip") == {"directory.zip": "zip_too_large"}


def test_a_zip_entry_without_a_name_is_passed_over(tmp_path: Path) -> None:
    data = write_zip(tmp_path / "a.zip", {"a": b"x", "b.gocua": FILE}).read_bytes()
    record = data.index(b"PK\1\2")
    unnamed = data[: record + 28] + b"\0\0\1\0" + data[record + 32 :]
    (tmp_path / "a.zip").write_bytes(unnamed)  # the one letter of the name counts as something else
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.filename for entry in archive.infolist()] == ["", "b.gocua"]
    assert list(look(tmp_path / "a.zip").values())[-1:] == [FILE]


def test_every_cut_and_many_flips_of_a_zip_end_in_a_reason(tmp_path: Path) -> None:
    data = write_zip(tmp_path / "a.zip", {"a.gocua": FILE, "b.txt": b"text" * 50}).read_bytes()
    path = tmp_path / "b.zip"
    for end in range(4, len(data)):
        path.write_bytes(data[:end])
        assert list(look(path).values()) == ["zip_damaged"]
    for position in range(4, len(data)):
        changed = bytearray(data)
        changed[position] ^= 0x41
        path.write_bytes(changed)
        for found in find_envelopes(path):
            assert found.refusal is not None or found.data == FILE


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.gocua": FILE})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert look(path) == {"a.gocua": "zip_locked"}


def test_a_shown_name_is_composed_and_short() -> None:
    assert show_name("Tê\u0323p.gocua") == "Tệp.gocua"
    assert show_name("a/b/") == "b"
    assert show_name("y" * 200).endswith("…")
