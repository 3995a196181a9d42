"""docs/dependencies.md says of every pinned library of the program what is so."""

import re
from importlib import metadata

import pytest
from packaging.utils import canonicalize_name

from tests.packaging.project import ROOT, needed_by, read_pins, requirements_of

PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([a-z0-9-]+) \| ([0-9.]+) \| (.+?) \| (.+?) \| (machine|Python) \| (.+?) \| (.+?) \|$", re.MULTILINE
)
ROWS = {found[1]: found for found in ROW.finditer(PAGE)}
_MACHINE = re.compile(r"\.(so|pyd|dylib)(\.|$)")


def test_the_page_has_every_library_of_the_program_in_its_pinned_version_and_no_other() -> None:
    wanted = {name: read_pins()[name] for name in needed_by(requirements_of())}
    assert {name: row[2] for name, row in ROWS.items()} == wanted


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_what_is_installed(name: str) -> None:
    row, told = ROWS[name], metadata.metadata(name)
    licence = told.get("License-Expression") or (told.get("License") or "").partition("\n")[0]
    plain = licence.removesuffix(" License")
    assert not licence or row[4] in (licence, plain) or licence.startswith(row[4]), licence
    files = [str(file) for file in metadata.files(name) or ()]
    assert (row[5] == "machine") == any(_MACHINE.search(file) for file in files)
    named = {canonicalize_name(each) for each in re.split(r", | and ", row[3])} - {"itself", "others"}
    direct = {canonicalize_name(each.name) for each in requirements_of()}
    assert (row[3] == "itself") == (name in direct)
    for puller in named:
        assert name in {
            canonicalize_name(re.split(r"[^A-Za-z0-9._-]", each)[0])
            for each in metadata.requires(puller) or ()
        }


def test_files_that_the_page_names_are_there() -> None:
    named = re.findall(r"`((?:sync|exchange|wire|cli|documents|store)/[\w/]*\.py)`", PAGE)
    assert len(named) >= 10
    assert [each for each in named if not (ROOT / "outreach_app" / each).is_file()] == []
