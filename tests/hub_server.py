"""A real PostgreSQL for tests: its own cluster in a temporary folder, on a loopback port, gone with the run."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
"""Where Debian's package puts them."""

_MEMORY = Path("/dev/shm")
"""Where there is a disk in memory, copying databases for each test costs no waiting."""

_ACCOUNT = "postgres"
_CLERK = "clerk"
_SETTINGS = (
    "listen_addresses = '127.0.0.1'", "fsync = off", "synchronous_commit = off", "full_page_writes = off",
    "max_connections = 60", "shared_buffers = '64MB'", "log_min_messages = fatal", "autovacuum = off",
)  # fmt: skip
"""A cluster that is thrown away needs no care for power cuts; everything that is told to others is as shipped."""


def why_not() -> str | None:
    """Say why no server can be started here; None when one can."""
    if not (PROGRAMS / "initdb").exists():
        return "PostgreSQL 15 of Debian's package is not installed"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(_ACCOUNT)
        except KeyError:
            return "PostgreSQL never runs as root, and there is no account for it"
    return None


@dataclass(slots=True)
class Server:
    """A running cluster; `clerk` owns the databases and may do nothing else. `pid` is the process that watches."""

    port: int
    password: str
    folder: Path
    pid: int = 0
    _numbers: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        """Start the cluster, also once more after `stop`."""
        options = f"-p {self.port} -k {self.folder}"
        self._control("--log", self.folder / "log", "--options", options, "start")
        self.pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Stop the cluster at once, whoever works in it, as a crash of its machine would."""
        self._control("--mode", "immediate", "stop")
        self.pid = 0

    def _control(self, *words: str | Path) -> None:
        control = [PROGRAMS / "pg_ctl", "--pgdata", self.folder / "data", "--silent", "--wait"]
        _run_as_account([*control, *words])

    def make_database(self, *, like: str | None = None) -> str:
        """Make a database, empty or as the one at another address, and return its address."""
        name = f"office{next(self._numbers)}"
        copied = f"TEMPLATE {like.rpartition('/')[2]}" if like else "TEMPLATE template0"
        self._run(f"CREATE DATABASE {name} OWNER {_CLERK} {copied}")
        return f"postgresql://{_CLERK}:{self.password}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, address: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    def make_account(self, name: str) -> str:
        """Make an account that may do nothing yet; returns its name. Its password is everybody's here."""
        self._run(f"CREATE ROLE {name} LOGIN PASSWORD '{self.password}'")
        return name

    def write_down(self) -> None:
        """Let the server carry into its files what it holds in memory."""
        self._run("CHECKPOINT")

    def make_clerk(self) -> None:
        """Make the account that the program comes in by."""
        self._run(f"CREATE ROLE {_CLERK} LOGIN PASSWORD '{self.password}'")

    def _run(self, statement: str) -> None:
        import psycopg

        owner = f"postgresql://{_ACCOUNT}:{self.password}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def run_server() -> Iterator[Server]:
    """Start a cluster of its own and stop it at the end; `why_not` says beforehand whether that works here."""
    folder = Path(tempfile.mkdtemp(prefix="hub-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        server = Server(_free_port(), secrets.token_hex(12), folder)
        _make_cluster(folder, server.password)
        server.start()
        try:
            server.make_clerk()
            yield server
        finally:
            if server.pid:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(folder: Path, password: str) -> None:
    secret, data = folder / "password", folder / "data"
    secret.write_text(password)
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, _ACCOUNT)
    _run_as_account([
        PROGRAMS / "initdb", "--pgdata", data, "--username", _ACCOUNT, "--auth", "scram-sha-256", "--pwfile", secret,
        "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions",
    ])  # fmt: skip
    with (data / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{line}\n" for line in _SETTINGS)


def _run_as_account(command: list[str | Path]) -> None:
    account = _ACCOUNT if os.geteuid() == 0 else None
    subprocess.run(command, user=account, cwd="/", check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
