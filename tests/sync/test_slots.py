import unicodedata

import pytest

from outreach_app.errors import NotAllowed, OutreachError, UnreadableFile
from outreach_app.sync import locks
from outreach_app.sync.locks import FLOOR, MIB, STANDARD, Cost, derive_key
from outreach_app.sync.slots import (
    create_slots,
    open_with_passphrase,
    open_with_recovery_code,
    replace_passphrase,
    replace_recovery_code,
)
from outreach_app.wire.packing import pack, unpack

KEY = bytes(range(32))
WORDS = "ruộng bậc thang tháng ba"
CODE = "7Q2M-0X9K-4TBD-ABCD"


@pytest.fixture(scope="module")
def slots() -> bytes:
    return create_slots(KEY, WORDS, recovery_code=CODE, cost=FLOOR)


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise AssertionError("worked for a refused key file")

    monkeypatch.setattr(locks.argon2id, "kdf", fail)


def change_slot(slots: bytes, **changes: object) -> bytes:
    file = unpack(slots)
    assert isinstance(file, dict)
    changed = [pack(unpack(s) | changes) for s in file["slots"]]  # type: ignore[operator]
    return pack(file | {"slots": changed})


def test_passphrase_and_recovery_code_give_the_same_key(slots: bytes) -> None:
    assert open_with_passphrase(slots, WORDS) == KEY
    assert open_with_recovery_code(slots, "7q2m ox9k 4tbd abcd") == KEY
    assert KEY not in slots


def test_a_passphrase_is_the_same_however_the_keyboard_composed_it(slots: bytes) -> None:
    assert open_with_passphrase(slots, "  " + unicodedata.normalize("NFD", WORDS) + "\n") == KEY


@pytest.mark.parametrize("wrong", ["", "ruong bac thang thang ba", WORDS + "!"])
def test_a_wrong_passphrase_is_told_so(slots: bytes, wrong: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        open_with_passphrase(slots, wrong)
    assert caught.value.key == "wrong_passphrase"


def test_a_wrong_recovery_code_is_told_so(slots: bytes) -> None:
    with pytest.raises(NotAllowed) as caught:
        open_with_recovery_code(slots, "7Q2M-0X9K-4TBD-ABCE")
    assert caught.value.key == "wrong_recovery_code"


def test_a_new_passphrase_shuts_out_the_old_one_and_keeps_the_code(slots: bytes) -> None:
    changed = replace_passphrase(slots, KEY, passphrase="năm con cá rô đồng", cost=FLOOR)
    assert open_with_passphrase(changed, "năm con cá rô đồng") == KEY
    assert open_with_recovery_code(changed, CODE) == KEY
    with pytest.raises(NotAllowed):
        open_with_passphrase(changed, WORDS)


def test_a_new_recovery_code_shuts_out_the_old_one_and_keeps_the_passphrase(slots: bytes) -> None:
    changed = replace_recovery_code(slots, KEY, code="0000-1111-2222-3333", cost=FLOOR)
    assert open_with_recovery_code(changed, "0000111122223333") == KEY
    assert open_with_passphrase(changed, WORDS) == KEY
    with pytest.raises(NotAllowed):
        open_with_recovery_code(changed, CODE)


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(
    "changes",
    [
        {"memory": 8 * 1024},
        {"memory": FLOOR.memory - 1},
        {"passes": 2},
        {"passes": 0},
        {"memory": 8 * 1024 * MIB},
        {"memory": 513 * MIB},
        {"passes": 1_000_000},
        {"kdf": "none"},
        {"memory": -1},
        {"memory": True},
    ],
)
def test_an_edited_cost_is_refused_before_any_work(slots: bytes, changes: dict[str, object]) -> None:
    with pytest.raises(UnreadableFile):
        open_with_passphrase(change_slot(slots, **changes), WORDS)


def test_a_cost_within_the_bounds_that_was_edited_opens_nothing(slots: bytes) -> None:
    with pytest.raises(NotAllowed):
        open_with_passphrase(change_slot(slots, passes=4), WORDS)


def test_one_slot_does_not_serve_as_the_other(slots: bytes) -> None:
    file = unpack(slots)
    assert isinstance(file, dict)
    swapped = pack(file | {"slots": file["slots"][::-1]})
    twice = pack(file | {"slots": [file["slots"][0]] * 2})
    for changed in (swapped, twice):
        with pytest.raises(UnreadableFile):
            open_with_passphrase(changed, WORDS)


@pytest.mark.usefixtures("no_work")
def test_every_truncation_is_refused_before_any_work(slots: bytes) -> None:
    for end in range(len(slots)):
        with pytest.raises(UnreadableFile):
            open_with_passphrase(slots[:end], WORDS)


def test_no_changed_byte_opens_with_another_key(slots: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    # The real derivation would take minutes over all positions; the shape checks and the seal are real.
    real = derive_key(WORDS.encode(), unpack(unpack(slots)["slots"][0])["salt"], cost=FLOOR)  # type: ignore[index]
    spelt = {(WORDS.encode(), 3, FLOOR.memory): real}

    def derive(size: int, secret: bytes, salt: bytes, *, opslimit: int, memlimit: int) -> bytes:
        known = spelt.get((secret, opslimit, memlimit), bytes(32))
        return known if salt in slots else bytes(32)

    monkeypatch.setattr(locks.argon2id, "kdf", derive)
    assert open_with_passphrase(slots, WORDS) == KEY
    untouched = (
        len(pack({"format": 1})) + len(pack("slots")) + 1
    )  # the recovery slot lies behind the first one
    passed = 0
    for position in range(len(slots)):
        changed = bytearray(slots)
        changed[position] ^= 0x10
        try:
            assert open_with_passphrase(bytes(changed), WORDS) == KEY
            passed += 1
            assert position > untouched + 150
        except OutreachError:
            continue
    assert passed <= 120  # salt, nonce and sealed key of the recovery slot, which this opening does not use


def test_costs_below_the_floor_cannot_even_be_made() -> None:
    assert STANDARD.is_bearable()
    with pytest.raises(ValueError):
        create_slots(KEY, WORDS, recovery_code=CODE, cost=Cost(MIB, 1))
    with pytest.raises(ValueError):
        create_slots(b"short", WORDS, recovery_code=CODE, cost=FLOOR)


def test_a_newer_key_file_is_kept_for_a_newer_program(slots: bytes) -> None:
    file = unpack(slots)
    assert isinstance(file, dict)
    with pytest.raises(UnreadableFile) as caught:
        open_with_passphrase(pack(file | {"format": 2}), WORDS)
    assert caught.value.key == "newer_format"
