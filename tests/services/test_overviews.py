"""Results held once: their lines end where the reports' numbers are, months and places add up, teams and visits."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.overviews import last_months
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period, year_of
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Aim
from outreach_app.domain.teams import Part
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.services.visits import NewVisit
from tests.services.test_reports import CARD, NOVEMBER, VOLUNTARY, cover, people_of, sign
from tests.workspaces import COMMUNE, card_of

YEAR = year_of(NOVEMBER.first)


def tell_story(app: App) -> None:
    """Somebody new, won back and going on, somebody who stopped, somebody of last year, a card, and a death."""
    one, two, three = people_of(app)
    sign(app, one, "2026-03", on="2026-03-02", months=6)
    sign(app, one, "2026-09", kind="continuing", on="2026-09-03")
    sign(app, two, "2025-03", on="2025-03-05", months=12)
    sign(app, two, "2026-11", kind="re_registered", on="2026-11-20")
    sign(app, three, "2026-05", on="2026-05-31", scheme=CARD, months=3)
    cover(app, three, "2020-01-01", "2026-01-31")
    other = card_of(app, "Giàng A Chư")
    for member in other.members:
        cover(app, (member.id, other.household.id), "2019-01-01", "2026-06-30")
    with app.desk.write() as writer:
        writer.edit("person", other.members[0].id, {"deceased": True})


def test_every_line_ends_where_the_report_s_number_is(office: App) -> None:
    tell_story(office)
    for period in (YEAR, NOVEMBER, Period(date(2026, 3, 1), date(2026, 9, 30))):
        overview = office.overviews.read(period)
        level = office.overviews.lay_level(overview, COMMUNE)
        assert level.rows == tuple(office.reports.progress(COMMUNE, period))
        for row in level.rows:
            for aim in Aim:
                line = overview.course.follow(row.scheme, level.villages[row.subject], aim)
                assert line[-1] == (overview.on, row.tally.count(aim, stock=row.active)), (row.name, aim)
            before = overview.course_before.follow(row.scheme, level.villages[row.subject], Aim.JOINED)
            assert before[-1][1] == row.last_year


def test_the_months_are_told_each_for_itself(office: App) -> None:
    tell_story(office)
    overview = office.overviews.read(YEAR)
    level = office.overviews.lay_level(overview, COMMUNE)
    whole = level.villages[level.rows[0].subject]
    told = dict(overview.months.sum_up(VOLUNTARY, whole))
    for month, tally in told.items():
        row = next(row for row in office.reports.progress(COMMUNE, month) if row.scheme is VOLUNTARY)
        assert tally == row.tally, month
    assert told[NOVEMBER.until(office.desk.today) or NOVEMBER] == Tally(won_back=1)
    assert sum((tally for _, tally in overview.months.sum_up(CARD, whole)), Tally()) == Tally(new=1, lapsed=1)


def test_days_that_are_still_to_come_have_no_line(office: App) -> None:
    overview = office.overviews.read(Period(date(2027, 1, 1), date(2027, 12, 31)))
    level = office.overviews.lay_level(overview, COMMUNE)
    for scheme in OFFERED_SCHEMES:
        assert {reached for _, reached in overview.course.follow(scheme, (), Aim.JOINED)} == {0}
    assert [row.tally for row in level.rows] == [Tally()] * len(level.rows)


def test_a_village_is_told_by_its_teams_and_their_visits(office: App) -> None:
    card = card_of(office, "Lò Văn Páo")
    today, home = office.desk.today, card.household.id
    spoken = PersonOutcome(card.members[0].id, VOLUNTARY, Outcome.THINKING)
    team = office.teams.add("Tổ Nà Ly", COMMUNE).value.id
    someone = office.teams.add_member(team, "Lường Thị Inh", part=Part.VILLAGE).value.canvasser
    office.visits.log(NewVisit(home, today, outcomes=(spoken,)))
    office.desk.canvasser = someone
    office.visits.log(NewVisit(home, today, door_outcome=Outcome.NOT_HOME))
    with office.desk.write() as writer:
        told = {"person": card.members[0].id, "household": home, "scheme": "voluntary", "kind": "new",
                "first_month": "2026-11", "months": 3, "signed_on": str(today), "canvasser": someone}  # fmt: skip
        writer.create("enrolment", told)
        told |= {"person": card.members[1].id, "first_month": "2026-07", "signed_on": "2026-07-01"}
        writer.create("enrolment", told)
    overview = office.overviews.read(NOVEMBER)
    first, last = office.overviews.list_teams(overview, card.village.id)
    assert (first.work.team, first.work.name, first.work.doors, first.work.spoken_to) == (
        team,
        "Tổ Nà Ly",
        1,
        0,
    )
    assert first.tallies[Scheme.VOLUNTARY] == Tally(new=1)
    assert (last.work.team, last.work.doors, last.work.spoken_to) == (None, 1, 1)
    (visit,) = first.work.visits
    assert (visit.household, visit.head, visit.outcome) == (home, "Lò Văn Páo", Outcome.NOT_HOME)
    year = office.overviews.read(Period(date(2026, 1, 1), date(2026, 12, 31)))
    *_, without = office.overviews.list_teams(year, card.village.id)
    assert without.tallies[Scheme.VOLUNTARY] == Tally(new=1, lapsed=1), "in July they were in no team yet"
    january = office.overviews.read(Period(date(2026, 1, 1), date(2026, 1, 31)))
    assert not office.overviews.list_teams(january, card.village.id)


def test_twelve_months_end_with_the_day() -> None:
    months = last_months(date(2026, 2, 10), 12)
    assert (len(months), months[0], months[-1]) == (
        12,
        Period(date(2025, 3, 1), date(2025, 3, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 10)),
    )
