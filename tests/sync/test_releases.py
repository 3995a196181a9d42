"""A new version as a file: what is believed, and everything that is refused before a byte of it is written."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach_app.errors import OutreachError, UnreadableFile
from outreach_app.sync import releases
from outreach_app.sync.frame import RELEASE_MAGIC, join_frame
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.release_names import are_apart, is_fit
from outreach_app.sync.releases import (
    Content,
    Description,
    Release,
    ReleaseFile,
    holds_release,
    read_release,
    spell_head,
    unpack_release,
    write_contents,
)

OFFICE, STRANGER = MachineKeys.generate(), MachineKeys.generate()
OFFICE_ID = bytes(range(16))
DESCRIBED = Description("0.2.0", "linux-x86_64", "v0001", "v0001", 1, "2026-11-21")
TEXTS = {
    "gocua": b"window " * 30_000,
    "outreach": b"commands",
    "_internal/a/one.txt": b"",
    "_internal/two.txt": b"",
}


def write(
    folder: Path, *, office: MachineKeys = OFFICE, change: Callable[[Release], Release] = lambda told: told
) -> Path:
    """Write a version as an office does; `change` spoils what is signed."""
    sources = []
    for number, text in enumerate(TEXTS.values()):
        sources.append(folder / f"source{number}")
        sources[-1].write_bytes(text)
    body = io.BytesIO()
    contents, numbers = write_contents(sources, body)
    files = tuple(
        ReleaseFile(name, number, name == "gocua") for name, number in zip(TEXTS, numbers, strict=True)
    )
    told = change(Release(DESCRIBED, OFFICE_ID, date(2026, 11, 21), tuple(contents), files, 0))
    header, listed = spell_head(told)
    head = join_frame(RELEASE_MAGIC, header, body=listed, tag=releases.TAG, seed=office.sign_seed)
    path = folder / "renamed (1).bin"
    path.write_bytes(head + body.getvalue())
    return path


def read(path: Path, office_id: bytes = OFFICE_ID) -> Release:
    return read_release(path, office_id=office_id, office=OFFICE.public.sign)


def refused(path: Path, office_id: bytes = OFFICE_ID) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path, office_id)
    return caught.value.key


def test_a_version_comes_out_as_it_went_in(tmp_path: Path) -> None:
    path, folder = write(tmp_path), tmp_path / "out"
    told = read(path)
    assert told.described == DESCRIBED
    assert len(told.contents) == 3, "alike contents travel once"
    folder.mkdir()
    unpack_release(told, path, folder)
    assert {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    } == TEXTS
    assert (folder / "gocua").stat().st_mode & 0o111
    assert holds_release(told, folder)
    (folder / "_internal" / "two.txt").write_bytes(b"!")
    assert not holds_release(told, folder)
    (folder / "_internal" / "two.txt").write_bytes(b"")
    (folder / "more.txt").write_bytes(b"")
    assert not holds_release(told, folder)


def test_nobody_but_the_own_office_is_believed(tmp_path: Path) -> None:
    assert refused(write(tmp_path, office=STRANGER)) == "forged"
    assert refused(write(tmp_path), office_id=bytes(16)) == "foreign_office"


NAMES = (
    "../out", "/etc/x", "a/../../x", "C:/x", "a\\b", "con", "LPT1.txt", "a.", "a ", " a", "", "a//b", ".", "..", "a\0b",
    "ổi", "x" * 101, "/".join("abcdefghijklmnopq"), "~/../x", "a:b", "a\nb", "a/./b",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_refused_although_it_is_signed(name: str, tmp_path: Path) -> None:
    def change(told: Release) -> Release:
        return replace(told, files=(replace(told.files[0], name=name), *told.files[1:]))

    assert refused(write(tmp_path, change=change)) == "release_names"


@given(st.lists(st.text("aAb./ -~\\:", max_size=8), max_size=4))
def test_a_fit_name_stays_in_its_folder(names: list[str]) -> None:
    for name in names:
        if is_fit(name):
            assert Path("/base", name).resolve().is_relative_to("/base")
            assert Path("/base", name).resolve() != Path("/base")
    if all(map(is_fit, names)) and are_apart(names):
        assert len({name.casefold() for name in names}) == len(names)


def test_names_that_meet_on_another_system_are_refused(tmp_path: Path) -> None:
    for second in ("GOCUA", "gocua/x"):

        def change(told: Release, second: str = second) -> Release:
            return replace(told, files=(*told.files, ReleaseFile(second, 0, False)))

        assert refused(write(tmp_path, change=change)) == "release_names"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda told: replace(told, files=told.files * 3_000), "damaged"),
        (lambda told: replace(told, described=replace(DESCRIBED, version="../x")), "damaged"),
        (lambda told: replace(told, contents=(*told.contents, Content(bytes(32), 1, 1, "stored"))), "damaged"),
        (
            lambda told: replace(
                told, contents=(replace(told.contents[0], size=releases.MOST_CONTENT), *told.contents[1:]),
                files=tuple(ReleaseFile(f"f{n}", 0, False) for n in range(6)),
            ),
            "release_too_large",
        ),
    ],
)  # fmt: skip
def test_too_many_too_large_or_too_long_is_refused_unread(
    change: Callable[[Release], Release], key: str, tmp_path: Path
) -> None:
    assert refused(write(tmp_path, change=change)) == key


def test_a_content_that_swells_beyond_what_is_signed_is_refused(tmp_path: Path) -> None:
    def change(told: Release) -> Release:
        return replace(told, contents=(replace(told.contents[0], size=5), *told.contents[1:]))

    path, folder = write(tmp_path, change=change), tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UnreadableFile) as caught:
        unpack_release(read(path), path, folder)
    assert caught.value.key == "damaged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.booleans())
def test_no_damage_goes_through(place: int, bit: int, cut: bool, tmp_path: Path) -> None:
    path = tmp_path / "renamed (1).bin"
    whole = bytearray((path if path.exists() else write(tmp_path)).read_bytes())
    spoilt = bytearray(whole)
    place %= len(whole)
    if cut:
        del spoilt[place:]
    else:
        spoilt[place] ^= 1 << bit
    damaged, folder = tmp_path / "damaged", tmp_path / f"out-{place}-{bit}-{cut}"
    damaged.write_bytes(spoilt)
    folder.mkdir(exist_ok=True)
    with pytest.raises(OutreachError):
        unpack_release(read(damaged), damaged, folder)
