"""Receipts, receipt books and cash that was handed over, as they stand after corrections."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from outreach_app.domain.cash import HandOverRow
from outreach_app.domain.receipts import SEPARATORS, UNDONE, Means, ReceiptBook, ReceiptRow, Span
from outreach_app.store import engine
from outreach_app.store.database import run, run_one
from outreach_app.store.households import read_date
from outreach_app.store.packing import unpack

_STANDS = "NOT EXISTS (SELECT 1 FROM {table} later WHERE later.supersedes = t.id)"
RECEIPT_STANDS = (
    f"{_STANDS.format(table='receipt')} AND (t.amount = 0 OR NOT EXISTS (SELECT 1 FROM receipt twin"
    " WHERE twin.supersedes = t.supersedes AND twin.amount <> 0 AND (twin.made, twin.id) > (t.made, t.id)))"
)
"""Of a receipt `t`: nothing replaced it. Money that two machines let stand again for one void row counts once."""
_RECEIPT = (
    "SELECT t.id, t.receipt_number, t.amount, t.means, t.received_on, t.canvasser, coalesce(c.name, ''), t.enrolment,"
    " coalesce(m.survivor, e.household), coalesce(s.head_name, ''), coalesce(p.name, ''), t.voided"
    " FROM receipt t LEFT JOIN enrolment e ON e.id = t.enrolment LEFT JOIN merged m ON m.row = e.household"
    " LEFT JOIN household_state s ON s.household = coalesce(m.survivor, e.household)"
    " LEFT JOIN merged pm ON pm.row = e.person LEFT JOIN person p ON p.id = coalesce(pm.survivor, e.person)"
    " LEFT JOIN canvasser c ON c.id = t.canvasser"
    f" WHERE {RECEIPT_STANDS} AND (t.amount <> 0 OR coalesce(t.voided, '{UNDONE}') <> '{UNDONE}')"
)
_BOOK = (
    "SELECT t.id, t.series, t.first_number, t.last_number, t.width, t.canvasser, coalesce(c.name, ''), t.issued_on,"
    " t.returned_on, t.blank_from, t.note FROM receipt_book t LEFT JOIN canvasser c ON c.id = t.canvasser"
    f" WHERE t.withdrawn IS NULL AND {_STANDS.format(table='receipt_book')}"
)
_HANDED = (
    "SELECT t.id, t.day, t.canvasser, coalesce(c.name, ''), t.receiver_name, t.due, t.counted, t.why, t.receipts"
    " FROM hand_over t LEFT JOIN canvasser c ON c.id = t.canvasser"
    f" WHERE t.withdrawn IS NULL AND {_STANDS.format(table='hand_over')}"
)
_STRIPPED = (
    "upper("
    + "replace(" * len(SEPARATORS)
    + "t.receipt_number"
    + "".join(f", '{each}', '')" for each in SEPARATORS)
    + ")"
)


def list_receipts(session: Session) -> list[ReceiptRow]:
    """Read every receipt that stands, voids included, in the order they were written."""
    return _make_receipts(run(session, f"{_RECEIPT} ORDER BY t.made, t.id"))


def list_of_enrolment(session: Session, enrolment: bytes) -> list[ReceiptRow]:
    """Read the receipts of one sign-up, voids included."""
    return _make_receipts(
        run(session, f"{_RECEIPT} AND t.enrolment = :e ORDER BY t.received_on, t.made", e=enrolment)
    )


def list_of_canvasser(session: Session, canvasser: bytes | None, *, until: date) -> list[ReceiptRow]:
    """Read what one person wrote up to a day, voids included."""
    rows = run(
        session,
        f"{_RECEIPT} AND t.canvasser IS NOT DISTINCT FROM :c AND t.received_on <= :d"
        " ORDER BY t.received_on, t.receipt_number, t.made",
        c=canvasser,
        d=until.isoformat(),
    )
    return _make_receipts(rows)


def list_of_series(session: Session, series: str) -> list[ReceiptRow]:
    """Read the receipts whose number may be of a series (`fold_series` spells it); a few others may be among them."""
    if not series.isascii():
        return list_receipts(session)
    return _make_receipts(run(session, f"{_RECEIPT} AND {_STRIPPED} LIKE :s", s=f"{series}%"))


def list_with_serial(session: Session, serial: int) -> list[ReceiptRow]:
    """Read the receipts whose number ends in these digits."""
    return _make_receipts(run(session, f"{_RECEIPT} AND t.receipt_number LIKE :s", s=f"%{serial}"))


def read_receipt(session: Session, receipt: bytes) -> ReceiptRow | None:
    """Read one receipt if it stands."""
    return next(iter(_make_receipts(run(session, f"{_RECEIPT} AND t.id = :id", id=receipt))), None)


def read_amounts(session: Session, sign_ups: Sequence[bytes]) -> dict[bytes, tuple[int, tuple[str, ...]]]:
    """Sum up what was taken for each of these sign-ups, in đồng, with the numbers of its receipts."""
    found: dict[bytes, tuple[int, tuple[str, ...]]] = {}
    for chunk in engine.in_chunks(sign_ups):
        rows = engine.fetch_rows(
            session.connection(),
            "SELECT t.enrolment, t.amount, t.receipt_number FROM receipt t WHERE t.amount <> 0"
            f" AND t.enrolment IN ({engine.placeholders(len(chunk))}) AND {RECEIPT_STANDS}"
            " ORDER BY t.made",
            chunk,
        )
        for enrolment, amount, number in rows:
            taken, numbers = found.get(enrolment, (0, ()))
            found[enrolment] = (taken + amount, (*numbers, number))
    return found


def list_books(session: Session) -> list[ReceiptBook]:
    """Read the books as they stand, the newest first."""
    rows = run(session, f"{_BOOK} ORDER BY t.issued_on DESC, t.series, t.first_number")
    return [_make_book(row) for row in rows]


def read_book(session: Session, book: bytes) -> ReceiptBook | None:
    """Read one book as it stands, by the id of its newest row."""
    row = run_one(session, f"{_BOOK} AND t.id = :id", id=book)
    return _make_book(row) if row else None


def list_hand_overs(session: Session, *, since: date | None = None) -> list[HandOverRow]:
    """Read the cash that was handed over, the newest first."""
    rows = run(
        session,
        f"{_HANDED} AND t.day >= :d ORDER BY t.day DESC, t.made DESC",
        d=since.isoformat() if since else "",
    )
    return [_make_hand_over(row) for row in rows]


def list_handed_by(session: Session, canvasser: bytes | None) -> list[HandOverRow]:
    """Read what one person handed over, the newest first."""
    rows = run(
        session,
        f"{_HANDED} AND t.canvasser IS NOT DISTINCT FROM :c ORDER BY t.day DESC, t.made DESC",
        c=canvasser,
    )
    return [_make_hand_over(row) for row in rows]


def read_hand_over(session: Session, hand_over: bytes) -> HandOverRow | None:
    """Read one hand-over if it stands."""
    row = run_one(session, f"{_HANDED} AND t.id = :id", id=hand_over)
    return _make_hand_over(row) if row else None


def read_parts(session: Session, receipts: Sequence[bytes]) -> list[ReceiptRow]:
    """Read the receipts that a hand-over lists, in its order; what no longer stands is left out."""
    there = {row.id: row for row in (read_receipt(session, each) for each in receipts) if row is not None}
    return [there[each] for each in receipts if each in there]


def _make_receipts(rows: Sequence[Any]) -> list[ReceiptRow]:
    return [
        ReceiptRow(
            id=row[0], number=row[1], amount=row[2], means=_read_means(row[3]), received_on=date.fromisoformat(row[4]),
            canvasser=row[5], canvasser_name=row[6], enrolment=row[7], household=row[8], household_name=row[9],
            person_name=row[10], voided=row[11],
        )
        for row in rows
    ]  # fmt: skip


def _read_means(told: str) -> Means:
    # What a newer program may call otherwise is no cash that anybody could count.
    return Means(told) if told in list(Means) else Means.TRANSFER


def _make_book(row: Sequence[Any]) -> ReceiptBook:
    return ReceiptBook(
        id=row[0], series=row[1], span=Span(row[2], row[3]), width=row[4], canvasser=row[5], canvasser_name=row[6],
        issued_on=date.fromisoformat(row[7]), returned_on=read_date(row[8]), blank_from=row[9], note=row[10],
    )  # fmt: skip


def _make_hand_over(row: Sequence[Any]) -> HandOverRow:
    return HandOverRow(
        id=row[0], day=date.fromisoformat(row[1]), canvasser=row[2], canvasser_name=row[3], receiver_name=row[4],
        due=row[5], counted=row[6], why=row[7], receipts=tuple(unpack(row[8])) if row[8] else (),
    )  # fmt: skip


def read_former(session: Session, receipt: bytes) -> dict[str, object] | None:
    """Read what the row that a receipt replaced was written with; None when it replaced none."""
    names = ("enrolment", "amount", "receipt_number", "received_on", "canvasser", "means", "voided")
    columns = ", ".join(f"f.{name}" for name in names)
    row = run_one(
        session,
        f"SELECT {columns} FROM receipt t JOIN receipt f ON f.id = t.supersedes WHERE t.id = :id",
        id=receipt,
    )
    return dict(zip(names, row, strict=True)) if row else None
