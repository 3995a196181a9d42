"""Who may do what at a hub, in PostgreSQL's words: an owner who makes the tables, clerks who read and write rows."""

import re

from outreach_app.errors import BadInput, say

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


def spell_roles(database: str, *, owner: str, clerk: str) -> list[str]:
    """Write what the server's administrator runs once for a new hub; passwords are set by hand (psql's \\password).

    BadInput for a name that is no plain word.
    """
    for name in (database, owner, clerk):
        _need_plain(name)
    return [
        f"CREATE ROLE {owner} LOGIN",
        f"CREATE ROLE {clerk} LOGIN",
        f"CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'",
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {clerk}",
    ]


def spell_grants(clerk: str) -> list[str]:
    """Write what the owner of the tables runs when they are there, and after an upgrade; BadInput as `spell_roles`."""
    _need_plain(clerk)
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {clerk}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {clerk}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {clerk}",
    ]


def _need_plain(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadInput(
            say("“{name}” is no plain name: letters, digits and underscores, no blank.", name=name),
            say("Choose another name for the account or the database."),
            key="role_name",
        )
