"""The weeks of a unit: from the workspace, or from an export, which answers faster and is as old as it is."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from outreach_app.domain.periods import Period
from outreach_app.domain.territory import Level
from outreach_app.domain.weeks import Road, WeeklyReport, add_up_weeks
from outreach_app.errors import NotFound, say
from outreach_app.garbage import collector_paused
from outreach_app.services.desk import Desk
from outreach_app.services.territory_data import read_standing
from outreach_app.store import weeks


@dataclass(frozen=True, slots=True)
class WeeklyReports:
    """Counts visits, outcomes and sign-ups by commune and week."""

    desk: Desk

    def read(self, unit_code: str, period: Period, *, export: Path | None = None) -> WeeklyReport:
        """Count the weeks of a commune or of everything in a province, cut to the days of the period.

        NotFound for a unit there is not; BadInput for a folder that holds no Parquet export of these days.
        """
        with self.desk.read() as session:
            names = _name_communes(session, unit_code)
        return self._read_workspace(names, period) if export is None else _read_export(names, period, export)

    def _read_workspace(self, names: dict[str, str], period: Period) -> WeeklyReport:
        with self.desk.read() as session, collector_paused():
            communes = weeks.read_communes(session)
            visited = weeks.count_visits(session, period, communes)
            outcomes = weeks.count_outcomes(session, period, communes)
            sign_ups = weeks.count_sign_ups(session, period, communes)
        rows = add_up_weeks(
            (each for each in visited if each[0] in names),
            (each for each in outcomes if each[0] in names),
            (each for each in sign_ups if each[0] in names),
        )
        return WeeklyReport(Road.WORKSPACE, rows, _used(names, {row.commune for row in rows}))


def _read_export(names: dict[str, str], period: Period, export: Path) -> WeeklyReport:
    from outreach_app.exchange.parquet_weeks import count_weeks

    told = count_weeks(export, period, names.keys())
    rows = add_up_weeks(told.visited, told.outcomes, told.sign_ups)
    used = _used(names, {row.commune for row in rows})
    return WeeklyReport(Road.EXPORT, rows, used, told.written_at, told.left_out)


def _used(names: dict[str, str], codes: Collection[str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if code in codes}


def _name_communes(session: Session, unit_code: str) -> dict[str, str]:
    territory = read_standing(session)
    unit = territory.unit(unit_code, territory.present)
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=unit_code), say("Search for the unit by its name.")
        )
    communes = (unit,) if unit.level is Level.COMMUNE else territory.communes_of(unit.code)
    return {each.code: each.full_name for each in communes}
