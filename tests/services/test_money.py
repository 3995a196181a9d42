"""Money at the door: receipts in whole and in part, voids, books with gaps, cash against receipts, the signed slip."""

from datetime import date, timedelta

import pytest

from outreach_app.app import App
from outreach_app.domain.dossiers import DossierStep, SignUpStage
from outreach_app.domain.people import Scheme
from outreach_app.domain.receipts import Means, ReceiptBook
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.money import NewReceipt
from outreach_app.services.sign_up_checks import NewEnrolment
from tests.workspaces import Machine, card_of

TODAY = date(2026, 11, 21)
OWN = 792_000


def sign_up(
    app: App, place: int = 2, *, money: int = 0, receipt: str = "", head: str = "Lò Văn Páo"
) -> bytes:
    person = card_of(app, head).members[place].id
    new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=money, receipt=receipt)
    return app.enrolments.sign_up(new).value.enrolment.id


def take(
    app: App, enrolment: bytes, amount: int, number: str, means: Means = Means.CASH
) -> tuple[bytes, list[str]]:
    taken = app.money.take(NewReceipt(enrolment, amount, number, means)).value
    return taken.receipt.id, [str(each) for each in taken.problems]


def stage_of(app: App, enrolment: bytes) -> SignUpStage:
    return app.dossiers.read_card(enrolment).row.stage


def issue(
    office: App, name: str = "Lường Thị Inh", first: str = "BL26B-0001", last: str = "BL26B-0050"
) -> ReceiptBook:
    who = office.office.say_who_works(name)
    return office.receipt_books.issue(first=first, last=last, canvasser=who.id).value


# ------------------------------------------------------------------------------------------------------------ receipts
@pytest.mark.parametrize("spelt", ["BL.26-0007", "bl_26 0007", "BL\u201326/0007", "BL26.0007"])
def test_a_number_is_known_however_it_was_spelled_when_it_was_written(one: App, spelt: str) -> None:
    sign_up(one, money=OWN, receipt=spelt)
    other = sign_up(one, head="Giàng A Chư", place=0)
    told = one.money.check(NewReceipt(other, OWN, "BL26-0007"))
    assert [each.key for each in told] == ["Receipt {number} is written already for {use}."]


def test_a_sign_up_is_paid_in_parts_by_cash_and_transfer(one: App) -> None:
    enrolment = sign_up(one)
    assert stage_of(one, enrolment) is SignUpStage.WAITING
    _, told = take(one, enrolment, 500_000, "BL26B-0001")
    assert told == []
    assert one.dossiers.read_card(enrolment).row.balance.missing == OWN - 500_000
    assert stage_of(one, enrolment) is SignUpStage.WAITING
    _, told = take(one, enrolment, OWN - 500_000, "FT26325987654321", Means.TRANSFER)
    assert told == []
    assert stage_of(one, enrolment) is SignUpStage.PAID
    _, told = take(one, enrolment, 5_000, "BL26B-0002")
    assert "too much" in told[0]
    (row,) = one.enrolments.list_of_day()
    assert (row.money_taken, row.receipts) == (OWN + 5_000, ("BL26B-0001", "FT26325987654321", "BL26B-0002"))


def test_the_sign_up_itself_tells_of_its_receipt(one: App) -> None:
    person = card_of(one, "Lò Văn Páo").members[2].id
    new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=400_000)
    keys = {problem.key for problem in one.enrolments.quote_for(new).problems}
    assert "Money was taken without a receipt number." in keys
    assert {p.key for p in one.enrolments.sign_up(new).value.problems} == keys


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_that_is_none_is_refused(one: App, amount: int) -> None:
    with pytest.raises(BadInput):
        one.money.take(NewReceipt(sign_up(one), amount, "1"))
    with pytest.raises(NotFound):
        one.money.take(NewReceipt(b"x" * 16, 5, "1"))


def test_a_void_receipt_carries_no_money_and_its_number_is_accounted_for(one: App) -> None:
    enrolment = sign_up(one, money=OWN, receipt="BL26B-0001")
    one.money.make_void("bl26b 1", why="viết sai số tiền")
    card = one.dossiers.read_card(enrolment)
    assert (card.row.taken, card.row.stage) == (0, SignUpStage.WAITING)
    assert [(row.number, row.amount, row.voided) for row in card.receipts] == [
        ("BL26B-0001", 0, "viết sai số tiền")
    ]
    assert one.printing.summarise(TODAY).money_taken == 0
    with pytest.raises(BadInput, match="void already"):
        one.money.make_void("BL26B-0001", why="lại hỏng")
    _, told = take(one, enrolment, OWN, "BL26B-0001")
    assert "is void" in told[0]


def test_a_void_without_a_reason_or_a_number_is_refused(one: App) -> None:
    for number, why in (("BL26B-0001", "  "), ("không số", "rách"), ("BL26B-0001", "undone")):
        with pytest.raises(BadInput):
            one.money.make_void(number, why=why)


