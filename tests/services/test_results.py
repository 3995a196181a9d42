"""Results of a real workspace down to people: why they stopped, whose they are, what explains a difference."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.dossiers import DossierStep
from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Cause, Figure, ReportRow
from outreach_app.domain.results import Tally
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target, Weight
from outreach_app.domain.teams import Part
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.visits import NewVisit
from tests.services.test_reports import CARD, NOVEMBER, VOLUNTARY, cover, people_of, sign, whole
from tests.workspaces import COMMUNE, card_of, cards

UNIT = Subject(SubjectKind.UNIT, COMMUNE, "2025")
TODAY = date(2026, 11, 21)


def everybody(app: App) -> dict[str, tuple[bytes, bytes]]:
    """Everybody with their household, by name."""
    return {each.name: (each.id, card.household.id) for card in cards(app) for each in card.members}


def refuse(app: App, who: tuple[bytes, bytes], reason: LapseReason, on: date) -> None:
    said = PersonOutcome(who[0], VOLUNTARY, Outcome.REFUSED)
    app.visits.log(NewVisit(who[1], on, outcomes=(said,), lapses=(PersonLapse(who[0], VOLUNTARY, reason),)))


def rows_of(app: App, kind: SubjectKind) -> dict[str, ReportRow]:
    return {row.name: row for row in app.reports.group(COMMUNE, NOVEMBER, kind) if row.scheme is VOLUNTARY}


def test_why_people_stopped_is_told_by_doors_and_lists_and_leads_to_the_people(office: App) -> None:
    who = everybody(office)
    for name in ("Lò Văn Páo", "Quàng Thị Ngoan", "Lò Thị Thắm", "Giàng A Chư"):
        cover(office, who[name], "2025-01-01", "2026-10-31")
    refuse(office, who["Lò Văn Páo"], LapseReason.HARDSHIP, date(2026, 11, 3))
    with office.desk.write() as writer:
        told = {"person": who["Quàng Thị Ngoan"][0], "scheme": "voluntary", "starts": "2025-01-01",
                "ends": "2026-10-31", "lapse_reason": "compulsory"}  # fmt: skip
        writer.create("membership", told)
        writer.edit("person", who["Giàng A Chư"][0], {"deceased": True})
    row = whole(office)
    assert [(each.reason, len(each.people)) for each in row.reasons] == [
        (LapseReason.HARDSHIP, 1), (LapseReason.COMPULSORY, 1), (LapseReason.DIED, 1), (None, 1)
    ]  # fmt: skip
    assert row.reasons[0].people == (who["Lò Văn Páo"][0],)
    assert (row.tally.lapsed, row.began, row.active, row.year_end) == (4, 3, 0, 3), "the dead are no members"
    people = office.figure_people.list(COMMUNE, NOVEMBER, VOLUNTARY, Figure.LAPSED)
    assert [(each.name, each.reason, each.on) for each in people][:2] == [
        ("Lò Văn Páo", LapseReason.HARDSHIP, date(2026, 11, 1)),
        ("Quàng Thị Ngoan", LapseReason.COMPULSORY, date(2026, 11, 1)),
    ]
    village = Subject(SubjectKind.VILLAGE, card_of(office, "Vàng A Lử").village.id.hex())
    assert not office.figure_people.list(COMMUNE, NOVEMBER, VOLUNTARY, Figure.LAPSED, whose=village)


def test_sign_ups_belong_to_collectors_their_organisation_and_their_team_with_its_plan(office: App) -> None:
    who = list(everybody(office).values())
    team = office.teams.add("Tổ Nà Ly", COMMUNE).value.id
    collector = office.teams.add_member(
        team, "Lường Thị Inh", part=Part.INSURANCE, starts_on=NOVEMBER.first
    ).value.canvasser
    with office.desk.write() as writer:
        writer.edit("canvasser", collector, {"agency": "Bưu điện Tam Đường"})
        for place, by in enumerate((collector, collector, None)):
            told = {"person": who[place][0], "household": who[place][1], "scheme": "voluntary", "kind": "new",
                    "first_month": "2026-11", "months": 3, "signed_on": "2026-11-05", "canvasser": by}  # fmt: skip
            writer.create("enrolment", told)
    agency = office.campaigns.find_agency("bưu điện tam đường")
    for subject in (
        agency,
        Subject(SubjectKind.COLLECTOR, collector.hex()),
        Subject(SubjectKind.TEAM, team.hex()),
    ):
        office.campaigns.set_target(Target(b"", subject, VOLUNTARY, Aim.JOINED, NOVEMBER, 4))
    for kind, name in ((SubjectKind.AGENCY, "Bưu điện Tam Đường"), (SubjectKind.COLLECTOR, "Lường Thị Inh"),
                       (SubjectKind.TEAM, "Tổ Nà Ly")):  # fmt: skip
        rows = rows_of(office, kind)
        (first, *parts) = rows.values()
        assert (first.subject, first.tally.joined) == (UNIT, 3)
        assert sum((row.tally for row in parts), Tally()) == first.tally, "nobody named comes last"
        assert (rows[name].tally.joined, rows[name].active, rows[""].tally.joined) == (2, 2, 1)
        assert [plan.percent for plan in rows[name].plans] == [50]
    working = rows_of(office, SubjectKind.COLLECTOR)["Lường Thị Inh"].affiliation
    assert working is not None
    assert (working.agency, working.teams, working.parts) == (
        "Bưu điện Tam Đường",
        ("Tổ Nà Ly",),
        (Part.INSURANCE,),
    )
    signed = office.figure_people.list(COMMUNE, NOVEMBER, VOLUNTARY, Figure.NEW, whose=agency)
    assert {each.person for each in signed} == {who[0][0], who[1][0]}


def test_plans_of_other_days_run_beside_and_earlier_days_are_told_with_their_lengths(office: App) -> None:
    one, two, *_ = people_of(office)
    sign(office, one, "2026-03", on="2026-03-02", months=12)
    sign(office, two, "2026-11")
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    office.campaigns.set_target(Target(b"", UNIT, VOLUNTARY, Aim.JOINED, year, 10, at_least=True))
    office.campaigns.set_target(Target(b"", UNIT, VOLUNTARY, Aim.STOCK, year, 5))
    drive = Period(date(2026, 3, 1), date(2026, 3, 10))
    office.campaigns.add_campaign("Đợt 1", drive)
    row = whole(office)
    assert {(plan.target.aim, plan.done, plan.began) for plan in row.running} == {
        (Aim.JOINED, 2, 0), (Aim.STOCK, 2, 0),
    }  # fmt: skip
    assert row.before is not None
    compared = row.before.comparison
    assert (row.before.name, compared.people, compared.before) == ("", 1, 0), "May lies between"
    assert (compared.period.days, compared.unequal) == (21, True)
    assert (row.to_date.joined, row.began, row.since_year_end) == (2, 1, 2)


def test_a_target_is_shared_out_exactly_by_adults_or_households(office: App) -> None:
    target = office.campaigns.set_target(Target(b"", UNIT, VOLUNTARY, Aim.JOINED, NOVEMBER, 100)).value
    shared = {weight: office.campaigns.propose_parts(target.id, weight) for weight in Weight}
    assert {sum(part.people for part in each.parts) for each in shared.values()} == {100}
    by_name = {part.name: part for part in shared[Weight.HOUSEHOLDS].parts}
    assert [(by_name[name].weight, by_name[name].people) for name in ("bản Nà Ly", "bản Hua Sẳng")] == [
        (3, 60), (2, 40)
    ]  # fmt: skip
    assert {part.people for part in shared[Weight.EQUAL].parts} == {50}
    parts = office.campaigns.hand_down(target.id, shared[Weight.ADULTS].shares).value
    assert (parts.missing, parts.tell()) == (0, None)
    some = next(iter(shared[Weight.ADULTS].shares))
    assert office.campaigns.hand_down(target.id, {some: 0}).value.count == 1, "nil takes a part back"
    with pytest.raises(BadInput) as refused:
        office.campaigns.propose_parts(target.id, Weight.EQUAL, kind=SubjectKind.TEAM)
    assert refused.value.key == "no_parts"
    village = office.campaigns.set_target(replace(target, subject=some, id=b"")).value
    with pytest.raises(BadInput):
        office.campaigns.propose_parts(village.id, Weight.ADULTS)


def test_model_villages_are_marked_with_days_compared_and_carried_when_merged(office: App) -> None:
    one, *_ = people_of(office)
    sign(office, one, "2026-11")
    na_ly, hua_sang = (card_of(office, head).village for head in ("Lò Văn Páo", "Vàng A Lử"))
    subject = Subject(SubjectKind.VILLAGE, na_ly.id.hex())
    mark = office.campaigns.mark_model(subject, date(2026, 1, 1)).value
    told = {each.scheme: each for each in office.reports.collect(COMMUNE, NOVEMBER).models}[VOLUNTARY]
    assert (told.models.places, told.models.tally.joined, told.others.places) == (1, 1, 1)
    assert (told.models.adults, told.others.adults) == (6, 3)
    office.campaigns.end_mark(mark.id, date(2026, 11, 10))
    partly = office.reports.collect(COMMUNE, NOVEMBER).models[0]
    assert (partly.models.places, partly.partly.places) == (0, 1)
    with pytest.raises(BadInput):
        office.campaigns.end_mark(mark.id, date(2025, 1, 1))
    office.office.merge_villages(na_ly.id, hua_sang.id)
    assert [each.subject.key for each in office.campaigns.list_marks()] == [hua_sang.id.hex()]
    office.campaigns.take_back("model_mark", mark.id)
    assert office.campaigns.list_marks() == []


def test_a_difference_is_opened_down_to_the_people_who_may_explain_it(office: App) -> None:
    who = everybody(office)
    names = sorted(who)
    day = date(2026, 10, 31)

    def enrol(name: str, first: str, on: str) -> bytes:
        told = {"person": who[name][0], "household": who[name][1], "scheme": "voluntary", "kind": "new",
                "first_month": first, "months": 6, "signed_on": on}  # fmt: skip
        with office.desk.write() as writer:
            return writer.create("enrolment", told)

    def send(enrolment: bytes, *steps: DossierStep) -> None:
        former: bytes | None = None
        with office.desk.write() as writer:
            for step in steps:
                told = {"enrolment": enrolment, "state": step.value, "happened_on": "2026-10-20",
                        "supersedes": former}  # fmt: skip
                former = writer.create("dossier_state", told)

    fresh = enrol(names[0], "2026-10", "2026-10-02")
    send(enrol(names[1], "2026-10", "2026-10-02"), DossierStep.SENT, DossierStep.ACCEPTED)
    send(enrol(names[2], "2026-10", "2026-10-02"), DossierStep.SENT, DossierStep.RETURNED)
    enrol(names[3], "2026-11", "2026-10-30")
    cover(office, who[names[4]], "2026-01-01", None)
    cover(office, who[names[5]], "2025-01-01", "2026-09-30")
    cover(office, who[names[6]], "2026-01-01", "2026-12-31")
    cover(office, who[names[7]], "2026-01-01", None)
    cover(office, who[names[8]], "2026-01-01", "2026-12-31")
    with office.desk.write() as writer:
        writer.edit("person", who[names[7]][0], {"deceased": True})
        writer.edit("person", who[names[8]][0], {"removed": "moved away"})
    with pytest.raises(NotFound):
        office.figure_people.explain(UNIT, VOLUNTARY, until=TODAY)
    office.campaigns.enter_figure(
        OfficialFigure(b"", UNIT, VOLUNTARY, Measure.STOCK, day, 9, source="báo cáo")
    )
    report = office.figure_people.explain(UNIT, VOLUNTARY, until=TODAY)
    assert (report.gap.ours, report.gap.difference, report.more, report.fewer) == (5, -4, 3, 4)
    assert {each.person.name: each.cause for each in report.people} == {
        names[0]: Cause.NOT_HANDED_IN, names[2]: Cause.RETURNED, names[4]: Cause.NO_END_TOLD,
        names[3]: Cause.NOT_BEGUN, names[5]: Cause.JUST_STOPPED, names[7]: Cause.DIED, names[8]: Cause.TAKEN_OFF,
    }  # fmt: skip
    send(fresh, DossierStep.SENT)
    again = office.figure_people.explain(UNIT, VOLUNTARY, until=TODAY)
    assert Cause.NOT_ANSWERED in {each.cause for each in again.people}


def test_a_canvasser_sees_no_names_behind_figures(one: App) -> None:
    with pytest.raises(NotAllowed):
        one.figure_people.list(COMMUNE, NOVEMBER, VOLUNTARY, Figure.NEW)
    with pytest.raises(NotAllowed):
        one.figure_people.explain(UNIT, VOLUNTARY, until=TODAY)


def test_different_people_stand_beside_the_schemes_and_cards_of_unknown_kind_apart(office: App) -> None:
    one, two, three, *_ = people_of(office)
    cover(office, one, "2026-01-01", None)
    cover(office, one, "2026-01-01", None, CARD)
    cover(office, two, None, "2026-12-31", Scheme.HEALTH)
    cover(office, three, None, "2026-10-31", Scheme.HEALTH)
    report = office.reports.collect(COMMUNE, NOVEMBER)
    assert report.distinct is not None
    check = report.distinct.check
    assert (report.distinct.distinct, check.total, check.counted_twice) == (2, 3, 1)
    assert dict(report.distinct.schemes) == {VOLUNTARY: 1, CARD: 1}
    row = report.list_rows(CARD)[0]
    assert (row.active, row.unknown_cards, row.unknown_stops, row.tally.lapsed) == (1, 1, 1, 0)
    (person,) = office.figure_people.list(COMMUNE, NOVEMBER, CARD, Figure.UNKNOWN_CARD)
    assert person.person == two[0]
    office.campaigns.enter_figure(
        OfficialFigure(b"", UNIT, Scheme.HEALTH, Measure.STOCK, TODAY, 5, source="báo cáo")
    )
    (gap,) = office.reports.figures(UNIT, "", until=TODAY).gaps
    assert gap.ours == 2, "health insurance as a whole: cards of any kind"
