"""The shipped units against published counts and resolutions, and the lookups over them."""

import csv
import importlib.util
import json
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app import assets
from outreach_app.domain.territory import (
    UNIT_KINDS,
    VILLAGE_KINDS,
    Change,
    Level,
    Territory,
    Unit,
    parse_village_name,
    read_territory,
)
from outreach_app.domain.text import fold

FILES = ("vintages.tsv", "units_2024.tsv", "units_2025.tsv", "changes_2025.tsv")
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: assets.read_text(f"territory/{name}") for name in FILES}


@pytest.fixture(scope="module")
def territory(texts: dict[str, str]) -> Territory:
    return read_territory(texts)


def all_units(territory: Territory, vintage: str) -> list[Unit]:
    units = []
    for province in territory.provinces(vintage=vintage):
        units.append(province)
        for unit in territory.units_under(province.code, vintage=vintage):
            units += [unit, *territory.units_under(unit.code, vintage=vintage)]
    return units


def find_one(territory: Territory, name: str, *, province: str, kind: str | None = None) -> Unit:
    """The commune of this exact name in a province of 2025."""
    above = next(unit for unit in territory.provinces() if unit.name == province)
    found = [
        unit for unit in territory.communes_of(above.code) if unit.name == name and kind in (None, unit.kind)
    ]
    assert len(found) == 1, found
    return found[0]


def origins(territory: Territory, name: str, *, province: str) -> tuple[set[str], set[str]]:
    """The names of the units that went whole, and of those that went in part, into a commune of 2025."""
    whole: set[str] = set()
    parts: set[str] = set()
    for step in territory.predecessors(find_one(territory, name, province=province).code):
        old = territory.unit(step.old_code, step.old_vintage)
        assert old is not None
        (parts if step.kind is Change.DIVIDED else whole).add(old.name)
    return whole, parts


# ---------------------------------------------------------------------------------------------------- the files


def test_files_are_small_sorted_and_in_nfc(texts: dict[str, str]) -> None:
    assert sum(len(text.encode()) for text in texts.values()) < 900_000
    for name, text in texts.items():
        lines = text.splitlines()[1:]
        keys = [line.split("\t")[:2] if name.startswith("changes") else line.split("\t")[0] for line in lines]
        assert keys == sorted(keys), name
        assert len({str(key) for key in keys}) == len(keys), name
        assert unicodedata.is_normalized("NFC", text), name
        assert not set(text) & set("’‘ʼ`´\r\u00a0"), name
        assert not any(field != field.strip() for line in lines for field in line.split("\t")), name


def test_every_shipped_file_is_known(texts: dict[str, str]) -> None:
    assert set(assets.list_names("territory", ending=".tsv")) == set(texts)


def test_counts_of_2025(territory: Territory) -> None:
    counts = Counter((unit.level, unit.kind) for unit in all_units(territory, "2025"))
    assert counts == {
        (Level.PROVINCE, "tinh"): 28,
        (Level.PROVINCE, "thanh_pho"): 6,
        (Level.COMMUNE, "xa"): 2621,
        (Level.COMMUNE, "phuong"): 687,
        (Level.COMMUNE, "dac_khu"): 13,
    }
    cities = {unit.name for unit in territory.provinces() if unit.kind == "thanh_pho"}
    assert cities == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}


def test_counts_of_2024(territory: Territory) -> None:
    units = all_units(territory, "2024")
    assert Counter(unit.level for unit in units) == {
        Level.PROVINCE: 63,
        Level.DISTRICT: 696,
        Level.COMMUNE: 10035,
    }
    assert {unit.kind for unit in units if unit.level is Level.COMMUNE} == {"xa", "phuong", "thi_tran"}
    assert {unit.kind for unit in units if unit.level is Level.DISTRICT} == {
        "huyen",
        "quan",
        "thi_xa",
        "thanh_pho",
    }


def test_every_listed_unit_is_reached_from_its_province(territory: Territory, texts: dict[str, str]) -> None:
    for vintage in ("2024", "2025"):
        listed = {line.split("\t")[0] for line in texts[f"units_{vintage}.tsv"].splitlines()[1:]}
        reached = [unit.code for unit in all_units(territory, vintage)]
        assert sorted(listed) == sorted(reached)


