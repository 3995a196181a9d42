"""The office's own words in the objection book, and what became of the households that named a worry."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach_app.domain.objections import ObjectionResults
from outreach_app.domain.visits import WON, Outcome, Reaction
from outreach_app.store.database import run, run_one


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """The latest words for a worry in one language; an empty answer takes the office's words back."""

    worry: str
    words: str
    answer: str
    avoid: str
    sources: str


def list_entries(session: Session, language: str) -> list[StoredEntry]:
    """Read the latest row of every worry the office has written about in a language."""
    rows = run(
        session,
        "SELECT worry, words, answer, avoid, sources FROM (SELECT *, row_number() OVER"
        " (PARTITION BY worry ORDER BY made DESC, id DESC) AS place FROM objection_entry WHERE language = :l)"
        " newest WHERE place = 1 ORDER BY worry",
        l=language,
    )
    return [StoredEntry(*row) for row in rows]


_SINCE = (
    "WITH heard AS (SELECT t.household, min(t.visited_on) AS day FROM visit t JOIN visit_fact f ON f.visit = t.number"
    " WHERE f.current AND t.objection = :w GROUP BY t.household),"
    " later AS (SELECT h.household, t.number, t.visited_on, t.made, t.reaction, t.objection, f.outcome FROM heard h"
    " JOIN visit t ON t.household = h.household AND t.visited_on >= h.day"
    " JOIN visit_fact f ON f.visit = t.number AND f.current)"
)


def count_results(session: Session, worry: str) -> ObjectionResults:
    """Count the households that named a worry by what they say since: who joined, who thinks, who refuses."""
    rows = run(
        session,
        f"{_SINCE} SELECT household, outcome, reaction, objection,"
        " EXISTS (SELECT 1 FROM visit_outcome o"
        "  WHERE o.visit = later.number AND o.outcome IN ('signed_up', 'continuing'))"
        " FROM later ORDER BY visited_on, made",
        w=worry,
    )
    joined, last, reassured = set[bytes](), dict[bytes, str](), set[bytes]()
    for household, outcome, reaction, objection, won in rows:
        if won or outcome in {each.value for each in WON}:
            joined.add(household)
        last[household] = outcome or last.get(household, "")
        if objection == worry and reaction == Reaction.REASSURED.value:
            reassured.add(household)
    rest = [outcome for household, outcome in last.items() if household not in joined]
    return ObjectionResults(
        heard=len(last),
        reassured=len(reassured),
        joined=len(joined),
        thinking=sum(outcome in (Outcome.THINKING.value, Outcome.CALL_BACK.value) for outcome in rest),
        refuses=rest.count(Outcome.REFUSED.value),
    )


def read_last_worry(session: Session, household: bytes) -> str | None:
    """The worry named at a household's latest visit that named one."""
    row = run_one(
        session,
        "SELECT t.objection FROM visit t JOIN visit_fact f ON f.visit = t.number"
        " WHERE f.household = :h AND f.current AND t.objection IS NOT NULL"
        " ORDER BY t.visited_on DESC, t.made DESC LIMIT 1",
        h=household,
    )
    return row[0] if row else None


def read_phone(session: Session) -> str:
    """The insurance office's telephone as the office entered it last; empty when it did not."""
    row = run_one(session, "SELECT phone FROM office_contact ORDER BY made DESC, id DESC LIMIT 1")
    return str(row[0]) if row else ""
