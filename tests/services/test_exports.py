"""Exports for analysts: typed as the dictionary says, nobody named in any byte, whole or not there at all."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import openpyxl
import pytest

from outreach_app.app import App
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.exports import ExportFormat
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.progress import Step
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.domain.weeks import Road
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.exchange.parquet_tables import connect, name_file
from outreach_app.i18n import open_catalogue
from outreach_app.services.exports import ExportStopped, ExportWish, WrittenExport, load_dictionary
from tests.workspaces import COMMUNE, ROWS, Machine, cards, copy_machine, door, talk

PAGE = Path(__file__).parents[2] / "docs" / "analysis.md"
TABLES = load_dictionary().tables
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
SECRETS = ("người Lự", "đau khớp", "22.3861, 103.5", "ghi chú riêng", "số 7 ngõ chợ", "phó chủ tịch Hoa")
"""What is written nowhere: an ethnic group, a health note, a place, a note, an address, a name in a target."""


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace with something in every table, and somebody who withdrew; exported in each format."""

    app: App
    folder: Path
    silent: bytes
    silent_name: str
    parquet: WrittenExport
    csv: WrittenExport


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    app = copy_machine(folder, "office").open()
    silent, name = fill(app)
    parquet = app.exports.write(ExportWish(), folder / "parquet")
    csv = app.exports.write(ExportWish(ExportFormat.CSV), folder / "csv")
    yield Office(app, folder, silent, name, parquet, csv)
    app.close()


def fill(app: App) -> tuple[bytes, str]:
    """Visits, sign-ups of seven people, money, a meeting, a plan, a figure; one household is an ethnic minority's."""
    known = cards(app)
    people = [(member.id, card.household.id) for card in known for member in card.members]
    proof = Proof(How.PAPER, app.desk.today)
    values = {"ethnicity": SECRETS[0], "health_note": SECRETS[1], "location": SECRETS[2]}
    given = dict.fromkeys((Purpose.ETHNICITY, Purpose.HEALTH, Purpose.LOCATION), Act.GIVEN)
    app.consents.record_with_values(people[0][0], given, values, proof=proof)
    app.consents.record(
        people[8][0], {Purpose.CONTACT: Act.WITHDRAWN}, proof=Proof(How.SPOKEN, app.desk.today)
    )
    with app.desk.write() as writer:
        team = writer.create(
            "team", {"name": "Tổ bà Hoa", "commune_code": COMMUNE, "commune_vintage": "2025"}
        )
        who = writer.create(
            "canvasser", {"name": "Lường Thị Inh", "role": "canvasser", "team": team, "agency": "Bưu điện"}
        )
        writer.edit("household", people[0][1], {"category": "ethnic_minority", "address": SECRETS[4]})
        for number, (person, home) in enumerate(people):
            signed = writer.create("enrolment", sign_up(person, home, who, number))
            paid = {"enrolment": signed, "amount": 264_000, "receipt_number": f"BL{number}", "means": "cash"}
            writer.create("receipt", {**paid, "received_on": "2026-11-12", "canvasser": who})
        writer.create(
            "membership", {"person": people[3][0], "scheme": "household_health", "ends": "2026-12-31"}
        )
        writer.create("meeting", {"kind": "training", "day": "2026-11-10", "topic": SECRETS[5], "others": 12})
        writer.create("prospect", {"person": people[2][0], "household": people[2][1], "scheme": "voluntary"})
    for number, card in enumerate(known):
        app.visits.log(door(card, day=date(2026, 11, 2 + 3 * number)))
        app.visits.log(talk(card, note=SECRETS[3]))
    unit, half = Subject(SubjectKind.UNIT, COMMUNE, "2025"), Period(date(2026, 7, 1), date(2026, 12, 31))
    app.campaigns.set_target(
        Target(b"", unit, Scheme.VOLUNTARY, Aim.JOINED, half, 40, set_by=SECRETS[5], set_on=date(2026, 7, 1))
    )
    app.campaigns.enter_figure(
        OfficialFigure(b"", unit, None, Measure.STOCK, date(2026, 6, 30), 4_321, source="Báo cáo 12/BC-BHXH")
    )
    return people[8][0], next(m.name for card in known for m in card.members if m.id == people[8][0])


