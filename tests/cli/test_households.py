"""`outreach household` and `outreach person`: searching, showing, adding and changing, in the promised shapes."""

import pytest

from tests.cli.command_line import CommandLine


def test_people_are_found_with_and_without_marks_and_by_fragments(laptop: CommandLine) -> None:
    page = laptop("household", "find", "pao", "van", "lo").data
    (hit,) = page["results"]
    assert page["total"] == 1
    assert (hit["kind"], hit["name"], hit["village"], hit["commune"]) == (
        "person",
        "Lò Văn Páo",
        "Nà Ly",
        "xã Bản Bo",
    )
    assert len(hit["citizen_number_tail"]) == 4
    code = hit["code"]
    assert laptop("household", "find", code).data["results"][0]["kind"] == "household"
    assert laptop("household", "find", "1000").data["results"][0]["code"] == code
    assert len(laptop("household", "find", "lo", "--limit", "2").data["results"]) == 2
    assert laptop("household", "find", "khong ai ca").data == {"results": [], "total": 0, "capped": False}


def test_a_household_is_shown_whole(laptop: CommandLine) -> None:
    code = laptop("household", "find", "giang a chu").data["results"][0]["code"]
    shown = laptop("household", "show", code.replace("-", "").lower()).data
    assert (shown["code"], shown["head"], shown["village"]) == (code, "Giàng A Chư", "Hua Sẳng")
    head, wife = shown["members"]
    assert (head["relation"], wife["relation"], wife["name"]) == ("head", "wife", "Lò Thị Ún")
    assert len(head["id"]) == 32
    assert laptop("household", "show", shown["id"]).data == shown
    assert shown["visits"] == shown["enrolments"] == []


def test_words_show_no_whole_number(laptop: CommandLine) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    number = laptop("household", "show", code).data["members"][0]["citizen_number"]
    said = laptop.plain("household", "show", code, "--lang", "vi").out
    assert number not in said
    assert number[-4:] in said
    assert "chủ hộ" in said


def test_a_family_on_no_list_is_added(laptop: CommandLine) -> None:
    added = laptop(
        "household", "add", "--village", "hua sẳng", "--head", "lò  thị   mới", "--phone", "+84 987 654 321",
        "--born", "1990-05", "--sex", "f", "--group", "tổ liên gia 2", "--category", "near_poor",
        "--address", "đầu bản", "--by", "Vàng A Lử",
    ).data  # fmt: skip
    shown = laptop("household", "show", added["code"]).data
    (head,) = shown["members"]
    assert "M01" in added["code"]
    assert (shown["added_at_door"], shown["category"], shown["neighbour_group"]) == (
        True,
        "near_poor",
        "tổ liên gia 2",
    )
    assert (head["phone"], head["born"], head["sex"]) == ("0987654321", "1990-05", "f")
    second = laptop("household", "add", "--village", "HS", "--head", "Lò Thị Hai").data
    assert second["code"] != added["code"]


def test_people_are_added_and_changed_field_by_field(laptop: CommandLine) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    added = laptop(
        "person", "add", code, "name=Lò Thị Pâng", "relation=child", "born=2010-05-02", "sex=f"
    ).data
    assert (added["name"], added["relation"], added["household"]) == ("Lò Thị Pâng", "child", code)
    changed = laptop("person", "edit", added["id"], "phone=0912 445 566", "away=yes", "born=").data
    assert (changed["phone"], changed["away"], changed["born"]) == ("0912445566", True, None)
    by_name = laptop("person", "edit", "lo van pao", "phone=0987112299").data
    assert by_name["phone"] == "0987112299"
    assert laptop("person", "edit", "lo thi", "phone=0987112299", expect=3).error["key"] == "ambiguous_person"


@pytest.mark.parametrize(
    "pairs",
    [
        ("born=gestern",),
        ("relation=neighbour",),
        ("sex=x",),
        ("away=perhaps",),
        ("name=",),
        ("shoe=43",),
        ("phone",),
    ],
)
def test_a_field_that_cannot_be_is_wrong_usage(laptop: CommandLine, pairs: tuple[str, ...]) -> None:
    laptop("person", "edit", "lo van pao", *pairs, expect=2)


def test_a_household_is_changed_and_a_change_is_read_back(laptop: CommandLine) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    changed = laptop(
        "household", "edit", code, "address=cạnh trạm y tế", "category=poor", "do_not_contact=có"
    ).data
    assert (changed["address"], changed["category"], changed["do_not_contact"]) == (
        "cạnh trạm y tế",
        "poor",
        True,
    )
    warned = laptop("visit", "log", "--household", code, "--outcome", "not_home").data
    assert warned["warnings"] == ["do_not_contact"]
    cleared = laptop("household", "edit", code, "address=", "do_not_contact=no").data
    assert (cleared["address"], cleared["do_not_contact"]) == ("", False)
