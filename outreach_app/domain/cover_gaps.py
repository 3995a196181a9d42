"""What insurance a household lacks, as its list is filtered by."""

from enum import StrEnum

from outreach_app.i18n import N_


class CoverGap(StrEnum):
    """Who of a household has which insurance on a day.

    `NO_HEALTH`: somebody has no card, of a list or a sign-up, and no compulsory insurance, which brings one.
    `NO_SOCIAL`: a grown-up below 60, or of unknown age, pays into no social insurance. `HALF`: in such a home
    somebody else is in already.
    """

    NO_HEALTH = "no_health"
    NO_SOCIAL = "no_social"
    HALF = "half"


COVER_GAP_NAMES: dict[CoverGap, str] = {
    CoverGap.NO_HEALTH: N_("somebody without a health card"),
    CoverGap.NO_SOCIAL: N_("a grown-up without social insurance"),
    CoverGap.HALF: N_("one has joined, another has not"),
}
