"""Bringing a workspace's schema up to date; a newer schema is refused with a plain sentence."""

from pathlib import Path

from sqlalchemy import inspect

from outreach_app.errors import StoreUnavailable, say
from outreach_app.store.database import Database, readable_errors

HEAD = "v0001"
SCRIPTS = Path(__file__).parent / "migrations"


def read_version(database: Database) -> str | None:
    """Tell which schema version the database is at; None when it is empty."""
    with database.read() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def is_behind(database: Database) -> bool:
    """Tell whether there is something in the database and its schema is older than this program's."""
    version = read_version(database)
    return version is not None and version < HEAD


def need_current(database: Database) -> None:
    """Refuse a hub without an office or with another schema than this program's; only its owner upgrades it."""
    version = read_version(database)
    if version is None:
        raise StoreUnavailable(
            say("There is no office at this hub yet."),
            say("Make one there by office new, or move one there: outreach hub move."),
            key="no_office_at_hub",
        )
    if version < HEAD:
        raise StoreUnavailable(
            say("The tables of this hub are older than this program."),
            say("Let the owner of the hub's database run: outreach hub upgrade."),
            key="hub_behind",
        )
    upgrade(database)


def upgrade(database: Database) -> None:
    """Create or upgrade the schema in one transaction; does nothing, and imports nothing, when it is up to date."""
    version = read_version(database)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise StoreUnavailable(
            say("This workspace was used with a newer version of Gõ cửa. Nothing was changed."),
            say("Open it with the newer version. If that one does not start, go back: outreach update back."),
            key="newer_schema",
        )
    _run_alembic(database)


def _run_alembic(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    with readable_errors(), database.engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