@pytest.mark.parametrize(
    ("province", "wards", "communes"),
    # As announced for each province in June 2025.
    [("Lai Châu", 2, 36), ("Hà Nội", 51, 75), ("Đồng Nai", 23, 72)],
)
def test_counts_of_single_provinces(territory: Territory, province: str, wards: int, communes: int) -> None:
    code = next(unit.code for unit in territory.provinces() if unit.name == province)
    assert Counter(unit.kind for unit in territory.communes_of(code)) == {"phuong": wards, "xa": communes}


# ------------------------------------------------------------------------------------------------ old to new


def test_every_new_unit_was_made_from_something(territory: Territory) -> None:
    for unit in all_units(territory, "2025"):
        steps = territory.predecessors(unit.code)
        assert steps, unit
        for step in steps:
            old = territory.unit(step.old_code, "2024")
            assert old is not None
            assert (old.level is Level.PROVINCE) == (unit.level is Level.PROVINCE), step


def test_every_old_unit_became_something_unless_it_was_a_district_of_communes(territory: Territory) -> None:
    for unit in all_units(territory, "2024"):
        steps = territory.successors(unit.code)
        ended = unit.level is Level.DISTRICT and bool(territory.units_under(unit.code, vintage="2024"))
        assert bool(steps) is not ended, unit
        if steps:
            assert [step.is_main for step in steps] == [True] + [False] * (len(steps) - 1)


def test_kinds_of_change_follow_from_the_map(territory: Territory) -> None:
    counts: Counter[str] = Counter()
    for unit in all_units(territory, "2024"):
        steps = territory.successors(unit.code)
        counts.update(step.kind for step in steps)
        for step in steps:
            new = territory.unit(step.new_code, "2025")
            assert new is not None
            alone = len(territory.predecessors(step.new_code)) == 1
            assert (step.kind is Change.DIVIDED) == (len(steps) > 1)
            if len(steps) == 1:
                assert (step.kind is Change.MERGED) is not alone
            if step.kind is Change.UNCHANGED:
                assert (fold(unit.name), unit.kind) == (fold(new.name), new.kind)
            if step.kind is Change.RENAMED:
                assert unit.full_name.lower() != new.full_name.lower()
    assert counts == {Change.MERGED: 9513, Change.DIVIDED: 974, Change.UNCHANGED: 135, Change.RENAMED: 13}


def test_communes_stay_inside_the_successor_of_their_province(territory: Territory) -> None:
    new_home = {}
    for province in territory.provinces(vintage="2024"):
        (step,) = territory.successors(province.code)
        for commune in territory.communes_of(province.code, vintage="2024"):
            new_home[commune.code] = step.new_code
    for old_code, province_code in new_home.items():
        for step in territory.successors(old_code):
            new = territory.commune(step.new_code)
            assert new is not None
            assert new.parent_code == province_code


def test_resolution_1670_on_lai_chau(territory: Territory) -> None:
    assert origins(territory, "Bản Bo", province="Lai Châu") == ({"Bản Bo", "Nà Tăm"}, set())
    assert origins(territory, "Khổng Lào", province="Lai Châu") == (
        {"Hoang Thèn", "Bản Lang", "Khổng Lào"},
        set(),
    )
    lai_chau = next(unit.code for unit in territory.provinces() if unit.name == "Lai Châu")
    untouched = {
        commune.name
        for commune in territory.communes_of(lai_chau)
        if [step.kind for step in territory.predecessors(commune.code)] == [Change.UNCHANGED]
    }
    assert untouched == {"Mù Cả", "Tà Tổng"}


