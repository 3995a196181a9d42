"""Which file names a new version of the program may carry: plain, inside its folder, and alike on every system."""

import re
from collections.abc import Iterable

DEPTH_LIMIT = 16
NAME_LIMIT = 200
"""Characters of a whole name: with the folder of an account in front of it Windows still takes it."""

_PART = re.compile(r"[\w.()\[\]+@,=~#!-]([\w .()\[\]+@,=~#!-]{0,98}[\w()\[\]+@,=~#!-])?", re.ASCII)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.ASCII | re.IGNORECASE)


def is_fit(name: str) -> bool:
    """Tell whether a name is relative, leads nowhere else, and can be written on Windows as well as on Linux."""
    parts = name.split("/")
    return len(name) <= NAME_LIMIT and len(parts) <= DEPTH_LIMIT and all(_is_fit_part(part) for part in parts)


def _is_fit_part(part: str) -> bool:
    plain = _PART.fullmatch(part) is not None and part.strip(".") != ""
    return plain and _RESERVED.fullmatch(part) is None


def are_apart(names: Iterable[str]) -> bool:
    """Tell whether no two names meet where capitals do not count, nor one is a folder of another."""
    files, folders = set[str](), set[str]()
    for name in names:
        folded = name.casefold()
        if folded in files:
            return False
        files.add(folded)
        parts = folded.split("/")
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))
    return not files & folders
