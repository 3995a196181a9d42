"""The address of a hub as people type it: what may stand in it, and whether the way there is guarded."""

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from outreach_app.errors import BadInput, Message, say

SCHEMES = ("postgresql", "postgres")
_SECRET = frozenset({"password", "sslpassword"})


def parse_address(text: str) -> str:
    """Read the address of a hub, `postgresql://account@host:port/database?...`; BadInput for one with a password.

    Whoever lists processes sees command lines: the password stands in libpq's password file or service file.
    """
    try:
        parts = urlsplit(text.strip())
        named = dict(parse_qsl(parts.query))
        port = parts.port
    except ValueError as error:
        raise _wrong(text) from error
    if parts.scheme not in SCHEMES or not (parts.path.strip("/") or "service" in named):
        raise _wrong(text)
    if parts.password is not None or _SECRET & named.keys():
        raise BadInput(
            say("The address of a hub may not hold a password: others on this machine could read it."),
            say("Put the password into the file .pgpass, or into a service file; see the page on hubs."),
            key="password_in_address",
        )
    host = f"{parts.hostname or ''}{f':{port}' if port else ''}"
    account = f"{parts.username}@" if parts.username else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"postgresql://{account}{host}{parts.path}{query}"


def is_address(text: str) -> bool:
    """Tell whether what was typed for a workspace is an address and no folder."""
    return "://" in text


def warn_of_open_way(address: str) -> Message | None:
    """What to say of a hub on another machine whose address does not ask for a proved, encrypted connection."""
    parts = urlsplit(address)
    named = dict(parse_qsl(parts.query))
    host = named.get("host", parts.hostname or "")
    if _is_here(host) or "service" in named or named.get("sslmode") == "verify-full":
        return None
    return say(
        "The way to {host} is not proved: add sslmode=verify-full and sslrootcert=FILE to the address.",
        host=host,
    )


def _is_here(host: str) -> bool:
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(text: str) -> BadInput:
    return BadInput(
        say("“{text}” is no address of a hub.", text=text),
        say("Write it as postgresql://ACCOUNT@HOST:PORT/DATABASE, or name a folder of this machine."),
        key="server_workspace",
    )
