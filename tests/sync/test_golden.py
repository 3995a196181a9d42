"""Files of format 1 that were written once; a later program must read them, whatever it writes itself."""

from pathlib import Path

from outreach_app.domain.operations import Kind, Operation
from outreach_app.sync.certificates import verify_binding
from outreach_app.sync.envelope import FIRST, trust_bound, unseal
from outreach_app.sync.keys import MachineKeys, key_id
from outreach_app.sync.kit import KitContents, open_kit
from outreach_app.sync.slots import open_with_passphrase, open_with_recovery_code
from outreach_app.wire.columns import decode_operations, encode_operations
from outreach_app.wire.packing import unpack

DATA = Path(__file__).parents[1] / "data" / "sync-v1"
OFFICE_ID, PLACE = b"golden-office-id", b"golden-village-1"
OFFICE, LAPTOP = b"office01", b"laptop01"
HOUSE = OFFICE + (77).to_bytes(8, "big")
OPERATIONS = [
    Operation(
        LAPTOP,
        1,
        1_795_000_000_000 * 4096,
        Kind.CREATE,
        "visit",
        LAPTOP + (1).to_bytes(8, "big"),
        {
            "household": HOUSE,
            "visited_on": "2026-11-21",
            "outcomes": [[OFFICE + (78).to_bytes(8, "big"), "voluntary", "thinking"]],
            "note": "hẹn sau mùa gặt",
            "next_on": None,
        },
        (),
        OFFICE + bytes(8),
    ),
    Operation(
        LAPTOP,
        2,
        1_795_000_000_000 * 4096 + 1,
        Kind.EDIT,
        "household",
        HOUSE,
        {"phone": ["0912345678", None]},
        ((OFFICE, 9), (LAPTOP, 1)),
        None,
        2,
    ),
]


def keys_of(name: str) -> MachineKeys:
    fields = unpack((DATA / "keys-of-the-test.msgpack").read_bytes())
    assert isinstance(fields, dict)
    return MachineKeys(*fields[name])


def test_a_block_has_the_same_bytes_for_ever() -> None:
    block = (DATA / "operations.block").read_bytes()
    assert decode_operations(block) == tuple(OPERATIONS)
    assert encode_operations(OPERATIONS) == block


def test_a_sync_file_of_format_one_still_opens() -> None:
    office = keys_of("office")
    opened = unseal(
        (DATA / "first.gocua").read_bytes(),
        office,
        trust=trust_bound(office.public.sign),
        office_id=OFFICE_ID,
    )
    assert decode_operations(opened.payload) == tuple(OPERATIONS)
    assert (opened.clear.number, opened.clear.previous_hash, opened.clear.incarnation) == (1, FIRST, LAPTOP)
    assert opened.binding is not None
    assert verify_binding(opened.binding, office.public.sign).certificate.scope == (PLACE,)


def test_a_kit_of_format_one_still_opens() -> None:
    opened = open_kit((DATA / "laptop.gocuakit").read_bytes(), "7Q2M-0X9K-4TBD")
    contents = KitContents.unpack(opened.contents)
    assert opened.office_key_id == key_id(keys_of("office").public)
    assert [decode_operations(b) for b in contents.operations] == [tuple(OPERATIONS)]


def test_a_key_file_of_format_one_still_opens() -> None:
    slots = (DATA / "keys.msgpack").read_bytes()
    assert open_with_passphrase(slots, "ruộng bậc thang tháng ba") == bytes(range(32))
    assert open_with_recovery_code(slots, "7Q2M-0X9K-4TBD-ABCD") == bytes(range(32))
