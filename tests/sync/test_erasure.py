"""An erased person is gone: no byte of them is left on any machine, whatever came before, after, or out of order."""

import shutil
from array import array
from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.difficulties import Handling
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.operations import Operation
from outreach_app.domain.people import PartialDate, Sex
from outreach_app.domain.requests import RequestKind
from outreach_app.domain.rows import FileState
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.committees import NewMember, NewRecipient
from outreach_app.services.erasing import ErasureReport
from outreach_app.services.households import NewPerson
from outreach_app.services.upkeep import restore_backup
from outreach_app.store import erasure_orders, journal
from outreach_app.store.database import run
from outreach_app.sync import envelope
from outreach_app.sync.payload import Origin, Payload
from outreach_app.sync.secrets import Pins
from tests.cipher_pages import dump_database
from tests.workspaces import Field, Machine, card_of, cards, read, talk, write

HEAD, GONE = "Lò Văn Páo", "Quàng Thị Ngoan"
WHY = "đơn ngày 20/11"
PHONE = "0987654321"
WITNESS, PEOPLE, ILLNESS, WISH = "Lù Seo Chứng", "Thái trắng", "đau khớp gối", "xin xem sổ hồi tháng ba"
SECRETS = (GONE, fold(GONE), "quang thi ngoan", "012164000025", PHONE, "1964-01-01", "01/01/1964", "Ngoan",
           WITNESS, PEOPLE, ILLNESS, WISH)  # fmt: skip
MARKS = tuple({word.encode() for word in SECRETS})


def send(field: Field, app: App, office: App) -> None:
    (path,) = write(app, field.stick)
    assert [report.state for report in read(office, path)] == [FileState.APPLIED]


def gone_id(app: App) -> bytes:
    return next(person.id for person in card_of(app, HEAD).members if person.name == GONE)


def live_through(app: App) -> None:
    """Everything that may name the person: numbers that change, notes, outcomes, a question, drafts."""
    card, person = card_of(app, HEAD), gone_id(app)
    app.households.edit_person(person, {"phone": "0911222333"})
    app.households.edit_person(person, {"phone": PHONE})
    told = talk(card, note=f"Bà {GONE} hẹn sau, gọi {PHONE}")
    told = replace(
        told, met=(person, card.members[0].id), outcomes=(replace(told.outcomes[0], person=person),),
        met_others="cháu của Ngoan",
    )  # fmt: skip
    app.visits.log(told)
    app.visits.log(talk(card, note="nhà có bà quang thi ngoan nghe điện thoại"))
    app.visits.save_draft("d1", {"note": f"gặp {GONE}"}, household=card.household.id)
    agree(app, card.members[0].id, person)
    app.difficulties.report(f"Bà {GONE} chưa nhận được sổ", village=card.household.village)


def agree(app: App, head: bytes, person: bytes) -> None:
    """Consents, values that rest on them, a request; and somebody else's consent that names the person."""
    proof = Proof(How.THUMBPRINT, app.desk.today, witness=WITNESS)
    acts = {Purpose.ETHNICITY: Act.GIVEN, Purpose.HEALTH: Act.GIVEN}
    app.consents.record_with_values(person, acts, {"ethnicity": PEOPLE, "health_note": ILLNESS}, proof=proof)
    app.consents.record(person, {Purpose.HEALTH: Act.WITHDRAWN}, proof=replace(proof, how=How.SPOKEN))
    app.requests.ask(person, RequestKind.SEE, note=WISH)
    app.consents.record(head, {Purpose.CONTACT: Act.GIVEN}, proof=replace(proof, witness=GONE))
    app.requests.ask(head, RequestKind.CORRECT, note=f"sửa ngày sinh của bà {GONE}")


def serve(office: App) -> None:
    """What the office writes besides: an answer to a difficulty, a seat on a committee, a report that is received."""
    (told,) = office.difficulties.list_difficulties()
    office.difficulties.handle(told.id, Handling.SETTLED, done="đã đưa cho Ngoan")
    person, unit = gone_id(office), office.lists.list_communes()[0][0]
    committee = office.committees.add(unit, decision="15/QĐ").value
    member = office.committees.seat(
        committee.id, NewMember(GONE, "Hội Phụ nữ", phone=PHONE), person=person
    ).value
    office.committees.edit_member(member.id, NewMember(f"Bà {GONE}"))
    office.committees.send_to(unit, NewRecipient(GONE, address=PHONE), person=person)


