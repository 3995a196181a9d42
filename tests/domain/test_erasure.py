"""Taking somebody out of an operation: again changes nothing, orders in any sequence give the same, all else stays."""

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.erasure import BLANKS, Erasures, Order, is_nobody, leave_out, list_words, make_nobody
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.registers import ERASED, REMOVED
from outreach_app.store.blocks import defaults_of

PEOPLE = [bytes([n]) * 16 for n in range(1, 5)]
ROWS = [bytes([n]) * 16 for n in range(11, 14)]
people, rows = st.sampled_from(PEOPLE), st.sampled_from(ROWS)
rewordings = st.tuples(rows, st.sampled_from(["note", "phone"]), st.sampled_from(["", "…", "x"]))
orders = st.lists(
    st.builds(
        Order, st.binary(min_size=16, max_size=16), st.integers(1, 9), people,
        st.lists(rewordings, max_size=3).map(tuple),
    ),
    max_size=4, unique_by=lambda order: order.id,
)  # fmt: skip


def make(
    table: str, row: bytes, values: dict[str, object], *, kind: Kind = Kind.CREATE, time: int = 5
) -> Operation:
    return Operation(row[:8], 1, time, kind, table, row, values)


visits = st.builds(
    lambda row, told, met, note: make("visit", row, {"outcomes": told, "met": met, "note": note, "channel": "door"}),
    rows, st.lists(st.tuples(people, st.just("voluntary"), st.sampled_from("ab")).map(list), max_size=4),
    st.lists(people, max_size=4, unique=True), st.text(max_size=5),
)  # fmt: skip
fields = st.sampled_from(["name", "phone", "household", REMOVED, "unheard_of"])
edits = st.builds(
    lambda row, name, value, time: make("person", row, {name: [value, None]}, kind=Kind.EDIT, time=time),
    people, fields, st.text(max_size=5), st.integers(1, 9),
)  # fmt: skip
homes = st.builds(
    lambda row, value, time: make("household", row, {"phone": [value, "1"]}, kind=Kind.EDIT, time=time),
    rows, st.text(max_size=3), st.integers(1, 9),
)  # fmt: skip
makings = st.builds(
    lambda row, name: make("person", row, {"name": name, "household": b"h"}), people, st.text()
)
operations = st.one_of(visits, edits, homes, makings)


@given(operations, orders, st.randoms(use_true_random=False))
def test_orders_in_any_sequence_and_again_give_the_same(
    operation: Operation, told: list[Order], chance: object
) -> None:
    together = Erasures.of(told).redact(operation)
    assert Erasures.of(told).redact(together) == together
    for sequence in (told, told[::-1]):
        known, one_by_one = Erasures(), operation
        for order in sequence:
            known = known.join(Erasures.of([order]))
            one_by_one = known.redact(one_by_one)
        assert one_by_one == together
        assert known == Erasures.of(told)
    assert (together.dot, together.time, together.row) == (operation.dot, operation.time, operation.row)


@given(visits, orders)
def test_a_visit_keeps_its_outcomes_and_who_was_not_erased(visit: Operation, told: list[Order]) -> None:
    erased = {order.person for order in told}
    after = Erasures.of(told).redact(visit).values
    before = visit.values
    assert [each[1:] for each in after["outcomes"]] == [each[1:] for each in before["outcomes"]]  # type: ignore[attr-defined]
    for former, now in zip(before["met"], after["met"], strict=True):  # type: ignore[call-overload]
        assert is_nobody(now) if former in erased else now == former
    assert len(set(after["met"])) == len(set(before["met"]))  # type: ignore[call-overload]


def test_blanks_are_what_a_new_person_has() -> None:
    defaults = defaults_of("person")
    assert {name: BLANKS.get(name) for name in defaults if name not in ("household", REMOVED)} == {
        name: value for name, value in defaults.items() if name not in ("household", REMOVED)
    }
    assert BLANKS[REMOVED] == ERASED


def test_words_are_left_out_whole_and_nothing_else() -> None:
    words = list_words(["Quàng Thị Ngoan"], ["0912345003", "1964-01-01", "1964"])
    assert (
        leave_out("Bà Quàng Thị Ngoan (0912345003), sinh 01/01/1964, là mẹ", words)
        == "Bà … (…), sinh …, là mẹ"
    )
    assert leave_out("gặp QUANG THI NGOAN và chị Ngoan", words) == "gặp … và chị …"
    assert leave_out("cháu ngoan ngoãn, mã 09123450031", words) == "cháu ngoan ngoãn, mã 09123450031"
    assert make_nobody(0) != make_nobody(1)