def test_resolution_1656_on_ha_noi(territory: Territory) -> None:
    assert origins(territory, "Hoàn Kiếm", province="Hà Nội") == (
        {"Hàng Bạc", "Hàng Bồ", "Hàng Buồm", "Hàng Đào", "Hàng Gai", "Hàng Mã", "Lý Thái Tổ"},
        {"Cửa Đông", "Cửa Nam", "Điện Biên", "Đồng Xuân", "Hàng Bông", "Hàng Trống", "Tràng Tiền"},
    )
    assert origins(territory, "Cửa Nam", province="Hà Nội") == (
        {"Hàng Bài", "Phan Chu Trinh", "Trần Hưng Đạo"},
        {"Cửa Nam", "Nguyễn Du", "Phạm Đình Hổ", "Hàng Bông", "Hàng Trống", "Tràng Tiền"},
    )
    assert "Văn Khê" in origins(territory, "Ô Diên", province="Hà Nội")[1]


def test_wards_of_one_name_in_two_old_provinces_are_kept_apart(territory: Territory) -> None:
    """Wards 4 of Tân An and of Tây Ninh went into different wards of the new Tây Ninh."""
    for town, ward in (("Tây Ninh", "Tân Ninh"), ("Tân An", "Long An")):
        steps = territory.predecessors(find_one(territory, ward, province="Tây Ninh").code)
        olds = [territory.unit(step.old_code, "2024") for step in steps]
        addresses = {territory.address_of(old) for old in olds if old is not None and old.name == "4"}
        province = "Tây Ninh" if town == "Tây Ninh" else "Long An"
        assert addresses == {f"phường 4, thành phố {town}, tỉnh {province}"}


def test_provinces_merged_and_recoded(territory: Territory) -> None:
    olds = {step.old_code for step in territory.predecessors("15")}
    assert {territory.unit(code, "2024").name for code in olds} == {"Lào Cai", "Yên Bái"}  # type: ignore[union-attr]
    (step,) = territory.successors("12")
    assert (step.new_code, step.kind) == ("12", Change.UNCHANGED)


def test_an_island_district_without_communes_became_a_special_zone(territory: Territory) -> None:
    (step,) = territory.successors("318")
    new = territory.commune(step.new_code)
    assert new is not None
    assert (new.full_name, step.kind) == ("đặc khu Bạch Long Vĩ", Change.RENAMED)


# ------------------------------------------------------------------------------------------ codes and days


def test_codes_used_again_are_told_apart_by_vintage(territory: Territory) -> None:
    new = {unit.code: unit for unit in all_units(territory, "2025") if unit.level is Level.COMMUNE}
    old = {unit.code: unit for unit in all_units(territory, "2024")}
    assert sum(code in old for code in new) == 3316
    cha_cang, muong_cha = territory.unit("03166", "2024"), territory.unit("03166", "2025")
    assert cha_cang is not None
    assert muong_cha is not None
    assert (cha_cang.full_name, muong_cha.full_name) == ("xã Chà Cang", "xã Mường Chà")
    assert territory.address_of(cha_cang) == "xã Chà Cang, huyện Nậm Pồ, tỉnh Điện Biên"
    assert territory.address_of(muong_cha) == "xã Mường Chà, tỉnh Điện Biên"


def test_boundary_days(territory: Territory) -> None:
    before, after = territory.valid_on("15", LAST_DAY), territory.valid_on("15", FIRST_DAY)
    assert before is not None
    assert after is not None
    assert (before.full_name, before.valid_to) == ("tỉnh Yên Bái", LAST_DAY)
    assert (after.full_name, after.valid_from, after.valid_to) == ("tỉnh Lào Cai", FIRST_DAY, None)
    assert territory.valid_on("106", LAST_DAY) is not None
    assert territory.valid_on("106", FIRST_DAY) is None
    assert (territory.vintage_on(LAST_DAY), territory.vintage_on(FIRST_DAY)) == ("2024", "2025")


def test_unknown_codes_and_vintages_have_nothing(territory: Territory) -> None:
    assert territory.unit("99999", "2025") is None
    assert territory.unit("03424", "2031") is None
    assert territory.commune("12") is None
    assert territory.successors("03424", vintage="2025") == ()
    assert territory.successors("03424", vintage="2031") == ()
    assert territory.predecessors("03424", vintage="2024") == ()
    assert territory.communes_of("12", vintage="2031") == ()
    assert territory.communes_of("03424") == ()