def erase(office: App) -> ErasureReport:
    return office.erasing.erase(gone_id(office), why=WHY, asked_by=AskedBy.SELF).value


# ---------------------------------------------------------------------------------------------- what bytes are left
def find_left(machine: Machine, identities: list[str]) -> list[str]:
    """Where on a machine anything of the person is left."""
    found = []
    for place in sorted(machine.folder.rglob("*")):
        if not place.is_file():
            continue
        data = place.read_bytes()
        if place.suffix == ".db":
            data = dump_database(place, machine.data_key)
        elif place.suffix == ".gocua":
            data = open_with(place, identities)  # columns keep texts as they are
        found += [f"{place.relative_to(machine.folder)}: {mark!r}" for mark in MARKS if mark in data]
    return found


def open_with(place: Path, identities: list[str]) -> bytes:
    def believe(*_: object) -> None:
        return None

    return envelope.unseal(place.read_bytes(), identities, trust=believe).payload


def identities_of(*apps: App) -> list[str]:
    found = []
    for app in apps:
        with app.desk.read() as session:
            found += Pins.read(session).identities
    return found


def find_named(app: App) -> list[Operation]:
    """The operations of the whole journal out of which the orders known would still take somebody."""
    with app.desk.read() as session:
        orders = erasure_orders.read_erasures(session)
        return [each for each in journal.read_operations(session) if orders.redact(each) is not each]


def close_and_find(apps: dict[str, tuple[App, Machine]], *also: App) -> list[str]:
    identities = identities_of(*(app for app, _ in apps.values()), *also)
    for app, _ in apps.values():
        app.close()
    return [
        f"{name} {left}" for name, (_, machine) in apps.items() for left in find_left(machine, identities)
    ]


# ------------------------------------------------------------------------------------------------------ the whole way
def test_nothing_of_an_erased_person_is_left_on_any_machine(field: Field, office: App, one: App) -> None:
    lead = field.lead.open()
    live_through(one)
    for app in (office, one, lead):
        app.upkeep.make_backup()
        app.duplicates.look()
    (file,) = write(one, field.stick)
    assert [r.state for r in read(lead, file)] == [FileState.APPLIED]
    lead.visits.log(talk(card_of(lead, "Vàng A Lử")))
    leads, *_ = write(lead, field.stick / "..")
    assert [r.state for r in read(office, file, leads)] == [FileState.APPLIED] * 2
    serve(office)
    office.upkeep.make_backup()
    before = office.upkeep.check().tables
    outcomes = count_outcomes(office)
    home = card_of(office, HEAD).household
    report = erase(office)
    assert report.waiting == ("Máy one", "Máy two", "Máy lead")
    assert report.rows["person"] == 1
    assert report.rows["visit"] == 2
    left = {text.text for text in report.texts}
    assert left == {
        "Bà … hẹn sau, gọi …", "cháu của …", "nhà có bà … nghe điện thoại", "sửa ngày sinh của bà …",
        "Bà … chưa nhận được sổ", "đã đưa cho …",
    }  # fmt: skip
    after = office.upkeep.check()
    assert after.problems == ()
    assert {name: n for name, n in after.tables.items() if name != "erasure"} == {
        name: n for name, n in before.items() if name != "erasure"
    }
    assert count_outcomes(office) == outcomes
    assert office.households.find(GONE).hits == ()
    assert [p.name for p in card_of(office, HEAD).members] == ["Lò Văn Páo", "Lò Thị Thắm"]
    assert card_of(office, HEAD).household.id == home.id
    answers = write(office, field.stick)
    for app in (one, lead):
        assert FileState.APPLIED in [r.state for r in read(app, *answers)]
        assert app.upkeep.check().problems == ()
        assert app.households.find(GONE).hits == ()
    assert visits_of(lead) == visits_of(office)
    assert set(visits_of(one)) < set(visits_of(office))
    # Everybody says so with the next file, and the office sees it.
    for app in (one, lead):
        read(office, *write(app, field.stick))
    (row,) = office.erasing.list()
    assert (row.why, row.asked_by, row.waiting) == (WHY, "self", ("Máy two",))
    assert row.confirmed == ("Máy one", "Máy lead")
    assert [(r.waiting, r.confirmed) for r in one.erasing.list()] == [((), ())]
    assert all(app.erasing.is_finished() for app in (office, one, lead))
    assert [find_named(app) for app in (office, one, lead)] == [[], [], []]
    assert GONE not in str(row)
    found = close_and_find(
        {"office": (office, field.office), "one": (one, field.one), "lead": (lead, field.lead)}
    )
    assert found == []


