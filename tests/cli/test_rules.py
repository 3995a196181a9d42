"""`outreach rules`: show the book of a day, edit it in a folder, issue it; quotes inside a workspace count with it."""

from pathlib import Path

import pytest

from outreach_app.services.shipped_rules import load_rule_book
from tests.cli.command_line import CommandLine, run_here

SHIPPED = load_rule_book().version
TOP_UP = """
[[top_up]]
scheme = "voluntary"
category = "near_poor"
province = "{province}"
percent = 20
from = 2026-01-01
resolution = "Nghị quyết 12/2026/NQ-HĐND"
state = "funded"
mark = "official"
"""
QUOTE = ("quote", "voluntary", "--income", "1500000", "--category", "near_poor")


def test_the_shipped_book_is_shown_with_what_is_known_to_change(laptop: CommandLine) -> None:
    found = laptop("rules", "show").data
    assert (found["version"], found["signed"], found["unused"]) == (SHIPPED, False, [])
    rules = {rule["key"]: rule for rule in found["rules"]}
    assert rules["base_salary"]["value"] == 2_530_000
    floor = next(each for each in found["next_changes"] if each["key"] == "voluntary.income_floor")
    assert (floor["from"], floor["before"]["value"], floor["after"]["value"]) == (
        "2027-01-01",
        1_500_000,
        2_200_000,
    )
    assert floor["after"]["mark"] == "unconfirmed"
    words = laptop.plain("rules", "show", "--lang", "vi", "--on", "2026-11-21").out
    assert "voluntary.income_floor: 1.500.000" in words
    assert "2.200.000 đ mỗi tháng [chưa xác nhận]" in words.replace("\u00a0", " ")


def test_a_key_is_shown_on_all_its_days_and_another_day_has_other_rules(laptop: CommandLine) -> None:
    found = laptop("rules", "show", "--key", "voluntary.income_floor").data
    assert [rule["value"] for rule in found["rules"]] == [700_000, 1_500_000, 2_200_000]
    next_year = laptop("rules", "show", at="2027-01-01T12:00").data
    assert {rule["key"]: rule["value"] for rule in next_year["rules"]}["voluntary.income_floor"] == 2_200_000
    assert laptop("rules", "show", "--diff").data["changes"] == []


def test_the_office_edits_looks_and_signs(office: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    assert "local.toml" in office("rules", "edit", folder).data["files"]
    with (folder / "local.toml").open("a", encoding="utf-8") as file:
        file.write(TOP_UP.format(province="12"))
    seen = office("rules", "edit", folder).data
    assert (seen["former"], len(seen["local_new"]), seen["changes"]) == (SHIPPED, 1, [])
    near_poor = next(each for each in seen["amounts"] if each["whom"].startswith("near-poor"))
    assert (near_poor["before"], near_poor["after"]) == (198_000, 132_000)
    assert office("rules", "show").data["signed"] is False
    signed = office("rules", "sign", folder, "--note", "Hỗ trợ thêm của tỉnh").data
    shown = office("rules", "show").data
    assert (shown["version"], shown["note"], shown["signed"]) == (
        signed["version"],
        "Hỗ trợ thêm của tỉnh",
        True,
    )
    assert office("rules", "show", "--diff").data["local_new"][0]["percent"] == 20
    inside = office(*QUOTE, "--unit", "03424").data
    assert (inside["top_up"], inside["own"], inside["rule_book"]) == (66_000, 132_000, signed["version"])
    assert office(*QUOTE, "--unit", "24").data["top_up"] == 0
    assert office(*QUOTE).data["top_up"] == 0


def test_a_mistake_changes_nothing_and_names_its_place(office: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    office("rules", "edit", folder)
    book = folder / "base_salary.toml"
    book.write_text(
        book.read_text(encoding="utf-8").replace("to = 2026-06-30", "to = 2026-07-30"), encoding="utf-8"
    )
    for command in ("edit", "sign"):
        error = office("rules", command, folder, expect=3).error
        assert error["key"] == "bad_rule_book"
        assert "base_salary" in error["message"]
        assert "01/07/2026" in error["message"]
    assert office("rules", "show").data["version"] == SHIPPED


def test_a_laptop_issues_nothing(laptop: CommandLine, tmp_path: Path) -> None:
    laptop("rules", "edit", tmp_path / "rules")
    assert laptop("rules", "sign", tmp_path / "rules", expect=3).error["key"] == "office_only"


def test_without_a_workspace_or_its_passphrase_the_shipped_book_counts(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_here("--workspace", tmp_path / "none", *QUOTE, "--json").data["rule_book"] == SHIPPED
    monkeypatch.delenv("OUTREACH_PASSPHRASE")
    said = run_here("--workspace", office.workspace, *QUOTE, "--json", "--lang", "en")
    assert said.data["rule_book"] == SHIPPED
    assert "came with the program" in said.err


def test_a_unit_that_is_in_no_list_is_wrong_usage(office: CommandLine) -> None:
    assert office(*QUOTE, "--unit", "99999", expect=2).error["key"]
