"""Every way a file can be bad: each is refused or held with its sentence, and the office stands as it stood."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
import zstandard

from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.rows import FileState
from outreach_app.errors import Message
from outreach_app.sync import envelope
from outreach_app.sync.age import open_sealed, seal_to
from outreach_app.sync.frame import SYNC_MAGIC, join_frame, split_frame
from outreach_app.sync.keys import MachineKeys
from outreach_app.sync.secrets import Pins
from outreach_app.wire.packing import pack, unpack
from tests.robustness.rows import Tally
from tests.workspaces import Field, cards, copy_kits, door

STRANGER = MachineKeys.generate()
TAG = b"go-cua sync file v1"


@dataclass
class Workshop:
    """What a forger has at best: a good file, the laptop's and (for taking files apart) the office's keys."""

    good: bytes
    laptop: Pins
    office: Pins
    kit: bytes

    def rebuild(
        self, *, signer: MachineKeys | None = None, squeezed: bytes | None = None, **changes: object
    ) -> bytes:
        """Take the good file apart, change clear part (`header`), inner header (`inner`) or seal, and sign it anew."""
        frame = split_frame(self.good, SYNC_MAGIC)
        fields = unpack(frame.header)
        assert isinstance(fields, dict)
        plain = open_sealed(
            bytes(frame.body), [self.office.own.seal_identity], recipients=len(fields["recipients"])
        )
        size = int.from_bytes(plain[:4], "big")
        inner = unpack(plain[4 : 4 + size])
        assert isinstance(inner, dict)
        packed = pack(inner | dict(changes.get("inner") or {}))  # type: ignore[call-overload]
        rest = plain[4 + size :] if squeezed is None else squeezed
        seals = [self.laptop.office.seal, self.laptop.escrow, *self.laptop.teams]
        sealed = changes.get("sealed") or seal_to(seals, len(packed).to_bytes(4, "big") + packed + rest)
        assert isinstance(sealed, bytes)
        fields |= {"sealed_bytes": len(sealed), "sealed_sha256": hashlib.sha256(sealed).digest()}
        fields |= dict(changes.get("header") or {})  # type: ignore[call-overload]
        return join_frame(
            SYNC_MAGIC, pack(fields), body=sealed, tag=TAG, seed=(signer or self.laptop.own).sign_seed
        )

    def seal(self, payload: bytes = b"\x80", **changes: object) -> bytes:
        """Seal something new with the laptop's own keys."""
        clear = envelope.read_clear(self.good)
        values: dict[str, object] = {
            "kind": "sync", "office_id": clear.office_id, "sender": self.laptop.own, "incarnation": clear.incarnation,
            "recipients": [self.laptop.office.seal, self.laptop.escrow], "number": 2, "binding": self.laptop.binding,
        }  # fmt: skip
        return envelope.seal(payload, **(values | changes))  # type: ignore[arg-type]


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def bomb(shop: Workshop) -> bytes:
    squeezed = zstandard.ZstdCompressor(level=1).compress(bytes(50_000_000))
    declared = {"compression": "zstd", "plain_bytes": 50_000_000, "plain_sha256": bytes(32)}
    return shop.rebuild(inner=declared, squeezed=squeezed)