def count_outcomes(app: App) -> list[tuple[object, ...]]:
    with app.desk.read() as session:
        rows = run(
            session,
            "SELECT t.id, o.scheme, o.outcome, f.spoken, f.current, f.outcome FROM visit_outcome o"
            " JOIN visit_fact f ON f.visit = o.visit JOIN visit t ON t.number = o.visit ORDER BY 1, 2, 3",
        )
        return [tuple(row) for row in rows]


def visits_of(app: App) -> list[tuple[object, ...]]:
    with app.desk.read() as session:
        rows = run(session, "SELECT id, outcomes, met, note, met_others FROM visit ORDER BY id")
        return [tuple(row) for row in rows]


def test_the_scan_finds_a_person_who_was_only_removed(field: Field, office: App) -> None:
    with office.desk.write() as writer:
        writer.edit("person", gone_id(office), {"removed": "moved"})
    office.desk.database.settle()
    found = close_and_find({"office": (office, field.office)})
    assert any("gocua.db" in place for place in found)


def test_pairs_that_look_like_an_erased_person_go_and_others_stay(
    field: Field, office: App, one: App
) -> None:
    village = card_of(office, HEAD).village.id
    told = NewPerson("Quàng Ngoan", "wife", Sex.FEMALE, PartialDate(1964), citizen_number="012164000025")
    office.households.add(
        village, NewPerson("Lo Van Pao", born=PartialDate.parse("1961-03-12")), others=(told,)
    )
    office.duplicates.look()
    person, numbers = gone_id(office), numbers_of(office, gone_id(office))
    before = likely_rows(office)
    assert sum(person in row for row in before) == 1
    assert numbers < blocked(office)
    erase(office)
    after = likely_rows(office)
    assert after == [row for row in before if person not in row and row[1] == "person"] + [
        row for row in after if row[1] == "household"
    ]
    assert {row[1] for row in after} == {"person", "household"}  # the head still looks like somebody
    assert all("several_people" not in str(row[-1]) for row in after)
    assert not numbers & blocked(office)
    office.duplicates.look()
    assert likely_rows(office) == after
    assert not numbers & blocked(office)
    read(one, *write(office, field.stick))
    with one.desk.read() as session:
        assert run(session, "SELECT count(*) FROM likely_duplicate WHERE :p IN (one, other)", p=person) == [
            (0,)
        ]


def likely_rows(app: App) -> list[tuple[object, ...]]:
    with app.desk.read() as session:
        rows = run(
            session, "SELECT id, subject, one, other, reasons FROM likely_duplicate ORDER BY subject DESC, id"
        )
        return [tuple(row) for row in rows]


def numbers_of(app: App, person: bytes) -> set[int]:
    with app.desk.read() as session:
        return {row[0] for row in run(session, "SELECT number FROM person WHERE id = :p", p=person)}


def blocked(app: App) -> set[int]:
    """The row numbers of everybody who stands in a block of people who may be the same."""
    with app.desk.read() as session:
        rows = run(session, "SELECT entries FROM likeness_bucket")
        return {entry & 0xFFFFFFFF for row in rows for entry in array("Q", row[0])}


# ---------------------------------------------------------------------------------------------- late, lost, repeated
def test_a_file_that_comes_late_is_taken_in_without_the_person_and_loses_nothing_else(
    field: Field, office: App, one: App
) -> None:
    live_through(one)
    typed = {visit.id for visit in card_of(one, HEAD).visits}
    (late,) = write(one, field.stick)
    erase(office)
    assert [r.state for r in read(office, late)] == [FileState.APPLIED]
    assert {visit.id for visit in card_of(office, HEAD).visits} == typed
    assert sorted(card.note for card in card_of(office, HEAD).visits) == [
        "",
        "nhà có bà quang thi ngoan nghe điện thoại",
    ]
    assert office.upkeep.check().problems == ()
    assert office.households.find("Ngoan").hits == ()
    # Undoing the reading and reading again bring nobody back either.
    office.imports.undo(office.imports.find_last("files"))
    assert [r.state for r in read(office, late)] == [FileState.APPLIED]
    assert office.upkeep.check().problems == ()
    read(one, *write(office, field.stick))
    assert one.upkeep.check().problems == ()
    # A note that nobody was told to look at: its author's machine still knew the name, and tells how it reads now.
    read(office, *write(one, field.stick))
    assert visits_of(office) == visits_of(one)
    assert sorted(visit.note for visit in card_of(office, HEAD).visits) == ["", "nhà có bà … nghe điện thoại"]
    for app, machine in ((one, field.one), (office, field.office)):
        with app.desk.read() as session:
            names = [row[0] for row in run(session, "SELECT name FROM person")]
        assert GONE not in names, machine.folder


