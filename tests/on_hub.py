"""`pytest -p tests.on_hub`: run any tests with a hub's database wherever they would make or copy an encrypted file.

In the file's place stands a note of the database's address; a copied or renamed note leads to a copy of the database.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outreach_app.store import engine, migrate
from outreach_app.store.database import Database
from tests.hub_server import Server, run_server, why_not

_NOTE = "postgresql://"

OF_FILES = frozenset({
    "test_an_upgrade_waits_for_a_proved_backup",
    "test_a_rehearsal_restores_elsewhere_and_leaves_everything_alone",
    "test_rows_that_differ_are_missing_or_too_many_are_put_right_from_their_history",
    "test_a_sound_workspace_is_left_alone_and_an_open_one_is_not_touched",
    "test_it_holds_what_every_place_of_the_window_shows",
    "test_making_it_again_opens_what_is_there",
    "test_the_drafts_fit_the_form",
    "test_a_damaged_or_missing_backup_is_refused_and_the_database_stays",
    "test_a_damaged_database_is_told_kept_aside_and_replaced_by_the_backup",
    "test_a_damaged_database_comes_from_the_backup_and_what_is_still_readable",
    "test_without_a_whole_backup_nothing_is_changed_and_the_way_out_is_told",
    "test_what_was_let_in_is_known_when_a_restored_laptop_sends_it_once_more",
    "test_nothing_of_an_erased_person_is_left_on_any_machine",
    "test_the_scan_finds_a_person_who_was_only_removed",
    "test_a_lost_file_is_made_again_without_the_person_and_counts_as_the_original",
    "test_a_file_a_lead_carries_on_goes_on_without_the_person",
    "test_an_old_backup_comes_back_without_the_person",
    "test_what_a_restore_put_aside_is_cleared_too",
    "test_a_file_that_is_held_loses_the_person_and_can_still_be_adopted",
    "test_an_old_disk_put_back_reuses_no_number_though_its_own_rows_come_back_in_one_file",
    "test_a_copied_disk_is_adopted_under_names_of_its_own",
    "test_a_laptop_whose_old_disk_came_back_unnoticed_learns_it_from_the_answer",
    "test_an_old_database_put_back_by_hand_is_noticed_by_the_mark",
    "test_no_byte_on_stick_or_disk_tells_a_name_a_number_or_a_village",
    "test_files_to_and_fro_end_with_everybody_having_their_area",
    "test_a_damaged_database_is_never_overwritten_and_the_backup_opens",
    "test_a_damaged_backup_is_not_put_in_place",
    "test_a_damaged_database_is_repaired_in_one_command",
    "test_backups_go_to_a_stick_and_are_rehearsed_from_there",
    "test_a_full_disk_under_the_workspace_changes_nothing",
    "test_an_office_on_a_full_disk_is_not_made",
    "test_a_file_size_limit_is_a_full_disk",
    "test_a_terminal_is_asked_and_the_answer_is_not_shown",
    "test_the_answer_is_one_json_object_and_progress_goes_elsewhere",
    "test_going_back_without_a_newer_database_only_changes_what_starts",
})  # fmt: skip
"""Tests that look at the bytes of a database's file, damage them, put old ones back, copy it while it is open, ask
SQLite itself, fill its disk, start a process that knows nothing of these notes, or allow a file's seconds: a hub has no
such file. They are skipped, and counted."""


class Notes:
    """Opens the databases that notes name."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connect = engine.connect_engine
        self.copies: dict[Path, str] = {}
        self.empty = server.make_database()
        database = Database(self.empty, bytes(32))
        migrate.upgrade(database)
        database.close()

    def connect_engine(
        self, place: engine.Place, data_key: bytes, *, cache_kib: int = engine.LAPTOP_CACHE_KIB
    ) -> Engine:
        """Open a hub's database where a file was asked for."""
        address = self._find(place) if isinstance(place, Path) else place
        return self.connect(address, data_key, cache_kib=cache_kib)

    def _find(self, path: Path) -> str:
        told = path.read_text(errors="replace").splitlines() if path.exists() else [self.empty, ""]
        if not told or not told[0].startswith(_NOTE):
            return str(path)  # damaged by the test: nothing opens it
        address, owner = told
        if owner != str(path):
            address = self.server.make_database(like=address)
            path.write_text(f"{address}\n{path}\n")
            self.copies[path] = address
        return address

    def drop_below(self, folder: Path) -> None:
        """Drop the databases of notes below a test's own folder: a thousand of them would fill the memory."""
        for path in [each for each in self.copies if each.is_relative_to(folder)]:
            self.server.drop_database(self.copies.pop(path))


class Tidying:
    """Drops what a test made once it is over."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Drop the databases in the test's own folder."""
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        if isinstance(folder, Path):
            self.notes.drop_below(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about files."""
    for item in items:
        if getattr(item, "originalname", item.name) in OF_FILES:
            item.add_marker(pytest.mark.skip(reason="about the bytes of a file, which a hub has not"))


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and put it behind every database."""
    if reason := why_not():
        pytest.exit(f"no hub: {reason}", returncode=1)
    running = ExitStack()
    config.add_cleanup(running.close)
    notes = Notes(running.enter_context(run_server()))
    engine.connect_engine = notes.connect_engine
    config.pluginmanager.register(Tidying(notes))
