"""The step of a dossier that counts, whatever order the files came in."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.cash import Balance
from outreach_app.domain.dossiers import DossierEvent, DossierStep, SignUpStage, find_stage, find_standing

DAY = date(2026, 11, 21)
SENT, ACCEPTED, RETURNED, BACK, WITHDRAWN = DossierStep


def event(
    place: int, step: DossierStep, after: int | None = None, *, made: int | None = None
) -> DossierEvent:
    return DossierEvent(
        bytes([place]) * 16, step, DAY, made=place if made is None else made,
        supersedes=None if after is None else bytes([after]) * 16,
    )  # fmt: skip


def test_papers_go_to_the_office_come_back_and_go_again() -> None:
    events = [event(1, SENT), event(2, RETURNED, 1), event(3, SENT, 2), event(4, ACCEPTED, 3)]
    found = [find_standing(events[: n + 1]) for n in range(4)]
    assert [each.step for each in found if each] == [SENT, RETURNED, SENT, ACCEPTED]


def test_who_sends_again_without_having_heard_changes_nothing() -> None:
    late = event(9, SENT, 1)
    for said in (ACCEPTED, RETURNED):
        standing = find_standing([event(1, SENT), event(2, said, 1), late])
        assert standing is not None
        assert standing.step is said


def test_what_was_withdrawn_is_as_if_never_sent() -> None:
    assert find_standing([event(1, SENT), event(2, WITHDRAWN, 1)]) is None
    assert find_standing([]) is None


def test_a_step_that_is_taken_back_lets_the_one_before_it_stand_again() -> None:
    events = [event(1, SENT), event(2, RETURNED, 1), event(3, SENT, 2), event(4, BACK, 3)]
    standing = find_standing(events)
    assert standing is not None
    assert standing.step is RETURNED
    assert find_standing([event(1, SENT), event(2, BACK, 1)]) is None
    assert find_standing([*events, event(5, WITHDRAWN, 2)]) is None


def test_what_was_accepted_is_not_sent_again_by_a_laptop_but_the_office_may_return_it() -> None:
    events = [event(1, SENT), event(2, ACCEPTED, 1), event(3, SENT, 2)]
    assert [find_standing(each).step for each in (events, [*events, event(4, RETURNED, 2)])] == [
        ACCEPTED,
        RETURNED,
    ]  # type: ignore[union-attr]


steps = st.lists(st.tuples(st.sampled_from(DossierStep), st.integers(0, 7), st.integers(0, 50)), max_size=8)


@given(steps, st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repeats_do_not_matter(
    told: list[tuple[DossierStep, int, int]], chance: object
) -> None:
    events = [
        event(n + 1, step, min(after, n) or None, made=made) for n, (step, after, made) in enumerate(told)
    ]
    expected = find_standing(events)
    shuffled = [*events, *events[:2]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_standing(shuffled) == expected


@given(steps, st.integers(0, 50))
def test_nothing_a_laptop_sends_afterwards_takes_an_acceptance_away(
    told: list[tuple[DossierStep, int, int]], made: int
) -> None:
    events = [
        event(n + 1, step, min(after, n) or None, made=made) for n, (step, after, made) in enumerate(told)
    ]
    standing = find_standing(events)
    for after in (None, *range(1, len(events) + 1)):
        again = find_standing([*events, event(99, SENT, after, made=made)])
        assert again is not None
        if standing is not None and standing.step is ACCEPTED:
            assert again.step is ACCEPTED


def test_a_sign_up_is_as_far_as_its_papers_else_as_its_money() -> None:
    assert find_stage(Balance(100, 99), None) is SignUpStage.WAITING
    assert find_stage(Balance(100, 100), None) is SignUpStage.PAID
    assert find_stage(Balance(0, 0), None) is SignUpStage.PAID
    assert find_stage(Balance(100, 0), replace(event(1, SENT), step=RETURNED)) is SignUpStage.RETURNED