def test_a_lost_file_is_made_again_without_the_person_and_counts_as_the_original(
    field: Field, office: App, one: App
) -> None:
    say_hello(field, office, one)
    live_through(one)
    (original,) = write(one, field.stick)
    kept = original.read_bytes()
    original.unlink()
    erase(office)
    read(one, *write(office, field.stick))
    again = Path(one.syncing.write_again(2, field.stick).path)
    assert again.read_bytes() != kept
    (following,) = write(one, field.stick)
    assert [r.state for r in read(office, following, again)] == [FileState.APPLIED] * 2
    assert visits_of(office) == visits_of(one)
    assert card_of(one, HEAD).visits[0].note in ("", "nhà có bà … nghe điện thoại")
    original.write_bytes(kept)
    assert [r.state for r in read(office, original)] == [FileState.ALREADY]
    assert next(iter(office.syncing.list_machines())).missing == ()
    assert office.upkeep.check().problems == ()
    one.syncing.write_again(2, field.stick)  # a sound original on a stick gives way to its copy
    original.unlink()
    assert close_and_find({"office": (office, field.office), "one": (one, field.one)}) == []


def say_hello(field: Field, office: App, app: App) -> None:
    app.visits.log(talk(cards(app)[-1]))
    send(field, app, office)
    read(app, *write(office, field.stick))


def test_a_file_a_lead_carries_on_goes_on_without_the_person(field: Field, office: App, one: App) -> None:
    lead = field.lead.open()
    say_hello(field, office, lead)
    live_through(one)
    (original,) = write(one, field.stick)
    kept = original.read_bytes()
    read(lead, original)
    original.unlink()
    erase(office)
    read(lead, *write(office, field.stick))
    carried = [Path(w.path) for w in lead.syncing.write(field.stick).value if w.carried]
    assert len(carried) == 1
    assert carried[0].read_bytes() != kept
    (report,) = read(office, *carried)
    assert (report.state, report.number, report.device) == (FileState.APPLIED, 1, "Máy one")
    assert visits_of(office) == visits_of(lead)
    # What only the author can know goes with the author's next file.
    read(one, *write(office, field.stick))
    read(office, *write(one, field.stick))
    read(lead, *write(office, field.stick))
    original.write_bytes(kept)
    assert [r.state for r in read(office, original)] == [FileState.ALREADY]
    assert [r.state for r in read(office, *carried)] == [FileState.ALREADY]
    assert office.upkeep.check().problems == ()
    original.unlink()
    assert close_and_find({"office": (office, field.office), "lead": (lead, field.lead)}, one) == []


def test_a_canvasser_cannot_pass_a_file_of_his_own_off_as_anothers(
    field: Field, office: App, one: App
) -> None:
    live_through(one)
    (original,) = write(one, field.stick)
    data = original.read_bytes()
    office_keys = identities_of(office)
    two = field.two.open()
    with two.desk.read() as session, one.desk.read() as ones:
        pins, theirs = Pins.read(session), Pins.read(ones)
    two.close()
    clear = envelope.read_clear(data)
    payload = Payload.unpack(open_with(original, office_keys))
    origin = Origin(b"h" * 32, clear.sender, clear.incarnation, 2, envelope.hash_file(data), theirs.binding)
    false = envelope.seal(
        replace(payload, redacted=origin).pack(), kind="sync", office_id=clear.office_id, sender=pins.own,
        incarnation=clear.incarnation, recipients=[pins.office.seal, pins.escrow], number=2,
        previous_hash=envelope.hash_file(data), binding=pins.binding,
    )  # fmt: skip
    original.write_bytes(false)
    (report,) = read(office, original)
    assert (report.state, report.reason_key) == (FileState.REFUSED, "forged")


