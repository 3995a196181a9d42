from dataclasses import fields, replace

import pytest

from outreach_app.errors import NotAllowed, OutreachError, UnreadableFile
from outreach_app.sync import kit, locks
from outreach_app.sync.certificates import sign_certificate, verify_certificate
from outreach_app.sync.codes import make_code
from outreach_app.sync.frame import KIT_MAGIC, join_frame, split_frame
from outreach_app.sync.keys import MachineKeys, key_id
from outreach_app.sync.kit import KitContents, open_kit, seal_kit
from outreach_app.sync.locks import FLOOR, MIB
from outreach_app.wire.packing import pack, unpack

from .test_keys import ENROLMENT, OFFICE, make_certificate

OFFICE_ID = b"O" * 16
CODE = "7Q2M-0X9K-4TBD"
TEAM, ESCROW = MachineKeys.generate(), MachineKeys.generate()
CONTENTS = KitContents(
    certificate=sign_certificate(make_certificate(), OFFICE),
    enrolment_seed=ENROLMENT.sign_seed,
    recovery_code=make_code(16),
    office=OFFICE.public,
    escrow=ESCROW.public.seal,
    teams=(TEAM.public.seal,),
    team_identities=(TEAM.seal_identity,),
    operations=(b"block one", b"block two"),
    rule_book="2026-01",
    made_at=1_795_000_000,
    office_name="BHXH cơ sở Mường Lay",
    unit_code="03151",
    unit_vintage="2025-07-01",
)


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal_kit(b"contents", code=CODE, office=OFFICE, office_id=OFFICE_ID, cost=FLOOR)


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError("worked for a refused kit")

    monkeypatch.setattr(locks.argon2id, "kdf", fail)


def rebuild(data: bytes, **changes: object) -> bytes:
    frame = split_frame(data, KIT_MAGIC)
    header = unpack(frame.header)
    assert isinstance(header, dict)
    return join_frame(
        KIT_MAGIC,
        pack(header | changes),
        body=bytes(frame.body),
        tag=b"go-cua kit v1",
        seed=OFFICE.sign_seed,
    )


def test_a_kit_opens_with_its_code_however_it_is_typed(sealed: bytes) -> None:
    for typed in (CODE, "7q2m ox9k 4tbd"):
        opened = open_kit(sealed, typed)
        assert opened.contents == b"contents"
        assert (opened.office_public, opened.office_id) == (OFFICE.public, OFFICE_ID)
        assert opened.office_key_id == key_id(OFFICE.public)


def test_the_real_contents_come_back_and_their_certificate_holds() -> None:
    data = seal_kit(CONTENTS.pack(), code=CODE, office=OFFICE, office_id=OFFICE_ID, cost=FLOOR)
    found = KitContents.unpack(open_kit(data, CODE).contents)
    assert found == CONTENTS
    assert verify_certificate(found.certificate, found.office.sign) == make_certificate()
    for secret in (CONTENTS.recovery_code, CONTENTS.office_name, TEAM.seal_identity):
        assert secret.encode() not in data


def test_a_wrong_code_is_told_apart_from_damage(sealed: bytes) -> None:
    with pytest.raises(NotAllowed) as caught:
        open_kit(sealed, "7Q2M-0X9K-4TBE")
    assert caught.value.key == "wrong_kit_code"
    with pytest.raises(NotAllowed) as caught:
        open_kit(sealed, "7Q2M")
    assert caught.value.key == "code_shape"


@pytest.mark.usefixtures("no_work")
def test_every_changed_byte_and_every_truncation_is_refused_before_any_work(sealed: bytes) -> None:
    for position in range(len(sealed)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(sealed)
            changed[position] ^= flip
            with pytest.raises(UnreadableFile):
                open_kit(bytes(changed), CODE)
    for end in range(len(sealed)):
        with pytest.raises(UnreadableFile):
            open_kit(sealed[:end], CODE)


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(
    "changes",
    [{"memory": MIB}, {"memory": 8192 * MIB}, {"passes": 1}, {"passes": 99}, {"kdf": "md5"}, {"salt": b""}],
)
def test_an_edited_cost_is_refused_before_any_work(sealed: bytes, changes: dict[str, object]) -> None:
    with pytest.raises(UnreadableFile):
        open_kit(rebuild(sealed, **changes), CODE)


def test_another_office_cannot_pass_off_a_kit_as_its_own(sealed: bytes) -> None:
    stranger = MachineKeys.generate()
    header = unpack(split_frame(sealed, KIT_MAGIC).header)
    assert isinstance(header, dict)
    header |= {"office_sign": stranger.public.sign, "office_seal": stranger.public.seal}
    body = bytes(split_frame(sealed, KIT_MAGIC).body)
    stolen = join_frame(KIT_MAGIC, pack(header), body=body, tag=b"go-cua kit v1", seed=stranger.sign_seed)
    with pytest.raises(NotAllowed):
        open_kit(stolen, CODE)
    with pytest.raises(NotAllowed):
        open_kit(rebuild(sealed, office=b"X" * 16), CODE)


def test_a_sync_file_is_no_kit_and_a_newer_kit_is_kept(sealed: bytes) -> None:
    keys = list[str]()
    for data in (b"\x89GCS\r\n\x1a\n" + bytes(100), b"zip", sealed[:8] + b"\0\2" + sealed[10:]):
        with pytest.raises(UnreadableFile) as caught:
            open_kit(data, CODE)
        keys.append(caught.value.key)
    assert keys == ["is_sync_file", "not_ours", "newer_format"]


@pytest.mark.parametrize("name", [f.name for f in fields(KitContents)])
def test_contents_with_a_malformed_part_are_refused(name: str) -> None:
    whole = unpack(CONTENTS.pack())
    assert isinstance(whole, dict)
    without = {k: v for k, v in whole.items() if k != name}
    for changed in (whole | {name: 3.5}, without, whole | {"more": 1}):
        with pytest.raises(UnreadableFile):
            KitContents.unpack(pack(changed))


def test_a_laptop_without_a_team_has_no_team_keys() -> None:
    alone = replace(CONTENTS, teams=(), team_identities=(), operations=())
    assert KitContents.unpack(alone.pack()) == alone


def test_a_swelling_kit_is_refused() -> None:
    inner = pack({"compression": "zstd", "plain_bytes": 1 << 40, "data": b"x"})
    with pytest.raises(OutreachError) as caught:
        kit._expand_contents(inner)
    assert caught.value.key == "too_large"
