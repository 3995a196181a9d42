"""The leaflets of a whole village in one go: in walking order, watched, stopped at any time; all or nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_app.domain.access import AccessAct
from outreach_app.domain.lanes import lane_key
from outreach_app.domain.progress import Step, Stopped, Watch, unwatched
from outreach_app.domain.rows import HouseholdFilter, HouseholdRow
from outreach_app.domain.text import sort_key_place
from outreach_app.errors import BadInput, say
from outreach_app.files import StagedFiles
from outreach_app.i18n import Catalogue
from outreach_app.services.desk import Desk
from outreach_app.services.leaflet_texts import LeafletShelf
from outreach_app.services.leaflets import collect_leaflet
from outreach_app.store import households, sheets

if TYPE_CHECKING:
    from outreach_app.documents.leaflet import LeafletBook

LEAFLETS_IN_A_FILE = 500
"""More than a printer should be given at once; a run of more becomes several files."""
LEAFLETS_IN_MEMORY = 2_000
"""About eight megabytes of PDF."""


@dataclass(frozen=True, slots=True)
class LeafletWish:
    """Whose leaflets are wanted: those on a sheet in its order, else all that a filter lets through, in walking order.

    A file holds at most `per_file` leaflets.
    """

    wanted: HouseholdFilter = field(default_factory=HouseholdFilter)
    sheet: bytes | None = None
    per_file: int = LEAFLETS_IN_A_FILE


@dataclass(frozen=True, slots=True)
class WrittenLeaflets:
    """What a run wrote: the files, leaflets and pages, how many of each language, and households that want none."""

    files: tuple[Path, ...]
    leaflets: int
    pages: int
    languages: Mapping[str, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class DrawnLeaflets:
    """A run in memory: the PDF, how many leaflets, and how many households want none."""

    pdf: bytes
    leaflets: int
    left_out: int


class PrintingStopped(Stopped):
    """Somebody stopped a run of papers; no file was left behind."""

    def __init__(self) -> None:
        super().__init__()
        self.message = say("Making the leaflets was stopped. No file was kept.")
        self.advice = say("Begin again whenever you like.")


@dataclass(frozen=True, slots=True)
class LeafletRuns:
    """Chooses households and writes their leaflets."""

    desk: Desk

    def choose(self, wish: LeafletWish) -> list[HouseholdRow]:
        """The households of a wish in the order of their pages, without those that asked not to be contacted."""
        return [home for home in self._read(wish) if not home.do_not_contact]

    def write(
        self, wish: LeafletWish, target: Path, catalogue: Catalogue, *, watch: Watch = unwatched
    ) -> WrittenLeaflets:
        """Write the leaflets as PDF under a free name; more files are called `name-2.pdf` and so on.

        `watch` is told before each leaflet and may raise `PrintingStopped`; then nothing is left. BadInput without
        households. One file at a time is in memory.
        """
        homes, left_out = self._choose(wish)
        run = self._begin(catalogue, watch, total=len(homes))
        size, files = max(1, wish.per_file), list[Path]()
        with StagedFiles() as staged:
            for number, first in enumerate(range(0, len(homes), size), start=1):
                path = target if number == 1 else target.with_stem(f"{target.stem}-{number}")
                staged.add(path, run.draw(homes[first : first + size]))
                files.append(path)
            watch(Step(len(homes), len(homes), ""))
        return WrittenLeaflets(tuple(files), run.done, run.pages, dict(run.languages), left_out=left_out)

    def draw(self, wish: LeafletWish, catalogue: Catalogue, *, watch: Watch = unwatched) -> DrawnLeaflets:
        """Draw the leaflets as one PDF in memory, to be looked at; BadInput without households, or with too many."""
        homes, left_out = self._choose(wish)
        if len(homes) > LEAFLETS_IN_MEMORY:
            raise BadInput(
                say("{count} leaflets are too many to look at in one go.", count=len(homes)),
                say("Choose one village, or write them by command: outreach print leaflets."),
                key="too_many_leaflets",
            )
        run = self._begin(catalogue, watch, total=len(homes))
        return DrawnLeaflets(run.draw(homes), run.done, left_out)

    def _begin(self, catalogue: Catalogue, watch: Watch, *, total: int) -> "_Run":
        return _Run(self.desk, catalogue, LeafletShelf.of(self.desk.folder), watch, total=total)

    def _choose(self, wish: LeafletWish) -> tuple[list[HouseholdRow], int]:
        """The households and how many are left out; BadInput when nobody is left."""
        found = self._read(wish)
        homes = [home for home in found if not home.do_not_contact]
        if not homes:
            raise BadInput(
                say("There is no household to print a leaflet for."),
                say("Choose another village or another list."),
                key="no_leaflets",
            )
        return homes, len(found) - len(homes)

    def _read(self, wish: LeafletWish) -> list[HouseholdRow]:
        with self.desk.read() as session:
            if wish.sheet is not None:
                stored = sheets.read_sheet(session, wish.sheet)
                order = stored.households if stored else ()
                rows = households.read_many(session, order)
                return [rows[household] for household in order if household in rows]
            numbers = households.list_numbers(session, wish.wanted)
            return sorted(households.read_rows(session, numbers), key=_walk)


def _walk(home: HouseholdRow) -> tuple[str, str, str]:
    """As the doors of one reason stand on a visit list: village, neighbour group, lane, house."""
    lane = lane_key(home.neighbour_group, home.address)
    return sort_key_place(home.village_name), lane, home.code


class _Run:
    def __init__(
        self, desk: Desk, catalogue: Catalogue, shelf: LeafletShelf, watch: Watch, *, total: int
    ) -> None:
        self._desk, self._catalogue, self._shelf, self._watch, self._total = (
            desk,
            catalogue,
            shelf,
            watch,
            total,
        )
        self.done = 0
        self.pages = 0
        self.languages: Counter[str] = Counter()

    def draw(self, homes: Sequence[HouseholdRow]) -> bytes:
        """Draw one file."""
        from outreach_app.documents.leaflet import LeafletBook

        book = LeafletBook(self._catalogue)
        for _ in self._add_each(book, homes):
            self.done += 1
        self.pages += book.pages
        return book.finish()

    def _add_each(self, book: "LeafletBook", homes: Sequence[HouseholdRow]) -> Iterator[None]:
        for home in homes:
            self._watch(Step(self.done, self._total, home.head))
            with self._desk.read() as session:
                made = collect_leaflet(
                    session, home.id, today=self._desk.today, canvasser=self._desk.canvasser,
                    reader=self._catalogue, shelf=self._shelf,
                )  # fmt: skip
            self._desk.note_access(AccessAct.PRINTED, made.people)
            book.add(made.data, made.catalogue, texts=made.texts)
            self.languages[made.texts.language] += 1
            yield
