"""What targets, drives and official figures are called, line by line and in the panel beside the list."""

from collections.abc import Mapping

from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import MEASURE_NAMES, OfficialFigure, Sense
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.periods import Period, Stretch
from outreach_app.domain.targets import AIM_NAMES, Subject, Target
from outreach_app.i18n import N_, Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.targets_state import FormKind, OpenForm, Section, TargetsState

SECTION_NAMES: Mapping[Section, str] = {
    Section.TARGETS: N_("Targets"), Section.DRIVES: N_("Drives"), Section.FIGURES: N_("Official figures"),
}  # fmt: skip
STRETCH_NAMES: Mapping[Stretch, str] = {
    Stretch.YEAR: N_("a year"), Stretch.HALF: N_("half a year"), Stretch.QUARTER: N_("a quarter"),
    Stretch.MONTH: N_("a month"), Stretch.WEEK: N_("a week"), Stretch.DRIVE: N_("days of its own"),
}  # fmt: skip
SENSE_NAMES: Mapping[Sense, str] = {
    Sense.EXACT: N_("exactly"), Sense.ABOUT: N_("about"), Sense.OVER: N_("more than"), Sense.UNDER: N_("fewer than"),
}  # fmt: skip
Told = tuple[str, str, str]
"""A line: title, second line, and what stands at its right."""


def name_subject(state: TargetsState, subject: Subject) -> str:
    """What somebody is called whom a number is about."""
    return state.names.get(subject, subject.key)


def name_group(words: Catalogue, row: Target) -> str:
    """Under which heading a target stands: its scheme and its days, so that plans of the same days stand together."""
    return DOT.join((words.text(SCHEME_NAMES[row.scheme]), tell_days(words, row.period)))


def tell_days(words: Catalogue, period: Period) -> str:
    """Days in the shortest words that name them."""
    first = period.first
    match period.stretch:
        case Stretch.YEAR:
            return words.text("year {year}", year=str(first.year))
        case Stretch.MONTH:
            return words.text("month {month}", month=f"{first:%m/%Y}")
        case Stretch.QUARTER:
            return words.text(
                "quarter {number} of {year}", number=(first.month + 2) // 3, year=str(first.year)
            )
    return words.text("{first} to {last}", first=first, last=period.last)


def tell_target(words: Catalogue, state: TargetsState, target: Target) -> Told:
    """A target in the list: whose, by whom, and how many."""
    handed = len(state.list_parts(target))
    parts = words.plural("in {count} part", "in {count} parts", handed) if handed else ""
    who = words.text("set by {who}", who=target.set_by) if target.set_by else ""
    detail = (words.text(AIM_NAMES[target.aim]), who, target.document, parts)
    return name_subject(state, target.subject), DOT.join(filter(None, detail)), tell_people(words, target)


def tell_people(words: Catalogue, target: Target) -> str:
    """How many a target is, and whether more is wished for."""
    number = words.number(target.people)
    return words.text("at least {count}", count=number) if target.at_least else number


def tell_drive(words: Catalogue, drive: Campaign) -> Told:
    """A drive in the list."""
    return (
        drive.name,
        tell_days(words, drive.period),
        words.plural("{count} day", "{count} days", drive.period.days),
    )


def tell_figure(words: Catalogue, state: TargetsState, figure: OfficialFigure) -> Told:
    """An official figure in the list: about whom and what, where it was published, and the number."""
    scheme = words.text(SCHEME_NAMES[figure.scheme]) if figure.scheme else words.text("any scheme")
    detail = (words.text(MEASURE_NAMES[figure.measure]), scheme, words.date(figure.on), figure.source)
    return name_subject(state, figure.subject), DOT.join(detail), tell_number(words, figure)


def tell_number(words: Catalogue, figure: OfficialFigure) -> str:
    """A published number as it was told."""
    number = f"{words.decimal(figure.percent)}%" if figure.is_share else words.number(figure.value)
    return number if figure.sense is Sense.EXACT else f"{words.text(SENSE_NAMES[figure.sense])} {number}"


