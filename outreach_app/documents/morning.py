"""What came on a day on paper: whose files, what they brought, what is missing and what waits for a person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import WAIT, Style
from outreach_app.documents.footed import print_footed
from outreach_app.documents.lines import fit, wrap
from outreach_app.documents.page import A4, RIGHT, Pen
from outreach_app.documents.table import Column, lay_head, lay_heading, lay_row
from outreach_app.domain.mornings import CameFrom, Morning
from outreach_app.i18n import Catalogue

PLAIN = Style("Regular", 10)
PROBLEM = Style("SemiBold", 10, WAIT)
TITLE = Style("Bold", 20)
SUBTITLE = Style("Regular", 11)
NAME_WIDTH, FILES_WIDTH = 130.0, 90.0
NONE = "–"


def render_morning(morning: Morning, catalogue: Catalogue) -> bytes:
    """Print the files of a day on A4, what needs somebody first; the same day gives the same bytes."""
    return _Paper(morning, catalogue).render()


@dataclass(frozen=True, slots=True)
class _Paper:
    morning: Morning
    catalogue: Catalogue

    def render(self) -> bytes:
        title = self.catalogue.context("print", "Files of the day")
        return print_footed(self._lay(), self.catalogue, title=title)

    def _lay(self) -> Iterator[Block]:
        yield self._lay_title()
        yield from self._lay_waiting()
        yield from self._lay_machines()
        yield from self._lay_aside()

    def _lay_title(self) -> Block:
        morning, catalogue = self.morning, self.catalogue
        counts = (
            catalogue.plural("{count} file", "{count} files", morning.files),
            catalogue.plural("{count} machine", "{count} machines", len(morning.machines)),
            catalogue.plural("{count} visit", "{count} visits", morning.visits),
            catalogue.plural("{count} other entry", "{count} other entries", morning.others),
        )
        subtitle = f"{catalogue.long_date(morning.day)} · {', '.join(counts)}"

        def draw(pen: Pen, y: float) -> None:
            pen.write(
                A4.left,
                y + 10,
                morning.office_name,
                fit(morning.office_name, PLAIN, width=A4.room, smallest=7),
            )
            pen.write(A4.left, y + 42, self.catalogue.context("print", "Files of the day"), TITLE)
            pen.write(A4.left, y + 60, subtitle, fit(subtitle, SUBTITLE, width=A4.room, smallest=8))

        return Block(66, draw)

    def _lay_waiting(self) -> Iterator[Block]:
        """What waits for a person, or that nothing does."""
        yield lay_heading(self.catalogue.context("print", "Waiting for a person"), A4)
        morning, catalogue = self.morning, self.catalogue
        counted = (
            (
                morning.differences,
                catalogue.plural("{count} difference", "{count} differences", morning.differences),
            ),
            (morning.pairs, catalogue.plural("{count} pair", "{count} pairs", morning.pairs)),
            (
                morning.refused,
                catalogue.plural("{count} entry refused", "{count} entries refused", morning.refused),
            ),
        )
        told = ", ".join(text for count, text in counted if count)
        yield from _lay_sentence(
            told or self.catalogue.context("print", "Nothing: everything is settled."),
            PROBLEM if told else PLAIN,
        )
        for machine in morning.machines:
            if machine.missing:
                numbers = ", ".join(map(str, machine.missing))
                text = self.catalogue.context(
                    "print",
                    "File {numbers} of {machine} is missing.",
                    numbers=numbers,
                    machine=machine.device,
                )
                yield from _lay_sentence(text, PROBLEM)
        for device, days in morning.silent:
            text = self.catalogue.context(
                "print", "{machine}: no file for {days} days.", machine=device, days=days
            )
            yield from _lay_sentence(text, PLAIN)

    def _lay_machines(self) -> Iterator[Block]:
        yield lay_heading(self.catalogue.context("print", "By machine"), A4)
        if not self.morning.machines:
            yield from _lay_sentence(self.catalogue.context("print", "No file was read on this day."), PLAIN)
            return
        width = (A4.room - NAME_WIDTH - FILES_WIDTH) / 4
        columns = (Column(NAME_WIDTH), Column(FILES_WIDTH), *(Column(width, RIGHT) for _ in range(4)))
        catalogue = self.catalogue
        labels = (
            catalogue.context("print", "Machine"),
            catalogue.context("print", "Files"),
            catalogue.context("print", "Visits"),
            catalogue.context("print", "Other entries"),
            catalogue.context("print", "Differences"),
            catalogue.context("print", "Refused"),
        )
        head = lay_head(labels, columns, geometry=A4)
        yield head
        for machine in self.morning.machines:
            yield lay_row(self._cells(machine), columns, geometry=A4, head=head)

    def _cells(self, machine: CameFrom) -> Sequence[str]:
        counts = (machine.visits, machine.others, machine.conflicts, machine.refused)
        numbers = ", ".join(map(str, machine.numbers)) or NONE
        return (
            machine.device,
            numbers,
            *(self.catalogue.number(count) if count else NONE for count in counts),
        )

    def _lay_aside(self) -> Iterator[Block]:
        if self.morning.aside:
            yield lay_heading(self.catalogue.context("print", "Not taken in"), A4)
        for file in self.morning.aside:
            yield from _lay_sentence(f"{file.name}: {self.catalogue.render(file.reason)}", PLAIN)


def _lay_sentence(text: str, style: Style) -> Iterator[Block]:
    for line in wrap(text, style, width=A4.room):
        yield Block(style.leading, _write_line(line, style))


def _write_line(line: str, style: Style) -> Callable[[Pen, float], None]:
    def draw(pen: Pen, y: float) -> None:
        pen.write(A4.left, y + 11, line, style)

    return draw
