"""Reports over days in which villages and communes became others: by the units of the end, or of the start."""

from datetime import date
from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.monthly_words import write_monthly
from outreach_app.domain.official_paper import Sentence
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.i18n import open_catalogue
from outreach_app.services.dated_places import UnitsAs
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.territory_plan import Decision
from tests.workspaces import COMMUNE, card_of, write_list

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
DECISION = Decision("12/NQ-HĐND", date(2026, 11, 15))


def sign_up(app: App, head: str) -> None:
    member = card_of(app, head).members[0]
    app.enrolments.sign_up(NewEnrolment(member.id, Scheme.VOLUNTARY, "3", date(2026, 12, 1)))


def set_target(app: App, subject: Subject, people: int) -> None:
    app.campaigns.set_target(Target(b"", subject, Scheme.VOLUNTARY, Aim.JOINED, NOVEMBER, people))


def lines(app: App, units: UnitsAs, unit: str = COMMUNE) -> dict[str, ReportRow]:
    rows = app.reports.collect(unit, NOVEMBER, units=units).rows
    return {row.name: row for row in rows if row.scheme is Scheme.VOLUNTARY}


def test_a_merged_village_counts_in_its_successor_or_by_itself_as_it_was(office: App) -> None:
    for head in ("Lò Văn Páo", "Vàng A Lử", "Lù Seo Vần"):
        sign_up(office, head)
    kept, gone = office.office.find_village("Nà Ly"), office.office.find_village("Hua Sẳng")
    for row, people in ((kept, 10), (gone, 12)):
        set_target(office, Subject(SubjectKind.VILLAGE, row.id.hex()), people)
    before = lines(office, UnitsAs.END)
    office.office.merge_villages(gone.id, kept.id, since=DECISION.on)
    now, then = lines(office, UnitsAs.END), lines(office, UnitsAs.START)
    assert {name: row.tally.joined for name, row in now.items()} == {"xã Bản Bo": 3, "bản Nà Ly": 3}
    # The plans of both villages are one plan now; shown as they were, each has its own.
    assert [plan.target.people for plan in now["bản Nà Ly"].plans] == [22]
    assert {name: (row.tally.joined, row.active, row.adults) for name, row in then.items()} == {
        name: (row.tally.joined, row.active, row.adults) for name, row in before.items()
    }  # fmt: skip
    assert [plan.target.people for plan in then["bản Hua Sẳng"].plans] == [12]
    for units in UnitsAs:
        assert len(office.reports.collect(COMMUNE, NOVEMBER, units=units).notes) == 1
    later = Period(date(2026, 11, 16), date(2026, 11, 30))
    assert office.reports.collect(COMMUNE, later).notes == ()


def test_a_chain_of_decisions_is_followed_back(office: App, tmp_path: Path) -> None:
    sign_up(office, "Vàng A Lử")
    header = ("kind", "old", "new")
    first = write_list(tmp_path / "a.csv", [("merged", "Hua Sẳng", "bản Sẳng Mới")], header=header)
    office.territory.apply(first, DECISION)
    second = write_list(tmp_path / "b.csv", [("merged", "Sẳng Mới", "Nà Ly")], header=header)
    office.territory.apply(second, Decision("13/NQ-HĐND", date(2026, 11, 18)))
    then = lines(office, UnitsAs.START)
    assert {name: row.tally.joined for name, row in then.items()} == {
        "xã Bản Bo": 1, "bản Nà Ly": 0, "bản Hua Sẳng": 1,
    }  # fmt: skip
    assert lines(office, UnitsAs.END)["bản Nà Ly"].tally.joined == 1


def test_targets_of_communes_of_the_former_list_count_for_what_they_became(
    office: App, tmp_path: Path
) -> None:
    for code, people in (("03424", 30), ("03427", 20)):
        set_target(office, Subject(SubjectKind.UNIT, code, "2024"), people)
    assert [plan.target.people for plan in lines(office, UnitsAs.END)["xã Bản Bo"].plans] == [50]
    village = Subject(SubjectKind.VILLAGE, office.office.find_village("Nà Ly").id.hex())
    set_target(office, village, 9)
    rows = [("divided", "Nà Ly", "Nà Trên"), ("divided", "Nà Ly", "Nà Dưới")]
    file = write_list(tmp_path / "c.csv", rows, header=("kind", "old", "new"))
    office.territory.apply(file, DECISION)
    report = office.reports.collect(COMMUNE, NOVEMBER)
    # Divided: the households still stand under the old village, and so does its target, with a warning.
    assert len(report.notes) == 3
    assert {row.name for row in report.rows} >= {"bản Nà Ly", "bản Nà Trên", "bản Nà Dưới"}


def test_the_monthly_report_is_by_the_units_of_the_start_as_well_and_says_so(office: App) -> None:
    kept, gone = office.office.find_village("Nà Ly"), office.office.find_village("Hua Sẳng")
    assert not office.reports.has_changed(NOVEMBER)
    office.office.merge_villages(gone.id, kept.id, since=DECISION.on)
    assert office.reports.has_changed(NOVEMBER)
    words = open_catalogue("vi")
    for units, named in ((UnitsAs.END, False), (UnitsAs.START, True)):
        paper = write_monthly(office.monthly.collect(COMMUNE, NOVEMBER.first, units=units), words)
        places = {str(row[0]) for grid in paper.grids for row in grid.rows}
        assert ("bản Hua Sẳng" in places) is named
        told = [part.text for part in paper.parts if isinstance(part, Sentence)]
        assert sum("Theo các đơn vị" in text or "theo đơn vị" in text.lower() for text in told) == 1