def test_voiding_a_familys_receipt_frees_everybody_on_it_and_is_taken_back_as_one(one: App) -> None:
    both = [sign_up(one, place, money=OWN, receipt="BL26B-0004") for place in (1, 2)]
    assert one.receipt_books.find_clashes() == ()
    made = one.money.make_void("BL26B-0004", why="rách").value
    assert [one.dossiers.read_card(each).row.taken for each in both] == [0, 0]
    one.money.take_back(made)
    assert [one.dossiers.read_card(each).row.taken for each in both] == [OWN, OWN]
    assert one.upkeep.check().ok


def test_a_receipt_that_was_taken_back_frees_its_number(one: App) -> None:
    enrolment = sign_up(one)
    receipt, _ = take(one, enrolment, OWN, "BL26B-0009")
    one.money.take_back([receipt])
    assert one.money.list_of_enrolment(enrolment) == []
    other = sign_up(one, 1)
    assert take(one, other, OWN, "BL26B-0009")[1] == []
    with pytest.raises(NotFound):
        one.money.take_back([receipt])


def test_taking_a_sign_up_back_frees_the_number_of_its_receipt(one: App) -> None:
    first = sign_up(one, money=OWN, receipt="BL26B-0001")
    one.enrolments.take_back(first)
    assert one.dossiers.list_sign_ups().rows == ()
    sign_up(one, 0, money=OWN, receipt="BL26B-0001", head="Giàng A Chư")
    assert one.receipt_books.find_troubles() == ()


# --------------------------------------------------------------------------------------------------------------- books
def test_a_book_tells_its_next_number_its_voids_and_its_gaps(office: App) -> None:
    book = issue(office)
    assert office.receipt_books.propose_number() == "BL26B-0001"
    sign_up(office, 1, money=OWN, receipt="BL26B-0001")
    office.money.make_void("BL26B-0002", why="rách khi xé")
    enrolment = sign_up(office, 2)
    told = take(office, enrolment, OWN, "BL26B-0005")[1]
    assert told == ["Before it BL26B-0003…0004 would be passed over: write them or make them void."]
    (state,) = office.receipt_books.list_books()
    assert (state.used, state.void, state.next, state.missing_count, state.amount) == (2, 1, 6, 2, 2 * OWN)
    assert office.receipt_books.propose_number() == "BL26B-0006"
    assert [str(each) for each in office.receipt_books.find_troubles()] == [
        "2 receipts of Lường Thị Inh are missing: BL26B-0003…0004."
    ]
    assert state.book == book


def test_two_books_never_share_a_number_and_only_the_office_gives_them_out(office: App, one: App) -> None:
    issue(office)
    with pytest.raises(BadInput) as told:
        issue(office, "Hoàng Thị Thơm", "bl 26b 50", "bl 26b 99")
    assert told.value.key == "book_twice"
    issue(office, "Hoàng Thị Thơm", "BL26B-0051", "BL26B-0100")
    with pytest.raises(NotAllowed):
        one.receipt_books.issue(first="1", last="50", canvasser=one.office.say_who_works("Lường Thị Inh").id)


def test_a_book_that_is_passed_on_taken_in_or_withdrawn_is_a_new_row(office: App) -> None:
    book = issue(office)
    other = office.office.say_who_works("Hoàng Thị Thơm")
    passed = office.receipt_books.pass_on(book.id, other.id, why="chị Inh nghỉ").value
    assert (passed.canvasser_name, passed.span) == ("Hoàng Thị Thơm", book.span)
    with pytest.raises(NotFound):
        office.receipt_books.pass_on(book.id, other.id)
    with pytest.raises(BadInput):
        office.receipt_books.take_in(passed.id, blank_from="BL26B-0099")
    back = office.receipt_books.take_in(passed.id, blank_from="0003").value
    (state,) = office.receipt_books.list_books()
    assert (state.missing_count, state.next, back.returned_on) == (2, None, TODAY)
    office.receipt_books.withdraw(back.id, why="nhập nhầm")
    assert office.receipt_books.list_books() == []
    assert office.upkeep.check().ok


# ---------------------------------------------------------------------------------------------------------------- cash
def test_the_cash_of_a_day_is_counted_against_its_receipts_and_handed_over(
    one: App, machine: Machine
) -> None:
    first, second = sign_up(one, 1, money=OWN, receipt="BL26B-0001"), sign_up(one, 2)
    machine.clock.pass_by(days=1)
    take(one, second, 400_000, "BL26B-0002")
    take(one, second, OWN - 400_000, "FT1", Means.TRANSFER)
    cash = one.cash.read_cash()
    assert (cash.count.cash, cash.count.cash_receipts, cash.count.transfers) == (
        OWN + 400_000,
        2,
        OWN - 400_000,
    )
    assert cash.earlier == 1
    assert one.cash.read_cash(TODAY).count.cash == OWN
    with pytest.raises(BadInput) as told:
        one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")
    assert told.value.key == "cash_differs"
    assert told.value.message.parameters["amount"] == 400_000
    slip = one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế", why="thiếu tiền lẻ, mai nộp bù").value
    assert (slip.due, slip.counted, len(slip.receipts)) == (OWN + 400_000, OWN, 3)
    after = one.cash.read_cash()
    assert (after.receipts, after.handed) == ((), (slip,))
    with pytest.raises(BadInput) as told:
        one.cash.hand_over(counted=0, receiver="Bùi Văn Kế")
    assert told.value.key == "nothing_to_hand_over"
    one.cash.take_back_hand_over(slip.id)
    assert len(one.cash.read_cash().receipts) == 3
    assert first
    assert one.upkeep.check().ok


