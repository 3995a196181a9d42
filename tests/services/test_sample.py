"""The workspace to look around in: enough of everything, sound, quick to make, and opened again when it is there."""

import json
import shutil
import time
from datetime import datetime
from pathlib import Path

import pytest

from outreach_app.app import App, make_sample
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.rows import LedgerState, WorkReason
from tests.conftest import StandingClock
from ui.presenters.visit_form import read_content

SECONDS = 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as of Saturday evening, made once; it costs little enough that somebody can wait for it."""
    folder = tmp_path_factory.mktemp("sample") / "mẫu"
    started = time.process_time()
    make_sample(folder, clock=StandingClock(datetime(2026, 11, 21, 19, 42, tzinfo=VIETNAM))).close()
    assert time.process_time() - started < SECONDS
    return folder


@pytest.fixture
def sample(made: Path, tmp_path: Path, clock: StandingClock) -> App:
    """A copy of it, open."""
    return make_sample(Path(shutil.copytree(made, tmp_path / "mẫu")), clock=clock)


def test_it_holds_what_every_place_of_the_window_shows(sample: App, clock: StandingClock) -> None:
    standing = sample.standing()
    assert "(dữ liệu mẫu)" in standing.office_name
    assert (standing.role, standing.unit_name, standing.drafts, standing.sheets_open) == (
        "canvasser",
        "xã Bản Bo",
        2,
        1,
    )
    assert standing.canvasser is not None
    assert standing.last_backup is not None
    coverage = sample.households.read_coverage()
    assert len(coverage) == 4
    assert sum(row.known for row in coverage) == 121
    assert sum(row.knocked for row in coverage) > 50
    rows = sample.syncing.read_ledger().rows
    assert rows[LedgerState.ACCEPTED] > 50
    assert rows[LedgerState.TO_SEND] == standing.to_send > 10
    reasons = {item.reason for item in sample.work.list_doors()}
    assert {WorkReason.PROMISED, WorkReason.NEVER_VISITED} <= reasons
    today = sample.printing.summarise()
    assert today.day == clock().date()
    assert today.total.knocked == 6
    assert sample.upkeep.check().ok
    sample.close()


def test_the_drafts_fit_the_form(sample: App) -> None:
    for draft in sample.visits.list_drafts():
        form, correcting = read_content(json.loads(draft.content), today=sample.desk.today)
        assert form.is_told
        assert correcting is None
    sample.close()


def test_making_it_again_opens_what_is_there(sample: App, clock: StandingClock) -> None:
    folder = sample.desk.folder
    village = sample.households.list_villages()[0].id
    from outreach_app.services.households import NewPerson

    sample.households.add(village, NewPerson("Lò Văn Mới"))
    sample.close()
    again = make_sample(folder, clock=clock)
    assert again.households.find("lo van moi").total == 1
    again.close()
