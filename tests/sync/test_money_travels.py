"""Money rows travel and merge like visits: nothing is lost, two uses of a number are told, roles are kept."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.dossiers import DossierStep, SignUpStage
from outreach_app.domain.people import Scheme
from outreach_app.errors import NotAllowed
from outreach_app.services.sign_up_checks import NewEnrolment
from outreach_app.services.upkeep import restore_backup
from outreach_app.store import money, refused
from outreach_app.sync.permission import OFFICE_ONLY
from tests.workspaces import Field, card_of, cards, door, read, write

OWN = 792_000


@pytest.fixture(autouse=True)
def work(office: App, one: App, two: App) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (one, "Lường Thị Inh"), (two, "Hoàng Thị Thơm")):
        app.office.say_who_works(name)


def sign_up(app: App, receipt: str, place: int = 0) -> bytes:
    person = cards(app)[place].members[0].id
    new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=OWN, receipt=receipt)
    return app.enrolments.sign_up(new).value.enrolment.id


def bring(field: Field, giver: App, taker: App) -> int:
    return sum(report.refused_rows for report in read(taker, *write(giver, field.stick)))


def test_two_machines_under_one_number_are_told_and_neither_is_lost(
    field: Field, office: App, one: App, two: App
) -> None:
    mine, theirs = sign_up(one, "BL26B-0007"), sign_up(two, "bl26b 0007")
    assert bring(field, one, office) == bring(field, two, office) == 0
    (clash,) = office.receipt_books.find_clashes()
    assert {row.enrolment for row in clash.rows} == {mine, theirs}
    assert {row.canvasser_name for row in clash.rows} == {"Lường Thị Inh", "Hoàng Thị Thơm"}
    assert office.printing.summarise(office.desk.today).money_taken == 2 * OWN
    for enrolment in (mine, theirs):
        assert any("written already" in p.key for p in office.dossiers.read_card(enrolment).problems)
    office.money.void_receipt(next(r.id for r in clash.rows if r.enrolment == theirs), why="ghi nhầm số 0001")
    assert [row.voided for row in office.money.list_of_enrolment(theirs)] == ["ghi nhầm số 0001"]
    assert office.upkeep.check().ok


def test_books_go_out_to_every_laptop_and_gaps_come_home(field: Field, office: App, one: App) -> None:
    inh = office.office.say_who_works("Lường Thị Inh")
    office.receipt_books.issue(first="BL26B-0001", last="BL26B-0050", canvasser=inh.id)
    bring(field, one, office)
    bring(field, office, one)
    (state,) = one.receipt_books.list_books()
    assert state.book.canvasser_name == "Lường Thị Inh"
    one.office.choose_canvasser(inh.id)
    sign_up(one, one.receipt_books.propose_number())
    sign_up(one, "BL26B-0004", 1)
    one.money.make_void("BL26B-0002", why="rách")
    assert bring(field, one, office) == 0
    for app in (one, office):
        (state,) = app.receipt_books.list_books()
        assert (state.used, state.void, state.missing_count) == (2, 1, 1)
        assert len(app.receipt_books.find_troubles()) == 1


def test_the_slip_and_a_spoilt_leaf_come_back_to_a_laptop_that_lost_them(
    field: Field, office: App, one: App
) -> None:
    """A backup from before the day is put back: the office gives the day's money again, blank leaves included."""
    bring(field, one, office)
    backup = one.upkeep.make_backup().path
    sign_up(one, "BL26B-0001")
    one.money.make_void("BL26B-0002", why="rách")
    one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")
    bring(field, one, office)
    assert [slip.receiver_name for slip in office.cash.list_hand_overs()] == ["Bùi Văn Kế"]
    one.close()
    restore_backup(field.one.folder, backup, field.one.data_key)
    again = field.one.open()
    try:
        assert again.cash.list_hand_overs() == []
        sign_up(again, "BL26B-0003", 1)
        bring(field, again, office)
        bring(field, office, again)
        assert [slip.receiver_name for slip in again.cash.list_hand_overs()] == ["Bùi Văn Kế"]
        who = office.cash.list_hand_overs()[0].canvasser
        assert [row.number for row in again.cash.read_cash(canvasser=who).receipts] == ["BL26B-0003"]
        with again.desk.read() as session:
            numbers = sorted((row.number, row.voided) for row in money.list_receipts(session))
        assert numbers == [("BL26B-0001", None), ("BL26B-0002", "rách"), ("BL26B-0003", None)]
        assert again.upkeep.check().ok
    finally:
        again.close()


