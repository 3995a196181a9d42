"""The office's signed rule book reaches a laptop that was set up before, in the office's answer to its file."""

from pathlib import Path

from outreach_app.app import App
from outreach_app.domain.visits import Outcome
from tests.workspaces import card_of, copy_field, door


def test_a_signed_book_travels_in_the_return_file_and_counts_there(tmp_path: Path) -> None:
    field = copy_field(tmp_path)
    laptop, office = field.one.open(), field.office.open()
    laptop.office.say_who_works("Lường Thị Inh")
    laptop.visits.log(door(card_of(laptop, laptop_heads(laptop)[0]), Outcome.NOT_HOME))
    laptop.syncing.write(field.stick)
    office.syncing.read([field.stick])
    folder = tmp_path / "rules"
    office.rule_books.write_folder(folder)
    text = (folder / "voluntary.toml").read_text(encoding="utf-8")
    (folder / "voluntary.toml").write_text(
        text.replace("value = 2_200_000", "value = 2_000_000"), encoding="utf-8"
    )
    issued = office.rule_books.issue_folder(folder, note="Chuẩn nghèo mới").value.version
    office.syncing.write(field.stick)
    laptop.syncing.read([field.stick])
    used = laptop.rule_books.read()
    assert (used.book.version, laptop.rule_books.list_unused()) == (issued, [])
    assert used.edition is not None
    assert used.edition.note == "Chuẩn nghèo mới"
    laptop.close()
    office.close()


def laptop_heads(app: App) -> list[str]:
    numbers = app.households.list_numbers()
    return [row.head for row in app.households.read_rows(numbers)]
