"""Rankings are fair and stable whatever the order of the lines; models are compared with the others by rates."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.campaigns import Campaign, add_standing, find_drive_before, keep_those_of
from outreach_app.domain.contrasts import ModelMark, Side, contrast
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period, drive_month, month_of, year_of
from outreach_app.domain.rankings import BEST, Merit, Order, praise, rank
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.results import Progress, Tally
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target

MAY = month_of(date(2026, 5, 1))
VOLUNTARY = Scheme.VOLUNTARY


def village(key: str) -> Subject:
    return Subject(SubjectKind.VILLAGE, key)


def row(name: str, new: int, *, key: str | None = None, plan: int | None = None, adults: int | None = 100,
        lapsed: int = 0) -> ReportRow:  # fmt: skip
    subject = village(name if key is None else key)
    plans: tuple[Progress, ...] = ()
    if plan is not None:
        plans = (Progress(Target(b"", subject, VOLUNTARY, Aim.JOINED, MAY, plan), new, MAY.last),)
    return ReportRow(subject, name, VOLUNTARY, MAY, Tally(new=new, lapsed=lapsed), 0, 0, plans, adults=adults)


ROWS = st.lists(
    st.builds(
        row, st.sampled_from(["Bản Mú", "Bản Lằn", "Bản Sin", "Bản Tủm"]), st.integers(0, 4),
        plan=st.one_of(st.none(), st.integers(1, 5)), adults=st.one_of(st.none(), st.integers(0, 9)),
        lapsed=st.integers(0, 3),
    ),
    max_size=4, unique_by=lambda each: each.subject,
)  # fmt: skip


@settings(max_examples=40)
@given(ROWS, st.sampled_from(list(Order)), st.randoms(use_true_random=False))
def test_a_ranking_does_not_hang_on_the_order_of_the_lines(
    rows: list[ReportRow], order: Order, dice: object
) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    ranked = rank(rows, order)
    assert ranked == rank(mixed, order)
    assert {each.row.subject for each in ranked} == {each.subject for each in rows}
    placed = [each for each in ranked if each.place is not None]
    for each in placed:
        above = sum(other.value > each.value for other in placed)  # type: ignore[operator]
        assert each.place == above + 1
        assert each.shared == (sum(other.place == each.place for other in placed) > 1)
    assert [each.place for each in ranked] == [
        *sorted(each.place or 0 for each in placed), *([None] * (len(ranked) - len(placed)))
    ]  # fmt: skip


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_nobody_is_praised_for_nothing(rows: list[ReportRow], dice: object) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    praised = praise(rows)
    assert praised == praise(mixed)
    for each in praised:
        assert each.merits
        assert each.row.tally.joined > 0 or Merit.PLAN_REACHED in each.merits
    reached = {each.subject for each in rows if each.plan and each.plan.is_reached}
    assert reached == {each.row.subject for each in praised if Merit.PLAN_REACHED in each.merits}


def test_equal_numbers_share_a_place_and_the_next_one_is_left_out() -> None:
    rows = [row("Bản Sin", 5), row("Bản Lằn", 5), row("Bản Mú", 9), row("Bản Tủm", 1), row("", 20, key="")]
    told = [(each.place, each.row.name, each.shared) for each in rank(rows, Order.NEW)]
    assert told == [
        (1, "Bản Mú", False), (2, "Bản Lằn", True), (2, "Bản Sin", True), (4, "Bản Tủm", False), (None, "", False)
    ]  # fmt: skip


def test_a_third_and_thirty_three_percent_are_no_equal_numbers() -> None:
    rows = [row("Bản Mú", 3_333, plan=10_000), row("Bản Lằn", 1, plan=3)]
    ranked = rank(rows, Order.PLAN)
    assert [(each.row.name, each.value, each.place) for each in ranked] == [
        ("Bản Lằn", Decimal("33.33"), 1), ("Bản Mú", Decimal("33.33"), 2)
    ]  # fmt: skip


def test_whoever_shares_the_last_praised_place_is_praised_too() -> None:
    rows = [row(f"Bản {number}", 3 if number > 1 else 9, adults=None) for number in range(1, 6)]
    praised = {each.row.name for each in praise(rows) if Merit.MOST_NEW in each.merits}
    assert len(praised) == 5 > BEST


def test_models_are_compared_by_rates_and_those_of_some_days_stand_apart() -> None:
    def mark(key: str, first: date, last: date | None = None) -> ModelMark:
        return ModelMark(key.encode(), village(key), first, last)

    places = [
        (village("a"), Side(1, 200, Tally(new=20, lapsed=1), 60)),
        (village("b"), Side(1, 100, Tally(new=4), 10)),
        (village("c"), Side(1, 300, Tally(new=8, lapsed=2), 18)),
        (village("d"), Side(1, 100, Tally(new=50), 50)),
    ]
    marks = [
        mark("a", date(2025, 1, 1)),
        mark("d", date(2026, 5, 20)),
        mark("b", date(2024, 1, 1), date(2025, 1, 1)),
    ]
    told = contrast(VOLUNTARY, MAY, places, marks=marks)
    assert told is not None
    assert (told.models.places, told.others.places, told.partly.places) == (1, 2, 1)
    assert (told.models.per_hundred_adults, told.others.per_hundred_adults) == (Decimal(10), Decimal(3))
    assert told.times == Decimal("3.33")
    assert told.models + told.others + told.partly == sum((side for _, side in places), Side())
    assert contrast(VOLUNTARY, MAY, places, marks=[marks[2]]) is None


def test_a_year_without_an_entered_drive_has_may_and_the_last_one_before_counts() -> None:
    spring = Campaign(b"1", "Đợt 1", Period(date(2025, 4, 1), date(2025, 5, 31)))
    other = Campaign(b"2", "Nơi khác", Period(date(2026, 3, 1), date(2026, 3, 9)), "99999", "2025")
    drives = add_standing(keep_those_of([spring, other], {("03424", "2025")}), (2025, 2026))
    assert [each.period for each in drives] == [drive_month(2026), spring.period]
    assert [each.is_standing for each in drives] == [True, False]
    assert find_drive_before(drives, year_of(date(2026, 1, 1))) == spring
    assert find_drive_before(drives, month_of(date(2026, 6, 1))) == drives[0]
    assert find_drive_before(drives, year_of(date(2025, 1, 1))) is None
