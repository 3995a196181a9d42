from datetime import date
from itertools import combinations

import pytest

from outreach_app.errors import UnreadableFile
from outreach_app.sync.certificates import (
    Certificate,
    sign_binding,
    sign_certificate,
    verify_binding,
    verify_certificate,
)
from outreach_app.sync.keys import MachineKeys, PublicKeys, has_signed, key_id, public_half, sign

OFFICE, LAPTOP, ENROLMENT, STRANGER = (MachineKeys.generate() for _ in range(4))


def make_certificate(**changes: object) -> Certificate:
    values: dict[str, object] = {
        "office_id": b"O" * 16,
        "device_id": b"D" * 16,
        "device_number": 7,
        "device_name": "Máy tổ 3, bản Nà Lốc",
        "role": "canvasser",
        "scope": (b"v" * 16, b"w" * 16),
        "not_before": date(2026, 11, 1),
        "not_after": date(2027, 4, 30),
        "enrolment_key": public_half(ENROLMENT.sign_seed),
        "serial": 12,
    }
    return Certificate(**(values | changes))  # type: ignore[arg-type]


def make_binding(**changes: object) -> bytes:
    values: dict[str, object] = {
        "certificate": sign_certificate(make_certificate(), OFFICE),
        "machine": LAPTOP,
        "enrolment_seed": ENROLMENT.sign_seed,
        "incarnation": b"incarnat",
        "made_at": 1_795_000_000,
    }
    return sign_binding(**(values | changes))  # type: ignore[arg-type]


def test_secrets_do_not_show_when_printed() -> None:
    assert OFFICE.seal_identity not in repr(OFFICE)
    assert repr(OFFICE.sign_seed) not in repr(OFFICE)


def test_a_key_id_is_sixteen_characters_and_names_both_keys() -> None:
    public = OFFICE.public
    assert len(key_id(public).replace("-", "")) == 16
    assert key_id(public) == key_id(OFFICE.public)
    assert key_id(PublicKeys(public.sign, LAPTOP.public.seal)) != key_id(public)
    assert key_id(PublicKeys(LAPTOP.public.sign, public.seal)) != key_id(public)


@pytest.mark.parametrize(
    ("sign_key", "seal"), [(b"short", "age1x"), (bytes(32), "age1notakey"), (bytes(32), "")]
)
def test_malformed_public_keys_are_no_keys(sign_key: bytes, seal: str) -> None:
    with pytest.raises(ValueError):
        PublicKeys(sign_key, seal)


def test_a_signature_serves_one_purpose() -> None:
    signature = sign(b"a", b"message", seed=OFFICE.sign_seed)
    signer = OFFICE.public.sign
    assert has_signed(b"a", b"message", signature=signature, signer=signer)
    assert not has_signed(b"b", b"message", signature=signature, signer=signer)
    assert not has_signed(b"a", b"Message", signature=signature, signer=signer)
    assert not has_signed(b"a", b"message", signature=signature, signer=STRANGER.public.sign)
    assert not has_signed(b"a", b"message", signature=signature[:-1], signer=signer)
    assert not has_signed(b"a", b"message", signature=bytes(64), signer=bytes(32))


def test_a_certificate_comes_back_as_it_was_signed() -> None:
    for certificate in (make_certificate(), make_certificate(role="lead", scope=())):
        assert verify_certificate(sign_certificate(certificate, OFFICE), OFFICE.public.sign) == certificate


def test_a_permission_has_a_first_and_a_last_day() -> None:
    certificate = make_certificate()
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 4, 30), date(2027, 5, 1)]
    assert [certificate.covers(d) for d in days] == [False, True, True, False]


def test_a_strangers_certificate_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        verify_certificate(sign_certificate(make_certificate(), STRANGER), OFFICE.public.sign)
    assert caught.value.key == "certificate"


def test_a_signed_certificate_of_no_known_role_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        verify_certificate(sign_certificate(make_certificate(role="king"), OFFICE), OFFICE.public.sign)


def test_whoever_pinned_the_office_believes_a_bound_machine() -> None:
    bound = verify_binding(make_binding(), OFFICE.public.sign)
    assert bound.machine == LAPTOP.public
    assert (bound.certificate, bound.incarnation) == (make_certificate(), b"incarnat")


def test_a_binding_needs_the_office_the_kit_and_the_machine() -> None:
    foreign = make_binding(certificate=sign_certificate(make_certificate(), STRANGER))
    without_kit = make_binding(enrolment_seed=STRANGER.sign_seed)
    for binding in (foreign, without_kit):
        with pytest.raises(UnreadableFile) as caught:
            verify_binding(binding, OFFICE.public.sign)
        assert caught.value.key == "certificate"


def test_parts_of_two_bindings_do_not_mix() -> None:
    from outreach_app.wire.packing import pack, unpack

    first = unpack(make_binding())
    second = unpack(make_binding(machine=STRANGER))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    for count in (1, 2):
        for keys in combinations(first, count):
            mixed = first | {k: second[k] for k in keys}
            with pytest.raises(UnreadableFile):
                verify_binding(pack(mixed), OFFICE.public.sign)


def test_every_changed_byte_of_a_binding_is_refused() -> None:
    binding = make_binding()
    for position in range(len(binding)):
        changed = bytearray(binding)
        changed[position] ^= 0x01
        with pytest.raises(UnreadableFile):
            verify_binding(bytes(changed), OFFICE.public.sign)
    for end in range(len(binding)):
        with pytest.raises(UnreadableFile):
            verify_binding(binding[:end], OFFICE.public.sign)
