"""The README promises only what is there."""

import re

import pytest

from tests.packaging.project import ROOT, read_project

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_make_target_it_names_exists() -> None:
    named = set(re.findall(r"(?:`|^    )make (?:PYTHON=\S+ )?([a-z]+)\b", README, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_file_it_links_to_exists(link: str) -> None:
    assert (ROOT / link).exists()


def test_every_folder_in_its_tour_exists() -> None:
    rows = re.findall(r"^\| (`.*?) \|", README, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(named) >= 8
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_versions_of_python_it_names_are_those_the_package_allows() -> None:
    assert read_project()["project"]["requires-python"] == ">=3.11,<3.15"
    assert "3.11 to 3.14" in README
