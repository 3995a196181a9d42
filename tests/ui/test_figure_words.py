"""Figures in the book of answers: every one has a word in each language, and the words come back as keys."""

import pytest

from outreach_app.domain.objections import FIGURES, join_lines
from outreach_app.i18n import open_catalogue
from outreach_app.services.objections import load_shipped_book
from ui.presenters.figure_words import FIGURE_NAMES, list_figures, read_figures, spell_figures


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_has_a_word_of_its_own(language: str) -> None:
    words = open_catalogue(language)
    assert FIGURE_NAMES.keys() == FIGURES
    assert len({words.text(name).casefold() for name in FIGURE_NAMES.values()}) == len(FIGURES)
    assert list_figures(words).count("{") == len(FIGURES)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_shipped_answer_goes_there_and_back(language: str) -> None:
    words, met = open_catalogue(language), 0
    for entry in load_shipped_book(language).values():
        text = join_lines(entry.paragraphs)
        spelt = spell_figures(words, text)
        assert read_figures(words, spelt) == text
        met += spelt != text
    assert met > 3


def test_what_is_no_figure_stays_as_it_was_typed() -> None:
    words = open_catalogue("vi")
    assert read_figures(words, "{Thu Nhập} và {chuyện khác}") == "{income} và {chuyện khác}"
    assert spell_figures(words, "{fifteen} {x}") == "{tháng đủ mười lăm năm} {x}"
