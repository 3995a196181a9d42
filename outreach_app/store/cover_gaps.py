"""Which households lack which insurance on a day, as conditions on the list of households."""

from datetime import date

from outreach_app.domain.cover_gaps import CoverGap

_OLDEST_ASKED = 60
_GROWN_UP = 18
_MEMBER = (
    "SELECT coalesce(m.survivor, p.household) FROM person p LEFT JOIN merged m ON m.row = p.household"
    " WHERE p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased"
)
_HELD = (
    "SELECT t.person FROM membership t WHERE t.removed IS NULL AND t.person IS NOT NULL AND t.scheme IN ({schemes})"
    " AND coalesce(t.starts, '') <= :cover_day AND coalesce(t.ends, '9999') >= :cover_day"
    " UNION SELECT e.person FROM enrolment e WHERE e.removed IS NULL AND e.person IS NOT NULL AND e.scheme = {signed}"
    " AND e.months > 0 AND e.first_month >= :cover_from"
    " AND date(e.first_month || '-01', '+' || e.months || ' months') > :cover_day"
)
_HEALTHY = _HELD.format(
    schemes="'health', 'household_health', 'self_paid_health', 'compulsory'", signed="'household_health'"
)
_PAYING = _HELD.format(schemes="'voluntary', 'compulsory'", signed="'voluntary'")
_ASKED = " AND (p.born IS NULL OR substr(p.born, 1, 4) BETWEEN :cover_old AND :cover_young)"
_NO_SOCIAL = f"h.id IN ({_MEMBER}{_ASKED} AND p.id NOT IN ({_PAYING}))"
_CONDITIONS = {
    CoverGap.NO_HEALTH: f"h.id IN ({_MEMBER} AND p.id NOT IN ({_HEALTHY}))",
    CoverGap.NO_SOCIAL: _NO_SOCIAL,
    CoverGap.HALF: f"{_NO_SOCIAL} AND h.id IN ({_MEMBER} AND p.id IN ({_PAYING}))",
}
_LONGEST_YEARS = 10
"""No payment reaches further than ten years ahead (Decree 159/2025): older sign-ups need not be looked at."""


def tell_gap(gap: CoverGap, today: date) -> tuple[str, dict[str, str]]:
    """The condition on a household `h` that has this gap on a day, and the values it names."""
    values = {"cover_day": today.isoformat(), "cover_from": f"{today.year - _LONGEST_YEARS:04}-01"}
    if gap is not CoverGap.NO_HEALTH:
        values |= {"cover_old": str(today.year - _OLDEST_ASKED), "cover_young": str(today.year - _GROWN_UP)}
    return _CONDITIONS[gap], values
