"""Fonts and lines: every Vietnamese letter has a glyph, and breaking lines loses nothing."""

import unicodedata

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.documents.fonts import (
    DIGITS_FAMILY,
    FACES,
    Style,
    measure,
    missing_characters,
    printable,
    register_fonts,
)
from outreach_app.documents.lines import Run, fit, strong, styled_runs, wrap, wrap_runs
from outreach_app.i18n import NBSP

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for base in VOWELS
    for vowel in (base, base.upper())
    for tone in TONES
)
SIGNS = "đĐ0123456789 \u00a0.,:;·/−–+()'’\"%?"
STYLES = [Style(face, digits=digits) for face in FACES for digits in (False, True)]
texts = st.text(alphabet=LETTERS + "đĐbcghklmnpqrstvx'  " + NBSP, max_size=80)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.font)
def test_every_vietnamese_letter_and_sign_has_a_glyph(style: Style) -> None:
    assert not missing_characters(LETTERS + SIGNS, style)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.font)
def test_names_print_as_they_are_written(style: Style) -> None:
    for name in (*samples.HEADS, *samples.MEMBERS, "ẪM THỊ ỄN", "H'Mỹ Niê Kđăm"):
        assert printable(name, style) == name
        assert not missing_characters(name, style)


def test_eight_fonts_are_registered() -> None:
    assert len(register_fonts()) == 8


@pytest.mark.parametrize("face", FACES)
def test_digits_of_columns_are_equally_wide(face: str) -> None:
    style = Style(face, 10, digits=True)
    assert style.font.startswith(DIGITS_FAMILY)
    assert len({measure(digit, style) for digit in "0123456789"}) == 1


def test_decomposed_text_is_composed_before_it_is_drawn() -> None:
    assert printable(unicodedata.normalize("NFD", "Nguyễn Thị Ỏm"), Style()) == "Nguyễn Thị Ỏm"


@pytest.mark.parametrize(
    ("written", "printed"),
    [("a\tb\nc", "a b c"), ("HʼMỹ", "H’Mỹ"), ("Kŏ", "Ko"), ("x\u200by\u0007", "xy"), ("王 😀", "? ?")],
)
def test_foreign_letters_print_as_their_nearest(written: str, printed: str) -> None:
    assert printable(written, Style()) == printed


@given(texts, st.floats(min_value=30, max_value=400))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: float) -> None:
    style = Style(size=10)
    lines = wrap(text, style, width=width)
    assert "".join("".join(lines).split(" ")) == "".join(printable(text, style).split(" "))
    assert all(measure(line, style) <= width + 0.01 for line in lines)


@given(texts)
def test_words_joined_by_no_break_spaces_stay_on_one_line(text: str) -> None:
    amount = f"1.366.200{NBSP}đ"
    lines = wrap(f"{text} {amount} {text}", Style(size=10), width=120)
    assert any(amount in line for line in lines)


@given(texts, texts, st.floats(min_value=60, max_value=400))
def test_wrapping_runs_keeps_text_and_styles(one: str, two: str, width: float) -> None:
    thin, bold = Style(size=10), Style("Bold", 10)
    lines = wrap_runs([Run(one, thin), Run(two, bold)], width=width)
    for style, text in ((thin, one), (bold, two)):
        assert "".join(run.text for line in lines for run in line if run.style == style) == printable(
            text, style
        )


def test_a_touching_stop_is_not_torn_off() -> None:
    thin, bold = Style(size=10), Style("Bold", 10)
    for width in range(40, 200):
        lines = wrap_runs([Run("cộng lại", thin), Run(" 957", bold), Run(".", thin)], width=width)
        assert "".join(run.text for run in lines[-1]).endswith("957.")


def test_strong_parts_are_set_in_bold() -> None:
    runs = styled_runs(f"thêm {strong('957.000')} tiền", Style(), bold=Style("Bold"))
    assert [(run.text, run.style.face) for run in runs] == [
        ("thêm ", "Regular"),
        ("957.000", "Bold"),
        (" tiền", "Regular"),
    ]


@given(texts, st.floats(min_value=20, max_value=300))
def test_fitting_never_grows_and_stops_at_the_smallest(text: str, width: float) -> None:
    style = fit(text, Style(size=12), width=width, smallest=7)
    assert 7 <= style.size <= 12
    assert measure(printable(text, style), style) <= width + 0.01 or style.size == 7


@given(texts, st.floats(min_value=60, max_value=300))
def test_a_fitted_text_wraps_into_one_line(text: str, width: float) -> None:
    style = fit(text, Style(size=12), width=width, smallest=0.5)
    assert len(wrap(text.strip(" ").replace(" ", NBSP), style, width=width)) == 1