def test_edits_merges_and_drafts_that_know_nothing_bring_nobody_back(
    field: Field, office: App, one: App
) -> None:
    say_hello(field, office, one)
    person, home = gone_id(one), card_of(one, HEAD)
    other = home.members[0].id
    with one.desk.write() as writer:
        writer.edit("person", other, {"merged_into": person})
    one.households.edit_person(person, {"phone": PHONE, "name": "Quàng Thị Ngoan B"})
    (late,) = write(one, field.stick)
    erase(office)
    read(office, late)
    assert {p.name for p in card_of(office, "Lò Văn Páo").members} == {"Lò Văn Páo", "Lò Thị Thắm"}
    with office.desk.write() as writer:
        writer.edit("person", person, {"name": GONE, "removed": None})
    with office.desk.read() as session:
        assert run(session, "SELECT name, removed FROM person WHERE id = :p", p=person) == [("", "erased")]
    assert office.upkeep.check().problems == ()
    read(one, *write(office, field.stick))
    one.visits.log(replace(talk(card_of(one, HEAD)), met=(person,)))
    with one.desk.read() as session:
        assert person not in b"".join(row[0] or b"" for row in run(session, "SELECT met FROM visit"))
    assert one.upkeep.check().problems == ()


# --------------------------------------------------------------------------------------------- before, and old copies
def test_a_preview_changes_nothing_and_what_cannot_be_is_refused(field: Field, office: App, one: App) -> None:
    person = gone_id(office)
    before = office.upkeep.check()
    report = office.erasing.preview(person)
    assert (report.preview, report.rows["person"]) == (True, 1)
    assert office.upkeep.check() == before
    assert gone_id(office) == person
    for why in ("", "bà Ngoan yêu cầu", "theo số 012164000025"):
        with pytest.raises(BadInput):
            office.erasing.erase(person, why=why)
    with pytest.raises(NotFound):
        office.erasing.erase(bytes(16), why=WHY)
    with pytest.raises(NotAllowed):
        one.erasing.erase(person, why=WHY)
    office.erasing.erase(person, why=WHY)
    with pytest.raises(BadInput):
        office.erasing.erase(person, why=WHY)


def test_an_order_by_a_laptop_is_refused(field: Field, office: App, one: App) -> None:
    with one.desk.write() as writer:
        writer.create("erasure", {"person": gone_id(one), "why": "x"})
    (path,) = write(one, field.stick)
    (report,) = read(office, path)
    assert (report.state, report.refused_rows) == (FileState.APPLIED, 1)
    assert gone_id(office)


def test_an_old_backup_comes_back_without_the_person(field: Field, office: App, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(office.upkeep.make_backup().path, old)
    erase(office)
    office.close()
    aside = restore_backup(field.office.folder, old, field.office.data_key)
    again = field.office.open()
    assert again.upkeep.check().problems == ()
    assert GONE not in [p.name for card in cards(again) for p in card.members]
    assert aside.is_dir()
    assert [row.why for row in again.erasing.list()] == [WHY]
    again.desk.database.settle()
    assert close_and_find({"office": (again, field.office)}) == []


def test_what_a_restore_put_aside_is_cleared_too(field: Field, office: App) -> None:
    backup = office.upkeep.make_backup().path
    office.close()
    restore_backup(field.office.folder, backup, field.office.data_key)
    again = field.office.open()
    erase(again)
    assert close_and_find({"office": (again, field.office)}) == []


def test_a_file_that_is_held_loses_the_person_and_can_still_be_adopted(
    field: Field, office: App, one: App
) -> None:
    say_hello(field, office, one)
    shutil.copytree(field.one.folder, field.one.folder.parent / "copy")
    live_through(one)
    read(office, *write(one, field.stick))
    copy = Machine(field.one.folder.parent / "copy", field.one.data_key, field.one.clock).open()
    copy.visits.log(replace(talk(card_of(copy, HEAD), note="bà Ngoan bận"), met=(gone_id(copy),)))
    other = field.stick / "copy"
    other.mkdir()
    (report,) = read(office, *write(copy, other))
    copy.close()
    assert report.state is FileState.HELD
    assert erase(office).files.resealed  # type: ignore[union-attr]
    (held,) = office.held.list()
    assert office.held.adopt(held.id).value.state is FileState.APPLIED
    assert office.upkeep.check().problems == ()
    assert close_and_find({"office": (office, field.office)}, one) == []
