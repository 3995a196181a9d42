"""Lists whose rows are looked for among what is here: people who stopped, papers that came back."""

from outreach_app.domain.dossier_lists import DossierReport
from outreach_app.domain.stopped_lines import StoppedReport
from outreach_app.i18n import Catalogue
from ui.presenters import dossier_words, stopped_words
from ui.presenters.ports import Sense

FoundReport = StoppedReport | DossierReport
"""What a list would do or did, row by row."""


def tell_figures(words: Catalogue, report: FoundReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list."""
    if isinstance(report, DossierReport):
        return dossier_words.tell_figures(words, report)
    return stopped_words.tell_figures(words, report)


def tell_result(words: Catalogue, report: FoundReport) -> tuple[str, str]:
    """What bringing in a list did."""
    if isinstance(report, DossierReport):
        return dossier_words.tell_result(words, report)
    return stopped_words.tell_result(words, report)


def tell_nothing(words: Catalogue, report: FoundReport) -> str:
    """Why there is nothing to bring in."""
    nobody = words.text("Nobody in it is to be taken in.")
    return words.text(dossier_words.NOTHING) if isinstance(report, DossierReport) else nobody


def can_bring_in(report: FoundReport | None) -> bool:
    """Whether a list holds anything that is sure and not known already."""
    if isinstance(report, DossierReport):
        return dossier_words.can_bring_in(report)
    return stopped_words.can_bring_in(report)


def list_kinds(words: Catalogue, report: FoundReport) -> list[tuple[str, str]]:
    """The kinds of rows a list holds, with their counts."""
    if isinstance(report, DossierReport):
        return dossier_words.list_kinds(words, report)
    return stopped_words.list_kinds(words, report)


def list_rows(words: Catalogue, report: FoundReport, kind: str) -> list[tuple[int, str, str]]:
    """The rows of one kind."""
    if isinstance(report, DossierReport):
        return dossier_words.list_rows(words, report, kind)
    return stopped_words.list_rows(words, report, kind)


def list_candidates(words: Catalogue, report: FoundReport, row: int) -> list[tuple[bytes, str, str]]:
    """Who or what may be meant in a row that somebody has to settle."""
    if isinstance(report, DossierReport):
        return dossier_words.list_candidates(words, report, row)
    return stopped_words.list_candidates(words, report, row)
