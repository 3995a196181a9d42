"""Finding rows that stand here twice, deciding on them by the hundred, taking it back, and carrying it by file."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.duplicates import REASONS, Duplicate, Sureness, Verdict
from outreach_app.domain.people import PartialDate, Scheme, Sex
from outreach_app.domain.rows import ImportReport
from outreach_app.domain.visits import Outcome
from outreach_app.errors import NotFound
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.households import NewPerson
from outreach_app.services.upkeep import run_check
from outreach_app.store import duplicates as pairs_store
from outreach_app.store import likely_households
from outreach_app.store.database import run
from outreach_app.store.tables import REPLICATED
from tests.data_makers import judging_register, listed_people
from tests.data_makers.register_rows import write_register
from tests.workspaces import ROWS, Field, card_of, cards, copy_field, door, talk, write_list


def add_twin(app: App, name: str = "Lo Van Pao", *, village: str = "Nà Ly", **values: str) -> bytes:
    """Add at the door the family of a man who is on the list already; returns the household."""
    place = next(v.id for v in app.households.list_villages() if v.name.endswith(village))
    born = PartialDate.parse(values.pop("born", "1961-03-12"))
    head = NewPerson(name, sex=Sex.MALE, born=born, **values)
    return app.households.add(
        place, head, others=(NewPerson("Quàng Ngoan", "wife", Sex.FEMALE, PartialDate(1964)),)
    ).value


def waiting(app: App, subject: str = "person") -> list[Duplicate]:
    app.duplicates.look()
    return [item for item in app.duplicates.list_duplicates(500) if item.subject == subject]


def seen_by_readers(app: App) -> list[object]:
    """Everything a person can see: all cards, the list, counts and what search finds."""
    found = [
        app.households.find(text).hits for text in ("lo van pao", "5001", "ngoan", "giang", "012061000017")
    ]
    return [
        cards(app),
        found,
        app.households.list_numbers(),
        app.households.read_coverage(),
        app.work.list_doors(),
    ]


def rows_of(app: App) -> dict[str, list[tuple[object, ...]]]:
    """Every replicated row but judgements, whose history stays."""
    with app.desk.read() as session:
        return {
            t: [tuple(r) for r in run(session, f"SELECT * FROM {t}")] for t in REPLICATED if t != "judgement"
        }


def test_a_man_who_was_added_at_the_door_is_found_with_reasons_in_words(office: App) -> None:
    add_twin(office)
    found = waiting(office)
    assert [
        {item.one.title, item.other.title} for item in found if "same_birth_date" in item.reason_keys
    ] == [{"Lò Văn Páo", "Lo Van Pao"}]
    assert {"same_village", "same_birth_date", "same_kin"} < set(found[0].reason_keys)
    assert "citizen_number" in found[0].differing
    assert found[0].one.village_name == "Nà Ly"
    assert str(found[0].reasons[0]) in REASONS.values()


def test_nobody_is_suggested_who_only_has_a_namesake(office: App) -> None:
    add_twin(office, "Lò Văn Páo", born="1990-07-01", citizen_number="012090000777")
    assert all("Lò Văn Páo" not in {item.one.title, item.other.title} for item in waiting(office))


def test_the_same_household_told_twice_waits_as_a_household(office: App) -> None:
    twin = add_twin(office)
    item = next(item for item in waiting(office, "household"))
    assert twin in {item.one.row, item.other.row}
    assert {"several_people", "same_head", "same_village"} <= set(item.reason_keys)


def test_after_same_every_reader_shows_the_one_who_is_left_with_everything(office: App) -> None:
    office.office.say_who_works("Lường Thị Inh")
    card = card_of(office, "Lò Văn Páo")
    twin = office.households.read_card(add_twin(office, phone="0987654321"))
    office.visits.log(talk(twin, Outcome.SIGNED_UP, note="gặp ở nương"))
    signed = NewEnrolment(
        person=twin.members[0].id, scheme=Scheme.VOLUNTARY, first_month=date(2026, 12, 1), method="12",
        income=1_500_000,
    )  # fmt: skip
    office.enrolments.sign_up(signed)
    verdicts = {item.id: Verdict.SAME for item in (*waiting(office), *waiting(office, "household"))}
    assert office.duplicates.settle(verdicts).value.same == len(verdicts) == 3
    assert waiting(office) == waiting(office, "household") == []
    left = card_of(office, "Lò Văn Páo")
    assert office.households.read_card(twin.household.id) == left
    assert [m.name for m in left.members] == ["Lò Văn Páo", "Quàng Thị Ngoan", "Lò Thị Thắm"]
    assert left.members[0].phone == card.members[0].phone == "0912345001"
    assert [visit.note for visit in left.visits] == ["gặp ở nương"]
    assert left.visits[0].outcomes[0].person == left.visits[0].met[0] == left.members[0].id
    assert [e.person for e in left.enrolments] == [left.members[0].id]
    assert left.household.members == 3
    assert [hit.person for hit in office.households.find("987654321").hits] == [left.members[0].id]
    assert office.households.find_code(twin.household.code) == left.household.id
    assert run_check(office.desk.database).ok


def test_what_only_the_other_row_knew_is_taken_over_and_wishes_are_never_lost(office: App) -> None:
    twin = office.households.read_card(
        add_twin(office, "Sùng Thị Mỷ", born="1988-09-17", insurance_number="0123456789")
    )
    office.households.edit_person(twin.members[0].id, {"do_not_contact": True, "sex": Sex.FEMALE})
    (item,) = (item for item in waiting(office) if "Sùng Thị Mỷ" in {item.one.title, item.other.title})
    office.duplicates.settle({item.id: Verdict.SAME})
    found = [p for card in cards(office) for p in card.members if p.name == "Sùng Thị Mỷ"]
    assert [(p.insurance_number, p.do_not_contact) for p in found] == [("0123456789", True)]


def test_a_run_taken_back_leaves_every_row_and_every_reader_as_before(office: App) -> None:
    add_twin(office, phone="0987654321")
    before, rows, queue = seen_by_readers(office), rows_of(office), waiting(office)
    office.duplicates.settle({item.id: Verdict.SAME for item in queue})
    assert seen_by_readers(office) != before
    office.duplicates.undo()
    assert (seen_by_readers(office), waiting(office)) == (before, queue)
    assert {t: [r[3:] for r in each] for t, each in rows_of(office).items()} == {
        t: [r[3:] for r in each] for t, each in rows.items()
    }
    with pytest.raises(NotFound):
        office.duplicates.undo()


def households_waiting(app: App, *, anew: bool) -> list[tuple[object, ...]]:
    with app.desk.database.write_local() as session:
        if anew:
            likely_households.refresh(session)
        rows = run(
            session, "SELECT id, one, other, bits, reasons FROM likely_duplicate WHERE subject = 'household'"
        )
        return sorted(tuple(row) for row in rows)


def test_households_found_for_a_few_are_those_found_for_all(office: App) -> None:
    twins = [add_twin(office, "Lo Van Pao", born=born) for born in ("1961-03-12", "1961-12-03")]
    other = card_of(office, "Giàng A Chư").household.id
    steps = (
        lambda: office.duplicates.settle({waiting(office)[0].id: Verdict.SAME}),
        lambda: office.duplicates.undo(),
        lambda: move(office, twins[0], other),
        lambda: office.duplicates.settle(
            {item.id: Verdict.SAME for item in waiting(office, "household")[:1]}
        ),
        lambda: office.duplicates.undo(),
        lambda: move(office, other, twins[1]),
    )
    seen = []
    for step in steps:
        waiting(office)
        seen.append(households_waiting(office, anew=False))
        assert seen[-1] == households_waiting(office, anew=True)
        step()
    assert len(seen[0]) == 3
    assert len(set(map(tuple, seen))) > 2


def move(app: App, home: bytes, target: bytes) -> None:
    with app.desk.write() as writer:
        for row in run(writer.session, "SELECT id FROM person WHERE household = :h", h=home):
            writer.edit("person", row[0], {"household": target})


def test_different_is_remembered_however_often_somebody_looks_and_can_be_reopened(office: App) -> None:
    add_twin(office)
    items = waiting(office)
    office.duplicates.settle({item.id: Verdict.DIFFERENT for item in items})
    with office.desk.database.write_local() as session:
        pairs_store.start_anew(session)
    assert waiting(office) == []
    assert office.duplicates.reopen([items[0].id]).value == 1
    assert [item.id for item in waiting(office)] == [items[0].id]


def test_a_single_merge_can_be_reopened(office: App) -> None:
    add_twin(office)
    items = waiting(office)
    office.duplicates.settle({item.id: Verdict.SAME for item in items})
    assert office.duplicates.reopen([item.id for item in items]).value == len(items)
    assert {item.id for item in waiting(office)} == {item.id for item in items}


def test_what_was_settled_before_is_passed_over(office: App) -> None:
    add_twin(office)
    verdicts = {item.id: Verdict.SAME for item in waiting(office)}
    office.duplicates.settle(verdicts)
    again = office.duplicates.settle(verdicts).value
    assert (again.same, set(again.passed_over)) == (0, set(verdicts))


def test_the_same_list_brings_nothing_new_after_its_rows_gave_way(office: App) -> None:
    twin = add_twin(office, phone="0987654321")
    office.households.edit_person(
        office.households.read_card(twin).members[0].id,
        {"insurance_number": "0123456789", "name": "Lò Văn Páo"},
    )
    office.duplicates.settle(
        {item.id: Verdict.SAME for item in (*waiting(office), *waiting(office, "household"))}
    )
    report: ImportReport = office.lists.preview_register(write_list(office.desk.folder / "again.csv", ROWS))
    assert (report.new, report.households_new, report.duplicates) == (0, 0, 0)


def test_pages_go_on_where_they_ended(office: App) -> None:
    for year in range(4):
        add_twin(office, "Lò Văn Páo", phone=f"098765432{year}")
    everything = office.duplicates.look() and office.duplicates.list_duplicates(500)
    assert everything
    pages: list[Duplicate] = []
    while page := office.duplicates.list_duplicates(2, pages[-1].id if pages else None):
        pages += page
    assert pages == everything
    assert [item.subject for item in pages] == sorted((item.subject for item in pages), reverse=False)


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


def test_a_judgement_is_carried_to_the_office_and_never_asked_again(field: Field) -> None:
    one, office = field.one.open(), field.office.open()
    one.office.say_who_works("Lường Thị Inh")
    add_twin(one)
    one.duplicates.settle({item.id: Verdict.DIFFERENT for item in waiting(one)})
    one.syncing.write(field.stick)
    (report,) = office.syncing.read([field.stick]).value.files
    assert (report.duplicates, waiting(office)) == (0, [])
    one.close()
    office.close()


def test_duplicates_in_a_file_are_counted_before_and_after_it_is_taken_in(field: Field) -> None:
    one, office = field.one.open(), field.office.open()
    one.office.say_who_works("Lường Thị Inh")
    add_twin(one)
    one.visits.log(door(card_of(one, "Lò Văn Páo")))
    one.syncing.write(field.stick)
    office.duplicates.look()
    (seen,) = office.syncing.preview([field.stick]).files
    (report,) = office.syncing.read([field.stick]).value.files
    assert seen.duplicates == report.duplicates == 2
    one.close()
    office.close()


def test_a_merge_made_at_the_office_travels_and_two_merges_crosswise_leave_one(field: Field) -> None:
    one, office = field.one.open(), field.office.open()
    one.office.say_who_works("Lường Thị Inh")
    add_twin(one)
    one.syncing.write(field.stick)
    office.syncing.read([field.stick])
    (head, *_) = waiting(office)
    office.duplicates.settle({head.id: Verdict.SAME})
    gone = next(side.row for side in (head.one, head.other) if side.row != head.keeps)
    with one.desk.write() as writer:  # at the same time, the other way round
        writer.edit("person", head.keeps, {"merged_into": gone})
    one.syncing.write(field.stick)
    office.syncing.read([field.stick])
    left = [person.id for card in cards(office) for person in card.members if person.id in (gone, head.keeps)]
    assert left == [min(gone, head.keeps)]
    one.close()
    office.close()


def test_in_a_register_with_known_truth_hardly_anybody_is_missed_or_suspected(office: App) -> None:
    rows = judging_register.make_rows(31, homes=250)
    with office.desk.write() as writer:
        ids = write_register(writer, rows)
    office.duplicates.look()
    truth = {tuple(sorted((ids[a], ids[b]))) for a, b in listed_people.true_pairs(rows)}
    items = [item for item in office.duplicates.list_duplicates(5_000) if item.subject == "person"]
    found = {(item.one.row, item.other.row) for item in items}
    right = len(found & truth)
    assert right / len(found) >= 0.98
    assert right / len(truth) >= 0.95
    assert {(i.one.row, i.other.row) for i in items if i.sureness is Sureness.PLAIN} <= truth
