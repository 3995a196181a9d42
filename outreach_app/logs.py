"""The rotating log: what happened to the program, by kind and place, never anybody's name or number."""

import contextlib
import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "gocua.log"
_BYTES = 1_000_000
_KEPT = 3
_MOST_CAUSES = 5
_OURS = ("ui", "outreach_app", "resources")


def open_log(folder: Path) -> Path | None:
    """Send warnings and worse of this process to the rotating log in a folder; None when nothing can be written there.

    The file appears with the first line. Calling again moves the log.
    """
    file = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    close_log()
    for name in _OURS:
        logging.getLogger(name).addHandler(handler)
    return file


def close_log() -> None:
    """Let go of the log file."""
    for name in _OURS:
        logger = logging.getLogger(name)
        for handler in [h for h in logger.handlers if isinstance(h, RotatingFileHandler)]:
            logger.removeHandler(handler)
            handler.close()


def leave_no_core() -> None:
    """Ask the system not to keep an image of this process's memory, keys and open cards in it, when it breaks down."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def report_bug(bug: BaseException) -> None:
    """Write a bug into the log."""
    logging.getLogger("outreach_app").critical("%s", describe_bug(bug))


def describe_bug(bug: BaseException) -> str:
    """Kind and lines of code of a bug and of what caused it; never its text, which may hold a name or a number."""
    parts: list[str] = []
    seen: BaseException | None = bug
    while seen is not None and len(parts) < _MOST_CAUSES:
        frames = traceback.extract_tb(seen.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(seen).__module__}.{type(seen).__qualname__}", *lines]))
        seen = seen.__cause__ or seen.__context__
    return "\n caused by ".join(parts)
