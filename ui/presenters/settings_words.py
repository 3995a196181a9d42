"""Backups, checks and machines in the reader's words."""

from typing import TYPE_CHECKING

from outreach_app.domain.identity import format_phone
from outreach_app.domain.rows import CanvasserRow, Standing
from outreach_app.i18n import Catalogue
from ui.presenters.exchange_words import ROLES
from ui.presenters.ports import Sense

if TYPE_CHECKING:
    from outreach_app.services.backups import Backup
    from outreach_app.services.upkeep import CheckReport

_UNITS = ("kB", "MB", "GB")
_STEP = 1024


def tell_size(words: Catalogue, count: int) -> str:
    """A file size as people say it."""
    size, unit = count / _STEP, _UNITS[0]
    for larger in _UNITS[1:]:
        if size < _STEP:
            break
        size, unit = size / _STEP, larger
    return f"{words.number(max(1, round(size)))} {unit}"


def tell_backup(words: Catalogue, backup: "Backup") -> tuple[str, str]:
    """When a backup was made, how large it is and its name."""
    day = words.long_date(backup.made_at.date())
    return f"{day}, {words.time(backup.made_at)}", f"{tell_size(words, backup.bytes)} · {backup.path.name}"


def tell_check(words: Catalogue, report: "CheckReport", verified: str) -> tuple[str, str, Sense]:
    """What a check found, and what to do about it."""
    if report.ok:
        entries = words.plural("{count} entry of the history checked", "{count} entries of the history checked",
                               report.journal_entries)  # fmt: skip
        done = words.text("This backup is sound.") if verified else words.text("The data is sound.")
        return done, entries, Sense.GOOD
    first = report.problems[0]
    more = len(report.problems) - 1
    rest = words.render(first.advice)
    if more:
        rest += " " + words.plural("{count} more problem.", "{count} more problems.", more)
    return words.render(first.what), rest, Sense.BAD


def tell_person(words: Catalogue, person: CanvasserRow) -> str:
    """What somebody does here, for which organisation and under which code, and how to reach them."""
    phone = format_phone(person.phone) if person.phone else ""
    role = words.text(ROLES.get(person.role, "canvasser"))
    return " · ".join(part for part in (role, phone, person.agency, person.code) if part)


def tell_machine_facts(words: Catalogue, standing: Standing, key_id: str) -> list[tuple[str, str, str]]:
    """What this machine is: an id for the row, the fact and what it means."""
    role = words.text(ROLES.get(standing.role, "canvasser"))
    number = words.text("machine {number}", number=standing.device_number) if standing.device_number else ""
    where = ", ".join(part for part in (role, number) if part)
    return [
        ("office", standing.office_name, standing.unit_name),
        ("device", standing.device_name, where),
        ("key", key_id, words.text("this machine's key; compare it by telephone when in doubt")),
        ("folder", standing.workspace, words.text("folder of the encrypted workspace")),
    ]
