"""What became of worries: counted by hand, and against a slow second way on anything at all."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.report_groups import Delay, Group, Split
from outreach_app.domain.visits import Outcome, Reaction
from outreach_app.domain.worry_counts import AnswerTold, Heard, Since, Told, WorryRow, count_worries

WHOLE = Group(None, "", "xã")
FIRST = date(2026, 5, 1)
SHIPPED, NOTHING = AnswerTold(Told.SHIPPED), AnswerTold(Told.NOTHING)


def hear(home: int, day: int, worry: str = "too_long", *, eased: bool = False, told: AnswerTold = NOTHING,
         village: bytes = b"v", who: bytes | None = b"c") -> Heard:  # fmt: skip
    reaction = Reaction.REASSURED if eased else None
    return Heard(bytes([home]), village, FIRST + timedelta(day), worry, reaction, who, told)


def count(heard: list[Heard], since: dict[bytes, Since], **answered: date) -> list[WorryRow]:
    asked = {(bytes([int(home[1:])]), "too_long"): day for home, day in answered.items()}
    return count_worries(heard, since, split=lambda _each: (WHOLE,), answered=asked, names={b"c": "Inh"})


def say_since(*told: tuple[int, Outcome | None, bool]) -> Since:
    return Since(tuple((FIRST + timedelta(day), said, won) for day, said, won in told))


def test_a_household_counts_once_and_where_it_stands_last() -> None:
    heard = [hear(1, 0), hear(1, 3, eased=True, told=SHIPPED), hear(2, 0), hear(3, 1), hear(4, 1, who=None)]
    since = {
        b"\1": say_since((0, Outcome.REFUSED, False), (10, None, True), (11, Outcome.REFUSED, False)),
        b"\2": say_since((0, Outcome.THINKING, False), (5, None, False)),
        b"\3": say_since((0, Outcome.THINKING, False), (4, Outcome.REFUSED, False)),
    }
    (row,) = count(heard, since)
    assert (row.times, row.households, row.reassured) == (5, 4, 1)
    assert (row.joined, row.thinking, row.refuses, row.others) == (1, 1, 1, 1)
    assert row.days == Delay(10, 10, 10, 1), "from the first time it was heard, not from the answer"
    assert row.by == (("Inh", 4), ("", 1))


def test_what_was_signed_before_the_worry_was_named_does_not_count() -> None:
    (row,) = count([hear(1, 10)], {b"\1": say_since((5, Outcome.SIGNED_UP, True))})
    assert (row.joined, row.others, row.days) == (0, 1, None)
    (row,) = count([hear(1, 10)], {b"\1": say_since((10, Outcome.SIGNED_UP, True))})
    assert (row.joined, row.days) == (1, Delay(0, 0, 0, 1)), "at the same visit: no day at all"


def test_several_answers_each_count_the_household_and_a_question_counts_once_answered() -> None:
    office = AnswerTold(Told.OFFICE, FIRST)
    heard = [hear(1, 0, told=SHIPPED), hear(1, 2, told=office, eased=True), hear(2, 4)]
    since = {b"\1": say_since((6, None, True)), b"\2": say_since((4, Outcome.CALL_BACK, False))}
    (row,) = count(heard, since, h1=FIRST - timedelta(1), h2=FIRST + timedelta(9))
    told = {each.answer.told: each for each in row.answers}
    assert list(told) == [Told.SHIPPED, Told.OFFICE, Told.QUESTION, Told.NOTHING]
    assert [(each.households, each.reassured, each.joined, each.thinking) for each in row.answers] == [
        (1, 0, 1, 0), (1, 1, 1, 0), (1, 0, 0, 1), (1, 0, 0, 1),
    ]  # fmt: skip


HEARD = st.lists(
    st.builds(hear, st.integers(0, 4), st.integers(0, 9), st.sampled_from(["too_long", "other"]),
              eased=st.booleans(), told=st.sampled_from([SHIPPED, NOTHING]), village=st.sampled_from([b"v", b"w"])),
    max_size=25,
)  # fmt: skip
SINCE = st.dictionaries(
    st.integers(0, 4).map(lambda home: bytes([home])),
    st.lists(st.tuples(st.integers(0, 15), st.sampled_from([None, *Outcome]), st.booleans()), max_size=6).map(
        lambda told: say_since(*sorted(told, key=lambda each: each[0]))
    ),
)


@given(HEARD, SINCE)
def test_the_parts_of_a_worry_add_up_and_a_village_never_has_more_than_the_whole(
    heard: list[Heard], since: dict[bytes, Since]
) -> None:
    def split(each: Heard) -> tuple[Group, Group]:
        return WHOLE, Group(Split.VILLAGE, each.village.hex(), each.village.decode())

    rows = count_worries(heard, since, split=split, answered={}, names={})
    for row in rows:
        own = [h for h in heard if h.worry == row.worry and row.group.key in ("", h.village.hex())]
        assert row.times == len(own)
        assert row.households == len({h.household for h in own})
        assert row.joined + row.thinking + row.refuses + row.others == row.households
        assert row.others >= 0
        assert max((each.households for each in row.answers), default=0) <= row.households
        assert (row.days.cases if row.days else 0) <= row.joined
    for worry in {h.worry for h in heard}:
        whole = next(r for r in rows if r.group == WHOLE and r.worry == worry)
        parts = [r for r in rows if r.group != WHOLE and r.worry == worry]
        assert sum(r.times for r in parts) == whole.times
        assert sum(r.households for r in parts) >= whole.households


@given(st.lists(st.integers(0, 400), min_size=1))
def test_the_middle_lies_between_and_is_one_of_them(days: list[int]) -> None:
    delay = Delay.of(days)
    assert delay is not None
    assert delay.least <= delay.middle <= delay.most
    assert delay.middle in days
    assert sum(day < delay.middle for day in days) * 2 <= len(days)
    assert sum(day > delay.middle for day in days) * 2 <= len(days) + 1
