"""Backups, checks and machines in the reader's words."""

from typing import TYPE_CHECKING

from outreach_app.domain.identity import format_phone
from outreach_app.domain.rows import CanvasserRow, Standing
from outreach_app.i18n import Catalogue
from ui.presenters.exchange_words import ROLES
from ui.presenters.phrases import tell_version
from ui.presenters.ports import Sense
from ui.presenters.settings import Section, SettingsState

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


def number_section(sign: str, heading: str) -> str:
    """A section with the digit or letter that goes to it."""
    return f"{sign}  {heading}"


def tell_section(words: Catalogue, section: Section, state: SettingsState) -> str:
    """One line about a section in the list of sections."""
    counted = _count_section(words, section, state)
    if counted is not None:
        return counted
    match section:
        case Section.PEOPLE:
            who = state.standing.canvasser if state.standing else None
            return who.name if who else words.text("nobody has said so yet")
        case Section.LOOK:
            return words.text("language, colours, type size")
        case Section.BACKUPS:
            newest = state.backups[0] if state.backups else None
            return words.text("last {moment}", moment=newest.made_at) if newest else words.text("none yet")
        case Section.PASSPHRASE:
            return words.text("of this machine")
        case Section.MACHINE:
            return words.text("key, folder, check")
        case Section.LICENCES:
            return words.text("libraries, fonts, data")
        case Section.VERSION:
            return words.text("Version {version}", version=state.versions.own)
        case _:
            used = state.rules.used
            return tell_version(words, used.book.version) if used else ""


def _count_section(words: Catalogue, section: Section, state: SettingsState) -> str | None:
    match section:
        case Section.VILLAGES:
            return words.plural("{count} village", "{count} villages", len(state.office.villages))
        case Section.LAPTOPS:
            return words.plural("{count} laptop", "{count} laptops", len(state.office.machines))
        case Section.TEAMS:
            return words.plural("{count} team", "{count} teams", len(state.parties.teams))
        case Section.ASSIGNMENTS:
            return words.plural("{count} assignment", "{count} assignments", len(state.assigned.rows))
        case Section.REQUESTS:
            return words.plural("{count} request waits", "{count} requests wait", state.requested.open)
        case Section.DIFFICULTIES:
            return words.plural(
                "{count} difficulty waits", "{count} difficulties wait", state.difficulties.open
            )
        case Section.COMMITTEES:
            return words.plural("{count} committee", "{count} committees", len(state.committees.committees))
        case Section.TERRITORY:
            return words.plural(
                "{count} household waits", "{count} households wait", state.territory.households
            )
    return None