def sign_up(person: bytes, home: bytes, who: bytes, number: int) -> dict[str, object]:
    scheme = "voluntary" if number < 6 else "household_health"
    return {
        "person": person, "household": home, "scheme": scheme, "kind": "new", "first_month": "2026-11", "months": 3,
        "income": 1_500_000, "contribution": 990_000, "state": 198_000, "own": 792_000, "canvasser": who,
        "signed_on": "2026-11-12", "category": "ethnic_minority" if number < 3 else "other",
    }  # fmt: skip


@cache
def analyst() -> duckdb.DuckDBPyConnection:
    """DuckDB as somebody installs it."""
    return duckdb.connect(":memory:")


def ask(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """Ask DuckDB where the files lie."""
    analyst().execute(f"SET file_search_path = '{folder}'")
    return analyst().execute(statement).fetchall()


def count_rows(done: WrittenExport) -> dict[str, int]:
    return {each.name: each.rows for each in done.tables}


def test_what_is_written_is_what_the_dictionary_says(office: Office) -> None:
    assert [each.name for each in office.parquet.tables] == list(TABLES)
    told = json.loads((office.parquet.folder / "dictionary.json").read_text())
    for each in office.parquet.tables:
        found = ask(office.parquet.folder, f"DESCRIBE SELECT * FROM {name_file(each.path)}")
        wanted = [(column.name, column.sql_type) for column in TABLES[each.name].choose(with_names=False)]
        assert [row[:2] for row in found] == wanted
        described = told["tables"][each.name]["columns"]
        assert [(column["name"], column["type"]) for column in described] == wanted
        assert all(
            column["meaning"]["vi"] and column["meaning"]["en"] and column["word"] for column in described
        )
        assert ask(office.parquet.folder, f"SELECT count(*) FROM {name_file(each.path)}") == [(each.rows,)]
    assert told["rows"] == count_rows(office.parquet) == count_rows(office.csv)
    assert all(count_rows(office.parquet).values()), "every table has something to say here"


def test_every_key_that_is_written_has_its_words(office: Office) -> None:
    told = json.loads((office.parquet.folder / "dictionary.json").read_text())
    for each in office.parquet.tables:
        for column in TABLES[each.name].choose(with_names=False):
            if column.of:
                found = ask(
                    office.parquet.folder, f"SELECT DISTINCT {column.name} FROM '{each.name}.parquet'"
                )
                assert {row[0] for row in found} - {None} <= told["keys"][column.of].keys(), column.name
    assert all(words["vi"] and words["en"] for keys in told["keys"].values() for words in keys.values())
    assert "ethnic_minority" not in told["keys"]["category"]


def list_texts(done: WrittenExport) -> str:
    """Every byte of the files, and of compressed ones every cell."""
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(done.folder.iterdir())]
    for each in done.tables:
        if each.path.suffix == ".parquet":
            texts += map(str, ask(done.folder, f"SELECT * FROM {name_file(each.path)}"))
    return "\n".join(texts)


def test_nobody_and_nothing_private_stands_in_any_byte(office: Office) -> None:
    private = {row[1] for row in ROWS} | {row[2] for row in ROWS if len(row[2]) > 4}
    private |= {cell for row in ROWS for cell in (row[4], row[6]) if cell} | set(SECRETS)
    private |= {"Lường Thị Inh", "Tổ bà Hoa", "Bưu điện", "ethnic_minority", "1961-03-12"}
    for done in (office.parquet, office.csv):
        texts = list_texts(done)
        words = texts.replace((done.folder / "dictionary.md").read_text(), "")
        assert [each for each in private if each in texts] == []
        assert "Nà Ly" in words
        assert office.silent.hex() not in texts, "whoever withdrew is in no table"
        assert done.left_out == 1
    told = json.loads((office.csv.folder / "dictionary.json").read_text())
    assert told["people_left_out"] == 1


