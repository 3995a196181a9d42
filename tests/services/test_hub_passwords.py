"""The password of a hub's account goes into libpq's own file, before others, and out again when it opened nothing."""

import stat
from pathlib import Path

import pytest

from outreach_app.services.hub_passwords import keep_password, put_back


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "home" / "pgpass"))
    return tmp_path / "home" / "pgpass"


def test_a_password_stands_once_before_all_others_and_only_this_account_reads_it(file: Path) -> None:
    assert keep_password("postgresql://clerk@hub.example/tamduong?sslmode=verify-full", "one") is None
    assert keep_password("postgresql://clerk@hub.example:5433/tamduong", "a:b\\c") is not None
    keep_password("postgresql://clerk@hub.example/tamduong", "two")
    assert file.read_text().splitlines() == [
        "hub.example:5432:tamduong:clerk:two",
        "hub.example:5433:tamduong:clerk:a\\:b\\\\c",
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_was_there_is_put_back_as_it_was(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"*:*:*:other:secret\xff\n")
    former = keep_password("postgresql:///tamduong?user=clerk&host=/run/postgresql", "one")
    assert file.read_bytes() == b"localhost:5432:tamduong:clerk:one\n*:*:*:other:secret\xff\n"
    put_back(former)
    assert file.read_bytes() == b"*:*:*:other:secret\xff\n"
    file.unlink()
    put_back(keep_password("postgresql://clerk@hub.example/tamduong", "one"))
    assert not file.exists()
