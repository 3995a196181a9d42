"""A later version of the program, as far as the database sees it: one more migration, which a test brings along."""

import shutil
from pathlib import Path

from outreach_app.store import migrate

NEXT = "v0002"
ROWS = 300

_SCRIPT = f'''"""A table of the weather with a reading of every day, and a column more."""
from alembic import op

revision = "{NEXT}"
down_revision = "v0001"


def upgrade() -> None:
    op.execute("CREATE TABLE weather (id INTEGER PRIMARY KEY, told TEXT NOT NULL)")
    for day in range({ROWS}):
        op.execute(f"INSERT INTO weather (told) VALUES ('{{day}} mưa' || hex(randomblob(100)))")
    op.execute("ALTER TABLE weather ADD COLUMN wind INTEGER")
    op.execute("CREATE INDEX weather_by_wind ON weather (wind)")
'''


def write_scripts(folder: Path) -> Path:
    """Copy the program's migrations and add the later one; the folder a later version would carry."""
    scripts = Path(shutil.copytree(migrate.SCRIPTS, folder / "scripts"))
    (scripts / "versions" / "v0002_weather.py").write_text(_SCRIPT, encoding="utf-8")
    return scripts


def know_next_version(scripts: Path) -> None:
    """Be the later version from now on; a test of the parent process gives both names back by monkeypatch."""
    migrate.SCRIPTS, migrate.HEAD = scripts, NEXT