def test_a_later_list_is_only_another_file(texts: dict[str, str]) -> None:
    later = dict(texts)
    later["vintages.tsv"] = (
        "vintage\tvalid_from\tvalid_to\n2024\t\t2025-06-30\n2025\t2025-07-01\t2026-12-31\n"
    )
    later["vintages.tsv"] += "2027\t2027-01-01\t\n"
    later["units_2027.tsv"] = (
        "code\tparent\tkind\tname\n12\t\tthanh_pho\tLai Châu\n03424\t12\tphuong\tBản Bo\n"
    )
    later["changes_2027.tsv"] = "old\tnew\tchange\tmain\n12\t12\trenamed\t\n03424\t03424\trenamed\t\n"
    territory = read_territory(later)
    commune = territory.commune("03424")
    assert commune is not None
    assert territory.address_of(commune) == "phường Bản Bo, thành phố Lai Châu"
    assert [step.old_vintage for step in territory.predecessors("03424")] == ["2025"]
    assert [step.old_vintage for step in territory.predecessors("03424", vintage="2025")] == ["2024", "2024"]
    assert [step.new_vintage for step in territory.successors("03427", vintage="2024")] == ["2025"]
    unit = territory.valid_on("03424", date(2026, 12, 31))
    assert unit is not None
    assert unit.full_name == "xã Bản Bo"


def test_lists_are_read_only_when_asked_for(texts: dict[str, str]) -> None:
    opened: list[str] = []

    class Watched(dict[str, str]):
        def __getitem__(self, name: str) -> str:
            opened.append(name)
            return super().__getitem__(name)

    territory = read_territory(Watched(texts))
    assert territory.commune("03424") is not None
    assert territory.find("ban bo")
    assert opened == ["vintages.tsv", "units_2025.tsv"]
    assert territory.predecessors("03424")
    assert territory.unit("03427", "2024") is not None
    assert opened[2:] == ["changes_2025.tsv", "units_2024.tsv"]
    assert territory.unit("03424", "2024") is not None
    assert len(opened) == 4


# ---------------------------------------------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("ban bo", "xã Bản Bo, tỉnh Lai Châu"),
        ("BO BAN", "xã Bản Bo, tỉnh Lai Châu"),
        ("xã bản bo", "xã Bản Bo, tỉnh Lai Châu"),
        ("lai chau ban b", "xã Bản Bo, tỉnh Lai Châu"),
        ("lai chau", "tỉnh Lai Châu"),
        ("h'leo", "xã Ea H'Leo, tỉnh Đắk Lắk"),
        ("ea hleo", "xã Ea H'Leo, tỉnh Đắk Lắk"),
        ("hoà bình phú thọ", "phường Hòa Bình, tỉnh Phú Thọ"),
        ("con dao", "đặc khu Côn Đảo, thành phố Hồ Chí Minh"),
    ],
)
def test_search_finds_it_first(territory: Territory, query: str, address: str) -> None:
    assert territory.address_of(territory.find(query)[0]) == address


def test_search_in_one_province_in_an_older_list_and_in_vain(territory: Territory) -> None:
    inside = territory.find("hoa binh", within="25")
    assert inside
    assert {unit.parent_code for unit in inside} == {"25"}
    assert territory.find("na tam tam duong", vintage="2024")[0].full_name == "xã Nà Tăm"
    assert territory.find("na tam tam duong") == ()
    assert territory.find("  ") == ()
    assert territory.find("'-!") == ()
    assert len(territory.find("a", limit=7)) == 7


def test_every_commune_is_found_by_its_own_address(territory: Territory) -> None:
    for province in territory.provinces():
        for commune in territory.communes_of(province.code)[::5]:
            found = territory.find(fold(territory.address_of(commune)), limit=60)
            assert commune in found


@given(st.text(max_size=20), st.integers(0, 5))
def test_search_takes_any_text(territory: Territory, text: str, limit: int) -> None:
    assert len(territory.find(text, limit=limit)) <= limit


