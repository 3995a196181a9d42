"""docs/security.md names code and tests that are there."""

import re

import pytest

from tests.packaging.project import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
CODE = sorted(set(re.findall(r"`((?:outreach_app|ui)/[\w/]+\.py)`", PAGE)))
ATTACKS = PAGE.partition("## Who might want it")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_a_test_it_names_is_there(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_code_and_pages_it_names_are_there() -> None:
    pages = re.findall(r"\]\(([\w/.-]+\.md)\)", PAGE)
    missing = [each for each in CODE if not (ROOT / each).is_file()]
    assert missing + [each for each in pages if not (ROOT / "docs" / each).is_file()] == []
    assert len(CODE) >= 15
    assert len(TESTS) >= 30


def test_every_attacker_meets_code_and_a_test() -> None:
    rows = [
        line.split(" | ") for line in ATTACKS.splitlines() if line.startswith("| ") and "---" not in line
    ][1:]
    assert len(rows) >= 20
    for row in rows:
        assert len(row) == 4, row
        assert "`tests/" in row[3], row[0]
        assert "`outreach_app/" in row[2] or "`ui/" in row[2] or ".md)" in row[2], row[0]
