"""The office's own rule book: edited in a folder, issued under its key, on new laptops, never believed otherwise."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rules import BadRuleBook
from outreach_app.errors import BadInput
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.rule_book import next_version, spell_version
from outreach_app.services.shipped_rules import load_rule_book, read_shipped_texts
from outreach_app.sync.editions import Edition, SignedEdition, sign_edition
from outreach_app.sync.keys import MachineKeys, sign
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.secrets import Pins
from outreach_app.wire.packing import pack, unpack
from tests.workspaces import PASSPHRASE, UNTIL, Clock, card_of

TOP_UP = """
[[top_up]]
scheme = "voluntary"
category = "other"
commune = "03424"
percent = 20
from = 2026-01-01
to = 2026-12-24
resolution = "Nghị quyết 12/2026/NQ-HĐND"
state = "funded"
mark = "official"
"""


def change(folder: Path, old: str, new: str, *, name: str = "voluntary.toml") -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(office: App, tmp_path: Path) -> Path:
    office.rule_books.write_folder(tmp_path / "rules")
    return tmp_path / "rules"


def add_top_up(folder: Path) -> None:
    with (folder / "local.toml").open("a", encoding="utf-8") as file:
        file.write(TOP_UP)


def own(app: App) -> int:
    """What Lò Thị Thắm would pay for one month of voluntary insurance today."""
    card = card_of(app, "Lò Văn Páo")
    person = next(member for member in card.members if member.name == "Lò Thị Thắm")
    quote = app.enrolments.quote_for(
        NewEnrolment(person.id, Scheme.VOLUNTARY, "1", date(2026, 11, 1), income=1_500_000)
    )
    assert quote.voluntary is not None
    return quote.voluntary.own


def test_the_files_come_out_whole_and_say_the_same_when_read_back(office: App, folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {*read_shipped_texts(), "local.toml"}
    preview = office.rule_books.preview_folder(folder)
    assert preview.is_same
    assert preview.amounts == ()
    with pytest.raises(BadInput) as told:
        office.rule_books.issue_folder(folder)
    assert told.value.key == "nothing_changed"
    with pytest.raises(BadInput) as told:
        office.rule_books.write_folder(folder)
    assert told.value.key == "not_empty"


def test_a_changed_value_is_shown_old_and_new_for_whom_and_from_when(office: App, folder: Path) -> None:
    change(folder, "value = 2_200_000", "value = 2_000_000")
    preview = office.rule_books.preview_folder(folder)
    (only,) = preview.changes
    assert (only.key, only.since, only.until) == ("voluntary.income_floor", date(2027, 1, 1), None)
    assert only.before is not None
    assert only.after is not None
    assert (only.before.value, only.after.value) == (2_200_000, 2_000_000)
    # 22 % of the line less 20 %: 387,200 and 352,000 for somebody of no category; nothing changes today.
    amounts = {(str(each.whom), each.on): (each.before, each.after) for each in preview.amounts}
    assert amounts["other: lowest income, every month", date(2027, 1, 1)] == (387_200, 352_000)
    assert {day for _, day in amounts} == {date(2027, 1, 1)}
    assert preview.version == "2026-11-21.1"


def test_issuing_counts_at_once_and_old_amounts_are_told_beside_the_new(office: App, folder: Path) -> None:
    assert own(office) == 264_000
    add_top_up(folder)
    done = office.rule_books.issue_folder(folder, note="Tỉnh hỗ trợ thêm")
    used = office.rule_books.read()
    assert used.edition is not None
    assert (used.book.version, used.edition.note) == (done.value.version, "Tỉnh hỗ trợ thêm")
    assert own(office) == 198_000
    assert done.changes.tables == {"rule_book_edition"}
    changes, local = office.rule_books.compare_with_shipped()
    assert (changes, len(local)) == ((), 1)


def test_a_new_laptop_counts_with_the_offices_book(office: App, folder: Path, tmp_path: Path) -> None:
    add_top_up(folder)
    office.rule_books.issue_folder(folder)
    villages = [village.id for village in office.households.list_villages()]
    kit = office.make_kit(
        tmp_path / "new.gocuakit",
        device="Máy mới",
        role="canvasser",
        villages=villages,
        until=UNTIL,
        cost=FLOOR,
    )
    laptop = program.open_kit_file(
        tmp_path / "new", kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR
    )
    try:
        assert laptop.rule_books.read().book.version == "2026-11-21.1"
        assert own(laptop) == 198_000
        assert laptop.rule_books.list_unused() == []
        laptop.rule_books.write_folder(tmp_path / "copy")
        change(tmp_path / "copy", "value = 2_200_000", "value = 2_000_000")
        with pytest.raises(BadInput) as told:
            laptop.rule_books.issue_folder(tmp_path / "copy")
        assert told.value.key == "office_only"
    finally:
        laptop.close()


def test_the_sign_up_stores_the_book_it_was_counted_with(office: App, folder: Path) -> None:
    add_top_up(folder)
    office.rule_books.issue_folder(folder)
    card = card_of(office, "Lò Văn Páo")
    person = next(member for member in card.members if member.name == "Lò Thị Thắm")
    stored = office.enrolments.sign_up(
        NewEnrolment(person.id, Scheme.VOLUNTARY, "1", date(2026, 11, 1), income=1_500_000)
    ).value.enrolment
    assert (stored.top_up, stored.own, stored.rule_book) == (66_000, 198_000, "2026-11-21.1")
    assert stored.valid_until == date(2026, 12, 24)


def test_two_issues_of_one_day_are_told_apart_and_the_newer_counts(office: App, folder: Path) -> None:
    add_top_up(folder)
    assert office.rule_books.issue_folder(folder).value.version == "2026-11-21.1"
    change(folder, "percent = 20\n", "percent = 10\n", name="local.toml")
    second = office.rule_books.issue_folder(folder).value
    assert (second.version, len(second.local)) == ("2026-11-21.2", 2)
    assert own(office) == 231_000


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "voluntary.toml",
            "to = 2021-12-31",
            "to = 2022-01-31",
            ["voluntary.income_floor", "2016-01-01", "overlap"],
        ),
        ("voluntary.toml", "to = 2021-12-31", "to = 2021-11-30", ["voluntary.income_floor", "gap"]),
        ("base_salary.toml", "value = 2_530_000", "value = 2_530_000.5", ["base_salary", "2026-07-01"]),
        ("base_salary.toml", 'key = "base_salary"', "key =", ["base_salary.toml", "not sound TOML", "line"]),
        ("book.toml", "version", "colour", ["book.toml", "colour"]),
    ],
)
def test_a_mistake_is_told_with_file_key_and_dates(
    office: App, folder: Path, name: str, old: str, new: str, words: list[str]
) -> None:
    change(folder, old, new, name=name)
    with pytest.raises(BadRuleBook) as told:
        office.rule_books.issue_folder(folder)
    assert all(word in str(told.value) for word in words), str(told.value)
    assert office.rule_books.read().edition is None


def test_what_is_no_book_at_all_is_refused(office: App, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        office.rule_books.preview_folder(tmp_path / "nothing")
    assert told.value.key == "no_rule_files"
    (folder / "voluntary.toml").write_bytes("# điều".encode("utf-16"))
    with pytest.raises(BadInput) as told:
        office.rule_books.preview_folder(folder)
    assert told.value.key == "not_utf8"


def test_codes_that_are_in_no_list_are_doubted_and_not_forbidden(office: App, folder: Path) -> None:
    add_top_up(folder)
    change(folder, '"03424"\npercent', '"99999"\npercent', name="local.toml")
    assert [message.parameters["code"] for message in office.rule_books.preview_folder(folder).warnings] == [
        "99999"
    ]


# --------------------------------------------------------------------------------------------- what is not believed
def edition(version: str, texts: dict[str, str] | None = None) -> Edition:
    told = {**read_shipped_texts(), **(texts or {}), "book.toml": f'version = "{version}"'}
    return Edition(version, date(2026, 11, 21), "", told)


def put(app: App, signed: SignedEdition, version: str) -> None:
    with app.desk.write() as writer:
        writer.create(
            "rule_book_edition",
            {
                "version": version,
                "issued_on": "2026-11-21",
                "content": signed.content,
                "signature": signed.signature,
            },
        )


def office_keys(office: App) -> MachineKeys:
    with office.desk.read() as session:
        return Pins.read(session).own


def test_an_issue_signed_by_another_key_never_counts(office: App) -> None:
    put(office, sign_edition(edition("2099-01-01"), MachineKeys.generate()), "2099-01-01")
    assert office.rule_books.read().book is load_rule_book()
    assert [each.reason_key for each in office.rule_books.list_unused()] == ["forged"]


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_changed_byte_never_counts(office: App, place: int) -> None:
    signed = sign_edition(edition("2026-12-01"), office_keys(office))
    content = bytearray(signed.content)
    content[place] ^= 1
    put(office, replace(signed, content=bytes(content)), "2026-12-01")
    assert office.rule_books.read().edition is None
    assert [each.reason_key for each in office.rule_books.list_unused()] == ["forged"]


def test_an_unsound_or_newer_issue_leaves_the_former_one_counting(office: App) -> None:
    keys = office_keys(office)
    put(office, sign_edition(edition("2026-12-01"), keys), "2026-12-01")
    put(office, sign_edition(edition("2026-12-02", {"base_salary.toml": "[[rule]]"}), keys), "2026-12-02")
    put(
        office, sign_edition(edition("2026-12-03", {"new.toml": "[[reward]]\nvalue = 1"}), keys), "2026-12-03"
    )
    content = unpack(sign_edition(edition("2026-12-04"), keys).content)
    assert isinstance(content, dict)
    later = pack({**content, "format": 2, "colour": "red"})
    put(office, SignedEdition(later, sign(b"go-cua rule book v1", later, seed=keys.sign_seed)), "2026-12-04")
    unused = office.rule_books.list_unused()
    assert office.rule_books.read().book.version == "2026-12-01", unused
    assert sorted(each.reason_key for each in unused) == ["bad_rule_book", "bad_rule_book", "newer_format"]
    assert all(str(each.reason) and str(each.advice) for each in unused)


def test_an_earlier_issue_that_arrives_later_changes_nothing(office: App) -> None:
    keys = office_keys(office)
    put(office, sign_edition(edition("2026-12-05"), keys), "2026-12-05")
    put(office, sign_edition(edition("2026-12-01"), keys), "2026-12-01")
    assert office.rule_books.read().book.version == "2026-12-05"


def test_versions_are_ordered_by_day_and_number() -> None:
    ordered = ["t", "2026-11-21", "2026-11-21.1", "2026-11-21.2", "2026-11-21.10", "2026-11-22"]
    assert sorted(ordered, key=spell_version) == ordered
    assert next_version("2026-11-21", date(2026, 11, 21)) == "2026-11-21.1"
    assert next_version("2026-11-21.9", date(2026, 11, 20)) == "2026-11-21.10"
    assert next_version("2026-11-21", date(2026, 11, 22)) == "2026-11-22"


def test_a_program_with_a_newer_book_says_so(office: App) -> None:
    put(office, sign_edition(edition("2025-01-01"), office_keys(office)), "2025-01-01")
    used = office.rule_books.read()
    assert (used.book.version, used.is_outdated) == ("2025-01-01", True)


def test_quotes_without_a_household_use_the_same_book(office: App, folder: Path) -> None:
    change(folder, "value = 22\n", "value = 23\n")
    change(folder, "value = 22\n", "value = 23\n")
    office.rule_books.issue_folder(folder)
    quote = office.enrolments.quote_voluntary(
        income=1_500_000, method=parse_method("1"), category=Category.OTHER
    )
    assert quote.contribution == 345_000
