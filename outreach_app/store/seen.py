"""Which operations are known here, per machine, as stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import Session

from outreach_app.domain.operations import Dot
from outreach_app.domain.seen import Seen, dots_of, streams_of
from outreach_app.store.packing import pack, unpack


def read_seen(session: Session) -> dict[bytes, Seen]:
    """Read what is known of every machine, by incarnation."""
    rows = session.connection().exec_driver_sql("SELECT incarnation, watermark, beyond FROM seen")
    return {row[0]: Seen(row[1], tuple((low, high) for low, high in unpack(row[2]))) for row in rows}


def learn(session: Session, incarnation: bytes, seqs: Iterable[int]) -> None:
    """Add sequence numbers of one machine."""
    known = read_seen(session).get(incarnation, Seen())
    _write(session, {incarnation: known.add(seqs)})


def learn_dots(session: Session, dots: Iterable[Dot]) -> None:
    """Add operations of several machines."""
    by_machine: dict[bytes, list[int]] = defaultdict(list)
    for incarnation, seq in dots:
        by_machine[incarnation].append(seq)
    known = read_seen(session)
    _write(session, {i: known.get(i, Seen()).add(seqs) for i, seqs in by_machine.items()})


def learn_streams(session: Session, streams: Mapping[bytes, Seen]) -> None:
    """Add what is known of several machines."""
    known = read_seen(session)
    joined = {each: known.get(each, Seen()).join(told) for each, told in streams.items()}
    _write(session, {each: told for each, told in joined.items() if told != known.get(each)})


def forget(session: Session, dots: Iterable[Dot]) -> None:
    """Unlearn operations whose rows were taken out: they are fresh when they come again."""
    gone = streams_of(dots)
    known = read_seen(session)
    _write(
        session,
        {
            incarnation: known[incarnation].without([seq for _, seq in dots_of({incarnation: seen})])
            for incarnation, seen in gone.items()
            if incarnation in known
        },
    )


def _write(session: Session, changed: Mapping[bytes, Seen]) -> None:
    for incarnation, seen in changed.items():
        session.connection().exec_driver_sql(
            "INSERT INTO seen (incarnation, watermark, beyond) VALUES (?, ?, ?)"
            " ON CONFLICT (incarnation) DO UPDATE SET watermark = excluded.watermark, beyond = excluded.beyond",
            (incarnation, seen.watermark, pack([list(r) for r in seen.beyond])),
        )
