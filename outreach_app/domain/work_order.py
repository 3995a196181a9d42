"""The rule by which today's doors stand, the same for everybody and told on the screen in one line."""

from outreach_app.domain.lanes import lane_key
from outreach_app.domain.rows import WorkItem, WorkReason
from outreach_app.domain.text import sort_key_place
from outreach_app.i18n import N_

RULE = N_(
    "Order: longest promised, days to pay, papers, withdrawals, back home, stopped, homes with a member, lists, "
    "assigned, empty, new; then by lane"
)
"""The order of WorkReason in words; promises stand by the longest overdue and closing windows by the soonest end."""

_RANK = {reason: place for place, reason in enumerate(WorkReason)}
_BY_DAY = frozenset({WorkReason.PROMISED, WorkReason.WINDOW_CLOSING})
"""Reasons with a day of their own, by which their doors stand."""

Place = tuple[int, int, str, str, str]


def rank_reason(reason: WorkReason) -> int:
    """Where a reason stands; of several reasons for one door the first counts."""
    return _RANK[reason]


def place_of(item: WorkItem) -> Place:
    """What the list is ordered by: the reason, its day where it has one, then village, neighbour group, lane, house."""
    home = item.household
    day = item.due_on.toordinal() if item.reason in _BY_DAY and item.due_on is not None else 0
    lane = lane_key(home.neighbour_group, home.address)
    return rank_reason(item.reason), day, sort_key_place(home.village_name), lane, home.code
