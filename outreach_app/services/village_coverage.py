"""The table of villages: how far each is, as rows, as a file to calculate with, and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.crowds import Crowd
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.rows import Coverage
from outreach_app.domain.table_paper import TablePaper
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.territory import Territory, name_village
from outreach_app.domain.text import sort_key_place
from outreach_app.domain.village_coverage import VillageLine, VillageTable
from outreach_app.exchange.table_writer import Cell, Table, TableKind, write_csv, write_xlsx
from outreach_app.i18n import Catalogue
from outreach_app.services.counting import Counts, read_facts
from outreach_app.services.desk import Desk
from outreach_app.services.result_lines import find_places
from outreach_app.services.table_pages import lay_table, render_pages
from outreach_app.services.territory_data import read_standing
from outreach_app.store import neglected, settings, villages


@dataclass(frozen=True, slots=True)
class VillageCoverage:
    """Reads only; no person is named."""

    desk: Desk

    def read(self, unit_code: str, *, days: int) -> VillageTable:
        """Tell every village of a unit by name; a door counts as neglected after so many days without a visit."""
        today = self.desk.today
        with self.desk.read() as session:
            territory = read_standing(session)
            whole = find_places(session, territory, unit_code)[0]
            facts = read_facts(session)
            counts, adults = Counts(facts, today), facts.count_adults(today)
            waiting = neglected.count_neglected(session, today - timedelta(days=days))
            wanted = set(whole.keys)
            office = settings.read_machine(session).office_name
            known = [each for each in villages.read_coverage(session) if each.village.id in wanted]
        lines = [
            _make_line(each, counts, today, named=territory, adults=adults, waiting=waiting) for each in known
        ]
        lines.sort(key=lambda line: (line.commune, sort_key_place(line.name)))
        return VillageTable(unit_code, whole.name, today, days, tuple(lines), office)

    def write_table(self, table: VillageTable, kind: TableKind, words: Catalogue) -> bytes:
        """Write the villages as a worksheet, pages or comma-separated text, with every scheme that has a member."""
        if kind is TableKind.PDF:
            return self.print_table(table, words)
        laid = make_table(table, words)
        return write_csv(laid) if kind is TableKind.CSV else write_xlsx([laid], day=table.on)

    def print_table(self, table: VillageTable, words: Catalogue) -> bytes:
        """Render the villages as a PDF."""
        return render_pages(make_paper(table, words), words)


def _make_line(
    each: Coverage,
    counts: Counts,
    on: date,
    *,
    named: Territory,
    adults: Mapping[bytes, int],
    waiting: Mapping[bytes, int],
) -> VillageLine:
    row, keys = each.village, (each.village.id,)
    unit = named.commune(row.commune_code)
    commune = unit.full_name if unit else row.commune_code
    members = {scheme: counts.count_members(scheme, on, SubjectKind.VILLAGE, keys=keys) for scheme in Scheme}
    return VillageLine(
        row.id, name_village(row.kind, row.name), commune, each.known, each.knocked, each.spoken_to,
         waiting.get(row.id, 0), adults.get(row.id, 0), members,
        counts.count_members(Crowd.ANY, on, SubjectKind.VILLAGE, keys=keys),
    )  # fmt: skip


def make_paper(table: VillageTable, words: Catalogue) -> TablePaper:
    """Put the villages on paper, below all of them together; of several communes each below its own name."""
    laid = make_table(table, words)
    several = len({line.commune for line in table.lines}) > 1
    whole = [table.name, table.name, *_make_cells(table.whole, schemes_of(table))[2:]]
    rows = [whole, *laid.rows] if len(table.lines) > 1 else list(laid.rows)
    bold = frozenset({0}) if len(table.lines) > 1 else frozenset[int]()
    if not several:
        # A column that says the same in every line says it once, above.
        shown = Table(laid.name, laid.labels[1:], [row[1:] for row in rows])
        parts = lay_table(shown, words, bold=bold)
    else:
        parts = lay_table(Table(laid.name, laid.labels, rows), words, banded=True, bold=bold)
    about = [table.name, words.context("print", "as known on {day}", day=table.on)]
    return TablePaper(words.context("villages", "How far each village is"), table.office_name, about, parts)


def make_table(table: VillageTable, words: Catalogue) -> Table:
    """Lay the villages out as a table: nothing of a scheme that has no member anywhere."""
    schemes = schemes_of(table)
    labels = [
        words.context("villages", "Commune"), words.context("villages", "Village"), words.context("villages", "Doors"),
        words.context("villages", "Knocked"), words.context("villages", "Knocked %"),
        words.context("villages", "Spoken to"),
        words.context("villages", "No visit for {days} days", days=table.days), words.context("villages", "Adults"),
        *(words.text(SCHEME_NAMES[scheme]) for scheme in schemes), words.context("villages", "In any scheme"),
        words.context("villages", "Voluntary % of adults"),
    ]  # fmt: skip
    rows = [_make_cells(line, schemes) for line in table.lines]
    return Table(words.context("villages", "Villages"), labels, rows)


def schemes_of(table: VillageTable) -> list[Scheme]:
    """The schemes that have a member anywhere."""
    return [scheme for scheme in Scheme if table.whole.members.get(scheme, 0)]


def _make_cells(line: VillageLine, schemes: Sequence[Scheme]) -> list[Cell]:
    return [
        line.commune, line.name, line.known, line.knocked, line.knocked_percent, line.spoken_to, line.neglected,
        line.adults, *(line.members.get(scheme, 0) for scheme in schemes), line.anybody, line.coverage,
    ]  # fmt: skip
