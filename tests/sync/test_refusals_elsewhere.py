"""Bad files beyond the first matrix: absurd entries of a certified laptop, what a laptop, a lead, a new laptop gets.

Each is refused or held with its sentence; workspace and stick stay byte for byte as they were.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgpack
import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.rows import FileState
from outreach_app.errors import Message, OutreachError
from outreach_app.store import blocks, settings
from outreach_app.sync import envelope
from outreach_app.sync.frame import KIT_MAGIC, join_frame, split_frame
from outreach_app.sync.keys import recipient_id
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Holdings
from outreach_app.wire.columns import encode_operations
from outreach_app.wire.packing import pack, unpack
from tests.robustness.rows import Tally
from tests.sync.test_refusal_matrix import STRANGER, flip
from tests.workspaces import PASSPHRASE, Clock, Field, cards, copy_kits, door, read, write

MADE = 1_795_400_000_000
AFTER = MADE * 4096


@dataclass(frozen=True, slots=True)
class Sender:
    """A certified machine that turned hostile: its keys, its permission, and the last good file it wrote."""

    pins: Pins
    incarnation: bytes
    household: bytes
    visit: Operation
    good: bytes
    other: bytes

    def seal(self, payload: bytes, **changes: object) -> bytes:
        """Seal and sign anything with its keys, as the next file of its stream."""
        clear = envelope.read_clear(self.good)
        values: dict[str, object] = {
            "kind": "sync", "office_id": clear.office_id, "sender": self.pins.own, "incarnation": self.incarnation,
            "recipients": [self.pins.office.seal, self.pins.escrow], "number": 2,
            "previous_hash": envelope.hash_file(self.good), "binding": self.pins.binding,
        }  # fmt: skip
        return envelope.seal(payload, **(values | changes))  # type: ignore[arg-type]

    def tell(self, *blocks: bytes, **changes: object) -> bytes:
        """Seal blocks in a payload of which something else is changed."""
        return self.seal(replace(Payload(MADE, 1, blocks, 900, 901), **changes).pack())  # type: ignore[arg-type]

    def write(self, table: str = "household", kind: Kind = Kind.EDIT, **told: object) -> bytes:
        """Seal one entry; what is not told is sound."""
        values = {"incarnation": self.incarnation, "seq": 900, "time": AFTER, "row": self.household} | told
        operation = Operation(kind=kind, table=table, **values)  # type: ignore[arg-type]
        return self.tell(encode_operations([operation]))

    def again(self, **changes: object) -> bytes:
        """Seal the visit it has sent already, with something else in it."""
        return self.tell(encode_operations([replace_values(self.visit, **changes)]))


def replace_values(operation: Operation, **changes: object) -> Operation:
    return operation._replace(values={**operation.values, **changes})


def respell(
    packed: bytes, change: Callable[[list[tuple[object, object]]], list[tuple[object, object]]]
) -> bytes:
    """Spell a packed map once more with its pairs changed."""
    found = unpack(packed)
    assert isinstance(found, dict)
    packer = msgpack.Packer(use_bin_type=True)
    pairs = change(list(found.items()))
    return bytes(packer.pack_map_header(len(pairs))) + b"".join(
        packer.pack(x) for pair in pairs for x in pair
    )


def plain(sender: Sender) -> bytes:
    return Payload(MADE, 1, (), 1, 0).pack()


ENTRIES: dict[str, tuple[Callable[[Sender], bytes], str]] = {
    "an entry under the office's name": (
        lambda s: s.write(incarnation=s.household[:8], seq=1, values={"address": ["x", ""]}), "forged"
    ),
    "a row that is not its own number": (
        lambda s: s.write("question", Kind.CREATE, row=b"r" * 16, values={"household": s.household, "text": "?"}),
        "forged",
    ),
    "a visit changed afterwards": (
        lambda s: s.write("visit", row=s.visit.row, values={"note": ["x", ""]}), "forged"
    ),
    "a number for a word": (lambda s: s.write(values={"address": [5, ""]}), "damaged"),
    "an edit that tells no former value": (lambda s: s.write(values={"address": "x"}), "damaged"),
    "a day that is none": (lambda s: s.again(visited_on="2026-02-31"), "damaged"),
    "a number no database holds": (
        lambda s: s.write("receipt", Kind.CREATE, row=s.incarnation + (900).to_bytes(8, "big"), values={
            "enrolment": s.household, "amount": (1 << 64) - 1}),
        "damaged",
    ),
    "a sex that is none": (
        lambda s: s.write("person", Kind.EDIT, values={"sex": ["không có", None]}), "damaged"
    ),
    "a way of contact that is none": (lambda s: s.again(channel="x"), "damaged"),
    "outcomes of other parts": (lambda s: s.again(outcomes=[[1, [2]]]), "damaged"),
    "months without end": (
        lambda s: s.write("enrolment", row=s.household, values={"months": [1 << 40, 3]}), "damaged"
    ),
    "a moment beyond the calendar": (
        lambda s: s.write(time=(1 << 63) - 1, values={"address": ["x", ""]}), "damaged"
    ),
    "a file written beyond the calendar": (lambda s: s.tell(made_at=1 << 61), "damaged"),
    "a key twice": (lambda s: s.seal(respell(plain(s), lambda p: [*p, p[0]])), "damaged"),
    "keys in another order": (lambda s: s.seal(respell(plain(s), lambda p: p[::-1])), "damaged"),
    "a key too many": (lambda s: s.seal(respell(plain(s), lambda p: [*p, ("more", 1)])), "damaged"),
    "a number spelt too long": (
        lambda s: s.seal(plain(s).replace(b"\xa6schema\x01", b"\xa6schema\xcd\x00\x01")), "damaged"
    ),
    "a word that is no text": (
        lambda s: s.seal(plain(s).replace(b"\xa6schema\x01", b"\xa6schema\xa1\xff")), "damaged"
    ),
    "a block cut short": (lambda s: s.tell(encode_operations([s.visit])[:-2]), "damaged"),
    "a block that is none": (lambda s: s.tell(b"\xc0"), "damaged"),
}  # fmt: skip
"""What the office refuses although every seal and signature is right."""

WAITING: dict[str, tuple[Callable[[Sender], bytes], str]] = {
    "a newer schema": (lambda s: s.tell(schema=99), "newer_format"),
    "a newer block": (lambda s: s.tell(pack([2, 0, 0, b"", [], []])), "newer_format"),
    "another entry under its number": (lambda s: s.again(note="khác"), "second_machine"),
}

ON_A_LAPTOP: dict[str, tuple[Callable[[Sender, bytes], bytes], str]] = {
    "another laptop's file": (lambda s, answer: s.other, "not_for_us"),
    "an answer for somebody else": (
        lambda s, answer: s.seal(plain(s), kind="return", sender=STRANGER, recipients=[STRANGER.public.seal]),
        "not_for_us",
    ),
    "an answer that a laptop wrote": (
        lambda s, answer: s.seal(plain(s), kind="return", sender=STRANGER, recipients=[s.pins.own.public.seal]),
        "unknown_sender",
    ),
    "an answer with another signature": (lambda s, answer: answer[:-64] + bytes(64), "forged"),
    "an answer cut short": (lambda s, answer: answer[:-100], "damaged"),
    "a flipped bit in an answer": (lambda s, answer: flip(answer, len(answer) // 2), "damaged"),
    "an answer of another office": (
        lambda s, answer: s.seal(
            plain(s), kind="return", sender=STRANGER, office_id=b"another office!!",
            recipients=[s.pins.own.public.seal],
        ),
        "foreign_office",
    ),
}  # fmt: skip

WORDS = Payload(MADE, 1, (), 1, 0, holdings=Holdings({}, {}, {}))
FROM_A_TEAM: dict[str, tuple[Callable[[Sender, Sender], bytes], str]] = {
    "a receipt that is no lead's": (
        lambda one, lead: one.seal(
            WORDS.pack(), kind="receipt", sender=one.pins.own, recipients=[lead.pins.own.public.seal]
        ),
        "forged",
    ),
    "a receipt that brings entries": (
        lambda one, lead: lead.seal(
            replace(WORDS, blocks=(encode_operations([lead.visit]),)).pack(), kind="receipt",
            recipients=[one.pins.own.public.seal],
        ),
        "forged",
    ),
    "a team's file that is not sealed for its lead": (lambda one, lead: one.seal(plain(one)), "not_for_us"),
}  # fmt: skip


KITS: dict[str, tuple[Callable[[Sender, bytes], bytes], str]] = {
    "a file with entries": (lambda s, kit: s.good, "is_sync_file"),
    "something else": (lambda s, kit: b"PDF" * 500, "not_ours"),
    "a set-up file cut short": (lambda s, kit: kit[:-200], "damaged"),
    "a set-up file of a newer program": (lambda s, kit: kit[:8] + b"\0\2" + kit[10:], "newer_format"),
    "a set-up file under another office's key": (
        lambda s, kit: relock(kit, office_sign=STRANGER.public.sign), "wrong_kit_code"
    ),
    "a set-up file that costs a terabyte": (lambda s, kit: relock(kit, memory=1 << 40), "damaged"),
    "a set-up file that costs hours": (lambda s, kit: relock(kit, passes=60_000), "damaged"),
}  # fmt: skip


def relock(kit: bytes, **changes: object) -> bytes:
    """Change what a set-up file tells openly, and sign it with another key."""
    frame = split_frame(kit, KIT_MAGIC)
    header = unpack(frame.header)
    assert isinstance(header, dict)
    header |= {"office_sign": STRANGER.public.sign} | changes
    return join_frame(
        KIT_MAGIC, pack(header), body=bytes(frame.body), tag=b"go-cua kit v1", seed=STRANGER.sign_seed
    )


def keep(app: App, path: Path, *, other: Path | None = None) -> Sender:
    """Take a laptop's keys, and what it has sent."""
    card = next(each for each in cards(app) if each.visits)
    with app.desk.read() as session:
        pins, own = Pins.read(session), settings.read_machine(session).incarnation
        dot = (card.visits[0].id[:8], int.from_bytes(card.visits[0].id[8:], "big"))
        visit = blocks.read_dots(session, [dot])[dot]
    return Sender(
        pins, own, card.household.id, visit, path.read_bytes(), other.read_bytes() if other else b""
    )