def test_the_office_returns_papers_and_the_laptop_hears_why(field: Field, office: App, one: App) -> None:
    enrolment = sign_up(one, "BL26B-0001")
    one.dossiers.hand_in([enrolment])
    bring(field, one, office)
    office.dossiers.give_back(enrolment, why="thiếu ngày sinh")
    bring(field, office, one)
    card = one.dossiers.read_card(enrolment)
    assert card.row.stage is SignUpStage.RETURNED
    assert card.row.standing
    assert (card.row.standing.why, card.row.standing.canvasser_name) == ("thiếu ngày sinh", "Bùi Văn Kế")
    one.dossiers.hand_in([enrolment])
    office.dossiers.accept([enrolment])
    bring(field, one, office)
    bring(field, office, one)
    for app in (one, office):
        assert app.dossiers.read_card(enrolment).row.stage is SignUpStage.ACCEPTED, "the office's word counts"


def test_a_laptop_neither_accepts_nor_gives_out_books_nor_takes_the_offices_word_back(
    field: Field, office: App, one: App
) -> None:
    """The laptop's program is made to write what it never offers."""
    enrolment = sign_up(one, "BL26B-0001")
    one.dossiers.hand_in([enrolment])
    bring(field, one, office)
    (accepted,) = office.dossiers.accept([enrolment]).value
    bring(field, office, one)
    with pytest.raises(NotAllowed):
        one.dossiers.take_back([accepted])
    values = {"enrolment": enrolment, "happened_on": "2026-11-21", "supersedes": accepted}
    with one.desk.write() as writer:
        for step in DossierStep:
            writer.create("dossier_state", {**values, "state": step.value})
        writer.create(
            "receipt_book", {"series": "X", "first_number": 1, "last_number": 9, "issued_on": "2026-11-21"}
        )
        writer.create("hand_over", {"day": "2026-11-21", "receiver_name": "ai đó", "receipts": []})
    assert bring(field, one, office) == 5
    with office.desk.read() as session:
        assert {each.reason_key for each in refused.list_refused(session)} == {OFFICE_ONLY}
    assert office.dossiers.read_card(enrolment).row.stage is SignUpStage.ACCEPTED
    assert len(office.cash.list_hand_overs()) == 1
    assert office.upkeep.check().ok


def test_a_laptop_takes_back_no_slip_that_another_machine_wrote(field: Field, office: App, one: App) -> None:
    sign_up(one, "BL26B-0001")
    bring(field, one, office)
    with office.desk.write() as writer:
        values = {
            "day": "2026-11-21",
            "receiver_name": "ai đó",
            "receipts": [],
            "due": 0,
            "counted": 0,
            "why": "",
        }
        slip = writer.create("hand_over", values)
    bring(field, office, one)
    with pytest.raises(NotAllowed):
        one.cash.take_back_hand_over(slip)
    with one.desk.write() as writer:
        writer.create("hand_over", {"day": "2026-11-21", "supersedes": slip, "withdrawn": "x"})
    assert bring(field, one, office) == 1
    assert [row.id for row in office.cash.list_hand_overs()] == [slip]
    office.cash.take_back_hand_over(slip)
    assert office.cash.list_hand_overs() == []


def test_a_laptop_that_only_says_its_papers_were_accepted_is_refused(
    field: Field, office: App, one: App
) -> None:
    """Nothing else on the file asks for a closer look."""
    enrolment = sign_up(one, "BL26B-0001")
    bring(field, one, office)
    with one.desk.write() as writer:
        values = {"enrolment": enrolment, "happened_on": "2026-11-21", "state": DossierStep.ACCEPTED.value}
        writer.create("dossier_state", values)
    assert bring(field, one, office) == 1
    assert office.dossiers.read_card(enrolment).row.stage is SignUpStage.PAID


def test_a_void_that_two_machines_take_back_lets_the_money_stand_once(
    field: Field, office: App, one: App
) -> None:
    enrolment = sign_up(one, "BL26B-0001")
    voids = one.money.make_void("BL26B-0001", why="nhầm").value
    bring(field, one, office)
    one.money.take_back(voids)
    office.money.take_back(voids)
    bring(field, one, office)
    bring(field, office, one)
    who = office.money.list_of_enrolment(enrolment)[0].canvasser
    for app in (one, office):
        card = app.dossiers.read_card(enrolment)
        assert card.row.taken == card.enrolment.money_taken == OWN
        assert app.cash.read_cash(canvasser=who).count.cash == OWN
        assert app.printing.summarise(app.desk.today).money_taken == OWN
    (row,) = one.money.list_of_enrolment(enrolment)
    one.money.void_receipt(row.id, why="rách")
    bring(field, one, office)
    assert [app.dossiers.read_card(enrolment).row.taken for app in (one, office)] == [0, 0]


