"""Alembic's entry: runs on the connection it is given, inside the caller's transaction."""

from alembic import context
from sqlmodel import SQLModel

from outreach_app.store import local_tables, tables

assert tables.REPLICATED
assert local_tables.DERIVED

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=False,
)
context.run_migrations()
