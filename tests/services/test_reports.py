"""Our own numbers: sign-ups and stops of a real workspace by village, against a plan and the year before."""

from datetime import date
from decimal import Decimal

import pytest

from outreach_app.app import App
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period, month_of, year_of
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.errors import NotFound
from tests.workspaces import COMMUNE, card_of

NOVEMBER = month_of(date(2026, 11, 1))
VOLUNTARY, CARD = Scheme.VOLUNTARY, Scheme.HOUSEHOLD_HEALTH


def people_of(app: App) -> list[tuple[bytes, bytes]]:
    """Everybody with the household, by name."""
    card = card_of(app, "Lò Văn Páo")
    return [(member.id, card.household.id) for member in card.members]


def sign(app: App, who: tuple[bytes, bytes], first: str, *, kind: str = "new", months: int = 3, on: str = "2026-11-05",
         scheme: Scheme = VOLUNTARY) -> None:  # fmt: skip
    with app.desk.write() as writer:
        told = {"person": who[0], "household": who[1], "scheme": scheme.value, "kind": kind, "first_month": first,
                "months": months, "signed_on": on}  # fmt: skip
        writer.create("enrolment", told)


def cover(
    app: App, who: tuple[bytes, bytes], starts: str | None, ends: str | None, scheme: Scheme = VOLUNTARY
) -> None:
    with app.desk.write() as writer:
        writer.create(
            "membership", {"person": who[0], "scheme": scheme.value, "starts": starts, "ends": ends}
        )


def whole(app: App, period: Period = NOVEMBER, scheme: Scheme = VOLUNTARY) -> ReportRow:
    return next(row for row in app.reports.progress(COMMUNE, period) if row.scheme is scheme)


def test_somebody_who_joins_and_goes_on_in_the_same_days_is_counted_once(office: App) -> None:
    one, two, *_ = people_of(office)
    sign(office, one, "2026-11", months=1)
    sign(office, one, "2026-12", kind="continuing", months=1, on="2026-11-20")
    sign(office, two, "2026-11", kind="re_registered")
    sign(office, two, "2026-11", scheme=CARD, on="2026-10-31")
    row = whole(office)
    assert (row.tally.new, row.tally.won_back, row.tally.continuing, row.active) == (1, 1, 0, 2)
    assert whole(office, scheme=CARD).tally.joined == 0, "the last day of October is not November"
    assert whole(office, year_of(NOVEMBER.first), CARD).tally.joined == 1


def test_who_ended_and_did_not_go_on_has_stopped_on_the_next_day(office: App) -> None:
    one, two, three, *_ = people_of(office)
    cover(office, one, "2026-08-01", "2026-10-31")
    cover(office, two, "2026-08-01", "2026-10-31")
    sign(office, two, "2026-11", kind="continuing")
    cover(office, three, "2026-08-01", "2026-11-30")
    row = whole(office)
    assert (row.tally.lapsed, row.tally.continuing, row.tally.net, row.active) == (1, 1, -1, 2)
    october = whole(office, month_of(date(2026, 10, 1)))
    assert october.tally.lapsed == 0, "October was still covered"


def test_what_lies_after_today_has_not_happened(office: App) -> None:
    one, *_ = people_of(office)
    cover(office, one, "2026-08-01", "2026-11-25")
    assert whole(office).tally.lapsed == 0, "today is 21 November"


def test_a_card_renewed_within_ninety_days_is_no_stop(office: App) -> None:
    one, two, *_ = people_of(office)
    for who, starts in ((one, "2026-07-30"), (two, "2026-07-31")):
        cover(office, who, "2025-05-01", "2026-05-01", CARD)
        cover(office, who, starts, "2027-07-29", CARD)
    row = whole(office, Period(date(2026, 5, 1), date(2026, 11, 21)), CARD)
    assert row.tally.lapsed == 1, "89 days between them are a break of less than ninety; 90 are not"


def test_a_plan_the_year_before_and_the_coverage_stand_beside_the_results(office: App) -> None:
    one, two, three, *_ = people_of(office)
    sign(office, one, "2026-11")
    sign(office, two, "2026-11")
    sign(office, three, "2025-11", on="2025-11-21")
    sign(office, three, "2025-11", on="2025-11-22")
    subject = Subject(SubjectKind.UNIT, COMMUNE, "2025")
    for people, who in ((4, "tỉnh"), (8, "thành phố")):
        office.campaigns.set_target(Target(b"", subject, VOLUNTARY, Aim.JOINED, NOVEMBER, people, set_by=who))
    office.campaigns.enter_figure(
        OfficialFigure(b"", subject, None, Measure.WORKFORCE, date(2026, 1, 1), 1_000, source="thống kê")
    )
    row = whole(office)
    assert row.plan is not None
    assert (row.plan.percent, row.plan.needed_per_day, row.plan.forecast) == (
        Decimal(50),
        Decimal("0.22"),
        None,
    )
    assert [plan.target.set_by for plan in row.plans] == ["tỉnh", "thành phố"]
    assert (row.last_year, row.against_last_year.difference) == (1, 1), "the same days: up to 21 November"
    assert row.coverage == Decimal("0.20")


def test_whoever_has_died_is_no_member(office: App) -> None:
    one, two, *_ = people_of(office)
    for who in (one, two):
        cover(office, who, "2026-01-01", None)
    with office.desk.write() as writer:
        writer.edit("person", one[0], {"deceased": True})
    assert whole(office).active == 1


def test_the_villages_come_to_the_commune(office: App) -> None:
    one, *_ = people_of(office)
    sign(office, one, "2026-11")
    first, *villages = [row for row in office.reports.progress(COMMUNE, NOVEMBER) if row.scheme is VOLUNTARY]
    assert villages
    assert {row.subject.kind for row in villages} == {SubjectKind.VILLAGE}
    assert sum(row.tally.joined for row in villages) == first.tally.joined == 1
    province = next(row for row in office.reports.progress("12", NOVEMBER) if row.scheme is VOLUNTARY)
    assert province.tally == first.tally


def test_ours_stands_beside_the_official_number(office: App) -> None:
    one, two, *_ = people_of(office)
    cover(office, one, "2026-01-01", None)
    cover(office, one, "2026-01-01", "2026-12-31", CARD)
    cover(office, two, "2026-01-01", "2026-12-31", CARD)
    subject = Subject(SubjectKind.UNIT, COMMUNE, "2025")
    for scheme, people in ((VOLUNTARY, 4), (None, 9)):
        office.campaigns.enter_figure(
            OfficialFigure(b"", subject, scheme, Measure.STOCK, date(2026, 10, 31), people, source="báo cáo")
        )
    gaps = office.reports.figures(subject, "", until=date(2026, 11, 21)).gaps
    assert {(gap.official.scheme, gap.ours, gap.difference) for gap in gaps} == {
        (VOLUNTARY, 1, -3),
        (None, 2, -7),
    }


def test_a_unit_that_is_none_is_refused(office: App) -> None:
    with pytest.raises(NotFound):
        office.reports.progress("99999", NOVEMBER)
