"""Opening the database of a workspace: the file in its folder, or the hub that the folder is a place of."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM
from outreach_app.services.backups import secure_before_upgrade
from outreach_app.services.desk import Desk
from outreach_app.store import canvassers, migrate, moving, pins, settings
from outreach_app.store.database import Database


def open_database(folder: Path, data_key: bytes) -> Database:
    """Open the database of a workspace's folder: the file in it, or the hub that it is a place of."""
    hub = paths.read_hub(folder)
    if hub is None:
        return Database(folder / paths.DATABASE, data_key)
    address, own = hub
    return Database(address, data_key, own=own)


def open_desk(folder: Path, data_key: bytes, clock: Callable[[], datetime]) -> Desk:
    """Open a workspace whose key is known, and see to its schema; who worked last goes on, unless they left since."""
    database = open_database(folder, data_key)
    try:
        if isinstance(database.place, Path):
            if migrate.is_behind(database):
                secure_before_upgrade(database, folder, clock())
            migrate.upgrade(database)
        else:
            migrate.need_current(database)
        with database.read() as session:
            moving.need_here(session)
            canvasser = settings.read_own_setting(session, "canvasser")
            who = canvassers.read_canvasser(session, canvasser) if canvasser else None
            if who is not None and who.has_left(clock().astimezone(VIETNAM).date()):
                canvasser = None  # whoever works now says so anew
            elif canvasser and pins.read_pin(session, canvasser) is not None:
                canvasser = None  # the laptop was closed since: the PIN is asked for again
    except BaseException:
        database.close()
        raise
    return Desk(database, folder, clock, canvasser)
