"""Looking at many people at once finds what looking at a few finds, in large blocks too."""

from itertools import combinations

import pytest
from sqlmodel import Session

from outreach_app.app import App
from outreach_app.domain.likeness import Register, make_traits
from outreach_app.domain.likeness_columns import Columns
from outreach_app.domain.name_likeness import NameShares
from outreach_app.store import duplicates
from outreach_app.store.database import run
from outreach_app.store.likeness_blocks import CAP, Entries, forget, pair_all, pair_with, read_blocks
from tests.data_makers import judging_register
from tests.data_makers.register_rows import write_register


def stored(session: Session) -> list[tuple[object, ...]]:
    rows = run(session, "SELECT id, subject, one, other, bits, reasons FROM likely_duplicate ORDER BY id")
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("last", [0, 250])
def test_a_register_looked_at_as_a_whole_gives_the_pairs_of_one_looked_at_bit_by_bit(
    office: App, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    rows = judging_register.make_rows(41, homes=150)
    begun = len(rows) - last if last else 0
    with office.desk.write() as writer:
        write_register(writer, rows)
        numbers = [row[0] for row in run(writer.session, "SELECT number FROM person ORDER BY number")]
    with office.desk.database.write_local() as session:
        duplicates.bring_up_to_date(session)
        few = stored(session)
        duplicates.start_anew(session)
        monkeypatch.setattr(duplicates, "MANY", 0)
        if begun:  # everybody but the last had been looked at before
            monkeypatch.setattr(duplicates, "last_number", lambda _: numbers[-last])
            duplicates.bring_up_to_date(session)
            monkeypatch.undo()
            monkeypatch.setattr(duplicates, "MANY", 0)
        duplicates.bring_up_to_date(session)
        assert duplicates.count_waiting(session) == 0
        many = stored(session)
    assert len(few) > 30
    if begun:  # what is enough depends on how many people there are
        assert {row[0] for row in few} <= {row[0] for row in many}
    else:
        assert many == few


def everybody_alike(people: int) -> Columns:
    columns = Columns(people)
    for number in range(1, people + 1):
        columns.put(number, make_traits("Lò Văn Pánh", born="1984-05-12", citizen="011084004217"))
    return columns


def test_of_large_blocks_those_are_compared_who_share_two_of_them(office: App) -> None:
    two, small = [7, 77, 177], [300, 301]
    blocks = {5: range(1, 201), 5 << 20: [*two, *range(201, 390)], 9 << 28: small}
    entries = Entries()
    for key, people in blocks.items():
        for person in people:
            entries.add(person, [key])
    shares = NameShares()
    shares.learn(("lo", "panh"), 500)
    alike = {*combinations(two, 2), tuple(small)}
    with office.desk.database.write_local() as session:
        duplicates.start_anew(session)
        entries.file(session)
        assert {key: len(found) for key, found in read_blocks(session, list(blocks)).items()} == {
            key: len(people) for key, people in blocks.items()
        }
        whole = pair_all(session, range(400), everybody_alike(400), Register(shares, 500, 2))
        assert {(pair >> 32, pair & 0xFFFFFFFF) for stripe in whole for pair in stripe} == alike
        keys = {key: [person for person in people if person in (7, 300)] for key, people in blocks.items()}
        assert pair_with(session, keys) == {(7, 77), (7, 177), (300, 301)}
        assert min(len(blocks[5]), len(blocks[5 << 20])) > CAP
        forget(session, [77, 300])
        assert {person for found in read_blocks(session, list(blocks)).values() for person in found} == {
            *range(1, 390)
        } - {77, 300}
