"""Taking files in: proving each, saying what it would do, and applying a stick of them in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session

from outreach_app.domain.clock import moment_of, stamp_of
from outreach_app.domain.erasure import Erasures
from outreach_app.domain.operations import Dot, Operation
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.errors import OutreachError, say
from outreach_app.store import (
    blocks,
    canvassers,
    erasure_orders,
    erasure_texts,
    erasures,
    exchange,
    heads,
    leaving,
    refused,
    replication,
    settings,
)
from outreach_app.store.journal import Writer
from outreach_app.store.local_tables import InFile, Peer
from outreach_app.store.packing import unpack
from outreach_app.sync import answers, envelope, merge, orders, proving, receipts, redacting
from outreach_app.sync.adopting import Copy
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.findings import Finding
from outreach_app.sync.opening import Proved, open_alone
from outreach_app.sync.payload import Payload
from outreach_app.sync.permission import Judgement, judge_operations
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings
from outreach_app.wire.refusals import refuse

_HELD = ("newer_format", "second_machine", "machine_blocked")
"""Reasons for which a file is not lost but waits: for a newer program, or for a person to decide."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that proved itself: who sent it, what it holds; `parts` are its operations block by block, `packed` these.

    `redacted` names the operations out of which somebody was taken who is erased by now; `office` is the key of the
    office under which everything was proved, `own` the incarnations under which its machine may write, once asked for.
    """

    finding: Finding
    office: bytes
    sealed: envelope.Unsealed
    payload: Payload
    operations: tuple[Operation, ...]
    now: datetime
    parts: tuple[tuple[Operation, ...], ...] = ()
    packed: tuple[bytes, ...] = ()
    redacted: frozenset[Dot] = frozenset()
    own: frozenset[bytes] | None = None


@dataclass(slots=True)
class Reading:
    """One look at a file: opened, or why not; `own`: this machine wrote it.

    `earlier`: it was applied before, itself or a copy that stands for it; the hash by which it is known.
    """

    finding: Finding
    opened: Opened | None = None
    error: OutreachError | None = None
    earlier: bytes | None = None
    own: bool = False


def open_file(
    session: Session, pins: Pins, finding: Finding, *, now: datetime, ahead: dict[bytes, Proved] | None = None
) -> Reading:
    """Prove and decode one file without changing anything; what was opened `ahead` of its turn is taken from there."""
    if finding.refusal is not None:
        return Reading(finding, error=finding.refusal)
    try:
        file = envelope.hash_file(finding.data)
        proved = ahead.pop(file, None) if ahead else None
        if exchange.find_in_file(session, file) is not None:
            return Reading(finding, earlier=file)
        if _is_own(finding.data, pins):
            if not envelope.is_whole(finding.data):
                raise refuse("damaged")
            return Reading(finding, own=True)
        opened = prove_file(session, pins, finding, now=now, proved=proved)
        if exchange.find_in_file(session, opened.sealed.file_hash) is not None:
            return Reading(finding, earlier=opened.sealed.file_hash)
        if opened.sealed.clear.kind == "sync":
            own = _check_sync_file(session, pins, opened.sealed, opened.operations)
            opened = replace(opened, own=frozenset(own))
        return Reading(finding, opened)
    except OutreachError as error:
        return Reading(finding, error=error)


def prove_file(
    session: Session, pins: Pins, finding: Finding, *, now: datetime, proved: Proved | None = None
) -> Opened:
    """Open a file that is ours, whole, and signed by whom we trust; that its sender is not two is asked elsewhere.

    What was `proved` of it before counts as long as the same keys are pinned; the rest is asked of what is known now.
    """
    office_id = settings.read_machine(session).office_id
    if proved is None or not proved.holds(pins, office_id):
        proved = open_alone(finding.data, pins, office_id)
    sealed, payload, parts = proved.sealed, proved.payload, proved.parts
    written = tuple(operation for part in parts for operation in part)
    operations = tuple(_find_erasures(session, sealed.clear.kind, written).redact_all(written))
    redacted = frozenset(o.dot for o, former in zip(operations, written, strict=True) if o is not former)
    if sealed.clear.kind != "return" and sealed.binding is not None:
        device = verify_binding(sealed.binding, pins.office.sign).certificate
        proving.check_blocked(session, device, payload.made_at, operations)
    office = pins.office.sign
    if redacted:
        return Opened(finding, office, sealed, payload, operations, now, redacted=redacted)
    return Opened(finding, office, sealed, payload, operations, now, parts, proved.packed)


def _find_erasures(session: Session, kind: str, operations: Sequence[Operation]) -> Erasures:
    """Every order to erase somebody that is known, those in a file of the office included."""
    known = erasure_orders.read_erasures(session)
    if kind != "return":
        return known
    return known.join(Erasures.of(erasure_orders.find_orders(operations)))


def apply_file(
    writer: Writer, pins: Pins, opened: Opened, *, import_id: str, copy: Copy | None = None
) -> FileReport:
    """Merge one proved file into the open transaction and enter it in the ledger; `copy`: under names of its own."""
    clear = opened.sealed.clear
    if copy is None:
        peer = _pin_sender(writer, pins, opened)
    else:
        peer = _note_copy(writer, opened, copy)
        opened = replace(opened, operations=copy.operations, parts=(), packed=())
    if opened.redacted:
        erasures.add_pending(writer.session, opened.redacted)
    report, merged = _take_operations(writer, opened, peer)
    if clear.kind == "return":
        report = _take_return(writer, opened, report)
    elif clear.kind == receipts.KIND and opened.payload.holdings is not None:
        receipts.take_receipt(writer.session, opened.payload.holdings)
    counts = {
        "merged": merged, "new": report.new, "changed": report.changed, "visits": report.visits, "by": writer.author,
        "conflicts": report.conflicts, "refused": report.refused_rows,
        "device": report.device, "made": opened.payload.made_at, "low": opened.payload.low,
        "high": opened.payload.high, "rows": len(opened.operations) + _count_orders(opened),
        "previous": clear.previous_hash,
    }  # fmt: skip
    exchange.add_in_file(
        writer.session, file_hash=opened.sealed.file_hash, peer=peer.id if peer else None,
        incarnation=copy.incarnation if copy else clear.incarnation, number=clear.number, kind=clear.kind,
        state="applied", reason_key=None,
        name=opened.finding.name, now=writer.now, counts=counts, import_id=import_id,
    )  # fmt: skip
    return report


def describe(reading: Reading, session: Session) -> FileReport:
    """Say what one file is, without effect: refused and why, read already, or what it would bring."""
    if reading.error is not None:
        return _describe_error(session, reading.finding, reading.error)
    if reading.own:
        return _describe_own(reading.finding, session)
    if reading.earlier is not None:
        return _describe_earlier(reading.finding, reading.earlier, session)
    assert reading.opened is not None
    judged = _judge(session, reading.opened)
    fresh = replication.drop_known(session, judged.accepted)
    decision = merge.decide(fresh, heads.read_row_heads(session, merge.rows_edited(fresh)))
    report = _report(
        reading.opened, fresh, decision, state=FileState.WAITING, device=device_name(session, reading.opened)
    )
    return replace(report, refused_rows=len(_still_refused(session, judged)))


def _describe_error(session: Session, finding: Finding, error: OutreachError) -> FileReport:
    held = error.key in _HELD
    device = _find_claim(session, finding) if held else ""
    number = envelope.read_clear(finding.data).number if device or error.key == "second_machine" else None
    return FileReport(
        finding.name, FileState.HELD if held else FileState.REFUSED, device, number, "",
        reason_key=error.key, reason=error.message, advice=error.advice,
    )  # fmt: skip


def _find_claim(session: Session, finding: Finding) -> str:
    """Name the machine that a held file says it is from, as the office certified it; empty when it proves none."""
    pins = Pins.read(session)
    try:
        trust = redacting.trust_for(finding.data, pins)
        sealed = envelope.unseal(finding.data, pins.identities, trust=trust)
        sealed = redacting.stand_for(sealed, Payload.unpack(sealed.payload), pins)
    except OutreachError:
        return ""
    if sealed.clear.kind != "sync" or sealed.binding is None:
        return ""
    return verify_binding(sealed.binding, pins.office.sign).certificate.device_name


def _describe_own(finding: Finding, session: Session) -> FileReport:
    clear = envelope.read_clear(finding.data)
    return FileReport(
        finding.name, FileState.ALREADY, settings.read_machine(session).device_name, clear.number, clear.kind,
        reason_key="own_file", reason=say("This machine wrote this file itself."),
    )  # fmt: skip


def _describe_earlier(finding: Finding, known: bytes, session: Session) -> FileReport:
    clear = envelope.read_clear(finding.data)
    peer = exchange.find_peer_by_sign_key(session, clear.sender)
    device = peer.name if peer else settings.read_machine(session).office_name
    file = exchange.find_in_file(session, known)
    assert file is not None, "a file told as read before"
    return FileReport(
        finding.name, FileState.ALREADY, device, clear.number, clear.kind, earlier_at=moment_of(file.read_at),
        earlier_by=reader_name(session, file),
    )  # fmt: skip


def reader_name(session: Session, file: InFile) -> str:
    """Name who was working when a file was read; empty when nobody had said so."""
    author = unpack(file.counts).get("by")
    who = canvassers.read_canvasser(session, author) if author else None
    return who.name if who else ""


def device_name(session: Session, opened: Opened) -> str:
    """Name the machine a file came from, as the office named it."""
    peer = exchange.find_peer_by_sign_key(session, opened.sealed.clear.sender)
    if peer is not None:
        return peer.name
    if opened.sealed.binding is not None and opened.sealed.clear.kind != "return":
        return verify_binding(opened.sealed.binding, opened.office).certificate.device_name
    return settings.read_machine(session).office_name


def _is_own(data: bytes, pins: Pins) -> bool:
    # The office writes no such files; one with its signature stands for somebody else's.
    clear = envelope.read_clear(data)
    resealed = clear.kind == "sync" and pins.own.public.sign == pins.office.sign
    return clear.sender == pins.own.public.sign and not resealed


def _check_sync_file(
    session: Session, pins: Pins, sealed: envelope.Unsealed, operations: Sequence[Operation]
) -> set[bytes]:
    # A laptop speaks for itself alone: an operation under another machine's name is a forgery.
    proved = verify_binding(sealed.binding, pins.office.sign) if sealed.binding is not None else None
    if proved is not None:
        proving.check_sender(session, sealed.clear, proved, file_hash=sealed.file_hash)
    own = proving.own_incarnations(session, sealed.clear, proved)
    proving.check_operations(session, proved, operations, own=own)
    return own


def _pin_sender(writer: Writer, pins: Pins, opened: Opened) -> Peer | None:
    clear = opened.sealed.clear
    if clear.kind != "sync" or opened.sealed.binding is None:
        return None
    session = writer.session
    proved = verify_binding(opened.sealed.binding, pins.office.sign)
    certificate = proved.certificate
    peer = proving.find_sender(session, clear, proved) or Peer(
        id=certificate.device_id,
        name=certificate.device_name,
        number=certificate.device_number,
        role=certificate.role,
    )
    peer.sign_key, peer.seal_key = proved.machine.sign, proved.machine.seal
    peer.binding = opened.sealed.binding
    newest = _tells_newest(session, peer, opened)
    if newest:
        peer.has = opened.payload.holdings.pack() if opened.payload.holdings else None
    if peer.incarnation == clear.incarnation:
        peer.last_number = max(peer.last_number, clear.number)
    elif newest:
        peer.incarnation, peer.last_number = clear.incarnation, clear.number
    peer.last_seen = stamp_of(writer.now)
    made = datetime.fromtimestamp(opened.payload.made_at / 1000, UTC)
    # A file may have travelled for weeks, so only a clock that runs ahead of this one can be told.
    peer.clock_offset_s = max(0, round((made - writer.now).total_seconds()))
    exchange.save_peer(session, peer)
    return peer


def _note_copy(writer: Writer, opened: Opened, copy: Copy) -> Peer:
    copy.peer.incarnation = copy.incarnation
    copy.peer.last_number = max(copy.peer.last_number, opened.sealed.clear.number)
    copy.peer.last_seen = stamp_of(writer.now)
    exchange.save_peer(writer.session, copy.peer)
    return copy.peer


def _tells_newest(session: Session, peer: Peer, opened: Opened) -> bool:
    clear = opened.sealed.clear
    if peer.incarnation == clear.incarnation:
        return clear.number > peer.last_number
    return _is_newer(session, peer, opened)


def _is_newer(session: Session, peer: Peer, opened: Opened) -> bool:
    # A file of a former incarnation may come last. An incarnation names those before it; where neither names the other
    # only the machine's own clock is left, which may have stood wrong by years.
    incarnation, holdings = opened.sealed.clear.incarnation, opened.payload.holdings
    if holdings is not None and peer.incarnation in holdings.own and incarnation != peer.incarnation:
        return True
    if peer.has is not None and incarnation in Holdings.unpack(peer.has).own:
        return False
    made_at = opened.payload.made_at
    files = exchange.list_in_files(session, peer=peer.id)
    current = [unpack(file.counts).get("made", 0) for file in files if file.incarnation == peer.incarnation]
    return made_at >= max(current, default=0)


def _take_operations(writer: Writer, opened: Opened, peer: Peer | None) -> tuple[FileReport, list[int]]:
    session = writer.session
    judged = _judge(session, opened)
    fresh = replication.drop_known(session, judged.accepted)
    decision = merge.decide(fresh, heads.read_row_heads(session, merge.rows_edited(fresh)))
    replication.write_closed(
        writer,
        fresh,
        creates=decision.creates,
        changed=decision.heads,
        closed=_close_blocks(opened, fresh),
    )
    told = erasure_orders.find_orders(fresh)
    if told:
        _erase(writer, Erasures.of(told))
    refused.forget_refused(session, (operation.dot for operation in fresh))
    turned_away = _still_refused(session, judged)
    if peer is not None:
        refused.add_refused(session, turned_away, peer=peer.id, file=opened.sealed.file_hash, now=writer.now)
    device = peer.name if peer else device_name(session, opened)
    report = _report(opened, fresh, decision, state=FileState.APPLIED, device=device)
    own = opened.sealed.clear.incarnation
    merged = [seq for incarnation, seq in decision.merged if incarnation == own]
    return replace(report, refused_rows=len(turned_away)), merged


def _still_refused(session: Session, judged: Judgement) -> list[tuple[Operation, str]]:
    # What the office has let in is no longer refused, whichever file brings it once more.
    reasons = {operation.dot: reason for operation, reason in judged.refused}
    unknown = replication.drop_known(session, (operation for operation, _ in judged.refused))
    return [(operation, reasons[operation.dot]) for operation in unknown]


def _erase(writer: Writer, told: Erasures) -> None:
    session = writer.session
    if settings.read_machine(session).role != "office":
        for person in sorted(told.persons - writer.erasures.persons):
            if texts := erasure_texts.find_late_texts(session, {person}, told):
                writer.rewordings[person] = texts
    erasures.carry_out(writer, told)


def tell_rewordings(writer: Writer) -> None:
    """Tell everybody how notes read now that were typed here and named somebody whom the office erased.

    Done when it is settled under which incarnation this machine goes on.
    """
    for person, texts in writer.rewordings.items():
        writer.create(erasure_orders.TABLE, {"person": person, "texts": [list(text) for text in texts]})
    if writer.rewordings:
        erasures.carry_out(writer, erasure_orders.read_erasures(writer.session))
        writer.rewordings = {}


def _close_blocks(opened: Opened, fresh: Sequence[Operation]) -> list[blocks.Closed]:
    """The file's own blocks become the journal's where every operation in them is new and taken."""
    source = opened.sealed.file_hash
    if opened.parts and len(fresh) == len(opened.operations):
        packed_ones = opened.packed or (None,) * len(opened.parts)
        spelt = zip(opened.parts, opened.payload.blocks, packed_ones, strict=True)
        return [blocks.Closed(part, block, "file", source, packed) for part, block, packed in spelt]
    return replication.close_blocks(fresh, origin="file", source=source)


def _judge(session: Session, opened: Opened) -> Judgement:
    """Judge a machine's entries under the permission it encloses; the office's own need none."""
    clear, binding = opened.sealed.clear, opened.sealed.binding
    if clear.kind == "return":
        mark = orders.mark_of(clear, opened.payload.made_at)
        return Judgement(tuple(leaving.keep_out(session, opened.operations, mark)))
    if binding is None:
        return Judgement(opened.operations)
    proved = verify_binding(binding, opened.office)
    told = opened.own if opened.own is not None else proving.own_incarnations(session, clear, proved)
    own = {o.incarnation for o in opened.operations} | told
    former = orders.read_former_area(session, proved.certificate.device_id)
    return judge_operations(
        session, proved.certificate, opened.operations, own=own, now=opened.now, former=former
    )


def _count_orders(opened: Opened) -> int:
    # A new permission is worth a receipt of its own, as rows are.
    told = opened.payload.orders
    return 0 if told is None else int(told.certificate is not None) + len(told.leaves)


def _take_return(writer: Writer, opened: Opened, report: FileReport) -> FileReport:
    session, clear, payload = writer.session, opened.sealed.clear, opened.payload
    if payload.orders is not None:
        orders.take_orders(session, payload.orders, clear, made_at=payload.made_at, now=writer.now)
    answers.take_answers(
        session, payload.acknowledgements, orders.mark_of(clear, payload.made_at), now=writer.now
    )
    return replace(report, refused_rows=sum(len(told.refused) for told in payload.acknowledgements))


def _report(
    opened: Opened, fresh: Sequence[Operation], decision: merge.Decision, *, state: FileState, device: str
) -> FileReport:
    made = sum(len(rows) for rows in decision.creates.values())
    clear = opened.sealed.clear
    return FileReport(
        opened.finding.name, state, device, clear.number, clear.kind, new=made, changed=len(fresh) - made,
        parallel=decision.parallel, conflicts=len(decision.conflicts), visits=len(decision.creates.get("visit", ())),
    )  # fmt: skip
