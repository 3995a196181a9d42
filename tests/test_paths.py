"""Paths as people type and paste them: found when they are there, and otherwise simply not there."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.paths import read_named, read_typed
from tests.robustness.hostile_words import WORDS


@pytest.mark.parametrize("name", WORDS)
def test_no_text_breaks_who_looks_for_it(name: str) -> None:
    path = read_typed(WORDS[name])
    assert not (path / "not there").exists()
    path.is_file()


@given(st.text(max_size=300))
def test_any_text_can_be_looked_for(text: str) -> None:
    path = read_typed(text)
    path.is_dir()
    path.joinpath("beside").is_dir()


def test_what_is_there_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "USB của chị Thơm" / ("á" * 127)
    folder.mkdir(parents=True)
    assert read_typed(f"  {folder}\n") == read_named(str(folder)) == folder
    (tmp_path / " blank").touch()
    assert read_named(f"{tmp_path}/ blank").is_file()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert read_typed("~/USB của chị Thơm") == tmp_path / "USB của chị Thơm"


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_name_that_is_no_utf8_is_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.csv")
    (tmp_path / name).touch()
    assert read_typed(str(tmp_path / name)).is_file()


@pytest.mark.parametrize("spoilt", ["list\0.csv", "list.csv\0", "\0list.csv", "list\ud83d.csv"])
def test_another_file_is_never_meant(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "list.csv").touch()
    assert not read_typed(f"{tmp_path}/{spoilt}").exists()


def test_the_folder_of_nobody_is_not_there() -> None:
    assert not read_typed("~nobody-of-this-name/stick").exists()


def test_too_long_a_path_is_told_by_its_beginning() -> None:
    path = read_typed("/media/" + "stick/" * 3_000)
    assert str(path).startswith("/media/stick/")
    assert len(str(path)) < 100
    assert not path.exists()
