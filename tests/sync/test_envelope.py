import hashlib
import os
import random
from collections.abc import Callable

import pytest
import zstandard

from outreach_app.errors import OutreachError, UnreadableFile
from outreach_app.sync import age, compression, envelope
from outreach_app.sync.age import open_sealed, seal_to
from outreach_app.sync.certificates import sign_binding, sign_certificate
from outreach_app.sync.envelope import (
    FIRST,
    ClearPart,
    Unsealed,
    file_name,
    hash_file,
    read_clear,
    seal,
    trust_bound,
    trust_only,
    unseal,
)
from outreach_app.sync.frame import SIZE_LIMIT, SYNC_MAGIC, join_frame, split_frame
from outreach_app.sync.keys import MachineKeys, recipient_id
from outreach_app.wire.packing import pack, unpack

from .test_keys import ENROLMENT, OFFICE, make_binding, make_certificate

LAPTOP, LEAD, ESCROW, STRANGER = (MachineKeys.generate() for _ in range(4))
OFFICE_ID = b"O" * 16
PAYLOAD = "Lò Thị Pâng, bản Nà Lốc, 012090001234".encode() * 20


def make_file(payload: bytes = PAYLOAD, **changes: object) -> bytes:
    values: dict[str, object] = {
        "kind": "sync",
        "office_id": OFFICE_ID,
        "sender": LAPTOP,
        "incarnation": b"incarnat",
        "recipients": [OFFICE.public.seal, ESCROW.public.seal],
        "number": 7,
        "previous_hash": b"p" * 32,
    }
    return seal(payload, **(values | changes))  # type: ignore[arg-type]


def read(data: bytes, own: MachineKeys = OFFICE, **changes: object) -> Unsealed:
    return unseal(data, own, **({"trust": trust_only(LAPTOP.public.sign)} | changes))  # type: ignore[arg-type]


def reason(read_it: Callable[[], object]) -> str:
    with pytest.raises(OutreachError) as caught:
        read_it()
    assert isinstance(caught.value, UnreadableFile)
    return caught.value.key


def rebuild(
    data: bytes,
    *,
    signer: MachineKeys = LAPTOP,
    header: dict[str, object] | None = None,
    inner: dict[str, object] | None = None,
    recipients: tuple[MachineKeys, ...] = (OFFICE, ESCROW),
    squeezed: bytes | None = None,
) -> bytes:
    """Take a file apart as its reader, change it, and sign what comes out: what a forger with keys can do."""
    frame = split_frame(data, SYNC_MAGIC)
    fields = unpack(frame.header)
    assert isinstance(fields, dict)
    sealed = bytes(frame.body)
    if inner is not None or squeezed is not None or len(recipients) != 2 or recipients[0] is not OFFICE:
        plain = open_sealed(sealed, [OFFICE.seal_identity], recipients=len(fields["recipients"]))
        size = int.from_bytes(plain[:4], "big")
        found = unpack(plain[4 : 4 + size])
        assert isinstance(found, dict)
        packed = pack(found | (inner or {}))
        rest = plain[4 + size :] if squeezed is None else squeezed
        sealed = seal_to([r.public.seal for r in recipients], len(packed).to_bytes(4, "big") + packed + rest)
    fields |= {"sealed_bytes": len(sealed), "sealed_sha256": hashlib.sha256(sealed).digest()}
    fields |= header or {}
    return join_frame(
        SYNC_MAGIC, pack(fields), body=sealed, tag=b"go-cua sync file v1", seed=signer.sign_seed
    )


def test_every_recipient_reads_what_was_sealed() -> None:
    data = make_file()
    for own in (OFFICE, ESCROW):
        opened = read(data, own, office_id=OFFICE_ID)
        assert opened.payload == PAYLOAD
        assert opened.binding is None
        assert opened.file_hash == hashlib.sha256(data).digest() == hash_file(data)
    assert unseal(data, [ESCROW.seal_identity], trust=trust_only(LAPTOP.public.sign)).payload == PAYLOAD


