"""Which spellings are Vietnamese, strictly and loosely."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.syllables import is_syllable, split_tone


@pytest.mark.parametrize(
    "word",
    "nguyễn Trần LÊ Phạm huỳnh đặng Đỗ quách quý Giàng gì giếng Hòa hoà thúy thuý khuya khuỷu ngoằn nghiêng ường "
    "rượu yêu yến ý oanh uyên mười thuở quốc quờ xoong Tết học sách".split(),
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_are_spelled_so(word: str, form: str) -> None:
    assert is_syllable(unicodedata.normalize(form, word))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "word",
    [
        *"nguyôn nguyeãn tet hoc sàch bàng1 müller nuớc hòang haù mạs wood fan quyôn ă â tr ng nghiêngg á́".split(),
        "",
        "a b",
    ],
)
def test_are_not_spelled_so(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", "Niê Kpă Mlô Kbuôr Krông Hmông Đăk".split())
def test_names_of_other_peoples_pass_loosely(word: str) -> None:
    assert is_syllable(word, loose=True)


@given(
    st.sampled_from("nguyên đang hoa quy uyên ươu".split()),
    st.sampled_from(["", *"\u0300\u0301\u0309\u0303\u0323"]),
)
def test_the_tone_comes_off(bare: str, tone: str) -> None:
    place = max(i for i, sign in enumerate(bare) if sign in "aeiouyêươ")
    written = unicodedata.normalize("NFC", bare[: place + 1] + tone + bare[place + 1 :])
    assert split_tone(written) == (bare, tone)


@given(st.text(max_size=20), st.booleans())
def test_any_text_is_judged(text: str, loose: bool) -> None:
    assert is_syllable(text, loose=loose) in (True, False)
