"""`outreach erase`: told first, done with --yes, final, and listed without a name."""

from tests.cli.command_line import CommandLine


def find_one(office: CommandLine) -> tuple[str, str]:
    """Name and id of somebody who is head of no household."""
    code = office("household", "find", "pao").data["results"][0]["code"]
    members = office("household", "show", code).data["members"]
    return str(members[-1]["name"]), str(members[-1]["id"])


def test_an_erasure_is_told_first_then_done_for_good_and_listed(office: CommandLine) -> None:
    name, person = find_one(office)
    told = office("erase", "--person", person).data
    assert (told["preview"], told["rows"]["person"], told["files"]) == (True, 1, None)
    assert office("household", "find", name).data["total"] >= 1
    said = office.plain("erase", "--person", person, "--why", "theo đơn", "--yes", "--lang", "vi")
    assert "Đã xóa hẳn" in said.out
    assert "Không xóa được" in said.out
    assert "person:" not in said.out
    assert name not in said.out
    assert all(hit["id"] != person for hit in office("household", "find", name).data["results"])
    assert office("check").data["ok"]
    again = office("erase", "--person", person, "--why", "theo đơn", "--yes", expect=3)
    assert again.error["key"] == "erased_already"
    (row,) = office("erase", "--list").data["erasures"]
    assert (row["person"], row["why"], row["asked_by"]) == (person, "theo đơn", "self")
    assert name not in office.plain("erase", "--list").out
    assert "(self)" not in office.plain("erase", "--list").out
    newest = office("history", "--limit", "1").data["entries"][0]
    assert (newest["table"], newest["subject"]) == ("erasure", "")


def test_what_cannot_be_is_refused(office: CommandLine, laptop: CommandLine) -> None:
    name, person = find_one(office)
    office("erase", expect=2)
    office("erase", "--person", person, "--yes", expect=2)
    office("erase", "--person", person, "--asked-by", "nobody", expect=2)
    named = office("erase", "--person", person, "--why", f"{name} xin", "--yes", expect=3)
    assert named.error["key"] == "names_person"
    assert laptop("erase", "--person", person, "--why", "x", "--yes", expect=4).error["key"] == "office_only"
