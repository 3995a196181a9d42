"""Going on under a new incarnation after an old copy came back, so that no operation's name is ever used twice.

What was written under the former incarnation and never stood on a file is remembered as left over: it keeps its names
and travels on the next file.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach_app.domain.operations import Operation
from outreach_app.store import exchange, journal, replication, settings
from outreach_app.store.database import run

_UNSENT = "unsent_of_former_incarnations"
_FORMER = "former_incarnations"


@dataclass(frozen=True, slots=True)
class Leftover:
    """Operations of a former incarnation that stand on no file: those after `sent` up to `last`."""

    incarnation: bytes
    sent: int
    last: int


def renew_incarnation(
    session: Session, incarnation: bytes, *, now: datetime, others: Collection[bytes] = ()
) -> None:
    """Start writing under a new incarnation; sequence numbers begin again at one, what was not sent still will be.

    `others` are incarnations this machine wrote under of which this copy of the database knows nothing.
    """
    machine = settings.read_machine(session)
    journal.close_tail(session, now=now)
    sent = exchange.read_sent(session, machine.incarnation)
    if machine.last_seq > sent:
        left = [*read_leftovers(session), Leftover(machine.incarnation, sent, machine.last_seq)]
        settings.write_setting(session, _UNSENT, [[each.incarnation, each.sent, each.last] for each in left])
    former = dict.fromkeys([*_read_former(session), machine.incarnation, *others])
    settings.write_setting(session, _FORMER, list(former))
    run(session, "UPDATE machine SET incarnation = :i, last_seq = 0", i=incarnation)


def list_own(session: Session) -> list[bytes]:
    """List the incarnations this machine has written under, the present one last."""
    return [*_read_former(session), settings.read_machine(session).incarnation]


def _read_former(session: Session) -> list[bytes]:
    return list(settings.read_setting(session, _FORMER) or ())


def read_leftovers(session: Session) -> list[Leftover]:
    """List what former incarnations of this machine have not sent."""
    return [Leftover(*each) for each in settings.read_setting(session, _UNSENT) or ()]


def add_leftover(session: Session, incarnation: bytes, *, sent: int, last: int) -> None:
    """Note that a former incarnation wrote up to `last` and put up to `sent` on files, as far as anybody knows."""
    known = {each.incarnation: each for each in read_leftovers(session)}
    former = known.get(incarnation, Leftover(incarnation, sent, sent))
    known[incarnation] = Leftover(incarnation, max(former.sent, sent), max(former.last, last))
    left = [[each.incarnation, each.sent, each.last] for each in known.values() if each.last > each.sent]
    settings.write_setting(session, _UNSENT, left)


def forget_leftovers(session: Session) -> None:
    """Note that what was left over stands on a file now; done in the transaction that enters the file."""
    settings.write_setting(session, _UNSENT, [])


def read_waiting(session: Session) -> Iterator[Operation]:
    """Read everything this machine has written and not put on a file yet, former incarnations first."""
    for left in read_leftovers(session):
        own = replication.read_own_after(session, left.incarnation, left.sent)
        yield from (operation for operation in own if operation.seq <= left.last)
    machine = settings.read_machine(session)
    sent = exchange.read_sent(session, machine.incarnation)
    yield from replication.read_own_after(session, machine.incarnation, sent)


def count_waiting(session: Session) -> int:
    """Count the operations that wait for a file; the office sends none of its own."""
    machine = settings.read_machine(session)
    if machine.role == "office":
        return 0
    left = sum(each.last - each.sent for each in read_leftovers(session))
    return left + max(0, machine.last_seq - exchange.read_sent(session, machine.incarnation))
