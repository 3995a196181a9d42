"""What goes back to a laptop: what the office has of it, and everything of its area that it does not have yet.

The office never asks what was changed since the last file. It names every operation in the laptop's area, takes away
what the laptop has told that it holds, and sends the rest: a lost return file is made good by the next, and repeats,
losses and order do not matter. docs/decisions/0010 tells why.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from outreach_app.domain.operations import Dot, Operation
from outreach_app.domain.seen import Seen, Streams, dots_of
from outreach_app.store import consignments, exchange, refused, replication, scope, seen, settings, stretches
from outreach_app.store.consignments import KIT, Sent
from outreach_app.store.local_tables import Peer
from outreach_app.store.packing import pack, unpack
from outreach_app.sync import carrying
from outreach_app.sync.certificates import verify_binding, verify_certificate
from outreach_app.sync.orders import read_blocked
from outreach_app.sync.payload import UNDONE, Acknowledgement
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings, Orders, need_streams, spell_streams
from outreach_app.sync.teams import find_team_keys

_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Reply:
    """The content of the next return file for one machine; `told` is the digest by which the one after it is judged."""

    acknowledgements: tuple[Acknowledgement, ...]
    dots: frozenset[Dot]
    orders: Orders
    left: frozenset[Dot]
    told: bytes

    def read_operations(self, session: Session) -> list[Operation]:
        """Read the operations that go on the file; the journal's tail must be closed."""
        return replication.read_named(session, self.dots)


def find_reply(session: Session, peer: Peer) -> Reply | None:
    """Find what a machine has not been told or sent yet; None when nothing is new to it."""
    if peer.seal_key is None:
        return None
    known = seen.read_seen(session)
    sent = consignments.list_sent(session, peer.id)
    holdings = read_holdings(peer)
    wanted = scope.name_operations(session, scope.read_rows(session, scope_of(peer)), known)
    dots = frozenset() if peer.revoked else frozenset(wanted - _find_held(session, sent, holdings, wanted))
    leaves = (
        set() if peer.revoked else _find_leaving(session, peer, sent, holdings, wanted=wanted, known=known)
    )
    left = frozenset(scope.name_operations(session, leaves, known))
    acknowledgements = _acknowledge_all(session, peer, known)
    orders = replace(
        _give_orders(session, peer, holdings, known=known, leaves=leaves),
        machines=() if peer.revoked else _name_machines(session, peer, {dot[0] for dot in wanted}),
    )
    told = _digest(acknowledgements, orders) + _hash(holdings.pack())
    if not _is_due(sent, dots, left, told):
        return None
    return Reply(acknowledgements, dots, orders, left, told)


def note_look(session: Session, peer: Peer) -> None:
    """Remember that everything known now was looked at for a machine, so that waiting answers are counted quickly."""
    known = seen.read_seen(session)
    settings.write_setting(
        session, _name_look(peer), [_digest_words(session, peer, known), spell_streams(known)]
    )


def is_reply_due(session: Session, peer: Peer) -> bool:
    """Tell quickly whether a machine waits for an answer: other words for it, or entries in its area since a look.

    What it got from elsewhere meanwhile is not taken off: writing the files looks closely.
    """
    look = settings.read_setting(session, _name_look(peer))
    if peer.seal_key is None or look is None:
        return peer.seal_key is not None
    known = seen.read_seen(session)
    words, former = look[0], need_streams(look[1])
    if words != _digest_words(session, peer, known):
        return True
    fresh = {
        (incarnation, seq)
        for incarnation, there in known.items()
        for low, high in there.ranges
        for seq in range(max(low, former.get(incarnation, Seen()).watermark + 1), high + 1)
        if seq not in former.get(incarnation, Seen())
    }
    return not peer.revoked and scope.touches_area(session, scope_of(peer), fresh)


def _name_look(peer: Peer) -> str:
    return f"look:{peer.id.hex()}"


def _digest_words(session: Session, peer: Peer, known: Streams) -> bytes:
    holdings = read_holdings(peer)
    orders = _give_orders(session, peer, holdings, known=known, leaves=set())
    return _digest(_acknowledge_all(session, peer, known), orders) + _hash(holdings.pack())


def _acknowledge_all(session: Session, peer: Peer, known: Streams) -> tuple[Acknowledgement, ...]:
    incarnations = sorted(exchange.incarnations_of(session, peer.id))
    return tuple(acknowledge(session, peer, incarnation, known) for incarnation in incarnations)


def _find_leaving(
    session: Session,
    peer: Peer,
    sent: Sequence[Sent],
    holdings: Holdings,
    *,
    wanted: set[Dot],
    known: Streams,
) -> set[bytes]:
    """Find rows that may stand at a machine and are known to lie outside its area; what waits for its place stays."""
    there = dots_of({i: known[i] for i in exchange.incarnations_of(session, peer.id) if i in known})
    for cargo in sent:
        there |= cargo.dots
        if _has_come(cargo, holdings):
            there -= cargo.left
    rows = {incarnation + seq.to_bytes(8, "big") for incarnation, seq in there - wanted}
    area = scope.widen_scope(session, scope_of(peer))
    return {row for row, village in scope.read_villages(session, rows).items() if village not in area}