def test_names_are_written_when_asked_for_and_the_log_tells_of_everybody(office: Office) -> None:
    done = office.app.exports.write(ExportWish(ExportFormat.CSV, with_names=True), office.folder / "named")
    people = (done.folder / "person.csv").read_text()
    assert [row[1] for row in ROWS if row[1] not in people] == [office.silent_name]
    assert office.silent_name not in list_texts(done)
    assert [each for each in SECRETS if each in list_texts(done)] == [SECRETS[4]], "an address was asked for"
    written = {line.split(",")[0] for line in people.splitlines()[1:]}
    logged = {entry.person.hex() for entry in office.app.access.list() if entry.act == "exported"}
    assert written == logged
    assert office.silent.hex() not in logged


def test_what_the_state_bears_is_told_of_no_single_person(office: Office) -> None:
    support = "SELECT scheme, sign_ups, state_support, own_part FROM 'support.parquet' ORDER BY scheme"
    assert ask(office.parquet.folder, support) == [
        ("household_health", 2, None, None), ("voluntary", 6, 6 * 198_000, 6 * 792_000)
    ]  # fmt: skip
    payment = "SELECT scheme, means, receipts, amount FROM 'payment.parquet' ORDER BY scheme"
    assert ask(office.parquet.folder, payment) == [
        ("household_health", "cash", 2, None), ("voluntary", "cash", 6, 6 * 264_000)
    ]  # fmt: skip
    assert ask(office.parquet.folder, "SELECT DISTINCT category FROM 'household.parquet'") == [("other",)]


