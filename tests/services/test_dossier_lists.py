"""Lists of accepted and returned papers, brought into a real office: matched to handed-in sign-ups, written, undone."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from outreach_app.app import App
from outreach_app.domain.dossier_lists import DossierReport, DossierState
from outreach_app.domain.dossiers import DossierStep, SignUpStage
from outreach_app.domain.people import Scheme
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.services.imports import LIST
from outreach_app.services.sign_up_checks import NewEnrolment
from tests.workspaces import card_of

HEADER = (
    "STT", "Mã hồ sơ", "Họ và tên", "Ngày sinh", "Mã số BHXH", "Số CCCD", "Loại hình", "Trạng thái", "Ngày xử lý",
    "Lý do trả",
)  # fmt: skip
PAO, THAM, CHU = "012061000017", "012192000333", "012085000441"
VOLUNTARY = "BHXH tự nguyện"


def row(
    name: str, state: str = "Đã duyệt", *, born: str = "", citizen: str = "", scheme: str = VOLUNTARY, why: str = "",
    code: str = "", on: object = "21/11/2026 08:15",
) -> tuple[object, ...]:  # fmt: skip
    return (1, code, name, born, "", citizen, scheme, state, on, why)


def write_book(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    title: str = "DANH SÁCH HỒ SƠ",
    header: Sequence[str] = HEADER,
) -> Path:
    """A workbook as an office keeps it: a title, an empty row, the header, a row that numbers the columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ((title,), (), header, tuple(range(1, len(header) + 1)), *rows):
        sheet.append(list(line))
    book.save(path)
    return path


def sign_up(
    app: App, head: str, place: int = 0, *, scheme: Scheme = Scheme.VOLUNTARY, month: int = 12
) -> bytes:
    person = card_of(app, head).members[place].id
    method = "3" if scheme is Scheme.VOLUNTARY else "12"
    return app.enrolments.sign_up(
        NewEnrolment(person, scheme, method, date(2026, month, 1))
    ).value.enrolment.id


def stages(app: App, *sign_ups: bytes) -> list[SignUpStage]:
    return [app.dossiers.read_card(each).row.stage for each in sign_ups]


def states(report: DossierReport) -> list[tuple[DossierState, str]]:
    return [(line.state, line.reason_key) for line in report.lines]