# -------------------------------------------------------------------------------------------------- villages


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Bản Nà Ly", ("ban", "Nà Ly")),
        ("BẢN NÀ LY", ("ban", "NÀ LY")),
        ("ban na ly", ("ban", "na ly")),
        ("  bản   Nà  Ly ", ("ban", "Nà Ly")),
        (unicodedata.normalize("NFD", "Bản Nà Ly"), ("ban", "Nà Ly")),
        ("Tổ dân phố số 5", ("to_dan_pho", "số 5")),
        ("TDP 5", ("to_dan_pho", "5")),
        ("TDP. 5", ("to_dan_pho", "5")),
        ("Tổ 12", ("to", "12")),
        ("Khu phố 3", ("khu_pho", "3")),
        ("KP 3", ("khu_pho", "3")),
        ("Khu 3", ("khu", "3")),
        ("Khu dân cư Đông", ("khu_dan_cu", "Đông")),
        ("Khóm 1", ("khom", "1")),
        ("Buôn Ako Dhông", ("buon", "Ako Dhông")),
        ("Plei Ốp", ("plei", "Ốp")),
        ("Kon Rờ Bàng", ("kon", "Rờ Bàng")),
        ("Thôn: Đông", ("thon", "Đông")),
        ("Làng Mới", ("lang", "Mới")),
        ("Lạng Sơn", (None, "Lạng Sơn")),
        ("Bán Nguyệt", (None, "Bán Nguyệt")),
        ("Nà Ly", (None, "Nà Ly")),
        ("Bản", (None, "Bản")),
        ("Bảng Hữu", (None, "Bảng Hữu")),
        ("", (None, "")),
    ],
)
def test_village_names(text: str, parsed: tuple[str | None, str]) -> None:
    assert parse_village_name(text) == parsed


def test_every_village_kind_is_read_back() -> None:
    for kind, word in VILLAGE_KINDS.items():
        unit = Unit("v1", "", Level.VILLAGE, kind, "Nà Ly", "03424", None, None)
        assert unit.full_name == f"{word} Nà Ly"
        assert parse_village_name(unit.full_name) == (kind, "Nà Ly")


def test_a_village_of_the_office_has_an_address(territory: Territory) -> None:
    village = Unit("v1", "2025", Level.VILLAGE, "ban", "Nà Ly", "03424", FIRST_DAY, None)
    assert territory.address_of(village) == "bản Nà Ly, xã Bản Bo, tỉnh Lai Châu"


@given(st.text(max_size=30))
def test_village_parsing_loses_no_word(text: str) -> None:
    kind, name = parse_village_name(text)
    assert name or not text.strip()
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    assert clean.endswith(name)
    assert kind is not None or name == clean


# --------------------------------------------------------------------------------------------- other sources


def test_files_equal_what_the_source_gives() -> None:
    if importlib.util.find_spec("vietnamadminunits") is None:
        pytest.skip("vietnamadminunits is only needed to build the files")
    tool = Path(__file__).parents[2] / "tools" / "build_territory.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_another_list_agrees(territory: Territory) -> None:
    """Names and codes against vietnam-provinces (GPL, never shipped) where somebody has installed it."""
    spec = importlib.util.find_spec("vietnam_provinces")
    if spec is None or spec.origin is None:
        pytest.skip("vietnam-provinces is not installed")
    nested = json.loads(
        (Path(spec.origin).parent / "data" / "nested-divisions.json").read_text(encoding="utf-8")
    )
    theirs = {f"{province['code']:02}": fold(province["name"]) for province in nested}
    theirs |= {f"{ward['code']:05}": fold(ward["name"]) for province in nested for ward in province["wards"]}
    ours = {unit.code: fold(unit.full_name) for unit in all_units(territory, "2025")}
    assert len(set(theirs) ^ set(ours)) <= 2
    differing = [code for code in theirs.keys() & ours.keys() if theirs[code] != ours[code]]
    assert differing == []


def test_no_name_differs_only_by_accident_between_kinds(texts: dict[str, str]) -> None:
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in csv.DictReader(texts["units_2025.tsv"].splitlines(), delimiter="\t"):
        assert row["kind"] in UNIT_KINDS
        by_name[row["parent"], f"{row['kind']} {row['name']}"].add(row["code"])
    assert all(len(codes) == 1 for codes in by_name.values())
