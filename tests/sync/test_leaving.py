"""Rows that leave a laptop's area go, whole, but not before everything typed on them is safely at the office."""

import pytest

from outreach_app.app import App
from outreach_app.domain.rows import FileState
from outreach_app.store import derived, journal
from outreach_app.store.database import run
from tests.workspaces import Field, card_of, cards, door, read, talk, write

HOME = "Lò Văn Páo"


def send(field: Field, app: App, office: App) -> None:
    (path,) = write(app, field.stick)
    assert read(office, path)[0].state is FileState.APPLIED


def answer(field: Field, office: App, app: App) -> None:
    read(app, *write(office, field.stick))


def move(office: App, head: str, village: str) -> None:
    target = next(v for v in office.households.list_villages() if v.name == village)
    with office.desk.write() as writer:
        writer.edit("household", card_of(office, head).household.id, {"village": target.id})


def heads_of(app: App) -> set[str]:
    return {card.household.head for card in cards(app)}


def trace(app: App, word: str) -> list[str]:
    """Everywhere a word still stands in the open workspace: rows, heads, journal, search."""
    found = []
    with app.desk.read() as session:
        found += ["person" for (name,) in run(session, "SELECT name FROM person") if word in name]
        found += [o.table for o in journal.read_operations(session) if word in str(dict(o.values))]
    return found + ["search" for hit in app.households.find(word).hits if word in hit.name]


def test_a_family_that_moved_away_leaves_with_its_history_and_comes_back_whole(
    field: Field, office: App, one: App
) -> None:
    home = card_of(one, HOME).household.id
    one.visits.log(talk(card_of(one, HOME), note="hẹn sau"))
    one.households.edit_person(card_of(one, HOME).members[0].id, {"phone": "0987000111"})
    send(field, one, office)
    answer(field, office, one)
    before = heads_of(one)
    move(office, HOME, "Hua Sẳng")
    answer(field, office, one)
    assert heads_of(one) == before - {HOME}
    assert trace(one, "Thắm") == []
    assert one.upkeep.check().problems == ()
    assert len(office.households.read_card(home).visits) == 1
    # The office sends nothing of it any more, and asks for nothing more.
    send_something(field, one, office)
    office.households.edit_person(card_of(office, HOME).members[0].id, {"phone": "0987000222"})
    answer(field, office, one)
    assert HOME not in heads_of(one)
    assert write(office, field.stick) == []
    # Back in the area, everything comes again: rows, visits, edits, also what this laptop had written itself.
    move(office, HOME, "Nà Ly")
    answer(field, office, one)
    there, here = card_of(office, HOME), card_of(one, HOME)
    assert (here.members, [v.id for v in here.visits]) == (there.members, [v.id for v in there.visits])
    assert here.members[0].phone == "0987000222"
    assert one.upkeep.check().problems == ()


def send_something(field: Field, app: App, office: App) -> None:
    app.visits.log(door(cards(app)[0]))
    send(field, app, office)


@pytest.mark.parametrize("what", ["a visit", "an edit", "a draft", "a visit on a file that is on its way"])
def test_nothing_typed_leaves_before_the_office_has_it(
    what: str, field: Field, office: App, one: App
) -> None:
    send_something(field, one, office)
    answer(field, office, one)
    move(office, HOME, "Hua Sẳng")
    answers = write(office, field.stick)
    card, late = card_of(one, HOME), []
    if what == "an edit":
        one.households.edit_person(card.members[1].id, {"phone": "0987000333"})
    elif what == "a draft":
        one.visits.save_draft("d1", {"note": "bận"}, household=card.household.id)
    else:
        one.visits.log(talk(card, note="vội"))
        late = write(one, field.stick) if "file" in what else []
    read(one, *answers)
    assert HOME in heads_of(one)
    if what == "a draft":
        one.visits.discard_draft("d1")
        one.visits.log(door(next(c for c in cards(one) if c.household.head != HOME)))
    reports = read(office, *(late or write(one, field.stick)))
    assert [(r.state, r.refused_rows) for r in reports] == [(FileState.APPLIED, 0)]
    answer(field, office, one)
    assert HOME not in heads_of(one)
    there = card_of(office, HOME)
    assert [v.note for v in there.visits] == (["vội"] if "visit" in what else [])
    assert (there.members[1].phone == "0987000333") is (what == "an edit")
    assert one.upkeep.check().problems == ()
    answer(field, office, one)
    assert write(office, field.stick) == []