def test_the_same_rows_give_the_same_bytes(office: Office) -> None:
    for other in (office.app.exports.write(ExportWish(ExportFormat.CSV), office.folder / "again"),):
        for path in office.csv.folder.iterdir():
            assert (other.folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_statements_of_the_page_run(office: Office, tmp_path: Path) -> None:
    for path in (*office.parquet.folder.iterdir(), *office.csv.folder.glob("*.csv")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    statements = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(statements) >= 6
    found = [ask(tmp_path, statement) for statement in statements]
    assert found[0] == [(COMMUNE, "household_health", 3), (COMMUNE, "voluntary", 6)]
    assert [(row[0], row[2]) for row in found[4]] == [("thinking", 5)]
    assert found[4][0][1] == open_catalogue("vi").text("Thinking about it"), "words beside keys"
    assert sum(row[2] for row in found[5]) == 8  # type: ignore[misc]
    assert {row[0] for row in found[5]} == {COMMUNE}, "a code keeps its nought"


def test_members_of_the_export_are_those_of_the_reports(office: Office) -> None:
    today = office.app.desk.today
    rows = office.app.reports.progress(COMMUNE, Period(today, today))
    shown = {row.scheme.value: row.active for row in rows if row.subject.key == COMMUNE}
    counted = ask(
        office.parquet.folder,
        f"SELECT scheme, count(*) FROM 'cover.parquet' WHERE DATE '{today}' BETWEEN"
        " coalesce(cover_first, DATE '1900-01-01') AND coalesce(cover_last, DATE '9999-12-31') GROUP BY 1",
    )
    assert dict(counted) == {
        "voluntary": shown["voluntary"],
        "household_health": shown["household_health"] - 1,
    }


def test_days_and_tables_are_chosen(office: Office) -> None:
    wish = ExportWish(tables=("visit", "sign_up"), within=Period(date(2026, 11, 2), date(2026, 11, 5)))
    done = office.app.exports.write(wish, office.folder / "chosen")
    assert count_rows(done) == {"visit": 2, "sign_up": 0}
    assert {path.name for path in done.folder.glob("*.parquet")} == {"visit.parquet", "sign_up.parquet"}
    with pytest.raises(BadInput) as raised:
        office.app.exports.write(ExportWish(tables=("citizen",)), office.folder / "none")
    assert raised.value.key == "unknown_table"


def test_a_workbook_holds_the_same_tables(office: Office) -> None:
    done = office.app.exports.write(ExportWish(ExportFormat.XLSX), office.folder / "book")
    book = openpyxl.load_workbook(done.folder / "export.xlsx", read_only=True)
    assert book.sheetnames == list(TABLES)
    rows = list(book["sign_up"].iter_rows(values_only=True))
    assert len(rows) == 1 + count_rows(office.parquet)["sign_up"]
    assert dict(zip(rows[0], rows[1], strict=True))["contribution"] == 990_000
    book.close()


def test_a_text_that_looks_like_a_formula_is_none_in_csv(office: Office, tmp_path: Path) -> None:
    app = copy_machine(tmp_path, "office").open()
    village = app.households.list_villages()[0]
    with app.desk.write() as writer:
        writer.edit("village", village.id, {"name": '=HYPERLINK("x")'})
    done = app.exports.write(ExportWish(ExportFormat.CSV, ("village",)), tmp_path / "csv")
    data = (done.folder / "village.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfvillage_id,")
    assert b"\"'=HYPERLINK" in data
    app.close()


@pytest.mark.parametrize("at", [0, 3, 40])
def test_an_export_that_is_stopped_leaves_nothing(office: Office, tmp_path: Path, at: int) -> None:
    seen: list[Step] = []

    def stop(step: Step) -> None:
        seen.append(step)
        names = {path.suffix for folder in tmp_path.iterdir() for path in folder.iterdir()}
        assert names <= {".parquet", ".part", ".json", ".csv", ".md"}
        if len(seen) > at or step.done == step.total:
            raise ExportStopped

    (tmp_path / ".gocua-out.part").mkdir()
    (tmp_path / ".gocua-out.part" / "visit.parquet").write_bytes(b"left by a kill")
    with pytest.raises(ExportStopped):
        office.app.exports.write(ExportWish(), tmp_path / "out", watch=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(office: Office) -> None:
    before = sorted(path.name for path in office.parquet.folder.iterdir())
    with pytest.raises(BadInput) as raised:
        office.app.exports.write(ExportWish(), office.parquet.folder)
    assert raised.value.key == "file_exists"
    assert sorted(path.name for path in office.parquet.folder.iterdir()) == before


def test_only_the_office_exports(tmp_path: Path) -> None:
    for name in ("one", "lead"):
        machine: Machine = copy_machine(tmp_path, name)
        app = machine.open()
        with pytest.raises(NotAllowed):
            app.exports.write(ExportWish(), tmp_path / "out")
        app.close()
    assert not (tmp_path / "out").exists()


def test_the_weeks_are_the_same_by_either_road(office: Office) -> None:
    workspace = office.app.weekly.read(COMMUNE, NOVEMBER)
    export = office.app.weekly.read("12", NOVEMBER, export=office.parquet.folder)
    assert (workspace.road, export.road, export.left_out) == (Road.WORKSPACE, Road.EXPORT, 1)
    assert [row.monday for row in workspace.rows] == [
        date(2026, 11, 2) + timedelta(weeks=week) for week in range(3)
    ]
    assert [(row.monday, row.visits, row.spoken) for row in export.rows] == [
        (row.monday, row.visits, row.spoken) for row in workspace.rows
    ]
    assert [sum(row.sign_ups.values()) for row in workspace.rows] == [0, 9, 0]
    assert [sum(row.sign_ups.values()) for row in export.rows] == [0, 8, 0], (
        "whoever withdrew is not exported"
    )
    assert workspace.rows[2].outcomes == export.rows[2].outcomes == {"thinking": 5}
    for folder, key in ((office.csv.folder, "no_export"), (office.folder / "chosen", "no_export")):
        with pytest.raises(BadInput) as raised:
            office.app.weekly.read(COMMUNE, NOVEMBER, export=folder)
        assert raised.value.key == key
    with connect() as connection:
        assert connection.execute("SELECT 1").fetchall() == [(1,)]
