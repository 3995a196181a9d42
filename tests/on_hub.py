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


class Notes:
    """Opens the databases that notes name."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connect = engine.connect_engine
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
        return address


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and put it behind every database."""
    if reason := why_not():
        pytest.exit(f"no hub: {reason}", returncode=1)
    running = ExitStack()
    config.add_cleanup(running.close)
    notes = Notes(running.enter_context(run_server()))
    engine.connect_engine = notes.connect_engine
