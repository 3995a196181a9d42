"""After how many days without a file a machine is asked after: a setting of the workspace, in words and figures."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach_app.errors import BadInput
from outreach_app.i18n import open_catalogue
from tests.workspaces import Field, cards, copy_field, door, read, write
from ui.presenters.exchange_figures import tell_figures
from ui.presenters.exchange_lists import list_machines
from ui.presenters.exchange_state import ExchangeState, Look


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


def test_a_week_unless_somebody_sets_it_and_it_stays_set(field: Field) -> None:
    office = field.office.open()
    assert office.silences.read() == 7
    assert office.silences.set(3) == 3
    office.close()
    office = field.office.open()
    assert office.silences.read() == 3
    for days in (0, -1, 366):
        with pytest.raises(BadInput) as raised:
            office.silences.set(days)
        assert raised.value.key == "silent_days"
    assert office.silences.read() == 3
    office.close()


def test_the_page_of_machines_counts_by_what_is_set(field: Field) -> None:
    office, one = field.office.open(), field.one.open()
    one.visits.log(door(cards(one)[0]))
    read(office, *write(one, field.stick))
    today = office.desk.today + timedelta(days=4)
    words = open_catalogue("en")

    def look(silent_after: int) -> ExchangeState:
        return ExchangeState(
            Look(
                office.standing(), office.syncing.read_ledger(), tuple(office.syncing.list_machines()), (), (), (),
                today, silent_after=silent_after,
            )
        )  # fmt: skip

    marks = {after: list_machines(words, look(after))[0][3][0] for after in (4, 5)}  # type: ignore[index]
    assert marks == {4: "No file for 4 days", 5: "All files here"}
    assert {after: tell_figures(words, look(after))[0][:3] for after in (4, 5)} == {
        4: ("3", "silent machines", "no file for 4 days"),
        5: ("2", "silent machines", "no file for 5 days"),
    }
    one.close()
    office.close()