def test_money_of_a_foreign_village_is_refused(field: Field, office: App, one: App) -> None:
    there = card_of(office, "Vàng A Lử")
    new = NewEnrolment(there.members[0].id, Scheme.VOLUNTARY, "3", date(2026, 12, 1))
    foreign = office.enrolments.sign_up(new).value.enrolment.id
    with one.desk.write() as writer:
        writer.create("receipt", {"enrolment": foreign, "amount": 5, "received_on": "2026-11-21"})
        writer.create("dossier_state", {"enrolment": foreign, "state": "sent", "happened_on": "2026-11-21"})
    assert bring(field, one, office) == 2
    assert office.money.list_of_enrolment(foreign) == []


@pytest.mark.parametrize("others", [0, 1])
def test_what_stands_in_a_foreign_village_is_not_put_out_of_force_by_a_row_that_lies_nowhere(
    field: Field, office: App, one: App, others: int
) -> None:
    """A leaf without a sign-up has no place of its own, and a visit may say that it corrects any other."""
    there = card_of(office, "Vàng A Lử")
    new = NewEnrolment(
        there.members[0].id, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=OWN, receipt="BL26B-0009"
    )
    foreign = office.enrolments.sign_up(new).value.enrolment.id
    (receipt,) = office.money.list_of_enrolment(foreign)
    visit = office.visits.log(door(there)).value
    for _ in range(others):
        one.money.make_void("BL26B-0050", why="rách")
    with one.desk.write() as writer:
        writer.create("receipt", {"voided": "x", "received_on": "2026-11-21", "supersedes": receipt.id})
        home = cards(one)[0].household.id
        writer.create("visit", {"household": home, "visited_on": "2026-11-21", "supersedes": visit})
    assert bring(field, one, office) == 2
    assert office.dossiers.read_card(foreign).row.taken == OWN
    assert [each.id for each in office.households.read_card(there.household.id).visits] == [visit]


def test_cash_on_two_slips_of_two_machines_is_told(field: Field, office: App, one: App) -> None:
    enrolment = sign_up(one, "BL26B-0001")
    bring(field, one, office)
    who = office.money.list_of_enrolment(enrolment)[0].canvasser
    one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")
    twin = office.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế", canvasser=who).value
    assert office.receipt_books.find_troubles() == ()
    bring(field, one, office)
    (told,) = office.receipt_books.find_troubles()
    assert (told.parameters["count"], told.parameters["name"]) == (1, "Lường Thị Inh")
    office.cash.take_back_hand_over(twin.id)
    assert office.receipt_books.find_troubles() == ()


def test_taking_a_file_back_takes_its_money_its_slip_and_its_papers_back(
    field: Field, office: App, one: App
) -> None:
    enrolment = sign_up(one, "BL26B-0001")
    one.money.make_void("BL26B-0002", why="rách")
    one.dossiers.hand_in([enrolment])
    one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")
    report = office.syncing.read(write(one, field.stick)).value
    assert report.import_id
    assert office.imports.undo(report.import_id).value.kept == ()
    assert office.dossiers.list_sign_ups().rows == ()
    assert office.cash.list_hand_overs() == []
    with office.desk.read() as session:
        assert money.list_receipts(session) == []
    assert office.upkeep.check().ok
    assert office.syncing.read([field.stick]).value.files[0].new
    assert office.dossiers.read_card(enrolment).row.stage is SignUpStage.SENT
    assert len(office.cash.list_hand_overs()) == 1
    assert office.upkeep.check().ok


def test_an_erased_person_is_left_out_of_why_money_and_papers_went_wrong(
    field: Field, office: App, one: App
) -> None:
    person = next(p for p in card_of(one, "Lò Văn Páo").members if p.name == "Lò Thị Thắm")
    new = NewEnrolment(person.id, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=OWN, receipt="BL26B-0001")
    enrolment = one.enrolments.sign_up(new).value.enrolment.id
    one.cash.hand_over(counted=OWN - 1_000, receiver="Bùi Văn Kế", why="cô Lò Thị Thắm nợ 1.000")
    one.money.make_void("BL26B-0001", why="chị Thắm đổi ý")
    one.dossiers.hand_in([enrolment])
    bring(field, one, office)
    office.dossiers.give_back(enrolment, why="Lò Thị Thắm chưa ký")
    office.erasing.erase(person.id, why="đơn ngày 20/11")
    bring(field, office, one)
    for app in (office, one):
        card = app.dossiers.read_card(enrolment)
        told = [e.why for e in card.events] + [row.voided or "" for row in card.receipts]
        told += [slip.why for slip in app.cash.list_hand_overs()]
        assert not any("Thắm" in text for text in told)
        assert [row.voided for row in card.receipts] == ["chị … đổi ý"]
        assert app.upkeep.check().ok
