"""A stored amount that no longer holds, beside what the same costs today."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.people import Scheme


@dataclass(frozen=True, slots=True)
class EarlierAmount:
    """What a sign-up that is not paid yet was to cost, and what it costs today, in đồng for the whole payment.

    `now` is None when it cannot be worked out anew without asking, such as after the last day to pay for its months.
    """

    name: str
    scheme: Scheme
    months: int
    was: int
    was_on: date
    rule_book: str
    now: int | None
    confirmed: bool = True
