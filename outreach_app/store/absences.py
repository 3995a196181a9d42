"""People who are away for work or came back, read in one pass over the few that are."""

from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.absences import Absence, AwayPerson
from outreach_app.domain.visits import Channel
from outreach_app.store.absence_columns import COLUMNS, make_absence, read_key
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date
from outreach_app.store.withheld import SILENT

_UNHEARD = "('not_home', 'working_away', 'wrong_address', 'moved_away')"
"""Outcomes of a person that tell of somebody nobody spoke with."""

_PEOPLE = f"""
SELECT p.id, p.name, h.id, h.code, s.head_name, h.village, coalesce(v.name, ''), p.phone, p.zalo, h.phone,
 coalesce(p.preferred_channel, h.preferred_channel),
 (SELECT max(f.visited_on) FROM visit_fact f JOIN visit t ON t.number = f.visit
  WHERE f.household = h.id AND f.current AND (instr(t.met, p.id) > 0 OR EXISTS (SELECT 1 FROM visit_outcome o
   WHERE o.visit = f.visit AND o.person = p.id AND o.outcome NOT IN {_UNHEARD}))),
 {", ".join(f"p.{name}" for name in COLUMNS)}
FROM person p LEFT JOIN merged m ON m.row = p.household
JOIN household h ON h.id = coalesce(m.survivor, p.household) JOIN household_state s ON s.household = h.id
LEFT JOIN village v ON v.id = h.village
WHERE p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact
 AND p.id NOT IN {SILENT} AND h.id NOT IN {SILENT}
 AND NOT s.hidden AND NOT h.do_not_contact AND (:village IS NULL OR s.village = :village)
"""


def list_away(session: Session, *, village: bytes | None = None) -> list[AwayPerson]:
    """Read everybody who is away now; those who asked not to be contacted are left out."""
    return [_make_away(row) for row in run(session, f"{_PEOPLE} AND p.away", village=village)]


def list_returned(session: Session, since: date, *, village: bytes | None = None) -> list[AwayPerson]:
    """Read everybody who is back home since a day or later."""
    wanted = f"{_PEOPLE} AND NOT p.away AND p.returned_on IS NOT NULL AND p.returned_on >= :since"
    return [_make_away(row) for row in run(session, wanted, village=village, since=since.isoformat())]


def read_absence(session: Session, person: bytes) -> Absence | None:
    """Read what is known of one person's absence; None for somebody who is not here."""
    row = run_one(
        session, f"SELECT {', '.join(COLUMNS)} FROM person WHERE id = :p AND removed IS NULL", p=person
    )
    return make_absence(row) if row else None


def _make_away(row: Any) -> AwayPerson:
    return AwayPerson(
        person=row[0], name=row[1], household=row[2], code=row[3], head=row[4], village=row[5] or b"",
        village_name=row[6], phone=row[7], zalo=row[8], home_phone=row[9], channel=read_key(Channel, row[10]),
        last_talk=read_date(row[11]), absence=make_absence(row[12:]),
    )  # fmt: skip