@pytest.fixture
def here(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    return office


def test_what_is_sure_is_written_and_everything_else_is_told(here: App, tmp_path: Path) -> None:
    pao, tham, chu = sign_up(here, "Lò Văn Páo"), sign_up(here, "Lò Văn Páo", 2), sign_up(here, "Giàng A Chư")
    never = sign_up(here, "Tẩn Mý Dao")
    here.dossiers.hand_in([pao, tham, chu])
    book = write_book(tmp_path / "ket qua.xlsx", [
        row("LÒ VĂN PÁO", citizen=PAO, code="HS-0001"),
        row("Lò Thị Thắm", "Trả lại", born="20/11/1992", why="Thiếu bản sao căn cước"),
        row("Vàng A Sử", citizen=CHU),
        row("Tẩn Mý Dao", born="1950"),
        row("Không Có Ai", citizen="001099000001"),
        row("Lò Văn Páo", "Trả lại", citizen=PAO),
        row("Lò Văn Páo", "Chờ ký số", citizen=PAO),
    ])  # fmt: skip
    told = here.dossier_lists.preview(book)
    assert states(told) == [
        (DossierState.MATCHED, "number"), (DossierState.MATCHED, "name_and_birth"), (DossierState.CHOOSE, "other_name"),
        (DossierState.CHOOSE, "not_handed_in"), (DossierState.UNKNOWN, "not_here"),
    ]  # fmt: skip
    assert [(each.row, each.reason_key) for each in told.refused] == [
        (10, "no_reason"),
        (11, "unknown_state"),
    ]
    assert told.columns == {
        "code": "Mã hồ sơ", "name": "Họ và tên", "born": "Ngày sinh", "insurance_number": "Mã số BHXH",
        "citizen_number": "Số CCCD", "scheme": "Loại hình", "state": "Trạng thái", "on": "Ngày xử lý",
        "why": "Lý do trả",
    }  # fmt: skip
    assert stages(here, pao, tham) == [SignUpStage.SENT] * 2, "a preview writes nothing"
    report = here.dossier_lists.bring_in(book).value
    assert (report.count(DossierStep.ACCEPTED), report.count(DossierStep.RETURNED)) == (1, 1)
    assert stages(here, pao, tham, chu, never) == [
        SignUpStage.ACCEPTED, SignUpStage.RETURNED, SignUpStage.SENT, SignUpStage.WAITING
    ]  # fmt: skip
    accepted, returned = (here.dossiers.read_card(each).row.standing for each in (pao, tham))
    assert accepted is not None
    assert (accepted.on, accepted.why) == (date(2026, 11, 21), "HS-0001")
    assert returned is not None
    assert returned.why == "Thiếu bản sao căn cước"
    again = here.dossier_lists.preview(book)
    assert [line.state for line in again.lines][:2] == [DossierState.KNOWN] * 2
    assert again.earlier is not None


def test_a_list_is_taken_back_whole_and_the_papers_are_handed_in_again(here: App, tmp_path: Path) -> None:
    pao, tham = sign_up(here, "Lò Văn Páo"), sign_up(here, "Lò Văn Páo", 2)
    here.dossiers.hand_in([pao, tham])
    returned = write_book(
        tmp_path / "1.xlsx", [row("Lò Văn Páo", "Trả lại", citizen=PAO, why="Sai ngày sinh")]
    )
    accepted = write_book(
        tmp_path / "2.xlsx", [row("Lò Văn Páo", citizen=PAO), row("Lò Thị Thắm", citizen=THAM)]
    )
    for book in (returned, accepted):
        here.dossier_lists.bring_in(book)
    assert stages(here, pao, tham) == [SignUpStage.ACCEPTED] * 2
    here.imports.undo(here.imports.find_last(LIST))
    assert stages(here, pao, tham) == [SignUpStage.RETURNED, SignUpStage.SENT]
    here.imports.undo(here.imports.find_last(LIST))
    assert stages(here, pao, tham) == [SignUpStage.SENT] * 2
    here.dossier_lists.bring_in(accepted)
    assert stages(here, pao, tham) == [SignUpStage.ACCEPTED] * 2


def test_what_was_accepted_is_not_returned_without_a_person(here: App, tmp_path: Path) -> None:
    pao = sign_up(here, "Lò Văn Páo")
    here.dossiers.hand_in([pao])
    here.dossiers.accept([pao])
    book = write_book(
        tmp_path / "1.xlsx", [row("Lò Văn Páo", "Không duyệt", citizen=PAO, why="Trùng thời gian")]
    )
    assert states(here.dossier_lists.bring_in(book).value) == [(DossierState.CHOOSE, "accepted_before")]
    assert stages(here, pao) == [SignUpStage.ACCEPTED]
    here.dossier_lists.bring_in(book, choices={5: pao.hex()})
    assert stages(here, pao) == [SignUpStage.RETURNED]


def test_somebody_with_two_sign_ups_is_told_apart_by_the_insurance_or_asked(
    here: App, tmp_path: Path
) -> None:
    voluntary = sign_up(here, "Lò Văn Páo")
    health = sign_up(here, "Lò Văn Páo", scheme=Scheme.HOUSEHOLD_HEALTH)
    here.dossiers.hand_in([voluntary, health])
    both = write_book(tmp_path / "1.xlsx", [row("Lò Văn Páo", citizen=PAO, scheme="")])
    (line,) = here.dossier_lists.preview(both).lines
    assert (line.state, line.reason_key, len(line.found)) == (DossierState.CHOOSE, "several_sign_ups", 2)
    here.dossier_lists.bring_in(both, choices={5: health.hex()})
    assert stages(here, voluntary, health) == [SignUpStage.SENT, SignUpStage.ACCEPTED]
    one = write_book(
        tmp_path / "2.xlsx", [row("Lò Văn Páo", citizen=PAO, scheme="BHXHTN"), row("Lò Văn Páo", citizen=PAO)]
    )
    assert [line.state for line in here.dossier_lists.bring_in(one).value.lines] == [
        DossierState.MATCHED, DossierState.KNOWN
    ]  # fmt: skip
    assert stages(here, voluntary) == [SignUpStage.ACCEPTED]


def test_a_batch_stands_for_the_birth_date_and_a_title_for_the_state(here: App, tmp_path: Path) -> None:
    dao = sign_up(here, "Tẩn Mý Dao")
    here.dossiers.hand_in([dao])
    header = ("TT", "Họ tên", "Mã định danh", "Lý do", "Đợt nộp (ngày)")
    book = write_book(
        tmp_path / "1.xlsx", [(1, "Tẩn Mý Dao", "", "Ảnh mờ", "21/11/2026")], title="DANH SÁCH HỒ SƠ TRẢ LẠI",
        header=header,
    )  # fmt: skip
    assert states(here.dossier_lists.bring_in(book).value) == [(DossierState.MATCHED, "name_and_batch")]
    assert stages(here, dao) == [SignUpStage.RETURNED]


def test_a_list_without_the_columns_and_a_laptop_are_refused(here: App, one: App, tmp_path: Path) -> None:
    book = write_book(tmp_path / "1.xlsx", [("x", "y")], header=("STT", "Thôn"))
    with pytest.raises(BadInput, match="tells whose papers"):
        here.dossier_lists.preview(book)
    book = write_book(tmp_path / "2.xlsx", [row("Lò Văn Páo", citizen=PAO)])
    with pytest.raises(NotAllowed):
        one.dossier_lists.bring_in(book)
    with pytest.raises(BadInput, match="no person in row"):
        here.dossier_lists.preview(book, choices={99: PAO})
