"""Decisions on the territory by command: preview, entering, placing what waits, taking back."""

from pathlib import Path

from tests.cli.command_line import CommandLine
from tests.workspaces import write_list


def decide(folder: Path, *rows: tuple[str, ...]) -> Path:
    return write_list(folder / "qd.csv", rows, header=("kind", "old", "new"))


def test_a_decision_is_previewed_entered_placed_and_taken_back(office: CommandLine, tmp_path: Path) -> None:
    names = [each["name"] for each in office("office", "village", "list").data["villages"]]
    first, second = names[:2]
    file = decide(tmp_path, ("divided", first, "bản Nà Trên"), ("divided", first, "bản Nà Dưới"))
    told = ("office", "territory", "apply", file, "--decision", "7/QĐ-UBND", "--since", "2026-11-01")
    seen = office(*told, "--preview").data
    assert (seen["preview"], seen["undo"]) == (True, "")
    assert seen["waiting"] > 0
    made = office(*told, expect=1).data
    assert made["waiting"] == seen["waiting"]
    (item,) = office("review", "territory", expect=1).data["items"]
    assert {each["name"] for each in item["candidates"]} == {"bản Nà Trên", "bản Nà Dưới"}
    code = item["codes"][0]
    assert office("household", "show", code).data["waiting_for_place"]
    one = office(
        "review", "territory", "--place", item["letters"], "--to", "Nà Trên", "--household", code, expect=1
    ).data
    assert (one["placed"], one["left"]) == (1, made["waiting"] - 1)
    done = office("review", "territory", "--place", item["letters"], "--to", "bản Nà Dưới").data
    assert (done["left"], done["items"]) == (0, [])
    office("office", "territory", "undo", done["undo"])
    assert office("review", "territory", expect=1).data["items"][0]["households"] == one["left"]
    assert office("review", "territory", "--place", first, expect=2).error["key"] == "usage"
    merged = office("office", "village", "merge", second, "Nà Trên", "--since", "2026-11-02").data
    assert merged["households"] > 0
    villages = {each["name"]: each for each in office("office", "village", "list").data["villages"]}
    assert any(second in name for name in villages["Nà Trên"]["former"])
    steps = office("office", "territory", "list").data["steps"]
    assert [step["kind"] for step in steps] == ["divided", "divided", "merged"]
