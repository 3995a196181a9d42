"""The step of a dossier that counts, whatever order the files came in."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.cash import Balance
from outreach_app.domain.dossiers import DossierEvent, DossierStep, SignUpStage, find_stage, find_standing

DAY = date(2026, 11, 21)
SENT, ACCEPTED, RETURNED, WITHDRAWN = (
    DossierStep.SENT, DossierStep.ACCEPTED, DossierStep.RETURNED, DossierStep.WITHDRAWN,
)  # fmt: skip


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


@given(steps)
def test_an_open_word_of_the_office_counts_before_anything_sent(
    told: list[tuple[DossierStep, int, int]],
) -> None:
    events = [
        event(n + 1, step, min(after, n) or None, made=made) for n, (step, after, made) in enumerate(told)
    ]
    answered = {each.supersedes for each in events}
    open_steps = {each.step for each in events if each.id not in answered}
    standing = find_standing(events)
    if ACCEPTED in open_steps:
        assert standing is not None
        assert standing.step is ACCEPTED
    elif RETURNED in open_steps:
        assert standing is not None
        assert standing.step is RETURNED


def test_a_sign_up_is_as_far_as_its_papers_else_as_its_money() -> None:
    assert find_stage(Balance(100, 99), None) is SignUpStage.WAITING
    assert find_stage(Balance(100, 100), None) is SignUpStage.PAID
    assert find_stage(Balance(0, 0), None) is SignUpStage.PAID
    assert find_stage(Balance(100, 0), replace(event(1, SENT), step=RETURNED)) is SignUpStage.RETURNED
