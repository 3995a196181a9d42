"""Registers brought in: the same list again, namesakes, moved people, lists with numbers alone, villages unclear."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.people import Category
from outreach_app.domain.rows import ImportReport
from outreach_app.errors import OutreachError
from outreach_app.sync.locks import FLOOR
from tests.workspaces import HEADER, PASSPHRASE, ROWS, Clock, card_of, cards, copy_machine, write_list


@pytest.fixture
def office(tmp_path: Path) -> Iterator[App]:
    app = copy_machine(tmp_path, "office").open()
    yield app
    app.close()


def bring(
    app: App, path: Path, rows: Sequence[Sequence[str]], *, header: Sequence[str] = HEADER
) -> ImportReport:
    seen = app.lists.preview_register(write_list(path / "list.csv", rows, header=header))
    done = app.lists.import_register(path / "list.csv").value
    counts = (
        "rows",
        "households",
        "households_new",
        "people",
        "new",
        "changed",
        "unchanged",
        "refused",
        "warnings",
    )
    assert [getattr(seen, c) for c in counts] == [getattr(done, c) for c in counts], (
        "the preview said otherwise"
    )
    return done


def keys(report: ImportReport) -> list[str]:
    return [warning.reason_key for warning in report.warnings]


def test_the_same_list_again_makes_nothing_new(office: App, tmp_path: Path) -> None:
    before = [(c.household, c.members) for c in cards(office)]
    report = bring(office, tmp_path, ROWS)
    assert (report.new, report.changed, report.unchanged, report.households_new) == (0, 0, len(ROWS), 0)
    assert report.earlier is not None
    assert [(c.household, c.members) for c in cards(office)] == before


def test_a_shuffled_list_in_other_spelling_makes_nothing_new(office: App, tmp_path: Path) -> None:
    rows = [
        (r[0], r[1].upper(), *r[2:7], r[7].upper()) for r in sorted(ROWS, key=lambda r: (r[7], r[0], r[1]))
    ]
    report = bring(office, tmp_path, rows)
    assert (report.new, report.households_new) == (0, 0)


def test_a_preview_writes_nothing(office: App, tmp_path: Path) -> None:
    before = office.upkeep.check()
    report = office.lists.preview_register(
        write_list(tmp_path / "x.csv", [("9", "Lý A Dế", "1990", "Nam", "", "Chủ hộ", "", "Bản Mới")])
    )
    assert (report.new, report.villages_new) == (1, ("Bản Mới",))
    assert office.upkeep.check() == before


def test_namesakes_in_one_village_stay_two_people_and_keep_their_own_numbers(
    office: App, tmp_path: Path
) -> None:
    rows = [
        ("21", "Giàng A Sình", "", "Nam", "", "Chủ hộ", "", "Bản Nà Ly"),
        ("22", "Giàng A Sình", "1985", "Nam", "012085000777", "Chủ hộ", "", "Bản Nà Ly"),
    ]
    assert bring(office, tmp_path, rows).new == 2
    again = bring(office, tmp_path, rows[::-1])
    assert (again.new, again.changed, again.households_new) == (0, 0, 0)
    twins = [m for c in cards(office) for m in c.members if m.name == "Giàng A Sình"]
    assert sorted((str(m.born or ""), m.citizen_number or "") for m in twins) == [
        ("", ""),
        ("1985", "012085000777"),
    ]


def test_a_common_name_in_a_new_family_is_not_taken_for_the_neighbour(office: App, tmp_path: Path) -> None:
    rows = [
        ("31", "Lò Văn Páo", "", "Nam", "", "Chủ hộ", "", "Bản Nà Ly"),
        ("31", "Mùa Thị Dợ", "", "Nữ", "", "Vợ", "", "Bản Nà Ly"),
    ]
    report = bring(office, tmp_path, rows)
    assert (report.new, report.households_new) == (2, 1)
    assert {m.name for m in card_of(office, "Mùa Thị Dợ" if False else "Lò Văn Páo").members} != {
        "Mùa Thị Dợ"
    }
    homes = [{m.name for m in c.members} for c in cards(office) if c.household.head == "Lò Văn Páo"]
    assert sorted(map(len, homes)) == [2, 3]


def test_what_is_missing_is_filled_and_what_differs_is_kept_and_told(office: App, tmp_path: Path) -> None:
    rows = [
        ("2", "Giàng A Chư", "05/06/1985", "Nam", "012085000441", "Chủ hộ", "0999999999", "Bản Nà Ly"),
        ("2", "Sùng Thị Mỷ", "17/09/1988", "Nữ", "012188000559", "Vợ", "", "Bản Nà Ly"),
        ("3", "Tẩn Mý Dao", "04/05/1950", "Nữ", "", "Chủ hộ", "", "Bản Nà Ly"),
    ]
    report = bring(office, tmp_path, rows)
    assert (report.new, report.changed, report.unchanged) == (0, 2, 1)
    assert keys(report) == ["differs_phone"]
    wife = card_of(office, "Giàng A Chư").members[1]
    assert wife.citizen_number == "012188000559"
    assert card_of(office, "Giàng A Chư").members[0].phone == "0912345004"
    assert str(card_of(office, "Tẩn Mý Dao").members[0].born) == "1950-05-04"


def test_a_list_with_household_numbers_and_names_alone_finds_the_families(
    office: App, tmp_path: Path
) -> None:
    rows = [(r[0], r[1], r[7]) for r in ROWS if r[7] == "Bản Nà Ly"]
    report = bring(
        office, tmp_path, [*rows, ("3", "Tẩn A Phủ", "Bản Nà Ly")], header=("Hộ số", "Họ và tên", "Thôn/Bản")
    )
    assert (report.new, report.households_new) == (1, 0)
    assert [m.name for m in card_of(office, "Tẩn Mý Dao").members] == ["Tẩn Mý Dao", "Tẩn A Phủ"]


def test_a_daughter_who_moved_takes_nobody_into_her_parents_household(office: App, tmp_path: Path) -> None:
    rows = [
        ("41", "Lý A Dế", "1990", "Nam", "012090000111", "Chủ hộ", "", "Bản Hua Sẳng"),
        ("41", "Lò Thị Thắm", "20/11/1992", "Nữ", "012192000333", "Vợ", "", "Bản Hua Sẳng"),
        ("41", "Lý Thị Xóm", "2020", "Nữ", "", "Con", "", "Bản Hua Sẳng"),
    ]
    report = bring(office, tmp_path, rows)
    assert (report.new, report.households_new, keys(report)) == (2, 1, ["other_household"])
    assert len(card_of(office, "Lò Văn Páo").members) == 3
    home = card_of(office, "Lý A Dế")
    assert (home.village.name, [m.name for m in home.members]) == ("Hua Sẳng", ["Lý A Dế", "Lý Thị Xóm"])
    again = bring(office, tmp_path, rows)
    assert (again.new, again.households_new) == (0, 0)


def test_a_whole_family_that_moved_leaves_no_empty_household(office: App, tmp_path: Path) -> None:
    rows = [(r[0], *r[1:7], "Bản Hua Sẳng") for r in ROWS[:3]]
    for _ in range(2):
        report = bring(office, tmp_path, rows)
        assert (report.new, report.households_new, keys(report)) == (0, 0, ["other_household"] * 3)
    assert all(card.members for card in cards(office))


def test_a_later_list_fills_the_households_category_and_a_new_card_once(office: App, tmp_path: Path) -> None:
    header = (*HEADER, "Diện hộ", "Hạn thẻ BHYT")
    rows = [(*ROWS[3], "Hộ nghèo", "31/12/2026"), (*ROWS[4], "Hộ nghèo", "")]
    report = bring(office, tmp_path, rows, header=header)
    card = card_of(office, "Giàng A Chư")
    if report.unknown_columns:
        pytest.fail(f"columns unknown: {report.unknown_columns}")
    assert card.household.category is Category.POOR
    assert (report.changed, [str(m.ends) for m in card.memberships]) == (1, ["2026-12-31"])
    assert bring(office, tmp_path, rows, header=header).changed == 0
    assert len(card_of(office, "Giàng A Chư").memberships) == 1


def test_two_villages_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    made = program.create_office(
        tmp_path / "p", passphrase=PASSPHRASE, name="BHXH tỉnh", unit_code="12", clock=Clock(), cost=FLOOR
    )
    app = made.app
    for commune in ("03424", "03405"):
        app.office.add_village("bản Nà Ly", commune)
    report = bring(app, tmp_path, ROWS[:2])
    assert (report.new, [r.reason_key for r in report.refused]) == (0, ["ambiguous_village"] * 2)
    app.lists.import_register(tmp_path / "list.csv", commune="03424")
    assert [(c.village.commune_code, len(c.members)) for c in cards(app)] == [("03424", 2)]
    app.close()


def test_an_office_without_a_commune_refuses_villages_it_does_not_know(tmp_path: Path) -> None:
    app = program.create_office(
        tmp_path / "p", passphrase=PASSPHRASE, name="BHXH tỉnh", unit_code="12", clock=Clock(), cost=FLOOR
    ).app
    report = bring(app, tmp_path, ROWS)
    assert {r.reason_key for r in report.refused} == {"unknown_village"}
    assert (report.new, report.villages_new, cards(app)) == (0, (), [])
    app.close()


def test_ban_one_and_group_one_are_two_villages(office: App, tmp_path: Path) -> None:
    rows = [(*ROWS[0][:7], "Bản 1"), ("9", "Lý A Dế", "1990", "Nam", "", "Chủ hộ", "", "Tổ dân phố 1")]
    report = bring(office, tmp_path, rows)
    assert report.villages_new == ("Bản 1", "Tổ dân phố 1")
    assert bring(office, tmp_path, rows).villages_new == ()
    bare = bring(office, tmp_path, [("8", "Lý A Páo", "1970", "Nam", "", "Chủ hộ", "", "1")])
    assert (bare.villages_new, [r.reason_key for r in bare.refused]) == ((), ["ambiguous_village"])


def test_an_unreadable_list_changes_nothing_and_says_so(office: App, tmp_path: Path) -> None:
    before = office.upkeep.check()
    for name, data in (
        ("a.xlsx", b"PK\x03\x04 nicht"),
        ("b.csv", b""),
        ("c.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(OutreachError) as told:
            office.lists.import_register(tmp_path / name)
        assert str(told.value)
    with pytest.raises(OutreachError):
        office.lists.import_register(tmp_path / "absent.xlsx")
    assert office.upkeep.check() == before


def test_codes_made_on_a_laptop_carry_its_number(tmp_path: Path) -> None:
    laptop = copy_machine(tmp_path, "one").open()
    bring(laptop, tmp_path, [("77", "Lý A Dế", "1990", "Nam", "", "Chủ hộ", "", "Bản Nà Ly")])
    assert card_of(laptop, "Lý A Dế").household.code.startswith("NL-M01")
    laptop.close()


people = st.tuples(
    st.sampled_from(["Lò Văn Páo", "Lò Thị Ón", "Giàng A Chư"]),
    st.sampled_from(["", "1961", "12/03/1961", "1984"]),
    st.sampled_from(["", "", "", "a"]),
)
homes = st.lists(
    st.tuples(st.sampled_from(["", "n"]), st.lists(people, min_size=1, max_size=3)), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(homes)
def test_any_list_brought_in_twice_makes_nothing_the_second_time(
    tmp_path_factory: pytest.TempPathFactory, homes: list[tuple[str, list[tuple[str, str, str]]]]
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    app = copy_machine(folder, "office").open()
    rows = []
    for number, (numbered, members) in enumerate(homes, start=50):
        for place, (name, born, identified) in enumerate(members):
            year = born[-2:] or "70"
            citizen = f"0120{year}{number:03d}{place:03d}" if identified else ""
            relation = "Chủ hộ" if place == 0 else "Con"
            rows.append(
                (str(number) if numbered else "", name, born, "Nam", citizen, relation, "", "Bản Nà Ly")
            )
    first = bring(app, folder, rows)
    second = bring(app, folder, rows)
    assert (second.new, second.households_new) == (0, 0), rows
    assert second.people == first.people
    assert app.upkeep.check().ok
    app.close()
