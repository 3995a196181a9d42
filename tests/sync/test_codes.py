import pytest

from outreach_app.errors import NotAllowed
from outreach_app.sync.codes import ALPHABET, fingerprint, group_code, make_code, read_code


def test_a_made_code_is_grouped_and_reads_back() -> None:
    code = make_code(12)
    assert len(code) == 14
    assert read_code(code, 12) == code.replace("-", "")
    assert set(code) <= set(ALPHABET) | {"-"}
    assert make_code(12) != make_code(12)


@pytest.mark.parametrize("typed", ["7q2m 0x9k 4tbd", "7Q2M-OX9K-4TBD", " 7q2mox9k4tbd\n", "7Q2M–0X9K–4TBD"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed, 12) == "7Q2M0X9K4TBD"


@pytest.mark.parametrize("typed", ["", "7Q2M", "7Q2M0X9K4TBDX", "7Q2M0X9K4TBU", "7Q2M0X9K4TBĐ"])
def test_what_cannot_be_a_code_is_told_so(typed: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        read_code(typed, 12)
    assert caught.value.key == "code_shape"


def test_a_fingerprint_tells_its_parts_apart() -> None:
    assert fingerprint("t", b"ab", b"c", length=16) != fingerprint("t", b"a", b"bc", length=16)
    assert len(group_code(fingerprint("t", b"x", length=16))) == 19
