"""Schema changes of local and derived tables, one module each, run by Alembic from inside the package."""