def test_nobody_hands_over_to_nobody(one: App) -> None:
    sign_up(one, money=OWN, receipt="BL26B-0001")
    with pytest.raises(BadInput):
        one.cash.hand_over(counted=OWN, receiver="  ")
    one.desk.canvasser = None
    with pytest.raises(BadInput):
        one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")


def test_what_becomes_void_after_the_slip_must_be_given_back_and_is_never_counted_twice(one: App) -> None:
    sign_up(one, money=OWN, receipt="BL26B-0001")
    one.cash.hand_over(counted=OWN, receiver="Bùi Văn Kế")
    assert one.receipt_books.find_troubles() == ()
    made = one.money.make_void("BL26B-0001", why="gia đình đổi ý").value
    (told,) = one.receipt_books.find_troubles()
    assert "given back" in told.key
    assert one.cash.read_cash().count.cash == 0
    one.money.take_back(made)
    assert one.receipt_books.find_troubles() == ()
    assert one.cash.read_cash().receipts == (), "the cash is gone already"


def test_each_person_on_a_shared_laptop_has_their_own_cash(one: App) -> None:
    sign_up(one, 1, money=OWN, receipt="BL26B-0001")
    inh = one.desk.canvasser
    one.office.say_who_works("Hoàng Thị Thơm")
    sign_up(one, 2, money=OWN, receipt="BL26C-0001")
    assert [one.cash.read_cash(canvasser=who).count.cash for who in (inh, one.desk.canvasser)] == [OWN, OWN]


# -------------------------------------------------------------------------------------------------------------- papers
def test_papers_are_handed_in_accepted_and_returned_with_a_reason(office: App) -> None:
    enrolment = sign_up(office, money=OWN, receipt="BL26B-0001")
    (sent,) = office.dossiers.hand_in([enrolment]).value
    assert stage_of(office, enrolment) is SignUpStage.SENT
    with pytest.raises(BadInput):
        office.dossiers.hand_in([enrolment])
    with pytest.raises(BadInput):
        office.dossiers.give_back(enrolment, why=" ")
    (returned,) = office.dossiers.give_back(enrolment, why="thiếu số định danh").value
    card = office.dossiers.read_card(enrolment)
    assert card.row.stage is SignUpStage.RETURNED
    assert [(e.step, e.why) for e in card.events] == [
        (DossierStep.RETURNED, "thiếu số định danh"), (DossierStep.SENT, ""),
    ]  # fmt: skip
    office.dossiers.hand_in([enrolment])
    (accepted,) = office.dossiers.accept([enrolment]).value
    assert stage_of(office, enrolment) is SignUpStage.ACCEPTED
    office.dossiers.take_back([accepted])
    assert stage_of(office, enrolment) is SignUpStage.SENT
    with pytest.raises(NotFound):
        office.dossiers.take_back([returned])
    assert sent
    assert office.upkeep.check().ok


def test_a_laptop_hands_in_and_takes_that_back_but_never_accepts(one: App) -> None:
    enrolment = sign_up(one, money=OWN, receipt="BL26B-0001")
    (sent,) = one.dossiers.hand_in([enrolment]).value
    one.dossiers.take_back([sent])
    assert stage_of(one, enrolment) is SignUpStage.PAID
    for act in (
        lambda: one.dossiers.accept([enrolment]),
        lambda: one.dossiers.give_back(enrolment, why="thiếu"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_drafts_stand_on_the_list_and_accepted_ones_leave_it_in_time(
    office: App, office_machine: Machine
) -> None:
    card = card_of(office, "Lò Văn Páo")
    office.sign_up_drafts.keep(card.household.id, {"months": 3})
    enrolment = sign_up(office, money=OWN, receipt="BL26B-0001")
    office.dossiers.accept([enrolment])
    found = office.dossiers.list_sign_ups()
    assert [draft.household for draft in found.drafts] == [card.household.id]
    assert [(row.id, row.stage) for row in found.rows] == [(enrolment, SignUpStage.ACCEPTED)]
    office_machine.clock.moment += timedelta(days=61)
    assert office.dossiers.list_sign_ups().rows == ()


def test_the_card_tells_what_the_office_would_bounce_and_what_is_wrong_with_the_receipt(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[1]
    assert person.citizen_number is None
    enrolment = sign_up(one, 1, head="Giàng A Chư", money=OWN, receipt="BL26B-0001")
    other = sign_up(one, 2, money=OWN, receipt="BL26B-0001")
    for each in (enrolment, other):
        told = [problem.key for problem in one.dossiers.read_card(each).problems]
        assert "Receipt {number} is written already for {use}." in told
    told = [problem.key for problem in one.dossiers.read_card(enrolment).problems]
    assert "The citizen ID of {name} is missing." in told
