"""How well something of the law is known."""

from enum import StrEnum

from outreach_app.i18n import N_


class Mark(StrEnum):
    """How well a rule is known: text of the law, a report about it, or not yet certain."""

    OFFICIAL = "official"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"


MARK_NAMES: dict[Mark, str] = {
    Mark.OFFICIAL: N_("official text"),
    Mark.SECONDARY: N_("reported"),
    Mark.UNCONFIRMED: N_("not confirmed"),
}
