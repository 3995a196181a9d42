"""Waiting pairs as a person sees them: both rows side by side, with where they stand and who wrote them."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.duplicates import (
    COMPARED,
    PLAIN_BITS,
    Duplicate,
    DuplicateSide,
    Sureness,
    choose_kept,
    differing_fields,
)
from outreach_app.store import conflicts, duplicate_rows, duplicates
from outreach_app.store.conflicts import Device
from outreach_app.store.duplicate_queue import WaitingPair
from outreach_app.store.duplicate_rows import SideRow


def make_duplicates(session: Session, pairs: Sequence[WaitingPair]) -> list[Duplicate]:
    """Make the items of a page of pairs, in their order."""
    rows: dict[bytes, SideRow] = {}
    for subject in COMPARED:
        wanted = {row for pair in pairs if pair.subject == subject for row in (pair.one, pair.other)}
        rows |= duplicate_rows.read_sides(session, subject, wanted)
    devices = conflicts.read_devices(session)
    authors = conflicts.read_authors(session, {row.author for row in rows.values() if row.author})
    plain = (duplicates.read_register(session).least_bits + PLAIN_BITS) * 10 if pairs else 0.0
    return [
        _make_duplicate(pair, rows[pair.one], rows[pair.other], devices, authors, plain=plain)
        for pair in pairs
        if pair.one in rows and pair.other in rows
    ]


def _make_duplicate(
    pair: WaitingPair, one: SideRow, other: SideRow, devices: Mapping[bytes, Device], authors: Mapping[bytes, str], *,
    plain: float,
) -> Duplicate:  # fmt: skip
    told = [{name: each.values.get(name, "") for name in COMPARED[pair.subject]} for each in (one, other)]
    return Duplicate(
        id=pair.id, subject=pair.subject, sureness=Sureness.PLAIN if pair.bits >= plain else Sureness.LIKELY,
        reason_keys=pair.reasons, one=_make_side(one, devices, authors), other=_make_side(other, devices, authors),
        differing=differing_fields(pair.subject, told[0], told[1]),
        keeps=choose_kept((told[0], one.made, one.id), (told[1], other.made, other.id)),
    )  # fmt: skip


def _make_side(row: SideRow, devices: Mapping[bytes, Device], authors: Mapping[bytes, str]) -> DuplicateSide:
    device = devices.get(row.id[:8])
    return DuplicateSide(
        row=row.id, household=row.household, household_code=row.code, head=row.head, village_name=row.village_name,
        values=row.values, device=device.name if device else "", author=authors.get(row.author or b"", ""),
        at=moment_of(row.made),
    )  # fmt: skip
