"""Leaflets of a village in one go: in walking order, in each household's language, and nothing left of a broken run."""

import tempfile
from pathlib import Path

import pytest

from outreach_app import assets
from outreach_app.app import App
from outreach_app.domain.progress import Step
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput
from outreach_app.files import StagedFiles, is_leftover
from outreach_app.i18n import open_catalogue
from outreach_app.services.leaflet_runs import LeafletWish, PrintingStopped
from outreach_app.services.leaflet_texts import LeafletShelf
from outreach_app.services.visits import NewVisit
from tests.pdf_texts import read_page_texts
from tests.workspaces import card_of

VI = open_catalogue("vi")
THAI = assets.read_text("leaflets/vi.toml").replace('name = "Tiếng Việt"', 'name = "Tiếng Thái"').replace(
    'motto = "Ốm đau có thẻ khám bệnh. Về già có lương hưu."', 'motto = "Chếp hai mi thẻ."'
)  # fmt: skip


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder for temporary files while a test runs."""
    folder = tmp_path / "temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert Path(tempfile.gettempdir()) == folder
    return folder


def put_text(app: App, name: str, text: str) -> None:
    folder = app.desk.folder / "leaflets"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_every_household_of_a_village_in_walking_order(one: App, tmp_path: Path) -> None:
    for name, address in (("Lò Văn Páo", "số 10"), ("Giàng A Chư", "số 9"), ("Tẩn Mý Dao", "số 2")):
        one.households.edit_household(card_of(one, name).household.id, {"address": address})
    steps: list[Step] = []
    made = one.leaflet_runs.write(LeafletWish(), tmp_path / "all.pdf", VI, watch=steps.append)
    pages = read_page_texts(tmp_path / "all.pdf")
    firsts = [name for page in pages for name in ("Páo", "Chư", "Dao") if f"Gia đình ông Lò Văn {name}" in page
              or f"Gia đình anh Giàng A {name}" in page or f"Gia đình bà Tẩn Mý {name}" in page]  # fmt: skip
    assert firsts == ["Dao", "Chư", "Páo"]
    assert (made.leaflets, made.pages, made.left_out) == (3, len(pages), 0)
    assert [step.done for step in steps] == [0, 1, 2, 3]
    assert {step.total for step in steps} == {3}


def test_who_wants_no_contact_is_left_out_and_counted(one: App, tmp_path: Path) -> None:
    one.households.edit_household(card_of(one, "Tẩn Mý Dao").household.id, {"do_not_contact": True})
    made = one.leaflet_runs.write(LeafletWish(), tmp_path / "a.pdf", VI)
    assert (made.leaflets, made.left_out) == (2, 1)
    assert not any("Tẩn Mý Dao" in page for page in read_page_texts(tmp_path / "a.pdf"))


def test_the_households_of_a_sheet_stand_in_its_order(one: App, tmp_path: Path) -> None:
    village = one.households.list_villages()[0].id
    items = list(reversed(one.sheets.plan(village)))
    sheet = one.sheets.make(village, items).value
    chosen = one.leaflet_runs.choose(LeafletWish(sheet=sheet.id))
    assert [home.id for home in chosen] == [item.household.id for item in items]


def test_a_filter_chooses(one: App) -> None:
    home = card_of(one, "Lò Văn Páo").household
    one.visits.log(NewVisit(home.id, one.desk.today, door_outcome=Outcome.NOT_HOME))
    chosen = one.leaflet_runs.choose(LeafletWish(HouseholdFilter(never_visited=True)))
    assert {row.head for row in chosen} == {"Giàng A Chư", "Tẩn Mý Dao"}


def test_long_runs_become_several_files(one: App, tmp_path: Path) -> None:
    made = one.leaflet_runs.write(LeafletWish(per_file=2), tmp_path / "tờ rơi.pdf", VI)
    assert [path.name for path in made.files] == ["tờ rơi.pdf", "tờ rơi-2.pdf"]
    assert sum(len(read_page_texts(path)) for path in made.files) == made.pages


@pytest.mark.parametrize("when", [0, 1, 2, 3])
def test_a_stopped_run_leaves_nothing_anywhere(one: App, tmp_path: Path, temp: Path, when: int) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def stop(step: Step) -> None:
        assert not any(path.stat().st_size for path in temp.rglob("*") if path.is_file())
        if step.done == when:
            raise PrintingStopped

    with pytest.raises(PrintingStopped):
        one.leaflet_runs.write(LeafletWish(per_file=1), out / "a.pdf", VI, watch=stop)
    assert list(out.iterdir()) == []
    assert list(temp.iterdir()) == []


def test_nothing_personal_stands_outside_the_file_that_was_chosen(
    one: App, tmp_path: Path, temp: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    one.leaflet_runs.write(LeafletWish(), out / "a.pdf", VI)
    one.printing.leaflet(card_of(one, "Lò Văn Páo").household.id, VI)
    assert [path.name for path in out.iterdir()] == ["a.pdf"]
    assert list(temp.rglob("*")) == []
    traces = [
        text.encode(coding) for text in ("Lò Văn Páo", "Giàng A Chư") for coding in ("utf-8", "utf-16-be")
    ]
    for path in one.desk.folder.rglob("*"):
        if path.is_file():
            assert not any(trace in path.read_bytes() for trace in traces), path


def test_a_taken_name_stops_the_run_and_is_left_as_it_was(one: App, tmp_path: Path) -> None:
    (tmp_path / "a-2.pdf").write_bytes(b"mine")
    with pytest.raises(BadInput) as told:
        one.leaflet_runs.write(LeafletWish(per_file=1), tmp_path / "a.pdf", VI)
    assert told.value.key == "file_exists"
    assert not (tmp_path / "a.pdf").exists()
    assert (tmp_path / "a-2.pdf").read_bytes() == b"mine"
    assert not any(is_leftover(path.name) for path in tmp_path.iterdir())


def test_a_name_taken_at_the_last_moment_takes_all_back(tmp_path: Path) -> None:
    def write() -> None:
        with StagedFiles() as staged:
            staged.add(tmp_path / "a", b"1")
            staged.add(tmp_path / "b", b"2")
            (tmp_path / "b").write_bytes(b"mine")

    with pytest.raises(BadInput):
        write()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]


def test_a_village_without_households_is_a_sentence(one: App, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        one.leaflet_runs.write(LeafletWish(HouseholdFilter(village=b"x" * 16)), tmp_path / "a.pdf", VI)
    assert told.value.key == "no_leaflets"
    assert list(tmp_path.glob("*.pdf")) == []


# ------------------------------------------------------------------------------------------- languages and worries
def test_a_language_dropped_in_is_used_by_the_households_that_speak_it(one: App, tmp_path: Path) -> None:
    put_text(one, "thai.toml", THAI)
    one.households.edit_household(card_of(one, "Lò Văn Páo").household.id, {"language": "thai"})
    made = one.leaflet_runs.write(LeafletWish(), tmp_path / "a.pdf", VI)
    assert made.languages == {"thai": 1, "vi": 2}
    spoken = [page for page in read_page_texts(tmp_path / "a.pdf") if "Chếp hai mi thẻ." in page]
    assert len(spoken) == 1
    assert "Lò Văn Páo" in spoken[0]
    known = LeafletShelf.of(one.desk.folder).list_languages()
    assert [(each.key, each.name, bool(each.file)) for each in known] == [
        ("vi", "Tiếng Việt", False), ("en", "English", False), ("thai", "Tiếng Thái", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [("thai.toml", THAI.replace("motto", "moto")), ("THAI.toml", THAI), ("thai.toml", "\ufffd = 1")],
)
def test_a_file_with_faults_is_told_and_the_paper_falls_back(one: App, name: str, text: str) -> None:
    put_text(one, name, text)
    home = card_of(one, "Lò Văn Páo").household.id
    one.households.edit_household(home, {"language": "thai"})
    faulty = [each for each in LeafletShelf.of(one.desk.folder).list_languages() if each.faults]
    assert [each.key for each in faulty] == [name.removesuffix(".toml")]
    assert b"%PDF" in one.printing.leaflet(home, VI)
    assert LeafletShelf.of(one.desk.folder).choose("thai", spare="en").language == "en"


def test_bytes_that_are_no_text_are_told(one: App) -> None:
    put_text(one, "thai.toml", "")
    (one.desk.folder / "leaflets" / "thai.toml").write_bytes(b"\xff\xfe\x00")
    [faulty] = [each for each in LeafletShelf.of(one.desk.folder).list_languages() if each.faults]
    assert "UTF-8" in str(faulty.faults[0])


def test_an_office_may_put_its_own_words_before_the_shipped_ones(one: App) -> None:
    put_text(one, "vi.toml", THAI)
    assert LeafletShelf.of(one.desk.folder).choose("", spare="vi").name == "Tiếng Thái"


@pytest.mark.parametrize("language", ["Thái", "x" * 30, "../vi", "a"])
def test_what_is_no_key_of_a_language_is_refused(one: App, language: str) -> None:
    with pytest.raises(BadInput) as told:
        one.households.edit_household(card_of(one, "Lò Văn Páo").household.id, {"language": language})
    assert told.value.key == "language"


def test_the_last_worry_is_answered(one: App, tmp_path: Path) -> None:
    home = card_of(one, "Lò Văn Páo").household
    for worry in ("too_long", "no_trust"):
        one.visits.log(NewVisit(home.id, one.desk.today, door_outcome=Outcome.CALL_BACK, objection=worry))
    path = tmp_path / "a.pdf"
    path.write_bytes(one.printing.leaflet(home.id, VI))
    text = " ".join(read_page_texts(path))
    assert "Xem thẻ, giữ biên lai, gọi hỏi lại" in text
    assert "Chỉ cần đủ 15 năm đóng" not in text
