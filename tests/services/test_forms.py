"""The official forms out of a workspace: which sign-ups, what stops them, what stands in them."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from outreach_app import assets
from outreach_app.app import App
from outreach_app.domain.form_gaps import FormGaps
from outreach_app.domain.form_layouts import CellValue, FilledSheet, SheetLayout, read_sheet_layout
from outreach_app.domain.forms import Form, ResultForm
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import EnrolmentRow
from outreach_app.errors import BadInput, NotFound
from outreach_app.exchange.form_reader import read_form
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.forms import FormWish
from tests.workspaces import Machine, card_of, cards, write_list

MONTH = date(2026, 12, 1)


def layout(form: Form) -> SheetLayout:
    return read_sheet_layout(assets.read_text(f"forms/{form}-2026.toml"))


def sheets(form: Form, data: bytes) -> tuple[FilledSheet, ...]:
    return read_form(layout(form), data)


def join(
    app: App, head: str, place: int = 0, *, scheme: Scheme = Scheme.VOLUNTARY, method: str = "12", money: int = 0,
    support: SupportGroup = SupportGroup.NONE, card: ResultForm | None = None, hospital: str = "",
) -> EnrolmentRow:  # fmt: skip
    """Sign up a member of a household by place."""
    person = card_of(app, head).members[place].id
    new = NewEnrolment(
        person, scheme, method, MONTH, money=money, support=support, card=card, hospital=hospital
    )
    return app.enrolments.sign_up(new).value.enrolment


def thirty_families() -> list[tuple[str, ...]]:
    """Rows of a register: thirty families of one man each."""
    return [
        (str(at + 100), f"Lò Văn {'ABCDEĐGHIK'[at % 10]}{at // 10}", f"{at % 28 + 1:02d}/06/1980", "Nam",
         f"0120800{at:05d}", "Chủ hộ", "", "Bản Nà Ly")
        for at in range(30)
    ]  # fmt: skip


# --------------------------------------------------------------------------------------------------------- D05-TS
def test_thirty_sign_ups_stand_on_the_list_with_their_stored_amounts(office: App, tmp_path: Path) -> None:
    families = thirty_families()
    office.lists.import_register(write_list(tmp_path / "ba-muoi.csv", families))
    people = {home.members[0].name: home.members[0].id for home in cards(office)}
    stored = [
        office.enrolments.sign_up(
            NewEnrolment(people[row[1]], Scheme.VOLUNTARY, "12", MONTH, income=1_500_000 + 50_000 * at)
        ).value.enrolment
        for at, row in enumerate(families)
    ]
    made = office.forms.voluntary_list(FormWish(result=ResultForm.PAPER, number="07/D05"))
    assert (made.sheets, made.sign_ups) == (1, 30)
    (sheet,) = sheets(Form.VOLUNTARY_LIST, made.data)
    assert [(row[1], row[2]) for row in sheet.rows] == [(row[1], row[4]) for row in families]
    assert [(row[6], row[7], row[8]) for row in sheet.rows] == [
        (e.income, e.contribution, e.own) for e in stored
    ]
    assert [row[9] for row in sheet.rows] == [20] * 30
    assert {row[14] for row in sheet.rows} == {"Bản giấy"}
    total = sum(e.contribution for e in stored)
    assert sheet.totals == {7: total, 8: total - 30 * 12 * 66_000, 11: 0, 13: 0}


def test_the_category_of_the_sign_up_gives_the_percentage(one: App) -> None:
    home = card_of(one, "Giàng A Chư")
    one.households.edit_household(home.household.id, {"category": Category.NEAR_POOR.value})
    join(one, "Giàng A Chư", method="6")
    (sheet,) = sheets(Form.VOLUNTARY_LIST, one.forms.voluntary_list(FormWish()).data)
    row: tuple[CellValue, ...] = sheet.rows[0]
    # 6 x 330,000 = 1,980,000; 40 % of the poverty line's share: 792,000
    assert (row[5], row[7], row[8], row[9], row[13], row[14]) == (6, 1_980_000, 1_188_000, 40, "", "")


def test_each_collector_has_a_sheet_of_their_own(one: App) -> None:
    join(one, "Lò Văn Páo")
    one.office.say_who_works("Hạng A Sùng")
    join(one, "Giàng A Chư")
    made = one.forms.voluntary_list(FormWish(organisation="Bưu điện", organisation_code="ĐD01"))
    first, second = sheets(Form.VOLUNTARY_LIST, made.data)
    assert (first.name, second.name) == ("D05-TS", "D05-TS (2)")
    assert [first.rows[0][1], second.rows[0][1]] == ["Lò Văn Páo", "Giàng A Chư"]
    assert [first.rows[0][0], second.rows[0][0]] == [1, 1]
    assert made.by_hand == ("collector_code", "number", "result")


def test_the_sign_ups_are_those_of_the_days_or_those_that_were_named(one: App, machine: Machine) -> None:
    earlier = join(one, "Lò Văn Páo")
    machine.clock.pass_by(days=2)
    join(one, "Giàng A Chư")

    def names(**wish: object) -> list[CellValue]:
        made = one.forms.voluntary_list(FormWish(**wish))  # type: ignore[arg-type]
        return [row[1] for sheet in sheets(Form.VOLUNTARY_LIST, made.data) for row in sheet.rows]

    assert names() == ["Giàng A Chư"]
    assert names(since=date(2026, 11, 1)) == ["Lò Văn Páo", "Giàng A Chư"]
    assert names(until=date(2026, 11, 21)) == ["Lò Văn Páo"]
    assert names(enrolments=(earlier.id,)) == ["Lò Văn Páo"]
    home = card_of(one, "Giàng A Chư").household.id
    assert names(households=(home,), enrolments=(earlier.id,)) == ["Lò Văn Páo", "Giàng A Chư"]
    with pytest.raises(NotFound):
        names(households=(home,), until=date(2026, 11, 21))
    one.enrolments.take_back(earlier.id)
    with pytest.raises(NotFound):
        names(enrolments=(earlier.id,))
    assert names(since=date(2026, 11, 1)) == ["Giàng A Chư"]


def test_the_code_of_an_organisation_is_told_once(one: App) -> None:
    join(one, "Lò Văn Páo")

    def read_codes(**wish: str) -> set[str]:
        made = one.forms.voluntary_list(FormWish(**wish))  # type: ignore[arg-type]
        told = {str(sheet["A2"].value) for sheet in openpyxl.load_workbook(io.BytesIO(made.data))}
        codes = {text.removeprefix("Mã tổ chức : ").strip("….") for text in told}
        assert ("organisation_code" in made.by_hand) is (codes == {""})
        return codes

    assert read_codes(organisation="Bưu điện Mường Chà") == {""}
    assert read_codes(organisation="Bưu điện Mường Chà", organisation_code="TC0017") == {"TC0017"}
    assert read_codes(organisation="BƯU ĐIỆN MƯỜNG CHÀ") == {"TC0017"}
    assert read_codes(organisation="Hội Phụ nữ") == {""}
    one.office.say_who_works("Hạng A Sùng")
    join(one, "Giàng A Chư")
    assert read_codes(organisation="Bưu điện Mường Chà", organisation_code="TC0019") == {"TC0019"}
    assert read_codes(organisation="Bưu điện Mường Chà") == {"TC0019"}


def test_a_gap_stops_the_list_and_names_everybody(one: App) -> None:
    join(one, "Lò Văn Páo")
    join(one, "Giàng A Chư", 1)  # without any number
    with pytest.raises(FormGaps) as refused:
        one.forms.voluntary_list(FormWish())
    assert [str(gap) for gap in refused.value.gaps] == [
        "Sùng Thị Mỷ: neither insurance number nor citizen ID is known."
    ]
    assert refused.value.key == "form_gaps"


def test_amounts_that_no_longer_hold_are_refused_unless_the_money_was_taken(
    one: App, machine: Machine
) -> None:
    unpaid = join(one, "Lò Văn Páo")
    paid = join(one, "Giàng A Chư", money=3_168_000)
    machine.clock.pass_by(days=50)  # the rules of January
    with pytest.raises(FormGaps, match="held until 2026-12-31"):
        one.forms.voluntary_list(FormWish(enrolments=(unpaid.id, paid.id)))
    assert one.forms.voluntary_list(FormWish(enrolments=(paid.id,))).sign_ups == 1


def test_a_day_before_the_layout_and_a_sign_up_of_another_form_are_refused(one: App) -> None:
    health = join(one, "Lò Văn Páo", scheme=Scheme.HOUSEHOLD_HEALTH, method="6")
    with pytest.raises(BadInput) as other:
        one.forms.voluntary_list(FormWish(enrolments=(health.id,)))
    assert other.value.key == "other_form"
    with pytest.raises(BadInput) as early:
        one.forms.health_list(FormWish(enrolments=(health.id,), day=date(2026, 4, 30)))
    assert early.value.key == "no_layout"
    assert one.forms.health_list(FormWish(enrolments=(health.id,), day=date(2026, 5, 1))).sign_ups == 1


# -------------------------------------------------------------------------------------------------------- Mẫu số 4
def test_the_health_list_tells_the_whole_household_on_a_sheet_of_its_own(one: App) -> None:
    join(one, "Lò Văn Páo", 0, scheme=Scheme.HOUSEHOLD_HEALTH)
    join(one, "Giàng A Chư", 0, scheme=Scheme.HOUSEHOLD_HEALTH, method="6", support=SupportGroup.NEAR_POOR)
    first = one.forms.health_list(FormWish(result=ResultForm.PAPER))
    codes = [card_of(one, head).household.code for head in ("Lò Văn Páo", "Giàng A Chư")]
    pao, chu = sheets(Form.HEALTH_LIST, first.data)
    assert [pao.name, chu.name] == codes
    assert [(row[1], row[7], row[11]) for row in pao.rows] == [
        ("Lò Văn Páo", "chủ hộ", "12 tháng"), ("Quàng Thị Ngoan", "vợ", ""), ("Lò Thị Thắm", "con", ""),
    ]  # fmt: skip
    assert pao.rows[0][2:7] == ("", "012061000017", "12/03/1961", "", 2_530_000)
    assert (pao.rows[0][8], pao.rows[0][9], pao.rows[0][10]) == ("", "", "x")
    assert (chu.rows[0][8], chu.rows[0][11]) == (70, "6 tháng")
    assert first.by_hand == ("organisation", "organisation_code", "collector_code", "hospital")


def test_what_was_told_at_the_sign_up_stands_on_the_list_whatever_is_told_for_all(one: App) -> None:
    join(
        one, "Lò Văn Páo", 0, scheme=Scheme.HOUSEHOLD_HEALTH, card=ResultForm.ELECTRONIC, hospital=" 12-038 "
    )
    join(one, "Lò Văn Páo", 1, scheme=Scheme.HOUSEHOLD_HEALTH, hospital="Trạm y tế xã Bản Bo")
    made = one.forms.health_list(FormWish(result=ResultForm.PAPER))
    (sheet,) = sheets(Form.HEALTH_LIST, made.data)
    assert [(row[5], row[9], row[10]) for row in sheet.rows[:2]] == [
        ("12-038", "x", ""), ("Trạm y tế xã Bản Bo", "", "x"),
    ]  # fmt: skip
    assert "hospital" not in made.by_hand
    assert "result" not in made.by_hand
    assert "result" in one.forms.health_list(FormWish()).by_hand


def test_who_joined_earlier_in_the_year_is_told_beside_who_joins_now(one: App, machine: Machine) -> None:
    join(one, "Lò Văn Páo", 0, scheme=Scheme.HOUSEHOLD_HEALTH)
    machine.clock.pass_by(days=3)
    later = join(one, "Lò Văn Páo", 2, scheme=Scheme.HOUSEHOLD_HEALTH)
    (sheet,) = sheets(Form.HEALTH_LIST, one.forms.health_list(FormWish()).data)
    assert [row[11] for row in sheet.rows] == ["Đã tham gia từ 12/2026", "", "12 tháng"]
    assert later.position == 2


# ---------------------------------------------------------------------------------------------------------- TK1-TS
def test_declarations_are_a_page_for_each_sign_up(one: App) -> None:
    join(one, "Lò Văn Páo")
    join(one, "Lò Văn Páo", 2, method="3")
    made = one.forms.declarations(FormWish())
    assert made.data.startswith(b"%PDF-")
    assert (made.sheets, made.sign_ups) == (2, 2)
    assert made.by_hand == ("result", "ethnicity", "email")
    with pytest.raises(NotFound):
        one.forms.declarations(FormWish(until=date(2026, 11, 1)))


def test_the_forms_write_nothing_into_the_workspace(one: App) -> None:
    join(one, "Lò Văn Páo")
    waiting = one.standing().to_send
    one.forms.voluntary_list(FormWish())
    one.forms.declarations(FormWish())
    assert one.standing().to_send == waiting
