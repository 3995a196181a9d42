"""The password of an account at a hub, in libpq's own password file: the program itself keeps none."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from outreach_app.files import write_file

_PORT = "5432"
_LOCAL = "localhost"


def find_password_file() -> Path:
    """Where libpq looks for passwords: `PGPASSFILE`, else its usual file in this account's home."""
    named = os.environ.get("PGPASSFILE")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / "postgresql" / "pgpass.conf"
    return Path.home() / ".pgpass"


def keep_password(address: str, password: str) -> bytes | None:
    """Put the password for an address before all others of the password file; returns what the file held, if any.

    Nobody else on this machine may read the file, or libpq does not look into it.
    """
    file = find_password_file()
    former = file.read_bytes() if file.is_file() else None
    entry = ":".join(map(_escape, (*_spell_place(address), password)))
    place = entry[: -len(_escape(password))]
    others = [
        line
        for line in (former or b"").decode(errors="surrogateescape").splitlines()
        if not line.startswith(place)
    ]
    _write(file, "\n".join((entry, *others, "")).encode(errors="surrogateescape"))
    return former


def put_back(former: bytes | None) -> None:
    """Make the password file as it was: the password that was typed opened nothing."""
    if former is None:
        find_password_file().unlink(missing_ok=True)
    else:
        _write(find_password_file(), former)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, data, overwrite=True, private=True)


def _spell_place(address: str) -> tuple[str, str, str, str]:
    """Host, port, database and account as libpq compares them."""
    parts = urlsplit(address)
    named = dict(parse_qsl(parts.query))
    host = named.get("host") or unquote(parts.hostname or "") or _LOCAL
    port = named.get("port") or str(parts.port or _PORT)
    database = named.get("dbname") or unquote(parts.path.strip("/")) or "*"
    account = named.get("user") or unquote(parts.username or "") or "*"
    return _LOCAL if host.startswith("/") else host, port, database, account


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")