Bad = Callable[[Workshop], bytes]
REFUSED: dict[str, tuple[Bad, set[str]]] = {
    "nothing": (lambda s: b"", {"damaged", "not_ours"}),
    "something else": (lambda s: b"PDF" * 500, {"damaged", "not_ours"}),
    "a set-up file": (lambda s: s.kit, {"is_kit"}),
    "a flipped bit in the clear part": (lambda s: flip(s.good, 40), {"forged", "damaged"}),
    "a flipped bit in the sealed part": (lambda s: flip(s.good, len(s.good) // 2), {"damaged"}),
    "a flipped bit in the signature": (lambda s: flip(s.good, len(s.good) - 3), {"forged"}),
    "the second half missing": (lambda s: s.good[: len(s.good) // 2], {"damaged"}),
    "the last byte missing": (lambda s: s.good[:-1], {"damaged"}),
    "something appended": (lambda s: s.good + b"\0", {"damaged"}),
    "no signature": (lambda s: s.good[:-64] + bytes(64), {"forged"}),
    "signed by another key": (lambda s: s.rebuild(signer=STRANGER), {"forged"}),
    "sealed for somebody else": (lambda s: s.seal(recipients=[STRANGER.public.seal]), {"not_for_us"}),
    "for another office": (lambda s: s.seal(office_id=b"another office!!"), {"foreign_office"}),
    "stripped and signed as one's own": (
        lambda s: s.rebuild(signer=STRANGER, header={"sender": STRANGER.public.sign}), {"forged"},
    ),
    "another number than was sealed": (lambda s: s.rebuild(header={"number": 9}), {"forged"}),
    "a sender nobody certified": (lambda s: s.seal(sender=STRANGER, binding=None), {"unknown_sender"}),
    "somebody else's permission": (lambda s: s.seal(sender=STRANGER), {"forged"}),
    "a permission of another office": (
        lambda s: s.seal(binding=flip(s.laptop.binding or b"", 300)), {"certificate", "damaged"}
    ),
    "a laptop that speaks for the office": (lambda s: s.seal(kind="return"), {"unknown_sender"}),
    "a bomb": (bomb, {"bomb"}),
    "a declared size beyond reason": (lambda s: s.rebuild(inner={"plain_bytes": 1 << 40}), {"too_large"}),
    "another content than its hash": (lambda s: s.rebuild(inner={"plain_sha256": bytes(32)}), {"damaged"}),
    "a passphrase lock": (lambda s: s.rebuild(sealed=pyrage.passphrase.encrypt(b"x", "x")), {"passphrase_stanza"}),
    "a payload that is none": (lambda s: s.seal(), {"damaged"}),
}  # fmt: skip
HELD: dict[str, tuple[Bad, str]] = {
    "a newer format": (lambda s: s.good[:8] + b"\0\2" + s.good[10:], "newer_format"),
    "a second file of one number": (lambda s: s.seal(payload=payload_of(s), number=1), "second_machine"),
    "a file that leaves the chain": (lambda s: s.seal(payload=payload_of(s), number=2), "second_machine"),
}


def payload_of(shop: Workshop) -> bytes:
    opened = envelope.unseal(
        shop.good, shop.office.own, trust=envelope.trust_bound(shop.office.own.public.sign)
    )
    return opened.payload


def bytes_of(app: App) -> bytes:
    assert app.desk.database.settle()
    return (app.desk.folder / paths.DATABASE).read_bytes()


def test_every_bad_file_is_refused_or_held_with_a_sentence_and_the_office_is_untouched(
    field: Field, tmp_path: Path, tally: Tally
) -> None:
    one, office = field.one.open(), field.office.open()
    one.visits.log(door(cards(one)[0]))
    (written,) = one.syncing.write(field.stick).value
    good = Path(written.path).read_bytes()
    assert office.syncing.read([Path(written.path)]).value.files[0].state is FileState.APPLIED
    with one.desk.read() as laptop, office.desk.read() as session:
        kit, _ = copy_kits(tmp_path)["one"]
        shop = Workshop(good, Pins.read(laptop), Pins.read(session), kit.read_bytes())
    before, file = bytes_of(office), tmp_path / "bad.gocua"
    points = 0
    for what, (make, reasons) in REFUSED.items():
        file.write_bytes(make(shop))
        (seen,) = office.syncing.preview([file]).files
        (report,) = office.syncing.read([file]).value.files
        assert (report.state, report.reason_key in reasons) == (FileState.REFUSED, True), (
            what,
            report.reason_key,
        )
        assert seen.reason_key == report.reason_key, what
        assert isinstance(report.reason, Message), what
        assert bytes_of(office) == before, what
        points += 1
    (replayed,) = office.syncing.read([Path(written.path)]).value.files
    assert replayed.state is FileState.ALREADY
    assert bytes_of(office) == before
    stands = office.upkeep.check()
    for what, (make, reason) in HELD.items():
        file.write_bytes(make(shop))
        (report,) = office.syncing.read([file]).value.files
        assert (report.state, report.reason_key) == (FileState.HELD, reason), what
        assert isinstance(report.reason, Message), what
        assert office.upkeep.check() == stands, what
        points += 1
    assert len(office.held.list()) == len(HELD)
    office.permissions.block("Máy one", why="mất")
    field.one.clock.pass_by(minutes=1)
    one.visits.log(door(cards(one)[0]))
    (late,) = one.syncing.write(field.stick).value
    (report,) = office.syncing.read([Path(late.path)]).value.files
    assert (report.state, report.reason_key) == (FileState.HELD, "machine_blocked")
    assert office.upkeep.check() == stands
    tally("bad sync file", "kinds", points + 2)
    one.close()
    office.close()
