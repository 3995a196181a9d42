"""What charts show, before anything is painted: round numbers at the left, an even pace, ranks that are shared."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from ui.models.chart_values import find_marks
from ui.presenters.campaign_charts import find_pace

PEOPLE = st.integers(0, 3_000_000)


@given(fewer=PEOPLE, more=PEOPLE)
def test_marks_hold_every_number_and_are_few(fewer: int, more: int) -> None:
    marks = find_marks(-fewer, more)
    steps = {after - before for before, after in itertools.pairwise(marks)}
    assert marks[0] <= -fewer
    assert marks[-1] >= more
    assert 0 in marks
    assert len(steps) == 1
    assert len(marks) <= 7


@given(people=st.integers(1, 100_000), days=st.integers(1, 400), day=st.integers(0, 500))
def test_an_even_pace_ends_at_the_plan_and_is_never_off_by_more_than_half(
    people: int, days: int, day: int
) -> None:
    first = date(2026, 1, 1)
    period = Period(first, date.fromordinal(first.toordinal() + days - 1))
    target = Target(b"", Subject(SubjectKind.UNIT, "1"), Scheme.VOLUNTARY, Aim.JOINED, period, people)
    pace = find_pace(target, date.fromordinal(first.toordinal() + day))
    past = min(day + 1, days)
    assert abs(2 * pace * days - 2 * people * past) <= days
    assert find_pace(target, period.last) == people
    assert find_pace(target, date(2025, 12, 31)) == 0