def _give_orders(
    session: Session, peer: Peer, holdings: Holdings, *, known: Streams, leaves: set[bytes]
) -> Orders:
    fresh = _find_certificate(session, peer)
    teams = find_team_keys(session, scope_of(peer)) if fresh else []
    lead = peer.role == "lead"
    return Orders(
        relies_on=holdings.returns,
        cover=() if peer.revoked else tuple((i, seen.watermark) for i, seen in sorted(known.items())),
        leaves=tuple(sorted(leaves)),
        certificate=fresh,
        teams=tuple((team.public.seal, team.seal_identity if lead else None) for team in teams),
        at_lead=_find_at_lead(session, peer),
        arrived=_find_arrived(session, holdings),
        blocked=tuple((device, *told) for device, told in sorted(read_blocked(session).items())),
    )


def _name_machines(session: Session, peer: Peer, wrote: set[bytes]) -> tuple[tuple[bytes, int, str], ...]:
    """Name the other machines that wrote in an area; not part of the digest, since a name alone asks for no file."""
    return tuple(
        sorted(
            (incarnation, other.number, other.name)
            for other in exchange.list_peers(session)
            if other.id != peer.id
            for incarnation in wrote.intersection(exchange.incarnations_of(session, other.id))
        )
    )


def _find_at_lead(session: Session, peer: Peer) -> Streams:
    """Which files of a machine are at a lead and not here."""
    carried = [read_holdings(other).files for other in exchange.list_peers(session) if other.id != peer.id]
    here = exchange.streams_read(session, "sync")
    return {
        incarnation: there
        for incarnation, there in carrying.find_at_lead(session, peer, carried).items()
        if not here.get(incarnation, Seen()).holds(there)
    }


def _find_arrived(session: Session, holdings: Holdings) -> Streams:
    here = exchange.streams_read(session, "sync")
    return {incarnation: here[incarnation] for incarnation in holdings.files.keys() & here.keys()}


def _find_certificate(session: Session, peer: Peer) -> bytes | None:
    """The certificate in force, when the machine's last file enclosed an older one."""
    if peer.certificate is None or peer.binding is None:
        return None
    office = Pins.read(session).office.sign
    enclosed = verify_binding(peer.binding, office).certificate
    return peer.certificate if verify_certificate(peer.certificate, office).serial > enclosed.serial else None


def read_holdings(peer: Peer) -> Holdings:
    """Read what a machine told last that it holds."""
    return Holdings.unpack(peer.has) if peer.has else Holdings()


def scope_of(peer: Peer) -> tuple[bytes, ...]:
    """The villages a machine was set up for."""
    return tuple(unpack(peer.scope)) if peer.scope else ()


def acknowledge(session: Session, peer: Peer, incarnation: bytes, known: Streams) -> Acknowledgement:
    """Say what is known here of one machine under one of its incarnations."""
    files = [f for f in exchange.list_in_files(session, peer=peer.id) if f.incarnation == incarnation]
    merged = sorted({seq for file in files for seq in unpack(file.counts).get("merged", [])})
    numbers = Seen().add(exchange.numbers_read(session, peer.id, incarnation))
    taken_back = ((seq, UNDONE) for seq in stretches.read_undone(session, incarnation))
    turned_away = (*refused.read_reasons(session, incarnation), *taken_back)
    looked_at = known.get(incarnation, Seen()).add(seq for seq, _ in turned_away)
    return Acknowledgement(incarnation, numbers.watermark, looked_at, tuple(merged), turned_away)


def _find_held(session: Session, sent: Sequence[Sent], holdings: Holdings, wanted: set[Dot]) -> set[Dot]:
    """What certainly stands at a machine: cargo of files it told of, its own, unless a later file told it to leave."""
    held: set[Dot] = {dot for dot in wanted if dot[1] in holdings.own.get(dot[0], Seen())}
    for cargo in sent:
        if _has_come(cargo, holdings):
            held |= cargo.dots
        held -= cargo.left
    return held | exchange.name_in_files(session, holdings.files)


def has_arrived(cargo: Sent, peer: Peer) -> bool:
    """Tell whether a machine has told that it read the file with this cargo."""
    return _has_come(cargo, read_holdings(peer))


def _has_come(cargo: Sent, holdings: Holdings) -> bool:
    return cargo.number == KIT or cargo.number in holdings.returns.get(cargo.incarnation, Seen())


def _is_due(sent: Sequence[Sent], dots: frozenset[Dot], left: frozenset[Dot], told: bytes) -> bool:
    # A file goes out for news: operations never sent, other words, or a machine that turned out to lack what was sent.
    on_the_way: set[Dot] = set()
    told_to_leave: set[Dot] = set()
    for cargo in sent:
        on_the_way = (on_the_way | cargo.dots) - cargo.left
        told_to_leave = (told_to_leave - cargo.dots) | cargo.left
    former = next((cargo.orders for cargo in reversed(sent) if cargo.number != KIT), b"")
    if dots - on_the_way or left - told_to_leave or told[:_DIGEST] != former[:_DIGEST]:
        return True
    return bool(dots) and told != former


def _digest(acknowledgements: Sequence[Acknowledgement], orders: Orders) -> bytes:
    # Without the numbers of files: a file that only tells what a laptop holds asks for no answer.
    words = [[each.incarnation, each.seen.ranges, each.merged, each.refused] for each in acknowledgements]
    return _hash(
        pack(
            [
                words,
                orders.certificate,
                orders.blocked,
                spell_streams(orders.at_lead),
                spell_streams(orders.arrived),
            ]
        )
    )


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_DIGEST]
