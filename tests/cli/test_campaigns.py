"""`outreach campaign` and `outreach report`: targets, official figures and results, typed by a script."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command_line import CommandLine

COMMUNE = "unit:03424"


def test_a_plan_is_set_handed_down_and_reported_with_what_was_signed(
    office: CommandLine, tmp_path: Path
) -> None:
    villages = office(
        "report", "progress", "--unit", "03424", "--from", "2026-11-01", "--to", "2026-11-30"
    ).data["rows"]
    names = [row["name"].split(" ", 1)[1] for row in villages if row["scheme"] == "voluntary"][1:]
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    target = office("campaign", "target", "set", "100", "--for", COMMUNE, "--scheme", "voluntary", *period,
                    "--set-by", "BHXH tỉnh", "--document", "KH 12", "--set-on", "2026-10-01").data  # fmt: skip
    warned = office("campaign", "target", "hand-down", target["id"], f"village:{names[0]}=60", expect=1).data
    assert (warned["given"], warned["missing"], warned["count"]) == (60, 40, 1)
    assert "60" in warned["warning"]
    assert office("campaign", "target", "list", expect=1).data["targets"][0]["parts"]["given"] == 60
    person = next(r["id"] for r in office("household", "find", "Lò").data["results"] if r["kind"] == "person")
    office("enrol", person, "--scheme", "voluntary", "--from", "2026-12", "--method", "3", expect=1)
    rows = office("report", "progress", "--unit", "03424", *period).data["rows"]
    whole = next(row for row in rows if row["scheme"] == "voluntary" and row["unit"] == "03424")
    assert (whole["plan"], whole["new"], whole["percent_of_plan"], whole["net"]) == (100, 1, 1, 1)
    assert whole["plans"][0]["set_by"] == "BHXH tỉnh"
    table, paper = tmp_path / "kq.csv", tmp_path / "kq.pdf"
    office("report", "progress", "--unit", "03424", *period, "--out", table)
    assert "100" in table.read_text("utf-8-sig")
    office("print", "progress", "--unit", "03424", *period, "--out", paper)
    assert paper.read_bytes().startswith(b"%PDF")
    wrong = office("report", "progress", "--unit", "03424", *period, "--out", tmp_path / "kq.doc", expect=2)
    assert wrong.error["key"] == "usage"
    office("campaign", "target", "take-back", target["id"])
    assert [each["part_of"] for each in office("campaign", "target", "list").data["targets"]] == [
        target["id"]
    ]


def test_results_are_ranked_compared_and_opened_down_to_people(office: CommandLine, tmp_path: Path) -> None:
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    unit = ("--unit", "03424")
    person = next(r["id"] for r in office("household", "find", "Lò").data["results"] if r["kind"] == "person")
    signed = ("--scheme", "voluntary", "--from", "2026-12", "--method", "3")
    office("enrol", person, *signed, expect=1)
    target = office(
        "campaign", "target", "set", "10", "--for", COMMUNE, "--scheme", "voluntary", *period
    ).data
    proposed = office("campaign", "target", "propose", target["id"], "--weight", "equal", "--write").data
    assert (proposed["written"], sum(part["people"] for part in proposed["parts"])) == (True, 10)
    village = proposed["parts"][0]["name"]
    mark = office(
        "campaign", "model", "mark", "--for", f"village:{village.split(' ', 1)[1]}", "--from", "2026-01-01"
    ).data
    assert office("campaign", "model", "list").data["models"] == [mark]
    ranking = office(
        "report", "ranking", *unit, "--scheme", "voluntary", "--span", "month", "--order", "plan"
    ).data
    assert (ranking["from"], ranking["to"]) == ("2026-11-01", "2026-11-30")
    assert [(each["place"], each["value"]) for each in ranking["ranking"]] == [(1, 20), (2, 0)]
    assert [each["merits"] for each in ranking["praise"]] == [["most_new", "best_rate", "most_growth"]]
    models = office("report", "models", *unit, "--span", "year").data["contrasts"]
    assert {each["models"]["places"] for each in models} == {1}
    people = office("report", "people", *unit, "--scheme", "voluntary", "--figure", "new", *period).data
    assert [each["person"] for each in people["people"]] == [person]
    office("campaign", "figure", "enter", "3", "--for", COMMUNE, "--measure", "stock", "--told-for", "2026-11-20",
           "--scheme", "voluntary", "--source", "Báo cáo")  # fmt: skip
    gap = office("report", "explain", "--for", COMMUNE, "--scheme", "voluntary").data
    assert (gap["official"], gap["ours"], gap["difference"]) == (3, 0, -3)
    assert [each["cause"] for each in gap["people"]] == []
    nobody = office.plain("report", "explain", "--for", COMMUNE, "--scheme", "voluntary", "--lang", "en").out
    assert "nobody of this register explains that" in nobody
    assert "bring in a list of members" in nobody
    people = tmp_path / "people.xlsx"
    office("report", "explain", "--for", COMMUNE, "--scheme", "voluntary", "--out", people)
    assert load_workbook(people, read_only=True).sheetnames == ["Likely, never sure", "The numbers"]
    paper = tmp_path / "people.pdf"
    office("report", "explain", "--for", COMMUNE, "--scheme", "voluntary", "--out", paper)
    assert paper.read_bytes().startswith(b"%PDF")
    book = tmp_path / "kq.xlsx"
    office("report", "progress", *unit, *period, "--out", book)
    sheets = load_workbook(book, read_only=True).sheetnames
    assert sheets[0] == "Results"
    assert {"By team", "By organisation", "By collector", "All plans side by side"} <= set(sheets)
    lines = office("report", "progress", *unit, "--span", "drive", "--group", "collector").data
    assert lines["distinct"]["sum"] == lines["distinct"]["distinct"]
    told = office.plain("report", "progress", *unit, "--span", "month", "--lang", "vi").out
    assert "tháng vận động 5/2026" in told
    office("campaign", "model", "end", mark["id"], "2026-12-31")
    office("campaign", "model", "take-back", mark["id"])
    assert office("report", "ranking", *unit, "--scheme", "voluntary", expect=2).error["key"] == "usage"


def test_official_figures_are_entered_and_what_follows_is_told(office: CommandLine) -> None:
    place = ("--for", "unit:24@2024", "--scheme", "voluntary", "--source", "Báo Bắc Giang")
    office("campaign", "figure", "enter", "21.233", *place, "--measure", "stock", "--told-for", "2021-07-01")
    office("campaign", "figure", "enter", "51241", *place, "--measure", "stock", "--told-for", "2023-12-31")
    office(
        "campaign",
        "figure",
        "enter",
        "88,82%",
        *place,
        "--measure",
        "percent_of_plan",
        "--told-for",
        "2023-12-31",
    )
    office("campaign", "target", "set", "51100", "--for", "unit:24@2024", "--scheme", "voluntary", "--aim", "stock",
           "--from", "2021-07-02", "--to", "2025-12-31", "--at-least")  # fmt: skip
    said = office("report", "figures", "--for", "unit:24@2024").data
    (scheme,) = said["schemes"]
    assert said["name"] == "tỉnh Bắc Giang"
    assert scheme["growth"][0]["people"] == 30_008
    assert [(each["plan"], each["passed_by"], each["early"]) for each in scheme["passed"]] == [
        (51_100, "2023-12-31", True)
    ]
    assert scheme["worked_out"][0]["least"] <= 57_691 <= scheme["worked_out"][0]["most"]
    figure = office("campaign", "figure", "list").data["figures"][-1]
    changed = office("campaign", "figure", "change", figure["id"], "--number", "88.28").data
    assert changed == figure | {"value": changed["value"]}
    assert float(changed["value"]) == 88.28
    wrong = office("campaign", "figure", "change", figure["id"], "--measure", "stock", expect=2)
    assert wrong.error["key"] == "usage"
    office("campaign", "figure", "change", figure["id"], "--number", "88.82")
    words = office.plain("report", "figures", "--for", "unit:24@2024", "--lang", "vi").out
    assert "51.100" in words
    assert "tăng 30.008" in words


def test_a_drive_is_entered_with_its_length(office: CommandLine) -> None:
    made = office("campaign", "drive", "add", "Đợt 1", "--from", "2024-04-01", "--to", "31/05/2024").data
    assert (made["days"], made["name"]) == (61, "Đợt 1")
    assert office("campaign", "drive", "list").data["drives"] == [made]
    longer = office("campaign", "drive", "change", made["id"], "--to", "2024-06-02").data
    assert longer == made | {"to": "2024-06-02", "days": 63}
    office("campaign", "drive", "change", made["id"], "--to", "2024-03-02", expect=2)
    office("campaign", "drive", "take-back", made["id"])
    assert office("campaign", "drive", "list").data["drives"] == []
    office("campaign", "drive", "change", made["id"], "--name", "x", expect=3)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("report", "figures", "--for", "24"), 2),
        (("report", "figures", "--for", "planet:24"), 2),
        (("report", "progress", "--unit", "03424", "--from", "2026-02-01", "--to", "2026-01-01"), 2),
        (("report", "progress", "--unit", "99999", "--from", "2026-01-01", "--to", "2026-02-01"), 3),
        (("campaign", "figure", "enter", "8.8.8", "--for", COMMUNE, "--measure", "percent_of_plan", "--told-for",
          "2026-01-01", "--source", "x"), 2),
        (("campaign", "figure", "enter", "12.345", "--for", COMMUNE, "--measure", "percent_of_plan", "--told-for",
          "2026-01-01", "--source", "x"), 2),
        (("campaign", "target", "set", "5", "--for", "agency:Không ai", "--scheme", "voluntary", "--from", "2026-01-01",
          "--to", "2026-01-31"), 3),
        (("campaign", "target", "take-back", "zz"), 3),
    ],
)  # fmt: skip
def test_what_cannot_be_is_answered_with_a_sentence(
    office: CommandLine, words: tuple[str, ...], code: int
) -> None:
    assert office(*words, expect=code).error["message"]
