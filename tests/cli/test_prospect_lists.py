"""`outreach list import --as prospects`, `prospects`, `review prospects`: promised keys, a table, the queue, undo."""

from pathlib import Path

from outreach_app.domain.list_layouts import LayoutKey
from tests.cli.command_line import CommandLine
from tests.exchange.listed_books import write_listed

PAO, CHU = "012080001000", "012081001001"
KEYS = {
    "import_id", "kind", "rows", "counts", "prospects", "renamed", "closed", "covers", "lines", "refused", "warnings",
    "columns", "unknown_columns", "earlier", "remembered", "preview", "entered", "entered_homes", "duplicates",
    "erased", "staff",
}  # fmt: skip


def test_a_tax_list_goes_in_waits_for_a_person_is_settled_and_goes_back(
    office: CommandLine, tmp_path: Path
) -> None:
    rows = [
        ("1", "Quán", "Lò Văn Páo", PAO, "", "Khoán", ""),
        ("2", "Xay xát", "Giàng A Chư", CHU, "", "Kê khai", ""),
        ("3", "Chợ", "Lò Thị Inh", "", "", "Khoán", ""),
    ]
    path = write_listed(tmp_path / "hkd.csv", LayoutKey.BUSINESS_HOUSEHOLDS, rows)
    wanted = (
        "list",
        "import",
        path,
        "--as",
        "prospects",
        "--kind",
        "business_households",
        "--by",
        "Bùi Văn Kế",
    )
    told = office(*wanted, "--preview", expect=1).data
    assert told.keys() == KEYS
    assert told["counts"]["new"] == told["counts"]["compulsory"] == told["counts"]["maybe"] == 1
    assert office("prospects").data["prospects"] == []
    table = tmp_path / "kq.csv"
    done = office(*wanted, "--out", table, expect=1).data
    assert (done["prospects"], done["bytes"] > 0) == (1, True)
    assert "Lò Văn Páo,to be asked" in table.read_text("utf-8-sig")
    (line,) = office("prospects", "--reason", "tax_business").data["prospects"]
    assert (line["name"], line["source"], line["source_row"], line["import_id"]) == (
        "Lò Văn Páo", "hkd.csv", 4, done["import_id"],
    )  # fmt: skip
    (row,) = office("review", "prospects", expect=1).data["items"]
    settled = office("review", "prospects", "--settle", f"{row['id']}={row['people'][0]['code']}").data
    assert [(each["state"], settled["waiting"]) for each in settled["settled"]] == [("new", 0)]
    assert len(office("prospects", "--closed").data["prospects"]) == 1
    assert len(office("prospects").data["prospects"]) == 2
    office("list", "undo", "last")
    assert [each["name"] for each in office("prospects").data["prospects"]] == ["Lò Thị Inh"]


def test_whoever_is_not_here_is_entered_and_the_rest_is_kept_to_be_completed(
    office: CommandLine, tmp_path: Path
) -> None:
    rows = [
        ("1", "Mùa A Tủa", "1986", "", "", "bản Nà Ly", "không"),
        ("2", "Mùa A Sính", "", "", "", "bản Nà Ly", "không"),
    ]
    path = write_listed(tmp_path / "dân cư.csv", LayoutKey.POPULATION, rows)
    wanted = (
        "list",
        "import",
        path,
        "--as",
        "prospects",
        "--kind",
        "population",
        "--by",
        "Bùi Văn Kế",
        "--enter",
    )
    told = office(*wanted, "--preview").data
    assert (told["entered"], told["entered_homes"], told["counts"]["not_found"]) == (1, 1, 1)
    rest = tmp_path / "thiếu.csv"
    done = office(*wanted, "--missing", rest, "--lang", "vi").data
    assert (done["entered"], done["missing"]["bytes"] > 0) == (1, True)
    assert "Mùa A Sính" in rest.read_text("utf-8-sig")
    assert "Mùa A Tủa" not in rest.read_text("utf-8-sig")
    assert {each["name"] for each in office("prospects").data["prospects"]} == {"Mùa A Tủa"}
    office(*wanted[:-1], "--missing", rest, expect=2)
    office("list", "import", path, "--as", "register", "--enter", expect=2)


def test_what_was_typed_wrongly_is_said(office: CommandLine, tmp_path: Path) -> None:
    path = write_listed(tmp_path / "hkd.csv", LayoutKey.FIRMS, [])
    for words in (
        ("--as", "prospects"),
        ("--as", "prospects", "--kind", "x"),
        ("--as", "stopped", "--kind", "firms"),
    ):
        office("list", "import", path, *words, expect=2)
    office("prospects", "--reason", "x", expect=2)
    office("review", "prospects", "--settle", "12=nobody", expect=2)
