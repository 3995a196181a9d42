"""Requests about personal data: deadlines by kind, one extension, working days, and whom a request restricts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.privacy_files import read_rules, read_texts
from outreach_app.domain.requests import (
    RequestEvent,
    RequestKind,
    RequestStep,
    add_working_days,
    gather_requests,
)
from outreach_app.services.privacy_files import load_rules, load_texts

FRIDAY = date(2026, 11, 20)
DEADLINES = load_rules().deadlines


def event(
    number: int, step: RequestStep, *, kind: RequestKind = RequestKind.RESTRICT, day: int = 0, of: int | None = 1,
    corrects: int | None = None,
) -> RequestEvent:  # fmt: skip
    return RequestEvent(
        number.to_bytes(16, "big"), b"p", kind, step, FRIDAY + timedelta(days=day), number,
        of.to_bytes(16, "big") if of else None, supersedes=corrects.to_bytes(16, "big") if corrects else None,
    )  # fmt: skip


def asked(kind: RequestKind = RequestKind.RESTRICT) -> RequestEvent:
    return event(1, RequestStep.ASKED, kind=kind, of=None)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("withdraw", 15),
        ("restrict", 15),
        ("object", 15),
        ("see", 10),
        ("copy", 10),
        ("correct", 10),
        ("delete", 20),
    ],
)
def test_each_kind_is_due_after_its_days(kind: str, days: int) -> None:
    (request,) = gather_requests([asked(RequestKind(kind))], DEADLINES)
    assert request.due == FRIDAY + timedelta(days=days)
    assert request.answer_by == date(2026, 11, 24)
    assert request.next_due() == request.answer_by
    assert request.days_left(FRIDAY) == 4


def test_working_days_leave_out_the_weekend_and_nothing_else() -> None:
    assert add_working_days(FRIDAY, 2) == date(2026, 11, 24)
    assert add_working_days(date(2026, 11, 21), 2) == date(2026, 11, 24)
    assert add_working_days(date(2026, 8, 31), 2) == date(2026, 9, 2)  # National Day counts: earlier is safe


def test_once_answered_the_deadline_of_the_kind_counts_and_extending_moves_it_once() -> None:
    told = [asked(), event(2, RequestStep.ANSWERED, day=1)]
    (request,) = gather_requests(told, DEADLINES)
    assert request.next_due() == FRIDAY + timedelta(days=15)
    twice = [*told, event(3, RequestStep.EXTENDED, day=5), event(4, RequestStep.EXTENDED, day=6)]
    (request,) = gather_requests(twice, DEADLINES)
    assert request.next_due() == FRIDAY + timedelta(days=30)


def test_a_request_restricts_from_the_day_it_is_asked_until_it_is_refused_or_ended() -> None:
    (request,) = gather_requests([asked()], DEADLINES)
    assert request.restricts
    done = [asked(), event(2, RequestStep.DONE, day=2)]
    assert gather_requests(done, DEADLINES)[0].restricts
    assert not gather_requests([*done, event(3, RequestStep.LIFTED, day=9)], DEADLINES)[0].restricts
    assert not gather_requests([asked(), event(2, RequestStep.REFUSED)], DEADLINES)[0].restricts
    assert not gather_requests([asked(RequestKind.SEE)], DEADLINES)[0].restricts
    assert gather_requests([asked(), event(2, RequestStep.UNDONE, of=None, corrects=1)], DEADLINES) == []


EVENTS = st.lists(
    st.builds(
        event,
        st.integers(2, 7),
        st.sampled_from(RequestStep),
        day=st.integers(0, 3),
        corrects=st.none() | st.integers(1, 7),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(events: list[RequestEvent], chance: object) -> None:
    rows = [asked(), *events]
    expected = gather_requests(rows, DEADLINES)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert gather_requests(rows, DEADLINES) == expected


def test_open_ones_come_first_by_what_is_due_next() -> None:
    late = event(1, RequestStep.ASKED, day=-30, of=None)
    fresh = event(2, RequestStep.ASKED, of=None)
    closed = [event(3, RequestStep.ASKED, day=-40, of=None), event(4, RequestStep.DONE, day=-39, of=3)]
    found = gather_requests([fresh, *closed, late], DEADLINES)
    assert [each.id[-1] for each in found] == [1, 2, 3]


def test_texts_and_deadlines_are_whole_in_both_languages() -> None:
    vi, en = load_texts("vi"), load_texts("en")
    assert vi.version == en.version
    assert load_texts("tay") == vi
    assert set(vi.texts) == set(en.texts)
    with pytest.raises(ValueError, match="every purpose"):
        read_texts('version = "1"\nlanguage = "vi"\n[[purpose]]\nkey = "contact"\ntitle = "x"\ntext = "y"\n')
    with pytest.raises(ValueError, match="deadlines"):
        read_rules("deadline = []\nage = []\n")


def test_a_request_that_came_back_after_an_undo_keeps_its_steps() -> None:
    """Bringing an undone file back writes the request anew: its steps name the row it had at first."""
    first = asked()
    refused = event(2, RequestStep.REFUSED)
    undone = event(3, RequestStep.UNDONE, of=None, corrects=1)
    again = event(4, RequestStep.ASKED, of=None, corrects=3)
    assert gather_requests([first, refused, undone], DEADLINES) == []
    (request,) = gather_requests([again, undone, refused, first], DEADLINES)
    assert (request.id, request.steps) == (again.id, (again, refused))
    assert not request.restricts