def send(app: App, stick: Path) -> Path:
    """Log a visit and write it; the path of the file."""
    app.visits.log(door(cards(app)[0]))
    return write(app, stick)[0]


def bytes_of(app: App) -> bytes:
    assert app.desk.database.settle()
    return (app.desk.folder / paths.DATABASE).read_bytes()


def offer(app: App, folder: Path, bad: Mapping[str, tuple[bytes, str]], *, state: FileState) -> int:
    """Preview and read each bad file; returns how many were seen to be what they are."""
    path = folder / "bad.gocua"
    path.write_bytes(b"")
    app.syncing.read([path])  # the first look of a day tidies up, whatever it finds
    before, stands = bytes_of(app), app.upkeep.check()
    for what, (data, reason) in bad.items():
        path.write_bytes(data)
        (seen,) = app.syncing.preview([path]).files
        (report,) = app.syncing.read([path]).value.files
        assert (seen.reason_key, report.reason_key, report.state) == (reason, reason, state), what
        assert isinstance(report.reason, Message), what
        assert path.read_bytes() == data, what
        if state is FileState.REFUSED:
            assert bytes_of(app) == before, what
        assert app.upkeep.check() == stands, what
    return len(bad)


def test_what_a_certified_laptop_may_not_write_is_refused_or_waits(
    field: Field, office: App, tmp_path: Path, tally: Tally
) -> None:
    one = field.one.open()
    sent = send(one, field.stick)
    assert read(office, sent)[0].state is FileState.APPLIED
    sender = keep(one, sent)
    refused = {what: (make(sender), reason) for what, (make, reason) in ENTRIES.items()}
    points = offer(office, tmp_path, refused, state=FileState.REFUSED)
    held = {what: (make(sender), reason) for what, (make, reason) in WAITING.items()}
    points += offer(office, tmp_path, held, state=FileState.HELD)
    assert len(office.held.list()) == len(WAITING)
    tally("bad sync file", "entries", points)
    one.close()


