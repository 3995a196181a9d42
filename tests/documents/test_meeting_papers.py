"""Invitation slips and the sign-in list: everything told, every guest once, room to sign, grey-safe, sound PDFs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from reading import assert_sound, pages_of, words_of

from outreach_app.documents.invitations import PER_PAGE, render_invitations
from outreach_app.documents.sign_in_list import FEWEST_BLANK, render_sign_in_list
from outreach_app.domain.meetings import MEETING_KIND_NAMES, Guest, Meeting, MeetingKind
from outreach_app.i18n import Catalogue

OFFICE = "BHXH cơ sở Tam Đường"
MEETING = Meeting(
    b"m" * 16, MeetingKind.SMALL_GROUP, b"v" * 16, "Nà Ly", "nhà văn hóa bản Nà Ly", date(2026, 11, 28), "19:00",
    "Lường Thị Inh, tổ tuyên truyền", "BHXH tự nguyện cho người trồng chè: đóng bao nhiêu, được gì", 25, None,
)  # fmt: skip


def guest(place: int, name: str, *, person: bool = False) -> Guest:
    id = bytes([place]) * 16
    return Guest(
        (id,), MEETING.id, id, id if person else None, None, name, f"NL-{place:04d}", "Nà Ly", "0912345001",
        date(2026, 11, 21), None, None, None,
    )  # fmt: skip


GUESTS = (
    guest(1, "Nguyễn Thị Phương Thảo"),
    guest(2, "Tẩn Mý Dao", person=True),
    guest(3, "Giàng A Chư"),
    guest(4, "Lò Văn Páo"),
)


def invite(catalogue: Catalogue, meeting: Meeting = MEETING, guests: tuple[Guest, ...] = GUESTS) -> bytes:
    return render_invitations(meeting, guests, catalogue, office_name=OFFICE, office_phone="02133875123")


def test_every_guest_gets_a_slip_with_everything_told(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(invite(catalogue), tmp_path)
    assert pages_of(path) == -(-len(GUESTS) // PER_PAGE)
    text = words_of(path)
    for each in GUESTS:
        assert text.count(each.name) == 1
        assert each.code in text
    when = catalogue.context("print", "{hour} on {day}", hour="19:00", day=catalogue.long_date(MEETING.day))
    for words in (
        MEETING.topic, MEETING.place, MEETING.led_by, when, OFFICE,
        catalogue.text(MEETING_KIND_NAMES[MEETING.kind])[1:],
    ):  # fmt: skip
        assert text.count(words) == len(GUESTS), words
    assert catalogue.context("print", "To the household of {name}", name="Lò Văn Páo") in text
    assert catalogue.context("print", "To {name}", name="Tẩn Mý Dao") in text
    assert "0912345001" not in text
    assert invite(catalogue) == invite(catalogue)


def test_a_long_topic_and_place_stay_whole_on_the_slip(vietnamese: Catalogue, tmp_path: Path) -> None:
    long = replace(MEETING, topic="đóng bảo hiểm xã hội tự nguyện " * 9, place="nhà văn hóa thôn " * 9)
    path = assert_sound(invite(vietnamese, long), tmp_path)
    text = words_of(path)
    assert text.count("đóng bảo hiểm xã hội tự nguyện") + text.count("đóng") >= 9 * len(GUESTS)
    assert pages_of(path) == 2


def test_a_meeting_of_which_little_is_known_prints_what_is_known(
    vietnamese: Catalogue, tmp_path: Path
) -> None:
    bare = replace(MEETING, hour="", place="", led_by="", topic="", village=None, village_name="")
    text = words_of(assert_sound(invite(vietnamese, bare, GUESTS[:1]), tmp_path))
    assert vietnamese.long_date(MEETING.day) in text
    assert vietnamese.context("print", "Where") not in text


def test_the_sign_in_list_numbers_guests_and_blank_lines(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_sign_in_list(MEETING, GUESTS, catalogue, office_name=OFFICE), tmp_path)
    text = words_of(path)
    for place, each in enumerate(GUESTS, start=1):
        assert f"{place} {each.name}" in text
    assert f" {MEETING.planned} " in text
    assert f" {MEETING.planned + 1} " not in text  # type: ignore[operator]
    assert catalogue.context("print", "Signature") in text
    assert "0912345001" not in text, "a list that is handed round tells nobody's telephone"


def test_a_long_sign_in_list_repeats_its_head_and_loses_nobody(vietnamese: Catalogue, tmp_path: Path) -> None:
    many = tuple(guest(place, f"Hộ số {place}") for place in range(1, 61))
    data = render_sign_in_list(replace(MEETING, planned=None), many, vietnamese, office_name=OFFICE)
    path = assert_sound(data, tmp_path)
    text = words_of(path)
    assert all(f"{place} Hộ số {place} " in text for place in range(1, 61))
    assert f" {60 + FEWEST_BLANK} " in text
    assert text.count(vietnamese.context("print", "Signature")) == pages_of(path) > 2
