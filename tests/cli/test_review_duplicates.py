"""`outreach review duplicates` as scripts use it: reasons, decisions by key and by the hundred, taking them back."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from outreach_app.app import open_workspace
from outreach_app.domain.clock import VIETNAM
from outreach_app.services.households import NewPerson
from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE, StandingClock, Templates

TWINS = (
    ("Lò Văn Páo", "Lo Van Pao", "012080001000", "0987112230"),
    ("Giàng A Chư", "Giàng Chư", "012081001001", "0987112231"),
    ("Lường Thị Inh", "Luong Inh", "", "0987112232"),
)
"""Who stands on the list, and how the door wrote them once more: name, citizen ID, phone."""


@pytest.fixture(scope="module")
def doubled(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which people of the list were typed once more at the door."""
    folder = Path(shutil.copytree(templates.office, tmp_path_factory.mktemp("doubled") / "office"))
    app = open_workspace(
        folder, PASSPHRASE, clock=StandingClock(datetime(2026, 11, 21, 19, 5, tzinfo=VIETNAM))
    )
    app.office.say_who_works("Bùi Văn Kế")
    for known, name, number, phone in TWINS:
        card = app.households.read_card(app.households.find(known).hits[0].household)
        app.households.add(card.village.id, NewPerson(name, citizen_number=number or None, phone=phone))
    app.close()
    return folder


@pytest.fixture
def office(doubled: Path, tmp_path: Path) -> CommandLine:
    """The command line of a fresh copy of that office."""
    return CommandLine(Path(shutil.copytree(doubled, tmp_path / "doubled")))


def people(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in said["items"] if item["table"] == "person"]


def names(item: dict[str, Any]) -> set[str]:
    return {side["value"]["name"] for side in item["values"]}


def members(line: CommandLine, name: str) -> list[str]:
    home = line("household", "find", name).data["results"][0]["code"]
    return [each["name"] for each in line("household", "show", home).data["members"]]


def test_pairs_are_listed_with_their_reasons_as_words(office: CommandLine) -> None:
    said = office("review", "duplicates", expect=1).data
    (item,) = (each for each in people(said) if "Lo Van Pao" in names(each))
    assert {"id", "kind", "table", "row", "household", "field", "base", "values", "reasons"} <= set(item)
    assert (item["kind"], names(item)) == ("duplicate", {"Lò Văn Páo", "Lo Van Pao"})
    assert {"same_name", "same_citizen_number", "same_phone", "same_village"} <= set(item["reason_keys"])
    assert {"the same citizen ID", "the same phone number"} <= set(item["reasons"])
    assert {side["author"] for side in item["values"]} >= {"Bùi Văn Kế"}
    assert item["keeps"] in {side["row"] for side in item["values"]}
    assert said["waiting"] == len(said["items"]) >= 2
    told = office.plain("review", "duplicates", "--lang", "vi", "--at", office.at, expect=1).out
    assert item["id"] in told
    assert "cùng số định danh" in told


def test_one_is_the_same_and_one_is_different_by_key(office: CommandLine) -> None:
    items = people(office("review", "duplicates", expect=1).data)
    (same,) = (each for each in items if "Lo Van Pao" in names(each))
    (different,) = (each for each in items if "Giàng Chư" in names(each))
    decisions = ("--settle", f"{same['id']}=same", "--settle", f"{different['id']}=different")
    done = office("review", "duplicates", *decisions, expect=1).data
    assert (done["same"], done["different"], done["passed_over"]) == (1, 1, [])
    assert not {same["id"], different["id"]} & {item["id"] for item in done["items"]}
    assert "Lo Van Pao" not in members(office, "Lò Văn Páo")
    assert office("household", "find", "Giàng Chư").data["results"]
    again = office("review", "duplicates", *decisions, expect=1).data
    assert (again["same"], again["different"]) == (0, 0)
    assert sorted(again["passed_over"]) == sorted([same["id"], different["id"]])
    opened = office("review", "duplicates", "--settle", f"{different['id']}=open", expect=1).data
    assert opened["reopened"] == 1
    assert different["id"] in {item["id"] for item in opened["items"]}


def test_all_of_one_reason_are_settled_at_once_and_taken_back_at_once(office: CommandLine) -> None:
    before = office("review", "duplicates", expect=1).data
    alike = [each["id"] for each in people(before) if "same_citizen_number" in each["reason_keys"]]
    assert len(alike) == 2
    chosen = office("review", "duplicates", "--reason", "same_citizen_number", expect=1).data
    assert {item["id"] for item in chosen["items"]} == set(alike)
    done = office(
        "review", "duplicates", "--reason", "same_citizen_number", "--settle", "all=same", expect=1
    ).data
    assert (done["same"], done["items"]) == (2, [])
    everything = office("review", "duplicates", "--settle", "all=different").data
    assert (everything["waiting"], everything["items"]) == (0, [])
    for _ in range(2):
        office("review", "duplicates", "--undo", expect=1)
    after = office("review", "duplicates", expect=1).data
    assert [(item["id"], item["values"]) for item in after["items"]] == [
        (item["id"], item["values"]) for item in before["items"]
    ]
    assert office("review", "duplicates", "--undo", expect=3).error["key"] == "not_found"


def test_pages_follow_each_other(office: CommandLine) -> None:
    whole = [item["id"] for item in office("review", "duplicates", expect=1).data["items"]]
    paged: list[str] = []
    while len(paged) < len(whole):
        after = ("--after", paged[-1]) if paged else ()
        (item,) = office("review", "duplicates", "--limit", "1", *after, expect=1).data["items"]
        paged.append(item["id"])
    assert paged == whole


def test_a_word_that_is_no_decision_or_reason_is_refused_with_what_would_be_right(
    office: CommandLine,
) -> None:
    (item, *_) = office("review", "duplicates", expect=1).data["items"]
    error = office("review", "duplicates", "--settle", f"{item['id']}=perhaps", expect=2).error
    assert "perhaps" in error["message"]
    assert error["advice"] == "Write it as ID=same or ID=different."
    error = office("review", "duplicates", "--reason", "same_nose", expect=2).error
    assert "same_nose" in error["message"]
    assert "same_citizen_number" in error["advice"]
    both = ("--undo", "--settle", f"{item['id']}=same")
    assert "do not go together" in office("review", "duplicates", *both, expect=2).error["message"]
    gone = office("review", "duplicates", "--settle", "0123456789abcdef=same", expect=1).data
    assert (gone["same"], gone["passed_over"]) == (0, ["0123456789abcdef"])
