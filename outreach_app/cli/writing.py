"""Writing a document where `--out` says, whole or not at all."""

import shutil
from contextlib import suppress
from pathlib import Path

from outreach_app import paths
from outreach_app.errors import BadInput, EnvironmentTrouble, say


def check_target(text: str, *, option: str = "--out") -> Path:
    """Look whether a new file can stand there, before any work is done for it."""
    target = paths.read_named(text)
    if not target.parent.is_dir():
        raise EnvironmentTrouble(
            say("The folder “{folder}” does not exist.", folder=str(target.parent)),
            say("Plug in the stick or choose another folder."),
            key="no_folder",
        )
    if target.exists() or target.is_symlink():
        raise BadInput(
            say("There is already a file named “{name}” here.", name=target.name),
            say("Choose another name for {option}.", option=option),
            key="file_exists",
        )
    return target


def write_document(target: Path, data: bytes) -> dict[str, object]:
    """Write a document and tell its path and size as every command that writes one does."""
    from outreach_app.files import write_file

    write_file(target, data)
    return {"path": str(target), "bytes": len(data)}


def remove_made(folder: Path, *, whole: bool) -> None:
    """Take back a folder that a command filled and then could not finish; `whole` when it made the folder too."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if whole and folder.is_dir():
        with suppress(OSError):
            folder.rmdir()
