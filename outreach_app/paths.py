"""Where things live on this machine: the platform's folders, and what stands in a workspace."""

from pathlib import Path

import platformdirs

_NAME = "go-cua"

DATABASE = "gocua.db"
KEYS = "keys.msgpack"
MARK = "mark.msgpack"
TRIES = "tries.msgpack"
WINDOW = "window.lock"
BACKUPS = "backups"
OUTBOX = "outbox"
HELD = "held"
CARRIED = "carried"
LEAFLETS = "leaflets"


def default_workspace() -> Path:
    """The folder a workspace lives in unless another is named: the platform's local data folder."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)) / "workspace"


def leaflet_folders(workspace: Path) -> tuple[Path, ...]:
    """Where further leaflet texts may lie, the strongest first: in the workspace, then for all workspaces here."""
    return workspace / LEAFLETS, Path(
        platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)
    ) / LEAFLETS


def versions_folder() -> Path:
    """The folder in which newer versions of the program lie that a stick brought, for this account."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)) / "versions"


def log_folder() -> Path:
    """The folder of the rotating log."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder holds a workspace: database and key file together."""
    return (folder / DATABASE).is_file() and (folder / KEYS).is_file()
