"""The pension of voluntary insurance: from which day, how much in today's money, what cashing out loses."""

from outreach_app.domain.projections import (
    BenefitFact,
    MissingMonths,
    OneOff,
    PaidMonths,
    PensionProjection,
    RetirementAge,
    YearOfPayment,
)
from outreach_app.domain.retirement import retirement_day

__all__ = [
    "BenefitFact",
    "MissingMonths",
    "OneOff",
    "PaidMonths",
    "PensionProjection",
    "RetirementAge",
    "YearOfPayment",
    "retirement_day",
]
