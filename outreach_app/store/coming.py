"""What waits at the doors and in the papers of some villages: promised returns, sign-ups whose papers came back."""

from collections import Counter
from datetime import date

from sqlmodel import Session

from outreach_app.domain.dossiers import DossierStep
from outreach_app.store.database import run
from outreach_app.store.dossiers import read_standings
from outreach_app.store.withheld import SILENT


def count_promises(session: Session, until: date) -> Counter[bytes]:
    """Count by village the doors whose last visit promised a return by a day, whoever promised it."""
    rows = run(
        session,
        "SELECT s.village, count(*) FROM ("
        " SELECT f.household, t.next_on, t.next_step,"
        "  row_number() OVER (PARTITION BY f.household ORDER BY t.visited_on DESC, t.made DESC) AS place"
        "  FROM visit_fact f JOIN visit t ON t.number = f.visit WHERE f.current"
        ") last JOIN household_state s ON s.household = last.household"
        " JOIN household h ON h.id = last.household"
        " WHERE last.place = 1 AND last.next_on <= :d AND last.next_step <> 'none'"
        f" AND NOT s.hidden AND NOT h.do_not_contact AND h.id NOT IN {SILENT} AND s.village IS NOT NULL"
        " GROUP BY s.village",
        d=until.isoformat(),
    )
    return Counter({bytes(village): int(count) for village, count in rows})


def count_returned(session: Session) -> Counter[bytes]:
    """Count by village the sign-ups whose papers the office gave back and nobody has handed in again."""
    rows = run(
        session,
        "SELECT DISTINCT e.id, s.village FROM dossier_state d JOIN enrolment e ON e.id = d.enrolment"
        " LEFT JOIN merged m ON m.row = e.household"
        " JOIN household_state s ON s.household = coalesce(m.survivor, e.household)"
        " WHERE d.state = :returned AND e.removed IS NULL AND s.village IS NOT NULL",
        returned=DossierStep.RETURNED.value,
    )
    homes = {bytes(row[0]): bytes(row[1]) for row in rows}
    steps = read_standings(session, list(homes))
    return Counter(homes[each] for each, standing in steps.items() if standing.step is DossierStep.RETURNED)
