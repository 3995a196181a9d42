"""What went out of this machine and came back, which files were read here, and how the other machines stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.rows import Ledger, LedgerFile, LedgerState, MachineRow, ReadFile
from outreach_app.domain.seen import Seen, Streams
from outreach_app.store import exchange, incarnations, settings
from outreach_app.store.local_tables import InFile, OutFile, Peer
from outreach_app.store.packing import unpack
from outreach_app.sync import gaps, inbox, orders, outbox, receipts, returning
from outreach_app.sync.payload import Acknowledgement


def read_ledger(session: Session) -> Ledger:
    """Count the rows of the ledger by state and list its files; see Syncing.read_ledger."""
    machine = settings.read_machine(session)
    files = exchange.list_out_files(session)
    told = settings.read_setting(session, f"told:{machine.incarnation.hex()}")
    answer = Acknowledgement.unpack(told) if told else None
    devices = {peer.id: peer.name for peer in exchange.list_peers(session)}
    answers = _list_answers(session, machine.role)
    at_lead = orders.read_at_lead(session)
    rows = _count_rows(files, answer, incarnations.count_waiting(session), at_lead)
    made = tuple(
        _make_ledger_file(file, answer, at_lead, device=devices.get(file.peer, ""), role=machine.role)
        for file in files
    )
    return Ledger(rows, made, len(answers), answers)


def list_read(session: Session, *, limit: int) -> list[ReadFile]:
    """List the files that were read and applied here, newest first."""
    devices = {peer.id: peer.name for peer in exchange.list_peers(session)}
    office = settings.read_machine(session).office_name
    return [
        _make_read_file(session, file, device=devices.get(file.peer or b"") or _name_sender(file, office))
        for file in exchange.list_in_files(session)[:limit]
    ]


def list_machines(session: Session) -> list[MachineRow]:
    """List the machines with a set-up file; see Syncing.list_machines."""
    peers = exchange.list_peers(session)
    names = {peer.id: peer.name for peer in peers}
    return [_make_machine(session, peer, names) for peer in peers]


def _list_answers(session: Session, role: str) -> tuple[str, ...]:
    if role != "office":
        return tuple(peer.name for peer, _ in receipts.find_due(session))
    return tuple(peer.name for peer in exchange.list_peers(session) if returning.is_reply_due(session, peer))


def _count_rows(
    files: Sequence[OutFile], told: Acknowledgement | None, waiting: int, at_lead: Streams
) -> dict[LedgerState, int]:
    counts: Counter[LedgerState] = Counter(dict.fromkeys(LedgerState, 0))
    counts[LedgerState.TO_SEND] = waiting
    for file in files:
        state = LedgerState.ACCEPTED if file.received_at is not None else LedgerState.ON_FILE
        if state is LedgerState.ON_FILE and _is_at_lead(file, at_lead):
            state = LedgerState.RECEIVED
        counts[state] += file.operations
    if told is not None:
        counts[LedgerState.MERGED] = len(told.merged)
        counts[LedgerState.REFUSED] = len(told.returned)
        counts[LedgerState.ACCEPTED] -= len(told.merged) + len(told.returned)
    return dict(counts)


def _make_ledger_file(
    file: OutFile, told: Acknowledgement | None, at_lead: Streams, *, device: str, role: str
) -> LedgerFile:
    refused = sum(1 for seq, _ in told.returned if file.low <= seq <= file.high) if told else 0
    return LedgerFile(
        file.number, moment_of(file.written_at), file.operations,
        file.operations - refused if file.received_at is not None else 0, refused, file.folder,
        answered_at=moment_of(file.received_at) if file.received_at is not None else None, device=device,
        name=file.name, kind=kind_of(file, role),
        at_lead=file.received_at is None and _is_at_lead(file, at_lead),
    )  # fmt: skip


def _name_sender(file: InFile, office: str) -> str:
    # A lead of whom this machine has read a receipt and no file of its own is told by the name on the receipt.
    return str(unpack(file.counts).get("device") or office)


def kind_of(file: OutFile, role: str) -> str:
    """Tell what a file out of a machine of this role is: 'sync', 'return' or 'receipt'."""
    answer = "return" if role == "office" else receipts.KIND
    return "sync" if file.peer == outbox.OFFICE_PEER else answer


def _is_at_lead(file: OutFile, at_lead: Streams) -> bool:
    return file.peer == outbox.OFFICE_PEER and file.number in at_lead.get(file.incarnation, Seen())


def _make_read_file(session: Session, file: InFile, *, device: str) -> ReadFile:
    counts = unpack(file.counts)
    return ReadFile(
        file.name, device, file.number, file.kind, moment_of(file.read_at), inbox.reader_name(session, file),
        visits=counts.get("visits", 0), rows=counts.get("new", 0) + counts.get("changed", 0),
    )  # fmt: skip


def _make_machine(session: Session, peer: Peer, names: Mapping[bytes, str]) -> MachineRow:
    last_seen: datetime | None = moment_of(peer.last_seen) if peer.last_seen else None
    told = orders.read_blocked(session).get(peer.id)
    return MachineRow(
        peer.name, peer.number, peer.role, (), peer.last_number, last_seen, gaps.find_missing(session, peer),
        peer.clock_offset_s, peer.revoked, enrolled=peer.sign_key is not None, blocked=told[1] if told else "",
        replaced_by=names.get(exchange.read_successor(session, peer.id) or b"", ""),
    )  # fmt: skip
