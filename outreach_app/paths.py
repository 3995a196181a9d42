"""Where things live on this machine: the platform's folders, and what stands in a workspace."""

import hashlib
import re
from contextlib import suppress
from pathlib import Path

import platformdirs

_NAME = "go-cua"

DATABASE = "gocua.db"
HUB = "hub.txt"
MOVED = "moved.txt"
FORMER = "former.txt"
KEYS = "keys.msgpack"
MARK = "mark.msgpack"
TRIES = "tries.msgpack"
WINDOW = "window.lock"
RESTORE = "restore.lock"
BACKUPS = "backups"
OUTBOX = "outbox"
HELD = "held"
CARRIED = "carried"
LEAFLETS = "leaflets"


_LONGEST, _LONGEST_PATH = 255, 4_000
"""Bytes of a name and of a whole path beyond which systems say that it is too long, and not that it is not there."""


def read_typed(text: str) -> Path:
    """The path of a file or folder as somebody typed or pasted it into a field, blanks around left out.

    What is too long for any system becomes a name that is not there, so that whoever looks for it says just that.
    """
    path = read_named(text.strip())
    whole = path if _is_within(str(path), _LONGEST_PATH) else Path(_shorten(str(path)))
    return Path(*(part if _is_within(part, _LONGEST) else _shorten(part) for part in whole.parts))


def read_named(text: str) -> Path:
    """A path as a command names it; `~` is the folder of this account.

    Never fails, and never names another file than the one meant: what no file can be called (a NUL, half a pair of
    UTF-16) becomes a name that no file has. Too long a name stays, and the system refuses it.
    """
    # Names that are no UTF-8 come from the system with U+DC80 to U+DCFF in them and are found by them.
    path = Path(re.sub("[\0\ud800-\udc7f\udd00-\udfff]", "\ufffd", text))
    with suppress(RuntimeError):  # nobody of that name has an account here
        path = path.expanduser()
    return path


def _is_within(name: str, most: int) -> bool:
    return len(name.encode(errors="surrogateescape")) <= most


def _shorten(name: str) -> str:
    return f"{name[:60]}…"


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
    """Tell whether a folder holds a workspace: key file and database together, or in its place the note of a hub."""
    return any((folder / name).is_file() for name in (DATABASE, HUB)) and (folder / KEYS).is_file()


_PLACE = frozenset({"service", "host", "hostaddr", "port", "dbname", "user"})
"""What tells one hub from another when it stands behind the question mark of an address; the rest is the way there."""


def hub_folder(address: str) -> Path:
    """The folder in which this account keeps what it needs for an office at a hub: keys, files written, leaflets."""
    place, _, query = address.partition("?")
    named = sorted(each for each in query.split("&") if each.partition("=")[0] in _PLACE)
    bare = "&".join((place.partition("://")[2], *named))
    spelt = re.sub(r"[^A-Za-z0-9.-]+", "-", bare).strip("-.")[:60]
    sign = hashlib.blake2b(bare.encode(), digest_size=4).hexdigest()
    return hubs_folder() / f"{spelt}-{sign}"


def list_hubs() -> list[Path]:
    """List the folders of the hubs that this account has joined or moved an office to, by name."""
    return sorted(path.parent for path in hubs_folder().glob(f"*/{HUB}") if is_workspace(path.parent))


def find_moved(folder: Path) -> Path | None:
    """Where an office that left a folder is opened now: the hub's folder of this account, or another folder."""
    place = None if is_workspace(folder) else read_moved(folder)
    if place is None:
        return None
    found = hub_folder(place) if "://" in place else Path(place)
    return found if is_workspace(found) else None


def read_moved(folder: Path) -> str | None:
    """Read the note of where the office of a folder went: a hub's address or another folder; None without a note."""
    with suppress(OSError):
        return (folder / MOVED).read_text(encoding="utf-8").strip()
    return None


def hubs_folder() -> Path:
    """The folder in which the folders of hubs lie, for this account."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False, roaming=False)) / "hubs"


def read_hub(folder: Path) -> tuple[str, str] | None:
    """Read the address of the hub that a folder belongs to, and this account's sign there; None for a file's folder."""
    if not (folder / HUB).is_file():
        return None
    address, own, *_ = [*(folder / HUB).read_text(encoding="utf-8").split("\n"), "", ""]
    return address.strip(), own.strip()
