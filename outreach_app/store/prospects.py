"""The people who are to be asked, each with reason and source, as one list over all villages."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from outreach_app.domain.people import Scheme
from outreach_app.domain.prospect_rows import ProspectCount, ProspectFilter, ProspectLine
from outreach_app.domain.prospects import OPEN_STAGES, Stage
from outreach_app.store.database import run
from outreach_app.store.households import read_date
from outreach_app.store.withheld import SILENT

_OPEN = ", ".join(f"'{each}'" for each in sorted(OPEN_STAGES))
_FROM = f"""
FROM prospect r LEFT JOIN merged m ON m.row = r.person JOIN person p ON p.id = coalesce(m.survivor, r.person)
LEFT JOIN merged g ON g.row = p.household JOIN household h ON h.id = coalesce(g.survivor, p.household)
LEFT JOIN village v ON v.id = h.village
WHERE r.removed IS NULL AND p.removed IS NULL AND h.removed IS NULL AND NOT p.deceased AND NOT p.do_not_contact
 AND NOT h.do_not_contact AND p.id NOT IN {SILENT} AND h.id NOT IN {SILENT}
 AND (:closed AND r.stage = 'closed' OR NOT :closed AND r.stage IN ({_OPEN}))
 AND (:village IS NULL OR h.village = :village) AND (:reason IS NULL OR r.reason = :reason)
 AND (:scheme IS NULL OR r.scheme = :scheme) AND (:import_id IS NULL OR r.import_id = :import_id)
"""
_LINES = f"""
SELECT r.id, p.id, p.name, h.id, h.code, coalesce(v.name, ''), r.scheme, r.reason, r.source, r.source_row, r.import_id,
 r.named_on, r.stage, r.next_on, r.employees, r.insured_employees {_FROM}
ORDER BY v.name, h.code, p.number, r.scheme LIMIT :limit
"""
_COUNTS = f"""
SELECT r.reason, r.scheme, count(*), count(DISTINCT p.id), count(DISTINCT h.id) {_FROM}
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""


def list_lines(session: Session, wanted: ProspectFilter, *, limit: int) -> list[ProspectLine]:
    """List who is to be asked, village by village."""
    return list(map(_make, run(session, _LINES, **_bind(wanted), limit=limit)))


def count_reasons(session: Session, wanted: ProspectFilter) -> list[ProspectCount]:
    """Count who is to be asked by reason and scheme."""
    return [
        ProspectCount(row[0], Scheme(row[1]), row[2], row[3], row[4])
        for row in run(session, _COUNTS, **_bind(wanted))
    ]


def _bind(wanted: ProspectFilter) -> dict[str, object]:
    return {
        "closed": wanted.closed, "village": wanted.village, "reason": wanted.reason,
        "scheme": wanted.scheme.value if wanted.scheme else None, "import_id": wanted.import_id,
    }  # fmt: skip


def _make(row: Sequence[Any]) -> ProspectLine:
    return ProspectLine(
        id=row[0], person=row[1], name=row[2], household=row[3], code=row[4], village=row[5], scheme=Scheme(row[6]),
        reason=row[7], source=row[8], source_row=row[9], import_id=row[10], named_on=read_date(row[11]),
        stage=Stage(row[12]), next_on=read_date(row[13]), employees=row[14], insured_employees=row[15],
    )  # fmt: skip
