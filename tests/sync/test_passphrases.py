import re

import pytest

from outreach_app import assets
from outreach_app.sync.passphrases import judge_passphrase, suggest_passphrase


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "abc",
        "matkhau1",
        "Mật khẩu 2026",
        "mậtkhẩu@123",
        "12345678",
        "0912345678",
        "01/01/1990",
        "001090012345",
        "nguyenvana1990",
        "Nguyễn Văn An 90",
        "lê thị thu hương",
        "p@ssw0rd1",
        "qwerty123",
        "bhxh@2026",
        "Hà Nội 1954",
        "aaaaaaaaaaaa",
        "abcabcabc",
    ],
)
def test_what_is_guessed_first_is_refused(weak: str) -> None:
    assert judge_passphrase(weak) is not None


@pytest.mark.parametrize("good", ["ruộng bậc thang tháng ba", "con trau den nha toi", "xV9$kk2-Lm41q"])
def test_what_takes_long_to_guess_will_do(good: str) -> None:
    assert judge_passphrase(good) is None


def test_suggestions_will_do_and_differ() -> None:
    suggested = {suggest_passphrase() for _ in range(500)}
    assert len(suggested) == 500
    assert all(judge_passphrase(s) is None and len(s.split()) == 5 for s in suggested)


def test_the_words_are_many_plain_and_left_alone_by_unikey() -> None:
    words = assets.read_text("words/passphrase_vi.txt").split()
    assert len(words) == len(set(words)) >= 1024
    assert all(re.fullmatch(r"[a-z]{2,7}", w) for w in words)
    for word in words:
        # Telex turns these letters into tones after a vowel, and doubled letters into â, ê, ô, đ.
        assert not re.search(r"[aeiouy].*[sfrxjwz]", word), word
        assert all(word.count(letter) < 2 for letter in "aeodw"), word
