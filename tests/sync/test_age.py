import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from outreach_app.errors import UnreadableFile
from outreach_app.sync import age
from outreach_app.sync.age import count_recipients, open_sealed, seal_to
from outreach_app.sync.keys import MachineKeys
from tests.robustness.rows import Tally

VECTORS = Path(__file__).parents[1] / "data" / "age"
# Successes of the format that our files never use: passphrases, armour, post-quantum, stanzas of other kinds.
OTHER_SUCCESSES = {
    "armor_crlf",
    "armor_full_last_line",
    "armor_hybrid",
    "armor_no_eol",
    "armor_scrypt",
    "armor_whitespace_begin",
    "armor_whitespace_end",
    "armor_whitespace_outside",
    "armor_x25519",
    "hybrid",
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_identity",
    "hybrid_multiple_recipients",
    "scrypt",
    "stanza_empty_body",
    "stanza_empty_last_line",
    "stanza_valid_characters",
    "x25519_grease",
}


def read_vector(name: str) -> tuple[dict[str, str], list[str], bytes]:
    head, _, body = (VECTORS / name).read_bytes().partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().splitlines()]
    fields = dict(pairs)  # type: ignore[arg-type]
    identities = [v for k, v in pairs if k == "identity" and v.startswith("AGE-SECRET-KEY-1")]
    return fields, identities, zlib.decompress(body) if fields.get("compressed") == "zlib" else body


def vector_names(*, successful: bool) -> Iterator[str]:
    for path in sorted(VECTORS.iterdir()):
        if (read_vector(path.name)[0]["expect"] == "success") is successful:
            yield path.name


def open_vector(name: str) -> bytes:
    _, identities, sealed = read_vector(name)
    spare = MachineKeys.generate().seal_identity
    return open_sealed(sealed, identities or [spare], recipients=count_recipients(sealed))


def test_all_vectors_are_there(tally: Tally) -> None:
    assert len(list(VECTORS.iterdir())) == 143
    tally(
        "age conformance", "vectors", len([*vector_names(successful=False), *vector_names(successful=True)])
    )


@pytest.mark.parametrize("name", list(vector_names(successful=False)))
def test_every_vector_that_must_fail_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFile):
        open_vector(name)


@pytest.mark.parametrize("name", list(vector_names(successful=True)))
def test_a_good_vector_opens_or_is_of_a_kind_we_never_write(name: str) -> None:
    fields, _, _ = read_vector(name)
    if name in OTHER_SUCCESSES:
        with pytest.raises(UnreadableFile):
            open_vector(name)
    else:
        assert hashlib.sha256(open_vector(name)).hexdigest() == fields["payload"]


def test_a_passphrase_stanza_is_refused_without_asking_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise AssertionError("the library was asked")

    monkeypatch.setattr(age.pyrage, "decrypt", fail)
    identities = [MachineKeys.generate().seal_identity]
    for name in ("scrypt", "scrypt_work_factor_23", "scrypt_and_x25519"):
        for recipients in (0, 1, 2):
            with pytest.raises(UnreadableFile) as caught:
                open_sealed(read_vector(name)[2], identities, recipients=recipients)
            assert caught.value.key in ("passphrase_stanza", "damaged", "forged")
    with pytest.raises(UnreadableFile) as caught:
        open_sealed(pyrage.passphrase.encrypt(b"x", "x"), identities, recipients=1)
    assert caught.value.key == "passphrase_stanza"


def test_what_was_sealed_opens_for_each_recipient_and_nobody_else() -> None:
    first, second, other = (MachineKeys.generate() for _ in range(3))
    sealed = seal_to([first.public.seal, second.public.seal], b"plain")
    assert count_recipients(sealed) == 2
    assert open_sealed(sealed, [first.seal_identity], recipients=2) == b"plain"
    assert open_sealed(sealed, [other.seal_identity, second.seal_identity], recipients=2) == b"plain"
    with pytest.raises(UnreadableFile) as caught:
        open_sealed(sealed, [other.seal_identity], recipients=2)
    assert caught.value.key == "not_for_us"
    with pytest.raises(UnreadableFile) as caught:
        open_sealed(sealed, [first.seal_identity], recipients=1)
    assert caught.value.key == "forged"


def test_a_file_needs_between_one_and_sixty_four_recipients() -> None:
    recipients = [MachineKeys.generate().public.seal for _ in range(65)]
    assert count_recipients(seal_to(recipients[:64], b"")) == 64
    for wrong in ([], recipients, ["age1nonsense"]):
        with pytest.raises(ValueError):
            seal_to(wrong, b"")
