"""The rows of the battery: how many points each part of a row promises, quick and whole.

docs/robustness.md tells the rows to a person and is held against this table; a part that runs fewer points fails.
"""

from collections.abc import Callable
from typing import Any

import pytest

Tally = Callable[[str, str, int], None]
"""Says that a part of a row ran so many points; fails when that is fewer than promised."""

PROMISED: dict[str, dict[str, tuple[int, int]]] = {
    "kill": {
        "visits": (10, 30), "edit": (3, 30), "import": (3, 60), "sync_write": (6, 36), "sync_read": (4, 60),
        "backup": (4, 40), "open_kit": (2, 30), "erase": (2, 50), "restore": (3, 40), "upgrade": (2, 40),
        "rekey": (2, 6), "kit": (0, 16), "export": (0, 16),
    },
    "power cut": {
        "visits": (6, 30), "edit": (2, 24), "import": (1, 24), "sync_write": (3, 30), "sync_read": (1, 24),
        "backup": (2, 24), "open_kit": (0, 12), "erase": (1, 24), "restore": (1, 24), "upgrade": (0, 24),
        "rekey": (1, 8), "kit": (0, 12), "export": (0, 12),
    },
    "disk error": {
        "visits": (4, 30), "edit": (1, 15), "import": (2, 20), "sync_write": (3, 30), "sync_read": (2, 20),
        "backup": (2, 20), "restore": (2, 20), "upgrade": (0, 15), "rekey": (1, 10), "kit": (0, 15), "export": (0, 15),
        "erase": (1, 12),
    },
    "disk full for ever": {
        "visits": (3, 20), "edit": (0, 10), "import": (1, 10), "sync_write": (2, 20), "sync_read": (1, 10),
        "backup": (1, 10), "restore": (1, 12), "upgrade": (0, 10), "rekey": (0, 4), "kit": (0, 8), "export": (0, 6),
        "erase": (1, 8),
    },
    "full or closed disk": {"a full disk": (13, 13), "a full stick": (1, 1), "a read-only disk": (6, 6),
        "erasing and restoring": (2, 2)},
    "unplugged stick": {
        "sync_write": (2, 5), "sync_read": (2, 5), "import": (1, 3), "kit": (0, 5), "export": (2, 14),
    },
    "merge at random": {"histories": (120, 1000)},
    "workspaces at random": {"steps": (25, 40)},
    "bad sync file": {"kinds": (29, 0), "entries": (23, 0), "on laptops": (10, 0), "set-up files": (7, 0)},
    "fuzzing": {
        "lists": (14, 2200), "rules": (3, 200), "settings": (30, 500), "payloads": (10, 2300), "texts": (30, 2000),
        "commands": (4, 300),
    },
    "fuzzing what is kept": {
        "drafts": (20, 600), "set-up files": (3, 60), "versions": (20, 600), "fields": (20, 400),
        "watched folder": (3, 60),
    },
    "hostile word": {
        "typed": (50, 0), "searched": (50, 0), "sealed": (48, 0), "printed": (0, 48), "tables": (100, 0),
        "forms": (5, 51), "every form": (0, 35), "settings": (0, 7), "commands": (0, 51), "list": (0, 51),
    },
    "bomb": {"lists": (23, 0), "files": (12, 0)},
    "age conformance": {"vectors": (143, 0)},
    "damaged sync file": {"cut": (20, 256), "flipped": (40, 2000), "swapped": (10, 200)},
    "damaged workspace file": {
        "database": (2, 16), "log": (2, 16), "keys": (2, 16), "mark": (2, 16), "backup": (1, 16), "kit": (1, 16),
        "kept copy": (2, 16),
    },
    "changed clock": {"to and fro": (4, 40)},
    "two instances": {"visits of both": (4, 60)},
    "odd place": {"done": (4, 18)},
    "lost laptop": {"households": (3, 3000)},
    "restore meanwhile": {"visits": (2, 8)},
    "wrong passphrase": {"tries": (2, 1000)},
    "newer schema": {"versions": (4, 4)},
    "new version": {"damaged file": (24, 400), "power cut": (0, 24), "kill": (0, 8)},
    "old copy": {"put back": (4, 20)},
    "kill under load": {"visits": (25, 200), "a long list": (2, 20)},
}  # fmt: skip


def sizes(row: str) -> list[Any]:
    """The parts of a row as a test's parameters: each quick where it has quick points, and whole in `make torture`."""
    parts = PROMISED[row].items()
    quick = [pytest.param(part, False, id=f"{part}-quick") for part, (few, _) in parts if few]
    return [
        *quick,
        *(pytest.param(part, True, id=f"{part}-whole", marks=pytest.mark.torture) for part, _ in parts),
    ]


TIMES: dict[str, tuple[int, int]] = {"workspaces at random": (2, 30)}
"""How many tests run a row's points each, where it is not one."""
