"""The cash of a day against the receipts, and handing it over with a slip that both sign."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.cash import CashCount, HandOverRow
from outreach_app.domain.receipts import UNDONE, ReceiptRow
from outreach_app.domain.text import fold, normalize, normalize_note
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.i18n import Catalogue
from outreach_app.services.desk import Desk, Done
from outreach_app.store import canvassers, incarnations, money, settings, supersessions

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class CashDay:
    """What one person holds at the end of a day: the receipts not handed over yet, and what was on that day."""

    day: date
    canvasser: bytes | None
    canvasser_name: str
    receipts: tuple[ReceiptRow, ...]
    count: CashCount
    handed: tuple[HandOverRow, ...]

    @property
    def earlier(self) -> int:
        """How many of the receipts are of days before."""
        return sum(row.received_on < self.day and row.voided is None for row in self.receipts)


@dataclass(frozen=True, slots=True)
class Cash:
    """What is in people's pockets, and what left them against a signature."""

    desk: Desk

    def read_cash(self, day: date | None = None, *, canvasser: bytes | None = None) -> CashDay:
        """Read what a person (who works here) holds at the end of a day (today)."""
        who, chosen = canvasser or self.desk.canvasser, day or self.desk.today
        with self.desk.read() as session:
            return _read_cash(session, who, chosen)

    def hand_over(
        self, *, counted: int, receiver: str, why: str = "", day: date | None = None, canvasser: bytes | None = None
    ) -> Done[HandOverRow]:  # fmt: skip
        """Write down that the cash was counted and handed over; a difference needs its reason."""
        who, chosen, name = canvasser or self.desk.canvasser, day or self.desk.today, normalize(receiver)
        if who is None:
            raise BadInput(say("Nobody is working yet."), say("Say who is working."), key="nobody_works")
        if not name:
            raise BadInput(
                say("Nobody is named who takes the cash."), say("Type the name of whoever takes it."), key="no_receiver"
            )  # fmt: skip
        with self.desk.write() as writer:
            cash = _read_cash(writer.session, who, chosen)
            _check_count(cash, counted, why)
            known = next(
                (c for c in canvassers.list_canvassers(writer.session) if fold(c.name) == fold(name)), None
            )
            made = writer.create(
                "hand_over",
                {
                    "canvasser": who, "receiver": known.id if known else None, "receiver_name": name,
                    "day": chosen.isoformat(), "receipts": [row.id for row in cash.receipts], "due": cash.count.cash,
                    "counted": counted, "why": normalize_note(why)[:LONGEST_WHY],
                },
            )  # fmt: skip
            row = money.read_hand_over(writer.session, made)
        assert row is not None
        return Done(row, writer.changes())

    def take_back_hand_over(self, hand_over: bytes) -> Done[None]:
        """Take a hand-over back: its receipts wait again.

        NotAllowed on a laptop for a hand-over that another machine wrote.
        """
        with self.desk.write() as writer:
            row = money.read_hand_over(writer.session, hand_over)
            if row is None:
                raise _unknown()
            if not _may_take_back(writer.session, hand_over):
                raise NotAllowed(
                    say("This hand-over was written on another machine."),
                    say("Ask the office."),
                    key="office_only",
                )
            writer.create(
                "hand_over",
                {
                    "canvasser": row.canvasser,
                    "day": row.day.isoformat(),
                    "supersedes": hand_over,
                    "withdrawn": UNDONE,
                },
            )
        return Done(None, writer.changes())

    def list_hand_overs(self, *, since: date | None = None) -> list[HandOverRow]:
        """Read the cash that was handed over, the newest first."""
        with self.desk.read() as session:
            return money.list_hand_overs(session, since=since)

    def slip(self, hand_over: bytes, catalogue: Catalogue) -> bytes:
        """Render the slip of a hand-over as an A4 PDF with two lines to sign."""
        from outreach_app.documents.cash_slip import render_cash_slip

        with self.desk.read() as session:
            row = money.read_hand_over(session, hand_over)
            if row is None:
                raise _unknown()
            receipts = money.read_parts(session, row.receipts)
            machine = settings.read_machine(session)
            team = canvassers.read_team_name(session)
        return render_cash_slip(row, receipts, catalogue, office_name=machine.office_name, team_name=team)


def _read_cash(session: Session, who: bytes | None, day: date) -> CashDay:
    slips = money.list_handed_by(session, who)
    rows = _leave_out_handed(session, money.list_of_canvasser(session, who, until=day), slips)
    known = canvassers.read_canvasser(session, who) if who else None
    today = tuple(slip for slip in slips if slip.day == day)
    return CashDay(day, who, known.name if known else "", rows, CashCount.of(rows), today)


def _check_count(cash: CashDay, counted: int, why: str) -> None:
    if counted < 0 or not cash.receipts:
        raise BadInput(
            say("There is no receipt that was not handed over."), say("Take money first, or choose another day."),
            key="nothing_to_hand_over",
        )  # fmt: skip
    if counted != cash.count.cash and not why.strip():
        raise BadInput(
            cash.count.compare(counted),
            say("Count again, or write why it differs; both sign that."),
            key="cash_differs",
        )


def _leave_out_handed(
    session: Session, rows: list[ReceiptRow], slips: list[HandOverRow]
) -> tuple[ReceiptRow, ...]:
    # A receipt that was corrected after the slip was signed is a new row of the same paper: its cash is gone already.
    listed = {receipt for slip in slips for receipt in slip.receipts}
    if not listed:
        return tuple(rows)
    trees = supersessions.read_trees(session, "receipt", [row.id for row in rows])
    handed = {each for tree in trees if not listed.isdisjoint(tree.made) for each in tree.made}
    return tuple(row for row in rows if row.id not in handed)


def _may_take_back(session: Session, hand_over: bytes) -> bool:
    own = hand_over[:8] in incarnations.list_own(session)
    return own or settings.read_machine(session).role == "office"


def _unknown() -> NotFound:
    return NotFound(say("This hand-over does not stand any more."), say("Look at the list again."))