def tell_sections(words: Catalogue, state: TargetsState) -> list[tuple[str, tuple[str, ...]]]:
    """Everything about the line stood on."""
    row = state.row
    if isinstance(row, Target):
        return _tell_target(words, state, row)
    if isinstance(row, Campaign):
        days = words.text("{first} to {last}", first=row.period.first, last=row.period.last)
        return [(row.name, tuple(filter(None, (days, row.note))))]
    if isinstance(row, OfficialFigure):
        since = words.text("counted from {day}", day=row.since) if row.since else ""
        source = words.text("Source: {source}", source=row.source)
        return [
            (
                name_subject(state, row.subject),
                tuple(filter(None, (tell_number(words, row), since, source, row.note))),
            )
        ]
    return []


def _tell_target(words: Catalogue, state: TargetsState, target: Target) -> list[tuple[str, tuple[str, ...]]]:
    period = target.period
    days = words.text("{first} to {last}", first=period.first, last=period.last)
    heading = DOT.join((name_subject(state, target.subject), tell_people(words, target)))
    document = words.text("Document: {document}", document=target.document) if target.document else ""
    set_on = words.text("set on {day}", day=target.set_on) if target.set_on else ""
    by = words.text("Set by {who}", who=target.set_by) if target.set_by else ""
    facts = (
        DOT.join((words.text(SCHEME_NAMES[target.scheme]), words.text(AIM_NAMES[target.aim]))), days,
        DOT.join(filter(None, (by, set_on))), document,
        words.text("More is wished for.") if target.at_least else words.text("Exactly this many."),
    )  # fmt: skip
    whole = next((each for each in state.targets if each.id == target.parent), None)
    above = words.text("A part of {people}, {name}", people=tell_people(words, whole),
                       name=name_subject(state, whole.subject)) if whole else ""  # fmt: skip
    parts = state.list_parts(target)
    told = state.tell_parts(target)
    lines = [f"{name_subject(state, part.subject)}: {tell_people(words, part)}" for part in parts]
    if parts:
        lines.append(words.render(told) if told else words.text("The parts come to the whole."))
    side = _list_beside(state, target)
    beside = tuple(f"{each.set_by or '–'}: {tell_people(words, each)}" for each in side)
    return [
        (heading, tuple(filter(None, (*facts, above)))),
        (words.text("Handed down to"), tuple(lines)),
        (words.text("Other plans for the same days"), beside),
    ]


def _list_beside(state: TargetsState, target: Target) -> list[Target]:
    """Plans of others for the same people, days and count."""
    same = (target.subject, target.scheme, target.aim, target.period)
    others = (each for each in state.targets if each.id != target.id)
    return [each for each in others if (each.subject, each.scheme, each.aim, each.period) == same]


def name_form(words: Catalogue, state: TargetsState, form: OpenForm) -> str:
    """The title of a form."""
    if form.kind is FormKind.PARTS and form.target is not None:
        return words.text(
            "Hand down {people} of {name}", people=tell_people(words, form.target),
            name=name_subject(state, form.target.subject),
        )  # fmt: skip
    if form.row is not None:
        return (
            words.text("Change the drive")
            if form.kind is FormKind.DRIVE
            else words.text("Change the published number")
        )
    return {
        FormKind.TARGET: words.text("A new target"), FormKind.CHANGE: words.text("Change the target"),
        FormKind.DRIVE: words.text("A new drive"), FormKind.FIGURE: words.text("A published number"),
        FormKind.PARTS: "",
    }[form.kind]  # fmt: skip


def offer_schemes(words: Catalogue, *, any_scheme: bool) -> tuple[tuple[Scheme | None, str], ...]:
    """The schemes to choose from."""
    known: tuple[tuple[Scheme | None, str], ...] = tuple(
        (scheme, words.text(name)) for scheme, name in SCHEME_NAMES.items()
    )
    return (*known, (None, words.text("any scheme, everybody once"))) if any_scheme else known


def tell_empty(words: Catalogue, state: TargetsState) -> tuple[str, str]:
    """Why nothing is listed, and what to do next."""
    if state.loading:
        return words.text("Reading the list"), ""
    title = {
        Section.TARGETS: words.text("No target yet"), Section.DRIVES: words.text("No drive yet"),
        Section.FIGURES: words.text("No official figure yet"),
    }[state.section]  # fmt: skip
    if state.office:
        return title, words.text("N enters the first one.")
    return title, words.text("The office enters them; they come with its files.")
