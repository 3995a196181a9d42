"""Which act of consent stands: whatever order the acts arrive in, the later day wins, and silence is no consent."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.consents import (
    SENSITIVE_FIELDS,
    Act,
    ConsentAct,
    How,
    Proof,
    Purpose,
    Representation,
    check_proof,
    find_standing,
    is_child,
    is_given,
    is_withdrawn,
)
from outreach_app.domain.people import PartialDate
from outreach_app.errors import BadInput

DAY = date(2026, 11, 20)
WHO = bytes(16)


def act(
    number: int, what: Act, *, day: int = 0, seen: int | None = None, corrects: int | None = None
) -> ConsentAct:
    return ConsentAct(
        number.to_bytes(16, "big"), WHO, Purpose.CONTACT, what, DAY + timedelta(days=day), How.PAPER, made=number,
        seen=seen.to_bytes(16, "big") if seen else None,
        supersedes=corrects.to_bytes(16, "big") if corrects else None,
    )  # fmt: skip


def test_silence_is_no_consent() -> None:
    assert not is_given([])
    assert not is_withdrawn([])
    assert find_standing([act(1, Act.GIVEN, day=3)], on=DAY) is None


def test_the_later_day_wins_even_when_it_became_known_earlier() -> None:
    acts = [act(1, Act.WITHDRAWN, day=2), act(2, Act.GIVEN, day=1)]
    assert is_withdrawn(acts)
    assert is_given(acts, on=DAY + timedelta(days=1))


def test_on_one_day_a_withdrawal_wins_over_a_consent_that_had_not_seen_it() -> None:
    assert is_withdrawn([act(1, Act.WITHDRAWN), act(2, Act.GIVEN)])
    assert is_withdrawn([act(2, Act.WITHDRAWN), act(1, Act.GIVEN)])
    assert is_given([act(1, Act.WITHDRAWN), act(2, Act.GIVEN, seen=1)])
    three = [act(1, Act.GIVEN), act(2, Act.WITHDRAWN, seen=1), act(3, Act.GIVEN, seen=2)]
    assert is_given(three)
    assert is_withdrawn([*three, act(4, Act.WITHDRAWN, seen=3)])


def test_what_was_entered_by_mistake_falls_away() -> None:
    assert not is_withdrawn([act(1, Act.WITHDRAWN), act(2, Act.UNDONE, corrects=1)])
    assert is_given([act(1, Act.GIVEN), act(2, Act.WITHDRAWN, day=1), act(3, Act.UNDONE, day=1, corrects=2)])
    # Taking the taking-back back lets the first stand again.
    assert is_given([act(1, Act.GIVEN), act(2, Act.UNDONE, corrects=1), act(3, Act.GIVEN, corrects=2)])


def test_acts_that_claim_to_have_seen_each_other_still_give_an_answer() -> None:
    assert is_withdrawn([act(1, Act.GIVEN, seen=2), act(2, Act.WITHDRAWN, seen=1)])


ACTS = st.lists(
    st.builds(
        act,
        st.integers(1, 6),
        st.sampled_from(Act),
        day=st.integers(0, 2),
        seen=st.none() | st.integers(1, 6),
        corrects=st.none() | st.integers(1, 6),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@given(ACTS, st.none() | st.integers(0, 2), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    acts: list[ConsentAct], day: int | None, chance: object
) -> None:
    on = None if day is None else DAY + timedelta(days=day)
    expected = find_standing(acts, on=on)
    mixed = list(acts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert find_standing(mixed, on=on) == expected
    assert find_standing([*mixed, *acts[:1]], on=on) == expected


@given(ACTS)
def test_a_consent_never_stands_on_a_day_whose_last_word_was_a_withdrawal_nobody_answered(
    acts: list[ConsentAct],
) -> None:
    standing = find_standing(acts)
    corrected = {each.supersedes for each in acts if each.supersedes}
    live = [each for each in acts if each.act is not Act.UNDONE and each.id not in corrected]
    if not live:
        assert standing is None
        return
    assert standing is not None
    last = max(each.acted_on for each in live)
    assert standing.acted_on == last
    answered = {each.seen for each in live if each.acted_on == last and each.seen != each.id}
    left = [each for each in live if each.acted_on == last and each.act is Act.WITHDRAWN]
    if any(each.id not in answered for each in left):
        assert standing.act is Act.WITHDRAWN


@given(ACTS)
def test_a_later_day_always_overrules(acts: list[ConsentAct]) -> None:
    for what in (Act.GIVEN, Act.WITHDRAWN):
        later = replace(act(99, what), acted_on=DAY + timedelta(days=30))
        found = find_standing([*acts, later])
        assert found is not None
        assert found.act is what


def test_all_sequences_of_a_hard_case_agree() -> None:
    acts = [
        act(1, Act.GIVEN),
        act(2, Act.WITHDRAWN),
        act(3, Act.GIVEN, seen=1),
        act(4, Act.UNDONE, corrects=2),
    ]
    assert {find_standing(each).id for each in permutations(acts)} == {(3).to_bytes(16, "big")}  # type: ignore[union-attr]


# --------------------------------------------------------------------------------------------------------------- proof
def prove(what: Act, proof: Proof, born: str | None = "1990") -> None:
    check_proof(what, proof, born=PartialDate.parse(born) if born else None, child_age=16, today=DAY)


def key_of(what: Act, proof: Proof, born: str | None = "1990") -> str:
    with pytest.raises(BadInput) as told:
        prove(what, proof, born)
    return told.value.key


def test_what_cannot_be_shown_to_anybody_is_refused() -> None:
    assert key_of(Act.GIVEN, Proof(How.SPOKEN, DAY)) == "not_provable"
    prove(Act.WITHDRAWN, Proof(How.SPOKEN, DAY))
    assert key_of(Act.GIVEN, Proof(How.THUMBPRINT, DAY)) == "witness_missing"
    prove(Act.GIVEN, Proof(How.THUMBPRINT, DAY, witness="Lù Thị Mai"))
    assert key_of(Act.GIVEN, Proof(How.PAPER, DAY + timedelta(days=1))) == "day_to_come"


def test_for_a_child_somebody_else_consents() -> None:
    assert key_of(Act.GIVEN, Proof(How.PAPER, DAY), "2015-04-01") == "representative_missing"
    named = Proof(How.PAPER, DAY, representation=Representation.PARENT, representative="Lò Văn Páo")
    prove(Act.GIVEN, named, "2015-04-01")
    assert key_of(Act.GIVEN, replace(named, representative=" "), "2015-04-01") == "representative_missing"
    prove(Act.WITHDRAWN, Proof(How.PAPER, DAY), "2015-04-01")
    assert not is_child(PartialDate(2010, 11, 20), on=DAY, child_age=16)
    assert is_child(PartialDate(2010, 11, 21), on=DAY, child_age=16)
    assert not is_child(None, on=DAY, child_age=16)


def test_every_sensitive_field_has_a_purpose_of_its_own() -> None:
    assert len(set(SENSITIVE_FIELDS.values())) == len(SENSITIVE_FIELDS)