@pytest.mark.parametrize("payload", [b"", b"x", bytes(3_000_000), os.urandom(100_000)])
def test_any_payload_comes_back(payload: bytes) -> None:
    assert read(make_file(payload)).payload == payload


def test_the_clear_part_tells_what_a_courier_needs_and_nothing_else() -> None:
    data = make_file(kind="return")
    clear = read_clear(data)
    assert (clear.kind, clear.office_id, clear.number) == ("return", OFFICE_ID, 7)
    assert (clear.sender, clear.incarnation, clear.previous_hash) == (
        LAPTOP.public.sign,
        b"incarnat",
        b"p" * 32,
    )
    assert clear.recipients == (recipient_id(OFFICE.public.seal), recipient_id(ESCROW.public.seal))
    assert clear.addressee == clear.recipients[0]
    for word in ("Pâng", "Nà Lốc", "01209"):
        assert word.encode() not in data


def test_a_file_name_is_plain_and_differs_by_addressee_sender_incarnation_and_number() -> None:
    changes: list[dict[str, object]] = [
        {},
        {"number": 8},
        {"sender": LEAD},
        {"incarnation": b"restored"},
        {"recipients": [ESCROW.public.seal]},
    ]
    names = [file_name(read_clear(make_file(**c))) for c in changes]
    assert len(set(names)) == len(names)
    assert all(n.isascii() and n.startswith("gocua-") and n.endswith(".gocua") and len(n) < 50 for n in names)
    assert names[0].endswith("-000007.gocua")