def test_return_files_in_the_wrong_order_end_where_the_office_stands(
    field: Field, office: App, one: App
) -> None:
    send_something(field, one, office)
    answer(field, office, one)
    files = []
    for village in ("Hua Sẳng", "Nà Ly", "Hua Sẳng"):
        office.households.edit_person(card_of(office, HOME).members[0].id, {"away": village == "Nà Ly"})
        move(office, HOME, village)
        files += write(office, field.stick)
    assert len(files) == 3
    out, back, out_again = files
    read(one, out_again)
    assert HOME not in heads_of(one)
    read(one, out, back)
    assert HOME not in heads_of(one)
    move(office, HOME, "Nà Ly")
    (last,) = write(office, field.stick)
    read(one, last, out_again)
    assert card_of(one, HOME).members == card_of(office, HOME).members
    assert one.upkeep.check().problems == ()


def test_the_older_word_read_last_does_not_take_out_what_came_back(
    field: Field, office: App, one: App
) -> None:
    send_something(field, one, office)
    answer(field, office, one)
    move(office, HOME, "Hua Sẳng")
    (out,) = write(office, field.stick)
    move(office, HOME, "Nà Ly")
    (back,) = write(office, field.stick)
    read(one, back)
    read(one, out)
    assert card_of(one, HOME).members == card_of(office, HOME).members


def test_an_area_that_shrinks_takes_its_rows_along(field: Field, office: App) -> None:
    lead = field.lead.open()
    lead.visits.log(talk(card_of(lead, "Vàng A Lử")))
    send(field, lead, office)
    village = next(v for v in office.households.list_villages() if v.name == "Nà Ly")
    office.permissions.renew("Máy lead", villages=[village.id])
    answer(field, office, lead)
    assert heads_of(lead) == {
        card.household.head for card in cards(office) if card.household.village == village.id
    }
    assert trace(lead, "Lử") == []
    with lead.desk.write() as writer:
        shown = run(writer.session, "SELECT household, head_name, last_visit FROM household_state ORDER BY 1")
        derived.rebuild(writer.session)
        assert (
            run(writer.session, "SELECT household, head_name, last_visit FROM household_state ORDER BY 1")
            == shown
        )
    assert lead.upkeep.check().problems == ()
    lead.close()


def test_what_was_typed_before_the_laptop_heard_of_its_smaller_area_still_counts(
    field: Field, office: App
) -> None:
    lead = field.lead.open()
    lead.visits.log(talk(card_of(lead, "Vàng A Lử"), note="trước"))
    send(field, lead, office)
    village = next(v for v in office.households.list_villages() if v.name == "Nà Ly")
    office.permissions.renew("Máy lead", villages=[village.id])
    lead.visits.log(talk(card_of(lead, "Vàng A Lử"), note="chưa nghe"))
    answer(field, office, lead)
    assert [r.refused_rows for r in read(office, *write(lead, field.stick))] == [0]
    notes = [visit.note for visit in card_of(office, "Vàng A Lử").visits]
    assert sorted(notes) == ["chưa nghe", "trước"]
    answer(field, office, lead)
    assert "Vàng A Lử" not in heads_of(lead)
    lead.close()


def test_who_came_after_others_left_is_looked_at_and_nobody_who_left_waits_as_a_duplicate(
    field: Field, office: App, one: App
) -> None:
    """Row numbers of those who left are given again."""
    send_something(field, one, office)
    answer(field, office, one)

    def write_twin(head: str) -> None:
        told = {"name": "Lò Thị Thắm", "born": "1992-11-20", "sex": "f", "citizen_number": "012192000333"}
        with one.desk.write() as writer:
            writer.create("person", {"household": card_of(one, head).household.id, **told})

    write_twin("Tẩn Mý Dao")
    assert one.duplicates.look().value == 1
    send(field, one, office)
    move(office, "Tẩn Mý Dao", "Hua Sẳng")
    answer(field, office, one)
    assert one.duplicates.count_duplicates() == 0
    write_twin("Giàng A Chư")
    assert one.duplicates.look().value == len(one.duplicates.list_duplicates()) == 1
