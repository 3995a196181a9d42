"""The table of villages: doors, doors not visited for long, adults and members, in order, as a file."""

from decimal import Decimal

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.village_coverage import VillageLine
from outreach_app.domain.visits import Outcome
from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import open_catalogue
from outreach_app.services.visits import NewVisit
from tests.services.test_reports import CARD, VOLUNTARY, cover, people_of
from tests.workspaces import COMMUNE, card_of
from ui.presenters.villages import Column, sort_lines


def test_every_village_tells_its_doors_adults_and_members(office: App) -> None:
    one, two, *_ = people_of(office)
    cover(office, one, "2026-01-01", None)
    cover(office, one, "2026-01-01", "2026-12-31", CARD)
    cover(office, two, "2026-01-01", "2026-12-31", CARD)
    home = card_of(office, "Lò Văn Páo").household.id
    office.visits.log(NewVisit(home, office.desk.today, door_outcome=Outcome.NOT_HOME))
    table = office.village_coverage.read(COMMUNE, days=30)
    other, line = table.lines
    assert (line.name, line.known, line.knocked, line.spoken_to, line.neglected) == ("bản Nà Ly", 3, 1, 0, 2)
    assert (line.adults, line.members[VOLUNTARY], line.members[CARD], line.anybody) == (6, 1, 2, 2)
    assert line.coverage == Decimal("16.67")
    assert (other.neglected, table.whole.known, table.whole.members[VOLUNTARY]) == (2, 5, 1)
    book = office.village_coverage.write_table(table, TableKind.CSV, open_catalogue("en")).decode("utf-8-sig")
    assert book.splitlines()[2].endswith("bản Nà Ly,3,1,33.33,0,2,6,1,2,2,16.67")
    assert office.village_coverage.print_table(table, open_catalogue("vi")).startswith(b"%PDF")


def line(name: str, voluntary: int, adults: int) -> VillageLine:
    return VillageLine(name.encode(), name, "", 0, 0, 0, 0, adults, {Scheme.VOLUNTARY: voluntary})


def test_villages_stand_by_number_then_by_name_and_those_without_one_come_last() -> None:
    lines = [line("Đ", 1, 10), line("A", 2, 10), line("B", 1, 10), line("C", 0, 0)]
    by_share = [each.name for each in sort_lines(lines, Column.COVERAGE, falling=True)]
    assert by_share == ["A", "B", "Đ", "C"]
    assert [each.name for each in sort_lines(lines, Column.COVERAGE, falling=False)] == ["B", "Đ", "A", "C"]
    assert [each.name for each in sort_lines(lines, Column.NAME, falling=True)] == ["Đ", "C", "B", "A"]