def test_every_changed_byte_is_refused_and_nobody_is_asked_for_trust() -> None:
    data = make_file(b"visit")
    asked = list[ClearPart]()
    for position in range(len(data)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(data)
            changed[position] ^= flip
            with pytest.raises(UnreadableFile):
                unseal(bytes(changed), OFFICE, trust=lambda clear, _: asked.append(clear))
    assert asked == []


def test_every_truncation_and_every_appendix_is_refused() -> None:
    data = make_file(b"visit")
    for end in range(len(data)):
        with pytest.raises(UnreadableFile):
            read(data[:end])
    for more in (b"\0", b"x" * 64, data):
        with pytest.raises(UnreadableFile):
            read(data + more)


def test_swapped_stretches_are_refused() -> None:
    data, chance = make_file(os.urandom(3000)), random.Random(7)
    for _ in range(200):
        first, second = sorted(chance.sample(range(len(data) - 64), 2))
        changed = bytearray(data)
        changed[first : first + 16], changed[second : second + 16] = (
            data[second : second + 16],
            data[first : first + 16],
        )
        if bytes(changed) != data:
            with pytest.raises(UnreadableFile):
                read(bytes(changed))


def test_reasons_are_told_apart() -> None:
    data = make_file()
    changed = bytearray(data)
    changed[-1] ^= 1
    assert reason(lambda: read(bytes(changed))) == "forged"
    changed = bytearray(data)
    changed[len(data) // 2] ^= 1
    assert reason(lambda: read(bytes(changed))) == "damaged"
    assert reason(lambda: read(data[:-1])) == "damaged"
    assert reason(lambda: read(data, STRANGER)) == "not_for_us"
    assert reason(lambda: read(data, office_id=b"X" * 16)) == "foreign_office"
    assert reason(lambda: read(data, trust=trust_only(LEAD.public.sign))) == "unknown_sender"
    assert reason(lambda: read(b"%PDF-1.7 and more")) == "not_ours"
    assert reason(lambda: read(b"")) == "not_ours"
    assert reason(lambda: read(bytes(SIZE_LIMIT + 1))) == "too_large"


def test_a_newer_format_is_told_apart_from_damage_whatever_follows() -> None:
    data = make_file()
    newer = data[:8] + (2).to_bytes(2, "big") + os.urandom(200)
    assert reason(lambda: read_clear(newer)) == "newer_format"
    older = data[:8] + (0).to_bytes(2, "big") + data[10:]
    assert reason(lambda: read_clear(older)) == "damaged"


def test_a_stripped_and_newly_signed_file_is_a_forgery() -> None:
    stolen = rebuild(make_file(), signer=STRANGER, header={"sender": STRANGER.public.sign})
    believed = trust_only(STRANGER.public.sign, LAPTOP.public.sign)
    assert reason(lambda: read(stolen, trust=believed)) == "forged"


@pytest.mark.parametrize(
    "header",
    [
        {"number": 8},
        {"previous": b"q" * 32},
        {"kind": "return"},
        {"office": b"X" * 16},
        {"incarnation": b"restored"},
        {"recipients": [recipient_id(OFFICE.public.seal), recipient_id(STRANGER.public.seal)]},
        {"recipients": [recipient_id(ESCROW.public.seal), recipient_id(OFFICE.public.seal)]},
    ],
)
def test_the_clear_part_must_say_what_the_sealed_part_repeats(header: dict[str, object]) -> None:
    assert reason(lambda: read(rebuild(make_file(), header=header))) == "forged"


def test_more_or_fewer_readers_than_named_are_a_forgery() -> None:
    data = make_file()
    assert reason(lambda: read(rebuild(data, recipients=(OFFICE, ESCROW, STRANGER)))) == "forged"
    assert reason(lambda: read(rebuild(data, recipients=(OFFICE,)))) == "forged"
    header = {"recipients": [recipient_id(OFFICE.public.seal)]}
    assert reason(lambda: read(rebuild(data, header=header))) == "forged"


@pytest.mark.parametrize(
    "header",
    [
        {"number": 0},
        {"number": -1},
        {"number": 1.5},
        {"number": True},
        {"kind": "gift"},
        {"recipients": []},
        {"recipients": [b"short"]},
        {"recipients": [bytes([i]) * 16 for i in range(65)]},
        {"office": b"short"},
        {"sender": None},
        {"previous": "text"},
        {"sealed_bytes": 1},
        {"sealed_sha256": bytes(32)},
        {"extra": 1},
    ],
)
def test_a_malformed_clear_part_is_refused_even_when_signed(header: dict[str, object]) -> None:
    assert reason(lambda: read(rebuild(make_file(), header=header))) == "damaged"


def test_a_header_has_one_spelling() -> None:
    frame = split_frame(make_file(), SYNC_MAGIC)
    assert b"\xa6number\x07" in frame.header
    header = frame.header.replace(b"\xa6number\x07", b"\xa6number\xcd\x00\x07")
    data = join_frame(
        SYNC_MAGIC, header, body=bytes(frame.body), tag=b"go-cua sync file v1", seed=LAPTOP.sign_seed
    )
    assert reason(lambda: read(data)) == "damaged"


def test_a_passphrase_lock_is_refused_before_the_library_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrage

    locked = pyrage.passphrase.encrypt(b"x", "x")
    fields = unpack(split_frame(make_file(), SYNC_MAGIC).header)
    assert isinstance(fields, dict)
    fields |= {"sealed_bytes": len(locked), "sealed_sha256": hashlib.sha256(locked).digest()}
    data = join_frame(
        SYNC_MAGIC, pack(fields), body=locked, tag=b"go-cua sync file v1", seed=LAPTOP.sign_seed
    )

    def fail(*_: object) -> bytes:
        raise AssertionError("the library was asked")

    monkeypatch.setattr(age.pyrage, "decrypt", fail)
    assert reason(lambda: read(data)) == "passphrase_stanza"


def test_a_bomb_is_refused_without_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = bytes(200_000_000)
    squeezed = zstandard.ZstdCompressor(level=1).compress(plain)
    digest = hashlib.sha256(plain).digest()
    del plain

    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr(compression.zstandard, "ZstdDecompressor", fail)
    declared = {"compression": "zstd", "plain_bytes": 200_000_000, "plain_sha256": digest}
    assert reason(lambda: read(rebuild(make_file(), inner=declared, squeezed=squeezed))) == "bomb"
    small = declared | {"plain_bytes": 1000}
    assert reason(lambda: read(rebuild(make_file(), inner=small, squeezed=squeezed))) == "bomb"
    large = declared | {"plain_bytes": 1 << 40}
    assert reason(lambda: read(rebuild(make_file(), inner=large, squeezed=squeezed))) == "too_large"


def test_a_frame_without_its_size_is_refused() -> None:
    squeezed = zstandard.ZstdCompressor(write_content_size=False).compress(PAYLOAD)
    assert reason(lambda: read(rebuild(make_file(), squeezed=squeezed))) == "bomb"


def test_a_cut_frame_is_never_taken_for_a_short_one() -> None:
    payload = os.urandom(300_000)
    squeezed = zstandard.ZstdCompressor(level=9).compress(payload)
    for end in (0, 1, 10, 1000, 200_000, len(squeezed) - 1):
        cut = rebuild(make_file(payload), squeezed=squeezed[:end])
        assert reason(lambda d=cut: read(d)) == ("bomb" if 1 < end < 1500 else "damaged")
    assert reason(lambda: read(rebuild(make_file(payload), squeezed=squeezed + b"x"))) == "damaged"
    assert reason(lambda: read(rebuild(make_file(payload), squeezed=squeezed * 2))) == "damaged"


@pytest.mark.parametrize(
    "inner",
    [
        {"plain_sha256": bytes(32)},
        {"plain_bytes": len(PAYLOAD) - 1},
        {"compression": "stored"},
        {"compression": "gzip"},
        {"compression": 3},
        {"binding": "text"},
        {"plain_bytes": -1},
    ],
)
def test_the_sealed_part_must_keep_its_own_word(inner: dict[str, object]) -> None:
    assert reason(lambda: read(rebuild(make_file(), inner=inner))) in ("damaged", "bomb")


def test_nothing_of_the_payload_is_unpacked_before_the_sender_is_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr(envelope, "expand", fail)
    assert reason(lambda: read(make_file(), trust=trust_only(STRANGER.public.sign))) == "unknown_sender"


def test_a_lead_believes_a_laptops_first_file_by_its_binding() -> None:
    binding = make_binding(machine=LAPTOP)
    data = make_file(binding=binding, recipients=[OFFICE.public.seal, LEAD.public.seal])
    opened = read(data, LEAD, trust=trust_bound(OFFICE.public.sign))
    assert (opened.payload, opened.binding) == (PAYLOAD, binding)


def test_a_binding_of_another_machine_office_or_nobody_is_not_believed() -> None:
    trust = trust_bound(OFFICE.public.sign)
    assert reason(lambda: read(make_file(), trust=trust)) == "unknown_sender"
    borrowed = make_file(binding=make_binding(machine=STRANGER))
    assert reason(lambda: read(borrowed, trust=trust)) == "forged"
    foreign = sign_binding(
        sign_certificate(make_certificate(), STRANGER),
        LAPTOP,
        enrolment_seed=ENROLMENT.sign_seed,
        incarnation=b"incarnat",
        made_at=0,
    )
    assert reason(lambda: read(make_file(binding=foreign), trust=trust)) == "certificate"
    elsewhere = make_file(binding=make_binding(machine=LAPTOP), office_id=b"X" * 16)
    assert reason(lambda: read(elsewhere, trust=trust)) == "forged"


def test_a_caller_cannot_write_what_nobody_could_read() -> None:
    for changes in ({"kind": "gift"}, {"recipients": []}, {"recipients": [OFFICE.public.seal] * 2}):
        with pytest.raises(ValueError):
            make_file(**changes)
    for changes in ({"number": 0}, {"office_id": b"short"}, {"incarnation": b""}):
        with pytest.raises(ValueError):
            make_file(**changes)
    assert read_clear(make_file(previous_hash=FIRST, number=1)).previous_hash == bytes(32)
