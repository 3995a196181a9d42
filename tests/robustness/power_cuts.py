"""What a disk holds after the power went: an action is recorded call by call, and the disk built from what was synced.

A file holds what it held at its last fsync; a name stands in a folder when the folder was synced since. What was
written after that may be there or not, in any order and torn between sectors: nothing of it counts as kept.
"""

import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from tests.robustness.faults import trace
from tests.workspaces import Machine

_CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,lseek,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,"
    "mkdirat,link,linkat"
)
_LINE = re.compile(r"^(\d+)\s+(\w+)\((.*)\)\s+= (\d+)")
_CUT = re.compile(r"^(\d+)\s+(\w+\(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+)\s+<\.\.\. \w+ resumed>(.*)$")
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_SECTOR = 512
_NOT_SAID = ("/", "pipe:", "anon_inode:")
"""Where a write is no announcement: files, and what programs that the child starts tell it and themselves."""

_ON_HANDLES = {"write", "pwrite64", "ftruncate", "lseek", "fsync", "fdatasync"}


class Cut(Enum):
    """What a disk does with what was never synced: it forgets it, keeps the names only, or keeps some of it."""

    NAMES_KEPT = "names kept"
    SOME_KEPT = "some kept"
    ALL_LOST = "all lost"


@dataclass(slots=True)
class File:
    """A file: what programs see, what the disk surely has, and what is under way."""

    data: bytearray
    kept: bytes = b""
    under_way: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, place: int, data: bytes) -> None:
        self.under_way.append((place, data))
        _write(self.data, place, data)

    def truncate(self, size: int) -> None:
        self.under_way.append((size, None))
        _write(self.data, size, None)

    def sync(self) -> None:
        self.kept, self.under_way = bytes(self.data), []

    def read_after(self, cut: Cut, chance: random.Random) -> bytes:
        """What it holds after a power cut."""
        data = bytearray(self.kept)
        for place, written in self.under_way if cut is Cut.SOME_KEPT else ():
            if chance.random() < 0.5:
                torn = written is not None and chance.random() < 0.3
                _write(
                    data,
                    place,
                    written[: len(written) // 2 // _SECTOR * _SECTOR] if torn and written else written,
                )
        return bytes(data)


def _write(data: bytearray, place: int, written: bytes | None) -> None:
    if written is None:
        del data[place:]
    data.extend(bytes(max(0, place - len(data))))
    if written:
        data[place : place + len(written)] = written


@dataclass(slots=True)
class Folder:
    """A folder: the names programs see, and those the disk surely has."""

    names: "dict[str, File | Folder]" = field(default_factory=dict)
    kept: "dict[str, File | Folder]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of an action, with its arguments as the trace has them; `said` when something was announced by it."""

    name: str
    told: list[str]
    result: int
    said: bool


@dataclass
class Recording:
    """What an action did to its folders, and the words it announced."""

    roots: tuple[Path, ...]
    before: "dict[Path, Folder]"
    steps: list[Step]
    words: list[str]

    def points(self) -> list[int]:
        """After how many steps the power may go: each that touches the folders, or announces."""
        return [
            place + 1
            for place, step in enumerate(self.steps)
            if step.said
            or (step.name not in ("openat", "lseek") and any(self._is_ours(w) for w in step.told))
        ]

    def announcements(self) -> list[int]:
        """The points right after something was announced."""
        return [place + 1 for place, step in enumerate(self.steps) if step.said]

    def cut(self, point: int, cut: Cut, seed: int) -> list[str]:
        """Leave on the real disk what is there when the power goes after a step; returns what was announced."""
        disk = _Disk(_copy_tree(self.before))
        for step in self.steps[:point]:
            disk.take(step)
        chance = random.Random(seed)
        for root in self.roots:
            shutil.rmtree(root, ignore_errors=True)
            _lay_down(disk.roots[root], root, cut, chance)
        return self.words[: sum(step.said for step in self.steps[:point])]

    def _is_ours(self, word: str) -> bool:
        return any(str(root) in _text(word) for root in self.roots)


def record(machine: Machine, action: str, *arguments: str, places: Sequence[Path]) -> Recording:
    """Let a child act and record every call that changes its workspace or one of the places."""
    roots = (machine.folder, *places)
    before: dict[Path, Folder] = {}
    words, log = trace(
        machine, action, *arguments, rules=[f"trace={_CALLS}"], options=("-xx", "-s", "100000000"),
        first=lambda: before.update({root: _read_tree(root) for root in roots}),
    )  # fmt: skip
    assert not [each for each in words if each.startswith("error:")], words
    recorded = Recording(roots, before, list(_parse(log)), words)
    assert len(recorded.announcements()) == len(words)
    return recorded


def _parse(log: str) -> Iterator[Step]:
    halves: dict[str, str] = {}
    for line in log.splitlines():
        if (begun := _CUT.match(line)) is not None:
            halves[begun[1]] = begun[2]
            continue
        if (ended := _RESUMED.match(line)) is not None:
            line = f"{ended[1]} {halves.pop(ended[1])}{ended[2]}"
        if (whole := _LINE.match(line)) is not None:
            told = whole[3].split(", ")
            said = whole[2] == "write" and not _text(told[0]).startswith(_NOT_SAID)
            yield Step(whole[2], told, int(whole[4]), said)


def _bytes(word: str) -> bytes:
    return b"".join(bytes.fromhex(each.replace("\\x", "")) for each in _HEX.findall(word))


def _is_gone(word: str) -> bool:
    return "(deleted)" in word or os.fsdecode(_bytes(word)).endswith(" (deleted)")


def _text(word: str) -> str:
    return os.fsdecode(_bytes(word)).removesuffix(" (deleted)")


class _Disk:
    """Follows the calls of a recording."""

    def __init__(self, roots: dict[Path, Folder]) -> None:
        self.roots = roots
        self.places: dict[str, int] = {}  # where the next write of an open file goes
        self.open: dict[str, File] = {}

    def take(self, step: Step) -> None:
        if step.said:
            return
        if step.name == "openat":
            self._open(step.told, step.result)
        elif step.name in _ON_HANDLES:
            self._work(step)
        else:
            self._change_names(step.name, step.told)

    def _change_names(self, name: str, told: list[str]) -> None:
        if name in ("renameat", "renameat2", "linkat"):
            paths = [_join(told[0], told[1]), _join(told[2], told[3])]
        elif name in ("mkdirat", "unlinkat"):
            paths = [_join(told[0], told[1])]
        else:
            paths = [_text(word) for word in told[:2]]
        if name.startswith("mkdir"):
            self._put(paths[0], Folder())
        elif name.startswith(("unlink", "rmdir")):
            self._drop(paths[0])
        elif (node := self._find(paths[0])) is not None:
            if name.startswith("rename"):
                self._drop(paths[0])
            self._put(paths[1], node)

    def _open(self, told: list[str], handle: int) -> None:
        path, flags = _join(told[0], told[1]), told[2]
        if "O_CREAT" in flags and self._find(path) is None:
            self._put(path, File(bytearray()))
        found = self._find(path)
        number = str(handle)
        self.open.pop(number, None)
        if isinstance(found, File):
            if "O_TRUNC" in flags:
                found.truncate(0)
            self.open[number] = found
            self.places[number] = len(found.data) if "O_APPEND" in flags else 0

    def _work(self, step: Step) -> None:
        number = step.told[0].split("<")[0]
        # A program that was started meanwhile has numbers of its own: the name counts, unless it is gone.
        named = None if _is_gone(step.told[0]) else self._find(_text(step.told[0]))
        node = named or self.open.get(number)
        if node is None:
            return
        if isinstance(node, Folder):
            if step.name in ("fsync", "fdatasync"):
                node.kept = dict(node.names)
        elif step.name in ("fsync", "fdatasync"):
            node.sync()
        elif step.name == "pwrite64":
            node.write(int(step.told[3]), _bytes(step.told[1])[: step.result])
        elif step.name == "ftruncate":
            node.truncate(int(step.told[1]))
        elif step.name == "lseek":
            self.places[number] = step.result
        else:
            node.write(self.places.get(number, 0), _bytes(step.told[1])[: step.result])
            self.places[number] = self.places.get(number, 0) + step.result

    def _parent(self, path: str) -> tuple[Folder, str] | None:
        for root, folder in self.roots.items():
            inner = os.path.relpath(path, root)
            if inner == "." or inner.startswith(".."):
                continue
            *above, name = inner.split("/")
            for each in above:
                below = folder.names.get(each)
                if not isinstance(below, Folder):
                    return None
                folder = below
            return folder, name
        return None

    def _find(self, path: str) -> "File | Folder | None":
        for root, folder in self.roots.items():
            if str(root) == path:
                return folder
        at = self._parent(path)
        return at[0].names.get(at[1]) if at else None

    def _put(self, path: str, node: "File | Folder") -> None:
        if (at := self._parent(path)) is not None:
            at[0].names[at[1]] = node

    def _drop(self, path: str) -> None:
        if (at := self._parent(path)) is not None:
            at[0].names.pop(at[1], None)


def _join(folder: str, name: str) -> str:
    return os.path.normpath(Path(_text(folder)) / _text(name))


def _read_tree(root: Path) -> Folder:
    names: dict[str, File | Folder] = {}
    for path in root.iterdir():
        data = None if path.is_dir() else path.read_bytes()
        names[path.name] = _read_tree(path) if data is None else File(bytearray(data), data)
    return Folder(names, dict(names))


def _copy_tree(roots: dict[Path, Folder]) -> dict[Path, Folder]:
    def copy(node: File | Folder) -> File | Folder:
        if isinstance(node, File):
            return File(bytearray(node.data), node.kept)
        names = {name: copy(each) for name, each in node.names.items()}
        return Folder(names, dict(names))

    return {root: each for root, node in roots.items() if isinstance(each := copy(node), Folder)}


def _lay_down(folder: Folder, place: Path, cut: Cut, chance: random.Random) -> None:
    place.mkdir(parents=True)
    for name, node in (folder.kept if cut is Cut.ALL_LOST else folder.names).items():
        if isinstance(node, Folder):
            _lay_down(node, place / name, cut, chance)
        elif not name.endswith("-shm"):  # never written, only mapped: it is made anew from the log
            (place / name).write_bytes(node.read_after(cut, chance))
