"""Lists whose columns are not found, by command: how they begin, read by a file of columns, then by themselves."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

ODD = "TT,Ai,Ra đời,Đâu\n1,Lò Văn Mới,1980,Nà Ly\n2,Lò Thị Hai,1982,Nà Ly\n"
LATER = "Trang đầu,,,\nTT,Ai,Ra đời,Đâu\n1,Cà Văn Ba,1999,Nà Ly\n"
STOPPED = "Tên người,Số thẻ,Dừng\nLò Văn Mới,1234567890,10/2026\n"


@pytest.mark.parametrize(("kind", "text"), [("register", ODD), ("stopped", STOPPED)])
def test_columns_are_proposed_by_what_stands_in_them(
    office: CommandLine, tmp_path: Path, kind: str, text: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    told = office("list", "columns", path, "--as", kind).data
    fields = {each["column"]: each["field"] for each in told["columns"]}
    expected = {"register": {"B": "name", "C": "born"}, "stopped": {"A": "name", "B": "number"}}[kind]
    assert {letter: fields[letter] for letter in expected} == expected
    assert told["rows"][0][0] in ("TT", "Tên người")


def test_a_register_is_read_by_its_file_then_by_itself_until_that_is_forgotten(
    office: CommandLine, tmp_path: Path
) -> None:
    odd, later, columns = tmp_path / "odd.csv", tmp_path / "later.csv", tmp_path / "cot.toml"
    odd.write_text(ODD, encoding="utf-8")
    later.write_text(LATER, encoding="utf-8")
    refused = office("list", "import", later, "--as", "register", "--preview", expect=3)
    assert refused.error["key"] == "no_header"
    office("list", "columns", odd, "--as", "register", "--out", columns)
    columns.write_text(columns.read_text(encoding="utf-8") + 'village = "D"\n', encoding="utf-8")
    first = office("list", "import", odd, "--as", "register", "--columns", columns).data
    assert (first["new"], first["columns"]["village"], first["remembered"]) == (2, "Đâu", None)
    again = office("list", "import", later, "--as", "register", "--preview").data
    assert (again["new"], again["columns"]["name"]) == (1, "Ai")
    assert again["remembered"] is not None
    office("list", "columns", later, "--as", "register", "--forget")
    assert (
        office("list", "import", later, "--as", "register", "--preview", expect=3).error["key"] == "no_header"
    )


def test_a_list_of_papers_takes_columns_by_hand_and_no_field_of_another_list(
    office: CommandLine, tmp_path: Path
) -> None:
    path, columns = tmp_path / "ket qua.csv", tmp_path / "cot.toml"
    path.write_text("Lò Văn Mới;Đã duyệt\nCà Văn Ba;Trả lại\n", encoding="utf-8")
    columns.write_text('header_row = 0\n[columns]\nname = "A"\nstate = "B"\n', encoding="utf-8")
    told = office(
        "list", "import", path, "--as", "dossiers", "--columns", columns, "--preview", expect=1
    ).data
    assert [row["name"] for row in told["unknown"]] == ["Lò Văn Mới"]
    assert [row["reason_key"] for row in told["refused"]] == ["no_reason"]
    columns.write_text('header_row = 0\n[columns]\nvillage = "A"\n', encoding="utf-8")
    wrong = office("list", "import", path, "--as", "dossiers", "--columns", columns, "--preview", expect=3)
    assert wrong.error["key"] == "bad_columns"
