"""What erasing somebody would do or did, in words: sections of lines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from outreach_app.domain.erasure import NOT_COVERED, AskedBy
from outreach_app.domain.erasure_rest import tell_hub_left
from outreach_app.domain.progress import Step
from outreach_app.i18n import N_, Catalogue
from ui.presenters.exchange_aside_words import name_table

if TYPE_CHECKING:
    from outreach_app.services.erasing import ErasureReport, ErasureRow
    from outreach_app.services.erasure_files import FilesReport

Section = tuple[str, tuple[str, ...]]
"""A heading and its lines; a section without lines is not shown."""

ASKED_BY: Mapping[str, str] = {
    AskedBy.SELF: N_("the person"), AskedBy.GUARDIAN: N_("a guardian"), AskedBy.FAMILY: N_("the family"),
    AskedBy.AUTHORITY: N_("an authority"),
}  # fmt: skip

_PARTS = {
    "register": N_("Taking the person out of register and journal"), "search": N_("Writing the search index anew"),
    "outbox": N_("Going through this machine's own files"), "others": N_("Going through files of other machines"),
    "backups": N_("Making a new backup, removing older ones"),
}  # fmt: skip


def tell_part(words: Catalogue, step: Step | None) -> str:
    """Say which part of an erasure is going on."""
    if step is None:
        return words.text("Erasing")
    told = words.text(_PARTS[step.name])
    return words.text("{place} of {total}: {what}", place=step.done + 1, total=step.total, what=told)


def list_preview(words: Catalogue, report: "ErasureReport") -> tuple[Section, ...]:
    """What would go, what stays, and what is left for somebody to do."""
    going = (
        words.text("Name, birth, sex, numbers and telephone, with every earlier value of them"),
        *_tell_rows(words, report),
        words.text("The same in the journal, the search, kept files and backups"),
    )
    staying = (
        words.text("An id with the mark “erased”, from which nobody can tell who it was"),
        words.text("Outcomes of visits, sign-ups, receipts and cards, without a name"),
        words.text("This order: who asked, when and why. It goes to every machine."),
    )
    return (
        (words.text("What goes"), going),
        (words.text("What stays"), staying),
        (words.text("Afterwards"), tuple(_tell_travel(words, report))),
    )


def list_done(words: Catalogue, report: "ErasureReport") -> tuple[Section, ...]:
    """What was done on this machine, what travels, and what is left for somebody to do."""
    files = report.files
    done = (*_tell_rows(words, report), *(_tell_files(words, files) if files else ()))
    unfinished = words.text("Kept files or backups are still to be cleared; the next start goes on with it.")
    left = (*_tell_left(words, report), *(words.render(message) for message in NOT_COVERED))
    return (
        (words.text("Done on this machine"), (*done, *((unfinished,) if files and not files.done else ()))),
        (words.text("On its way to the others"), tuple(_tell_travel(words, report))),
        (
            words.text("Please read whether this still tells of the person:"),
            tuple(t.text for t in report.texts),
        ),
        (words.text("Left for you to do"), left),
    )


def _tell_rows(words: Catalogue, report: "ErasureReport") -> Iterator[str]:
    for table, count in sorted(report.rows.items()):
        if table == "person":
            yield words.plural("{count} entry of the register", "{count} entries of the register", count)
        elif table == "visit":
            yield words.plural(
                "{count} visit loses the name in its notes and among those met",
                "{count} visits lose the name in their notes and among those met",
                count,
            )
        else:
            yield words.text("{what}: {count} lose the name", what=name_table(words, table), count=count)
    if report.drafts:
        yield words.plural(
            "{count} form being typed loses the name",
            "{count} forms being typed lose the name",
            report.drafts,
        )


def _tell_files(words: Catalogue, files: "FilesReport") -> Iterator[str]:
    if files.remade:
        yield words.plural(
            "{count} own file made anew without the person", "{count} own files made anew without the person",
            len(files.remade),
        )  # fmt: skip
    if files.removed:
        yield words.plural(
            "{count} kept copy of an own file removed; what is still missing elsewhere is sent again",
            "{count} kept copies of own files removed; what is still missing elsewhere is sent again",
            len(files.removed),
        )
    if files.resealed:
        yield words.plural(
            "{count} file of another machine sealed anew", "{count} files of other machines sealed anew",
            len(files.resealed),
        )  # fmt: skip
    if files.backups:
        yield words.plural(
            "{count} older backup removed, a new one made", "{count} older backups removed, a new one made",
            files.backups,
        )  # fmt: skip
    yield words.text("Journal and search index hold nothing of the person any more")


def _tell_travel(words: Catalogue, report: "ErasureReport") -> Iterator[str]:
    if report.waiting:
        machines = ", ".join(report.waiting)
        yield words.text(
            "These machines learn of it from their next return file: {machines}.", machines=machines
        )
        yield words.text("The place Exchange tells who has confirmed it.")
    else:
        yield words.text("No other machine has to be told.")


def _tell_left(words: Catalogue, report: "ErasureReport") -> Iterator[str]:
    if report.kits:
        yield words.text(
            "Set-up files nobody has opened yet hold the person: make them anew for {machines}.",
            machines=", ".join(report.kits),
        )
    files = report.files
    if files is None:
        return
    if travelling := sorted({*files.remade, *files.removed}):
        yield words.text(
            "Sticks may still carry the files {numbers} as they were: empty them.",
            numbers=", ".join(map(str, travelling)),
        )
    yield from map(words.render, tell_hub_left(files.former, pages=files.pages))
    if files.unreadable:
        yield words.text(
            "These kept files cannot be opened here and may name the person: {names}.",
            names=", ".join(files.unreadable),
        )


# ------------------------------------------------------------------------------------------------------------ orders
def list_orders(
    words: Catalogue, orders: "Sequence[ErasureRow]", *, office: bool
) -> list[tuple[bytes, str, str, tuple[str, str, str] | None]]:
    """The orders with who asked and why, and at the office how many machines have confirmed each."""
    return [
        (row.id, _name_order(words, row), row.why, _mark_order(words, row) if office else None)
        for row in orders
    ]


def tell_order(words: Catalogue, row: "ErasureRow") -> Section:
    """One order whole: who asked and when, why, and who gave it; whom it is about is an id alone."""
    who = ASKED_BY.get(row.asked_by)
    day = date.fromisoformat(row.asked_on) if row.asked_on else ""
    lines = (
        words.text("Asked on {day}, by: {who}", day=day, who=words.text(who) if who else row.asked_by),
        words.text("Reason: {why}", why=row.why),
        *((words.text("Given by {name}.", name=row.by),) if row.by else ()),
        words.text("Id of the person: {id}", id=row.person.hex(" ", 4)),
    )
    return _name_order(words, row), lines


def tell_machines(words: Catalogue, row: "ErasureRow", *, office: bool) -> tuple[str, ...]:
    """Name the machines that have not and those that have confirmed an order."""
    if not office:
        return (words.text("The office knows which machines have confirmed it."),)
    lines = []
    if row.waiting:
        lines.append(words.text("Not confirmed yet: {machines}", machines=", ".join(row.waiting)))
    if row.confirmed:
        lines.append(words.text("Confirmed: {machines}", machines=", ".join(row.confirmed)))
    return tuple(lines) or (words.text("No other machine has to be told."),)


def _name_order(words: Catalogue, row: "ErasureRow") -> str:
    return words.text("Erased {moment}", moment=row.made_at)


def _mark_order(words: Catalogue, row: "ErasureRow") -> tuple[str, str, str]:
    if not row.waiting:
        return words.text("confirmed everywhere"), "check", "good"
    total = len(row.waiting) + len(row.confirmed)
    told = words.text("{count} of {total} confirmed", count=len(row.confirmed), total=total)
    return told, "clock", "wait"
