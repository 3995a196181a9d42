"""The rows of each table of an export, in batches and in the dictionary's order of columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.covers import ALWAYS, ENDLESS
from outreach_app.domain.exports import Column, ColumnType, ExportTable
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.services.counting import read_facts
from outreach_app.services.territory_data import read_standing
from outreach_app.store import campaigns, export_rows, meetings, villages

Batch = Sequence[Sequence[Any]]
Row = tuple[Any, ...]
_COVERS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class TableRows:
    """Reads tables inside one transaction, so that all tables tell of the same moment."""

    session: Session
    within: Period | None

    def read(self, table: ExportTable, *, with_names: bool) -> Iterator[Batch]:
        """Read one table; ids are written in hexadecimal."""
        columns = table.choose(with_names=with_names)
        names = [each.name for each in columns]
        if table.name in export_rows.TABLES:
            batches = export_rows.read_batches(self.session, table.name, names, self.within)
        else:
            batches = _READERS[table.name](self)
        for batch in batches:
            yield _write_ids(columns, batch)

    def list_villages(self) -> Iterator[list[Row]]:
        """Villages with the names of today's units."""
        territory = read_standing(self.session)
        rows: list[Row] = []
        for village in self._villages():
            commune = territory.commune(village.commune_code)
            province = territory.unit(commune.parent_code, commune.vintage) if commune else None
            rows.append(
                (
                    village.id, village.name, village.kind, village.commune_code,
                    commune.full_name if commune else None, province.code if province else None,
                    province.full_name if province else None,
                )
            )  # fmt: skip
        yield rows

    def list_covers(self) -> Iterator[list[Row]]:
        """Covers as the reports join them, scheme by scheme, by person."""
        facts = read_facts(self.session)
        silent = export_rows.list_silent(self.session)
        communes = {village.id: village.commune_code for village in self._villages()}
        rows: list[Row] = []
        for scheme in sorted(Scheme):
            told = (
                (person, home, first, last)
                for home, known in facts.villages.items()
                if (covers := known.covers.get(scheme))
                for person, first, last in zip(covers.people, covers.firsts, covers.lasts, strict=True)
                if person not in silent
            )
            for person, home, first, last in sorted(told):
                days = (_write_day(first, ALWAYS), _write_day(last, ENDLESS))
                rows.append((person, home or None, communes.get(home), scheme.value, *days))
                if len(rows) >= _COVERS_AT_ONCE:
                    yield rows
                    rows = []
        yield rows

    def list_meetings(self) -> Iterator[list[Row]]:
        """Meetings, the oldest first."""
        days = (self.within.first, self.within.last) if self.within else (None, None)
        found = meetings.list_meetings(self.session, start=days[0], end=days[1])
        communes = {village.id: village.commune_code for village in self._villages()}
        yield [
            (
                each.id, each.day.isoformat(), each.kind.value, each.village, communes.get(each.village or b""),
                each.planned, each.invited, each.coming, each.came, each.others,
            )
            for each in sorted(found, key=lambda meeting: (meeting.day, meeting.id))
        ]  # fmt: skip

    def list_coverage(self) -> Iterator[list[Row]]:
        """How far each village is today."""
        yield [
            (each.village.id, each.village.commune_code, each.known, each.knocked, each.spoken_to)
            for each in sorted(villages.read_coverage(self.session), key=lambda row: row.village.id)
        ]

    def list_targets(self) -> Iterator[list[Row]]:
        """Every target, by id."""
        yield [
            (
                each.id, *_tell_subject(each.subject), each.scheme.value, each.aim.value,
                each.period.first.isoformat(), each.period.last.isoformat(), each.people, each.at_least,
                each.set_on.isoformat() if each.set_on else None, each.parent,
            )
            for each in sorted(campaigns.list_targets(self.session), key=lambda target: target.id)
        ]  # fmt: skip

    def list_figures(self) -> Iterator[list[Row]]:
        """Every official figure, by id."""
        yield [
            (
                each.id, *_tell_subject(each.subject), each.scheme.value if each.scheme else None, each.measure.value,
                each.since.isoformat() if each.since else None, each.on.isoformat(), each.value, each.decimals,
                each.sense.value, each.source or None,
            )
            for each in sorted(campaigns.list_figures(self.session), key=lambda figure: figure.id)
        ]  # fmt: skip

    def _villages(self) -> list[VillageRow]:
        return sorted(villages.list_villages(self.session), key=lambda village: village.id)


_READERS: Mapping[str, Callable[[TableRows], Iterator[list[Row]]]] = {
    "village": TableRows.list_villages,
    "cover": TableRows.list_covers,
    "meeting": TableRows.list_meetings,
    "coverage": TableRows.list_coverage,
    "target": TableRows.list_targets,
    "official_figure": TableRows.list_figures,
}


def _write_day(number: int, unknown: int) -> str | None:
    return date.fromordinal(number).isoformat() if number != unknown else None


def _tell_subject(subject: Subject) -> tuple[str, str | None, str | None]:
    # An organisation is known by its name, which may be somebody's.
    key = None if subject.kind is SubjectKind.AGENCY else subject.key
    return subject.kind.value, key, subject.vintage or None


def _write_ids(columns: Sequence[Column], batch: Batch) -> Batch:
    places = [place for place, each in enumerate(columns) if each.type is ColumnType.ID]
    if not places or not batch:
        return batch
    cells: list[Sequence[Any]] = list(zip(*batch, strict=True))
    for place in places:
        cells[place] = [None if row is None else row.hex() for row in cells[place]]
    return list(zip(*cells, strict=True))
