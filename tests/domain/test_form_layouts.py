"""Layouts by date, texts with dots, and pages that are broken so that nothing overflows."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.form_layouts import break_pages, choose_layout, fill_text
from outreach_app.domain.forms import ResultForm
from outreach_app.errors import BadInput
from outreach_app.services.sign_up_checks import KINDS
from tests.exchange.form_books import layout

SINCE = date(2026, 5, 1)


def test_a_form_has_the_layout_of_its_day() -> None:
    first = layout("d05-2026")
    assert first.since == SINCE
    second = replace(first, since=date(2028, 1, 1))
    other = replace(layout("mau4-2026"), since=date(2020, 1, 1))
    for known in ([first, second, other], [other, second, first]):
        assert choose_layout(known, "d05", on=SINCE, name="D05-TS") is first
        assert choose_layout(known, "d05", on=date(2027, 12, 31), name="D05-TS") is first
        assert choose_layout(known, "d05", on=date(2028, 1, 1), name="D05-TS") is second
    with pytest.raises(BadInput, match="2026-05-01") as refused:
        choose_layout([first, other], "d05", on=SINCE - timedelta(days=1), name="D05-TS")
    assert refused.value.key == "no_layout"


@pytest.mark.parametrize("name", ["d05-2026", "mau4-2026"])
def test_a_shipped_worksheet_form_is_whole(name: str) -> None:
    """Every column has a width and a style, every field its dots, every value its word, no cell lies outside."""
    form = layout(name)
    width = len(form.columns)
    assert len(form.row.styles) == width
    assert form.total is None or len(form.total.styles) == width
    for band in (form.head, form.foot):
        for cell in band.cells:
            assert cell.bottom < len(band.heights)
            assert cell.right < width
            assert set(re.findall(r"{(\w+)}", str(cell.text))) <= form.blanks.keys()
    assert {each.value for each in ResultForm} <= form.words.keys()
    assert name != "d05-2026" or set(KINDS) <= form.words.keys()
    assert "366/QĐ-BHXH" in form.decision


@pytest.mark.parametrize(
    ("text", "fields", "shown"),
    [
        ("Tên: {name}", {}, "Tên: ....."),
        ("Tên: {name}", {"name": "Lò"}, "Tên: Lò"),
        ("Tên:{name}", {}, "Tên:....."),
        ("Tên:{name}", {"name": "Lò"}, "Tên: Lò"),
        ("{name}, ngày", {"name": "Lò"}, "Lò, ngày"),
        ("{name} {name}", {"name": "{name}"}, "{name} {name}"),
        (7, {"name": "Lò"}, 7),
    ],
)
def test_a_text_shows_its_field_or_the_dots_of_the_form(
    text: str | int, fields: dict[str, str], shown: str | int
) -> None:
    assert fill_text(text, fields, {"name": "....."}) == shown


@given(st.lists(st.floats(10, 60), min_size=1, max_size=80), st.floats(50, 300), st.floats(50, 150))
def test_no_page_overflows_and_the_end_stays_with_the_last_row(
    heights: list[float], first: float, last: float
) -> None:
    room, repeated = 561.0, 16.5
    starts = break_pages(heights, room=room, first=first, repeated=repeated, last=last)
    assert starts == sorted(set(starts))
    edges = [0, *starts, len(heights)]
    pages = [heights[a:b] for a, b in pairwise(edges)]
    assert [height for page in pages for height in page] == heights
    for at, page in enumerate(pages):
        above = repeated if at else first
        below = last if at == len(pages) - 1 else 0.0
        assert above + sum(page) + below <= room
