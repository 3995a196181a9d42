"""What a form left here is read as far as it can be, whichever version of the program wrote it."""

from datetime import date

import pytest

from outreach_app.domain.kept_forms import need, read_kept, take
from outreach_app.domain.visits import Outcome
from ui.presenters.renewal_forms import read_months
from ui.presenters.territory_settings import _read_numbers
from ui.presenters.visit_form import read_content

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("text", [None, "", "{", "[]", "[" * 100_000, '"x"', "null", "\0"])
def test_what_is_no_form_is_an_empty_one(text: str | None) -> None:
    assert read_kept(text) == {}


def test_of_a_draft_the_note_comes_back_although_the_rest_cannot_be_read() -> None:
    person = b"p" * 16
    told = {
        "note": "đang nói chuyện", "visited_on": "hôm qua", "channel": "thư chim", "met": 3, "printed": [1],
        "outcomes": [["zz", "voluntary", "thinking"], [person.hex(), "voluntary", "thinking"], None],
    }  # fmt: skip
    form, correcting = read_content(told, today=TODAY)
    assert (form.note, form.visited_on, form.met, correcting) == ("đang nói chuyện", TODAY, (), None)
    assert list(form.outcomes.values()) == [Outcome.THINKING]


def test_yes_is_no_number() -> None:
    assert take(need(int), True, 12) == 12
    assert take(need(int), 3, 12) == 3


@pytest.mark.parametrize("typed", ["²", "½", "", "-3", "1_0", "٣²"])
def test_what_only_looks_like_a_digit_is_no_number_of_months(typed: str) -> None:
    assert read_months(typed) is None


def test_house_numbers_longer_than_any_are_none() -> None:
    assert _read_numbers("9" * 5000) is None
    assert _read_numbers("1-20") == (1, 20)
