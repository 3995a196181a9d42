"""Rewriting a hub's tables without the rows that were deleted, which only their owner may do."""

from typing import Any

from sqlalchemy import Engine

_TABLES = """
SELECT c.relname, pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""


def rewrite_tables(engine: Engine) -> bool:
    """Rewrite every table, one after the other, each held shut meanwhile; False where it owns not all of them.

    False also when somebody holds a table longer than anybody waits.
    """
    from psycopg.errors import LockNotAvailable

    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.rollback()
        driver.autocommit = True  # no transaction can ask for it
        try:
            tables = driver.execute(_TABLES).fetchall()
            if not all(owned for _, owned in tables):
                return False
            for name, _ in tables:
                driver.execute(f'VACUUM (FULL) "{name}"')
        except LockNotAvailable:
            return False
        finally:
            if not driver.closed:
                driver.autocommit = False
    finally:
        connection.close()
    return True