def test_a_laptop_and_a_lead_refuse_what_is_not_for_them_or_not_from_whom_it_says(
    field: Field, office: App, tmp_path: Path, tally: Tally
) -> None:
    one, two, lead = field.one.open(), field.two.open(), field.lead.open()
    other, sent, led = send(two, field.stick), send(one, field.stick), send(lead, field.stick)
    read(office, other, sent, led)
    mine, leads = keep(one, sent, other=other), keep(lead, led)
    (answer, *_) = [path.read_bytes() for path in write(office, field.stick) if is_for(path, mine)]
    bad = {what: (make(mine, answer), reason) for what, (make, reason) in ON_A_LAPTOP.items()}
    forged, entries, closed = ((make(mine, leads), reason) for make, reason in FROM_A_TEAM.values())
    points = offer(one, tmp_path, bad | {"a receipt that brings entries": entries}, state=FileState.REFUSED)
    points += offer(
        lead, tmp_path, {"a receipt of a laptop": forged, "not for the lead": closed}, state=FileState.REFUSED
    )
    tally("bad sync file", "on laptops", points)
    for app in (one, two, lead):
        app.close()


def is_for(path: Path, machine: Sender) -> bool:
    return envelope.read_clear(path.read_bytes()).addressee == recipient_id(machine.pins.own.public.seal)


def test_a_bad_set_up_file_is_refused_and_leaves_nothing(field: Field, tmp_path: Path, tally: Tally) -> None:
    kit, code = copy_kits(tmp_path)["one"]
    one = field.one.open()
    sender = keep(one, send(one, field.stick))
    one.close()
    for what, (make, reason) in KITS.items():
        (tmp_path / "bad.gocuakit").write_bytes(data := make(sender, kit.read_bytes()))
        with pytest.raises(OutreachError) as told:
            program.open_kit_file(
                tmp_path / "home", tmp_path / "bad.gocuakit", code, PASSPHRASE, clock=Clock(), cost=FLOOR
            )
        assert told.value.key == reason, what
        assert (tmp_path / "bad.gocuakit").read_bytes() == data
        assert not (tmp_path / "home").exists()
    tally("bad sync file", "set-up files", len(KITS))
