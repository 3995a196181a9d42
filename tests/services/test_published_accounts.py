"""The figures that public accounts of the work print, entered as official figures and reported with what follows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from outreach_app.app import App
from outreach_app.domain.official_figures import Measure, OfficialFigure, Sense
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import PublishedScheme
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.errors import BadInput, NotAllowed, NotFound

VOLUNTARY, HEALTH, COMPULSORY = Scheme.VOLUNTARY, Scheme.HEALTH, Scheme.COMPULSORY
DRIVE = Period(date(2024, 4, 1), date(2024, 5, 31))
MAY = Period(date(2023, 5, 1), date(2023, 5, 31))


def unit(code: str) -> Subject:
    return Subject(SubjectKind.UNIT, code, "2024")


BAC_GIANG, LAI_CHAU, THANH_HOA, LANG_SON = unit("24"), unit("12"), unit("380"), unit("20")


def enter(
    app: App, subject: Subject, measure: Measure, value: int, on: date, *, scheme: Scheme | None = VOLUNTARY,
    **more: Any,
) -> OfficialFigure:  # fmt: skip
    figure = OfficialFigure(b"", subject, scheme, measure, on, value, source="bài báo", **more)
    return app.campaigns.enter_figure(figure).value


def set_target(app: App, subject: Subject, aim: Aim, period: Period, people: int, **more: Any) -> Target:
    return app.campaigns.set_target(Target(b"", subject, VOLUNTARY, aim, period, people, **more)).value


def report(app: App, subject: Subject, scheme: Scheme | None = VOLUNTARY) -> PublishedScheme:
    found = app.reports.figures(subject, "", until=app.desk.today)
    return next(each for each in found.schemes if each.scheme is scheme)


def test_bac_giang_the_base_the_years_and_a_target_passed_two_years_early(office: App) -> None:
    enter(office, BAC_GIANG, Measure.STOCK, 21_233, date(2021, 7, 1))
    enter(office, BAC_GIANG, Measure.STOCK, 41_098, date(2022, 12, 31))
    enter(office, BAC_GIANG, Measure.STOCK, 51_241, date(2023, 12, 31))
    enter(office, BAC_GIANG, Measure.STOCK, 54_000, date(2024, 12, 31), sense=Sense.ABOUT)
    enter(office, BAC_GIANG, Measure.NEW, 9_937, date(2023, 5, 31), since=date(2022, 5, 1))
    set_target(office, BAC_GIANG, Aim.STOCK, Period(date(2021, 7, 2), date(2025, 12, 31)), 51_100)
    told = report(office, BAC_GIANG)
    assert [each.people for each in told.growths] == [19_865, 30_008, 32_767]
    assert [(each.value, share) for each, share in told.of_base] == [(9_937, Decimal("46.80"))]
    (passing,) = told.passings
    assert (passing.figure.on.year, passing.figure.value, passing.is_early) == (2023, 51_241, True)


def test_bac_giang_the_drive_against_its_plan_and_a_month_of_another_length(office: App) -> None:
    enter(office, BAC_GIANG, Measure.NEW, 7_555, DRIVE.last, since=DRIVE.first)
    enter(office, BAC_GIANG, Measure.LAPSED, 918, DRIVE.last, since=DRIVE.first)
    enter(office, BAC_GIANG, Measure.LAPSED, 3_456, DRIVE.last, since=date(2024, 1, 1))
    enter(office, BAC_GIANG, Measure.MORE_NEW, 2_355, MAY.last, since=MAY.first)
    set_target(office, BAC_GIANG, Aim.JOINED, DRIVE, 5_800)
    for code, people in (("223", 1_374), ("222", 988), ("217", 985), ("216", 932), ("219", 900)):
        enter(office, unit(code), Measure.NEW, people, DRIVE.last, since=DRIVE.first)
    told = report(office, BAC_GIANG)
    assert [(net.lapsed, net.people) for net in told.nets] == [(918, 6_637)]
    assert [each.value for each in told.earlier] == [5_200]
    (comparison,) = told.comparisons
    assert (comparison.difference, comparison.unequal) == (2_355, True)
    assert (comparison.per_day, comparison.per_day_before) == (Decimal("123.85"), Decimal("167.74"))
    (plan,) = told.plans
    assert (plan.over_percent, plan.is_reached) == (Decimal("30.26"), True)
    (ranking,) = told.rankings
    assert (ranking.together, ranking.whole.value) == (5_179, 7_555), "the five best, not all"
    assert [office.campaigns.name_subject(subject) for subject, _ in ranking.parts][:2] == [
        "huyện Hiệp Hòa", "thị xã Việt Yên",
    ]  # fmt: skip


def test_lai_chau_plans_and_bases_behind_percentages(office: App) -> None:
    on = date(2020, 5, 31)
    for scheme, people, percent in ((COMPULSORY, 29_024, 93), (VOLUNTARY, 2_983, 54)):
        enter(office, LAI_CHAU, Measure.STOCK, people, on, scheme=scheme)
        enter(office, LAI_CHAU, Measure.PERCENT_OF_PLAN, percent, on, scheme=scheme)
    enter(office, LAI_CHAU, Measure.STOCK, 438_422, on, scheme=HEALTH)
    enter(office, LAI_CHAU, Measure.PERCENT_OF_POPULATION, 96, on, scheme=HEALTH)
    enter(office, LAI_CHAU, Measure.PERCENT_OF_WORKFORCE, 12, on, scheme=COMPULSORY, sense=Sense.ABOUT)
    (plan,) = report(office, LAI_CHAU).wholes
    assert (plan.measure, plan.least, plan.most) == (Measure.PLAN, 5_474, 5_575)
    (population,) = report(office, LAI_CHAU, HEALTH).wholes
    assert (population.measure, population.least, population.most) == (Measure.POPULATION, 454_324, 459_080)
    wholes = report(office, LAI_CHAU, COMPULSORY).wholes
    assert {each.measure for each in wholes} == {Measure.PLAN, Measure.WORKFORCE}


def test_thanh_hoa_distinct_people_are_not_the_sum_of_the_schemes(office: App) -> None:
    on = date(2020, 10, 31)
    enter(office, THANH_HOA, Measure.STOCK, 329_057, on, scheme=None)
    for scheme, people in (
        (COMPULSORY, 109_203),
        (HEALTH, 326_723),
        (Scheme.UNEMPLOYMENT, 104_015),
        (VOLUNTARY, 2_580),
    ):
        enter(office, THANH_HOA, Measure.STOCK, people, on, scheme=scheme)
    enter(office, THANH_HOA, Measure.PERCENT_OF_PLAN, 8_882, on, scheme=COMPULSORY, decimals=2)
    found = office.reports.figures(THANH_HOA, "", until=on)
    assert found.distinct is not None
    assert (found.distinct.distinct, found.distinct.total) == (329_057, 438_506)
    (plan,) = next(each for each in found.schemes if each.scheme is COMPULSORY).wholes
    assert plan.least <= 122_949 <= plan.most


def test_lang_son_sixty_percent_of_a_plan_of_at_least_17000(office: App) -> None:
    year = Period(date(2020, 1, 1), date(2020, 12, 31))
    half = Period(date(2020, 1, 1), date(2020, 6, 30))
    whole = set_target(office, LANG_SON, Aim.STOCK, year, 17_000, at_least=True)
    set_target(office, LANG_SON, Aim.STOCK, half, 10_200, parent=whole.id, at_least=True)
    enter(office, LANG_SON, Measure.STOCK, 8_475, date(2020, 5, 23))
    enter(office, LANG_SON, Measure.STOCK, 61_649, date(2020, 5, 23), scheme=Scheme.SOCIAL)
    enter(office, LANG_SON, Measure.STOCK, 739_578, date(2020, 5, 23), scheme=HEALTH)
    told = report(office, LANG_SON)
    (rest,) = office.reports.figures(LANG_SON, "", until=date(2020, 12, 31)).rests
    assert (rest.whole.value, rest.scheme, rest.people) == (61_649, COMPULSORY, 53_174)
    assert report(office, LANG_SON, HEALTH).figures[0].value == 739_578
    assert told.passings == ()
    assert {(plan.target.people, plan.percent, plan.left) for plan in told.plans} == {
        (17_000, Decimal("49.85"), 8_525), (10_200, Decimal("83.09"), 1_725),
    }  # fmt: skip


def test_parts_that_do_not_add_up_are_told_and_stand(office: App) -> None:
    whole = set_target(office, BAC_GIANG, Aim.JOINED, DRIVE, 5_800)
    shares = {unit("223"): 1_000, unit("222"): 800}
    parts = office.campaigns.hand_down(whole.id, shares).value
    assert (parts.given, parts.count, parts.missing) == (1_800, 2, 4_000)
    again = office.campaigns.hand_down(whole.id, {unit("223"): 5_000}).value
    assert (again.given, again.missing, again.tell()) == (5_800, 0, None), "a second time replaces the first"
    office.campaigns.take_back("target", whole.id)
    with pytest.raises(NotFound):
        office.campaigns.add_up_parts(whole.id)
    office.campaigns.restore("target", whole.id)
    assert office.campaigns.add_up_parts(whole.id).given == 5_800


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"source": " "}, "source_missing"),
        ({"measure": Measure.NEW}, "since_missing"),
        ({"since": date(2024, 2, 1)}, "wrong_way_round"),
        ({"value": -1}, "no_number"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_a_sentence(
    office: App, more: dict[str, Any], key: str
) -> None:
    told: dict[str, Any] = {
        "id": b"", "subject": BAC_GIANG, "scheme": VOLUNTARY, "measure": Measure.STOCK, "on": date(2024, 1, 1),
        "value": 5, "source": "báo",
    }  # fmt: skip
    with pytest.raises(BadInput) as refused:
        office.campaigns.enter_figure(OfficialFigure(**(told | more)))
    assert refused.value.key == key
    assert office.campaigns.list_figures() == []


def test_a_unit_that_never_was_and_a_laptop_are_refused(office: App, one: App) -> None:
    with pytest.raises(NotFound):
        enter(office, unit("99"), Measure.STOCK, 5, date(2024, 1, 1))
    with pytest.raises(NotAllowed):
        enter(one, BAC_GIANG, Measure.STOCK, 5, date(2024, 1, 1))
