"""A laptop that is restored gets back what the office has of it, however wrong its clock stood before."""

from pathlib import Path

import pytest

from outreach_app.domain.rows import FileState
from outreach_app.services.upkeep import restore_backup
from outreach_app.store.database import run
from tests.workspaces import cards, copy_field, read, talk, write


@pytest.mark.parametrize("times", [1, 2])
def test_a_restored_laptop_gets_back_what_it_wrote_under_a_clock_years_ahead(
    tmp_path: Path, times: int
) -> None:
    """Twice restored from one backup, no incarnation has anything left of the one before it."""
    field = copy_field(tmp_path)
    office, one = field.office.open(), field.one.open()
    backup, logged = one.upkeep.make_backup().path, set[bytes]()
    field.one.clock.pass_by(days=400 * (times + 1))
    for _ in range(times):
        logged.add(one.visits.log(talk(cards(one)[0])).value)
        assert [report.state for report in read(office, *write(one, field.stick))] == [FileState.APPLIED]
        one.close()
        field.one.clock.pass_by(days=-400)
        restore_backup(field.one.folder, backup, field.one.data_key)
        one = field.one.open()
    logged.add(one.visits.log(talk(cards(one)[0])).value)
    assert [report.state for report in read(office, *write(one, field.stick))] == [FileState.APPLIED]
    read(one, *write(office, field.stick))
    with one.desk.read() as session:
        assert {row[0] for row in run(session, "SELECT id FROM visit")} == logged
    one.close()
    office.close()
