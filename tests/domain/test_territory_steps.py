"""Units and villages by day: what an office entered beside the shipped lists, followed forward and back."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.lanes import split_house
from outreach_app.domain.local_rules import AreaClass, AreaRule, FormerPlace, Place, class_on, is_on_border
from outreach_app.domain.marks import Mark
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory_steps import (
    DatedUnits,
    Side,
    StandingTerritory,
    Step,
    StepKind,
    StepLevel,
    village_on,
)
from outreach_app.services.territory_data import load_territory

FIRST = date(2026, 1, 1)
VILLAGE = VillageRow(b"v" * 16, "Nà 9", "ban", "NA", "03424", "2025")


def unit_step(kind: StepKind, old: str, new: str, on: date, *, name: str = "") -> Step:
    before, after = (Side(code, "2025", name if code == new else old, "xa", "12") for code in (old, new))
    return Step(b"s" * 16, StepLevel.UNIT, kind, before, after, on, carried_on=on)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8, unique=True), st.integers(0, 500))
def test_the_name_of_a_day_is_the_last_one_given_by_then(days: list[int], asked: int) -> None:
    days.sort()
    key = VILLAGE.id.hex()
    steps = [
        Step(b"", StepLevel.VILLAGE, StepKind.RENAMED, Side(key, "2025", f"Nà {place}", "ban", "03424"),
             Side(key, "2025", f"Nà {place + 1}", "ban", "03424"), FIRST + timedelta(days))
        for place, days in enumerate(days)
    ]  # fmt: skip
    now = VillageRow(VILLAGE.id, f"Nà {len(days)}", *[getattr(VILLAGE, n) for n in VillageRow.__slots__[2:]])
    told = village_on(now, reversed(steps), FIRST + timedelta(asked))
    assert told.name == f"Nà {sum(day <= asked for day in days)}"


def test_merged_and_divided_communes_are_followed_forward_and_back() -> None:
    later, last = date(2026, 3, 1), date(2026, 9, 1)
    units = DatedUnits(
        load_territory(),
        [
            unit_step(StepKind.MERGED, "03424", "03999", later, name="Bản Bo Mới"),
            unit_step(StepKind.MERGED, "03430", "03999", later, name="Bản Bo Mới"),
            unit_step(StepKind.DIVIDED, "03999", "03999", last, name="Bản Bo Mới"),
            unit_step(StepKind.DIVIDED, "03999", "03998", last, name="Khun Há Mới"),
        ],
    )
    assert [u.code for u in units.successors("03427", "2024", FIRST)] == ["03424"]
    assert [u.code for u in units.successors("03427", "2024", later)] == ["03999"]
    assert [u.code for u in units.successors("03427", "2024", last)] == ["03999", "03998"]
    assert units.commune("03424", FIRST) is not None
    assert units.commune("03424", later) is None
    assert units.commune("03999", FIRST) is None
    there = {unit.code for unit in units.communes_of("12", last)}
    assert {"03999", "03998"} <= there
    assert not {"03424", "03430"} & there
    names = units.names_on("03999", "2025", FIRST)
    assert {unit.code for unit in names.candidates} == {"03424", "03430"}
    standing = StandingTerritory(load_territory(), units.steps)
    assert standing.commune("03998").full_name == "xã Khun Há Mới"  # type: ignore[union-attr]
    assert len(standing.communes_of("12")) == len(load_territory().communes_of("12"))
    assert standing.unit("03427", "2024") == load_territory().unit("03427", "2024")


def test_a_village_keeps_its_class_under_a_new_name_and_the_border_stands_beside_it() -> None:
    def rule(area: AreaClass, village: str = "") -> AreaRule:
        return AreaRule(
            "03424", "2025", village, area, date(2021, 6, 4), None, "QĐ 861", "Đ1", Mark.SECONDARY
        )

    areas = (rule(AreaClass.REGION_3), rule(AreaClass.SPECIALLY_DIFFICULT, "Nà Cũ"), rule(AreaClass.BORDER))
    former = (FormerPlace("03424", "2025", "Nà Cũ", date(2026, 3, 1)),)
    here = Place("12", "03424", "Nà Mới", former=former)
    moved = Place("12", "03999", "Nà Mới", former=former)
    found = [class_on(areas, place, date(2026, 4, 1)) for place in (here, moved)]
    assert [each and each.area_class for each in found] == [AreaClass.SPECIALLY_DIFFICULT] * 2
    assert [is_on_border(areas, place, date(2026, 4, 1)) for place in (here, moved)] == [True, False]
    assert is_on_border(areas, moved, date(2026, 2, 28))
    assert len({each.key for each in areas}) == 3


def test_an_address_parts_into_its_lane_and_the_number_of_the_house() -> None:
    assert split_house("số 5A ngõ 12/3 đường Láng") == ("ngõ 12/3 đường Láng", 5)
    assert split_house("ngõ 4, số 7") == ("ngõ 4", 7)
    assert split_house("12/3 Lê Lợi") == ("Lê Lợi", 12)
    assert split_house("xóm Đình") == ("xóm Đình", None)
