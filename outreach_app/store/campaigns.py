"""Drives, targets and official figures, as the office entered them."""

from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import Measure, OfficialFigure, Sense
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.store.database import run
from outreach_app.store.households import read_date

_CAMPAIGN = (
    "SELECT id, name, starts_on, ends_on, unit_code, unit_vintage, note FROM campaign WHERE removed IS NULL"
)
_TARGET = (
    "SELECT id, subject_kind, subject_key, subject_vintage, scheme, aim, starts_on, ends_on, people, at_least, set_by,"
    " document, set_on, parent FROM target WHERE removed IS NULL"
)
_FIGURE = (
    "SELECT id, subject_kind, subject_key, subject_vintage, scheme, measure, told_on, since_on, amount, decimals,"
    " sense, source, note FROM official_figure WHERE removed IS NULL"
)


def list_campaigns(session: Session) -> list[Campaign]:
    """List the drives, the latest first."""
    rows = run(session, f"{_CAMPAIGN} ORDER BY starts_on DESC, name, id")
    return [
        Campaign(
            row[0],
            row[1],
            Period(date.fromisoformat(row[2]), date.fromisoformat(row[3])),
            row[4],
            row[5],
            row[6],
        )
        for row in rows
        if row[2] <= row[3]
    ]


def list_targets(session: Session, subject: Subject | None = None) -> list[Target]:
    """List the targets of a subject, or all: by scheme, then the longest and oldest first."""
    where, bound = _of_subject(subject)
    rows = run(session, f"{_TARGET}{where} ORDER BY scheme, starts_on, ends_on DESC, made", **bound)
    return [
        _make_target(row) for row in rows if _is_known(row, SubjectKind, Scheme, Aim) and row[6] <= row[7]
    ]


def read_target(session: Session, target: bytes) -> Target | None:
    """Read one target; None when it was taken back."""
    rows = run(session, f"{_TARGET} AND id = :id", id=target)
    return next((_make_target(row) for row in rows), None)


def list_figures(session: Session, subject: Subject | None = None) -> list[OfficialFigure]:
    """List the official figures of a subject, or all, by day."""
    where, bound = _of_subject(subject)
    rows = run(session, f"{_FIGURE}{where} ORDER BY told_on, scheme, made", **bound)
    return [_make_figure(row) for row in rows if _is_known(row, SubjectKind, None, Measure)]


def _of_subject(subject: Subject | None) -> tuple[str, dict[str, str]]:
    if subject is None:
        return "", {}
    told = {"kind": subject.kind.value, "key": subject.key, "vintage": subject.vintage}
    return " AND subject_kind = :kind AND subject_key = :key AND subject_vintage = :vintage", told


def _is_known(row: Any, *kinds: Any) -> bool:
    """Whether the words of a row are ours; those of a newer program are left out, not broken on."""
    words = (row[1], row[4], row[5])
    return all(kind is None or word in set(kind) for word, kind in zip(words, kinds, strict=True))


def _make_target(row: Any) -> Target:
    return Target(
        id=row[0], subject=Subject(SubjectKind(row[1]), row[2], row[3]), scheme=Scheme(row[4]), aim=Aim(row[5]),
        period=Period(date.fromisoformat(row[6]), date.fromisoformat(row[7])), people=row[8], at_least=bool(row[9]),
        set_by=row[10], document=row[11], set_on=read_date(row[12]), parent=row[13],
    )  # fmt: skip


def _make_figure(row: Any) -> OfficialFigure:
    return OfficialFigure(
        id=row[0], subject=Subject(SubjectKind(row[1]), row[2], row[3]),
        scheme=Scheme(row[4]) if row[4] in set(Scheme) else None, measure=Measure(row[5]),
        on=date.fromisoformat(row[6]), since=read_date(row[7]), value=row[8], decimals=row[9],
        sense=Sense(row[10]) if row[10] in set(Sense) else Sense.EXACT, source=row[11], note=row[12],
    )  # fmt: skip
