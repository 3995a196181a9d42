"""The log rotates, holds kinds and places of bugs, and never their texts."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app import logs

SECRET = "Lò Văn Páo 012084001234"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Leave no open log behind."""
    yield
    logs.close_log()


def stumble() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as cause:
        raise RuntimeError(SECRET) from cause


def test_a_bug_is_described_by_kind_and_place_only() -> None:
    with pytest.raises(RuntimeError) as caught:
        stumble()
    told = logs.describe_bug(caught.value)
    assert "builtins.RuntimeError" in told
    assert "caused by builtins.KeyError" in told
    assert "test_logs.py" in told
    assert SECRET not in told


def test_warnings_of_ours_end_in_the_file_and_others_do_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = logs.open_log(tmp_path / "log")
    assert file is not None
    assert not file.exists()
    logging.getLogger("outreach_app.sync").warning("file %s held", 7)
    logging.getLogger("somebody.else").warning("noise")
    logs.report_bug(ValueError(SECRET))
    text = file.read_text(encoding="utf-8")
    assert "outreach_app.sync: file 7 held" in text
    assert "ValueError" in text
    assert "noise" not in text
    assert SECRET not in text + caplog.text


def test_it_rotates_and_keeps_three(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = logs.open_log(tmp_path)
    assert file is not None
    for _ in range(60):
        logging.getLogger("ui").error("x" * 100_000)
    caplog.clear()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "gocua.log",
        "gocua.log.1",
        "gocua.log.2",
        "gocua.log.3",
    ]


def test_opening_again_moves_it_and_a_folder_that_refuses_gives_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = logs.open_log(tmp_path / "a"), logs.open_log(tmp_path / "b")
    assert first is not None
    assert second is not None
    logging.getLogger("ui").error("once")
    assert not first.exists()
    assert second.read_text(encoding="utf-8").count("once") == 1
    (tmp_path / "file").write_text("x")
    assert logs.open_log(tmp_path / "file") is None
