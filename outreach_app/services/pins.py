"""PINs on a shared laptop: a courtesy between colleagues, so that nobody writes in another's name by mistake.

Whoever can unlock the workspace can read all of it: a PIN encrypts nothing. It is kept on this machine alone, as a
salted slow hash, and wrong tries make the next one wait.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from nacl.utils import random
from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.pins import LONGEST, SHORTEST
from outreach_app.errors import BadInput, NotAllowed, say
from outreach_app.services.desk import Desk
from outreach_app.store import canvassers, pins
from outreach_app.store.local_tables import Pin
from outreach_app.sync.locks import FLOOR, SALT_BYTES, Cost, derive_key

_FREE_TRIES = 3
_LONGEST_WAIT = timedelta(minutes=15)
_LEADING = frozenset({"lead", "office"})


@dataclass(frozen=True, slots=True)
class Pins:
    """Sets, changes, checks and resets PINs on this machine."""

    desk: Desk
    cost: Cost = FLOOR

    def list_with_pin(self) -> frozenset[bytes]:
        """Tell who has a PIN here."""
        with self.desk.read() as session:
            return pins.list_with_pin(session)

    def set_pin(self, canvasser: bytes, new: str, *, old: str = "") -> None:
        """Set somebody's PIN, 4 to 8 digits; one that exists is changed by whoever knows it, else NotAllowed."""
        _check_new(new)
        if canvasser in self.list_with_pin():
            self.check(canvasser, old)
        salt = random(SALT_BYTES)
        made = Pin(
            canvasser=canvasser, salt=salt, hash=derive_key(new.encode(), salt, cost=self.cost),
            memory=self.cost.memory, passes=self.cost.passes, made_at=stamp_of(self.desk.now),
        )  # fmt: skip
        with self.desk.database.write_local() as session:
            pins.store_pin(session, made)

    def check(self, canvasser: bytes, typed: str) -> None:
        """Take a PIN as right, or raise NotAllowed: `pin_missing`, `pin_wrong`, or `pin_waits` while it has to wait.

        Nobody without a PIN is asked for one. After three wrong tries each next one waits, twice as long every time.
        """
        with self.desk.read() as session:
            known = pins.read_pin(session, canvasser)
        if known is None:
            return
        if not typed:
            raise NotAllowed(
                say("This person's PIN is needed."),
                say("Type it, or ask the team lead to reset it."), key="pin_missing",
            )  # fmt: skip
        self._refuse_early(known)
        right = hmac.compare_digest(
            derive_key(typed.encode(), known.salt, cost=Cost(known.memory, known.passes)), known.hash
        )
        with self.desk.database.write_local() as session:
            _note_try(session, canvasser, right=right, now=stamp_of(self.desk.now))
        if not right:
            raise NotAllowed(
                say("This PIN is wrong."),
                say("Try again, or ask the team lead to reset it."),
                key="pin_wrong",
            )

    def remove(self, canvasser: bytes, old: str) -> None:
        """Do without a PIN again; whoever knows it may."""
        self.check(canvasser, old)
        with self.desk.database.write_local() as session:
            pins.remove_pin(session, canvasser)

    def reset(self, canvasser: bytes) -> None:
        """Forget a PIN that somebody forgot; a team lead or the office does, working under their own name and PIN."""
        who = self.desk.canvasser
        with self.desk.read() as session:
            lead = canvassers.read_canvasser(session, who) if who else None
            has_pin = who is not None and pins.read_pin(session, who) is not None
        if lead is None or lead.role not in _LEADING or not has_pin or who == canvasser:
            raise NotAllowed(
                say("Only a team lead who works under a PIN here resets somebody's PIN."),
                say("Let the team lead choose their own name, set a PIN and reset this one."),
                key="lead_only",
            )
        with self.desk.database.write_local() as session:
            pins.remove_pin(session, canvasser)

    def stand_back(self) -> bool:
        """Let nobody be working if whoever works has a PIN here, so that it is asked for again; tells whether so."""
        asked = self.desk.canvasser is not None and self.desk.canvasser in self.list_with_pin()
        if asked:
            self.desk.canvasser = None
        return asked

    def _refuse_early(self, known: Pin) -> None:
        until = moment_of(known.tried_at) + _wait_after(known.tries)
        left = until - self.desk.now
        # A clock that was turned back must not lock somebody out for longer than the wait itself.
        if timedelta(0) < left <= _LONGEST_WAIT:
            raise NotAllowed(
                say("Too many wrong PINs."),
                say("Try again in {count} seconds.", count=int(left.total_seconds()) + 1), key="pin_waits",
            )  # fmt: skip


def _wait_after(tries: int) -> timedelta:
    if tries < _FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=30 << min(tries - _FREE_TRIES, 10)), _LONGEST_WAIT)


def _note_try(session: Session, canvasser: bytes, *, right: bool, now: int) -> None:
    known = pins.read_pin(session, canvasser)
    if known is not None:
        known.tries, known.tried_at = (0, 0) if right else (known.tries + 1, now)
        pins.store_pin(session, known)


def _check_new(new: str) -> None:
    if not (new.isdecimal() and new.isascii() and SHORTEST <= len(new) <= LONGEST):
        raise BadInput(
            say("A PIN is {least} to {most} digits.", least=SHORTEST, most=LONGEST), say("Type digits only."),
            key="bad_pin",
        )  # fmt: skip
    if len(set(new)) == 1 or new in "0123456789" or new in "9876543210":
        raise BadInput(
            say("This PIN is the first one anybody tries."), say("Choose other digits."), key="weak_pin"
        )
