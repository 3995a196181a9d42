"""`outreach consent`, `request`, `access` and their papers: agreed, withdrawn, asked for, looked at, handed out."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

BY = ("--by", "Lường Thị Inh")


def whom(desk: CommandLine, name: str = "Lò Văn Páo") -> str:
    found = desk("household", "find", name).data["results"]
    return str(next(each["id"] for each in found if each["kind"] == "person"))


def test_a_value_needs_its_consent_and_is_hidden_once_that_is_withdrawn(laptop: CommandLine) -> None:
    person = whom(laptop)
    told = laptop("person", "edit", person, "ethnicity=Thái", expect=3).data["error"]
    assert told["key"] == "consent_missing"
    thumb = ("--how", "thumbprint")
    told = laptop("consent", person, "ethnicity", "given", *thumb, *BY, expect=3).data["error"]
    assert told["key"] == "witness_missing"
    given = laptop("consent", person, "ethnicity", "given", *thumb, "--witness", "Lù Thị Mai", *BY).data
    (state,) = [each for each in given["purposes"] if each["purpose"] == "ethnicity"]
    assert (state["state"], state["acts"][0]["witness"]) == ("given", "Lù Thị Mai")
    laptop("person", "edit", person, "ethnicity=Thái", *BY)
    assert laptop("consent", "show", person).data["values"]["ethnicity"] == "Thái"
    laptop("consent", person, "ethnicity", "withdrawn", *BY)
    shown = laptop("consent", "show", person).data
    assert (shown["values"]["ethnicity"], shown["withheld"]) == (None, ["ethnicity"])
    assert laptop("household", "show", shown["household"]).data["sensitive"] == []
    (task,) = laptop("consent", "tasks", expect=1).data["to_remove"]
    assert (task["person"], task["purpose"]) == (person, "ethnicity")
    assert laptop("consent", "remove", person, "ethnicity", *BY).data["to_remove"] == []
    assert laptop("check").data["ok"]


def test_an_act_entered_by_mistake_is_undone_by_its_id(laptop: CommandLine) -> None:
    made = laptop("consent", whom(laptop), "contact", "given", *BY).data["consent_id"]
    laptop("consent", "undo", made, *BY)
    states = {each["state"] for each in laptop("consent", "show", whom(laptop)).data["purposes"]}
    assert states == {None}


@pytest.mark.parametrize(
    ("words", "code"),
    [(("contact",), 2), (("contact", "perhaps"), 2), (("spying", "given"), 2), (("contact", "undone"), 2)],
)
def test_wrong_words_are_wrong_usage(laptop: CommandLine, words: tuple[str, ...], code: int) -> None:
    laptop("consent", whom(laptop), *words, expect=code)


def test_a_family_of_an_ethnic_minority_is_added_with_its_consent(laptop: CommandLine) -> None:
    words = (
        "household",
        "add",
        "--village",
        "NL",
        "--head",
        "Tòng Văn Inh",
        "--category",
        "ethnic_minority",
        *BY,
    )
    assert laptop(*words, expect=3).data["error"]["key"] == "consent_missing"
    added = laptop(*words, "--consent", "paper").data
    assert laptop("household", "show", added["code"]).data["category"] == "ethnic_minority"


def test_a_request_is_noted_answered_and_closed(office: CommandLine, tmp_path: Path) -> None:
    person = whom(office)
    asked = office(
        "request", "ask", person, "copy", "--note", "muốn xem hồ sơ", *BY, at="2026-11-20T08:00"
    ).data
    request = asked["request"]
    assert (request["answer_by"], request["due"]) == ("2026-11-24", "2026-11-30")
    late = office("request", "list", "--open", at="2026-12-03T08:00", expect=1).data["requests"]
    assert late[0]["days_left"] == -9
    office("request", "step", request["id"], "answered", *BY)
    copy = office("request", "copy", person).data
    assert copy["tables"]["person"][0]["name"] == "Lò Văn Páo"
    assert copy["tables"]["data_request"][0]["note"] == "muốn xem hồ sơ"
    office("request", "copy", person, "--out", str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    closed = office("request", "step", request["id"], "done", "--note", "đã đưa bản in", *BY).data["request"]
    assert (closed["closed"], closed["days_left"]) == ("done", None)
    assert "(đã đưa bản in)" in office.plain("request", "show", request["id"], "--lang", "vi").out
    told = office("request", "show", request["id"]).data["deadline"]
    assert (told["days"], told["mark"]) == (10, "summary")
    assert office("request", "step", request["id"], "done", *BY, expect=3).data["error"]["key"] == (
        "step_does_not_fit"
    )


def test_who_looked_is_told_at_the_office_and_kept_from_a_canvasser(
    office: CommandLine, laptop: CommandLine
) -> None:
    person = whom(office)
    office("household", "find", "012080001000")
    office("request", "copy", person)
    acts = {each["act"] for each in office("access", "show", person).data["entries"]}
    assert acts == {"searched", "exported"}
    assert "đã xuất" in office.plain("access", "show", "--lang", "vi").out
    assert office("access", "show", "--keep-days", "90").data["kept_days"] == 90
    assert office("access", "show", "--keep-days", "5", expect=3).data["error"]["key"] == "kept_days"
    laptop("access", "show", expect=4)


def test_the_consent_sheet_of_a_household_is_printed(laptop: CommandLine, tmp_path: Path) -> None:
    code = laptop("household", "find", "Lò Văn Páo").data["results"][0]["code"]
    said = laptop("print", "consent", code, "--out", str(tmp_path / "sheet.pdf")).data
    assert said["household"] == code
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
