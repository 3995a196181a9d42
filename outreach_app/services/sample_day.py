"""What a sample canvasser does at a door: visits with people met, worries, promises, and sign-ups with money taken."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from outreach_app.domain.methods import parse_method
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.rows import HouseholdCard, PersonRow
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome, suggest_next_date
from outreach_app.services.desk import Desk
from outreach_app.services.enrolments import Enrolments, NewEnrolment
from outreach_app.services.households import Households
from outreach_app.services.visits import NewVisit, Visits

_DOORS = (
    (Outcome.NOT_HOME, 20),
    (Outcome.CALL_BACK, 16),
    (Outcome.THINKING, 22),
    (Outcome.SIGNED_UP, 20),
    (Outcome.REFUSED, 9),
    (Outcome.WORKING_AWAY, 6),
    (Outcome.ALREADY_COVERED, 7),
)
_WORRIES = ("unstable_income", "cannot_afford", "too_long", "waits_harvest", "unclear_benefit", "health_only")
_NOTES: dict[Outcome, tuple[str, ...]] = {
    Outcome.NOT_HOME: ("cả nhà đi nương", "khóa cửa, hàng xóm nói chiều về", ""),
    Outcome.CALL_BACK: ("hẹn nói chuyện khi chồng về", "hẹn sau khi bán ngô", "cần người nói tiếng Mông"),
    Outcome.THINKING: ("hỏi kỹ mức đóng ba tháng", "muốn bàn với con trai", "so với gửi tiết kiệm", ""),
    Outcome.SIGNED_UP: ("đã xem căn cước, ký tờ khai", "đóng tại nhà, đã giao biên lai"),
    Outcome.REFUSED: ("nói để sang năm", "sợ đóng giữa chừng phải dừng"),
    Outcome.WORKING_AWAY: ("đi làm công ty ở Bắc Ninh, Tết mới về",),
    Outcome.ALREADY_COVERED: ("có thẻ theo diện được cấp",),
}
_WAITS = (1, 1, 2, 4, 7)
_YOUNGEST, _OLDEST = 18, 59
_ABOVE_LEAST = (0, 0, 500_000, 1_500_000)


@dataclass(slots=True)
class SampleWalker:
    """Somebody who knocks on doors in one workspace; counts the receipts that were written."""

    desk: Desk
    rng: random.Random
    receipt_book: str
    receipts: int = 0
    signed: list[str] = field(default_factory=list)

    def visit(self, household: bytes, *, outcome: Outcome | None = None) -> Outcome:
        """Knock on one door: log what came of it, and sign up whoever wants to."""
        card = Households(self.desk).read_card(household)
        joined = {row.person for row in card.enrolments}
        adults = [m for m in card.members if _is_adult(m, self.desk.today) and m.id not in joined]
        said = outcome or self._draw_outcome()
        if said is Outcome.SIGNED_UP and not adults:
            said = Outcome.CALL_BACK
        visit = self._make_visit(card, adults, said)
        stored = Visits(self.desk).log(visit).value
        if said is Outcome.SIGNED_UP:
            for told in visit.outcomes:
                self._sign_up(card, told, stored)
        return said

    def _draw_outcome(self) -> Outcome:
        kinds, weights = zip(*_DOORS, strict=True)
        return Outcome(self.rng.choices(kinds, weights)[0])

    def _make_visit(self, card: HouseholdCard, adults: list[PersonRow], said: Outcome) -> NewVisit:
        today = self.desk.today
        told = self._tell(card, adults, said)
        next_on = suggest_next_date(said, today)
        if next_on is not None:
            next_on = min(next_on, today + timedelta(days=self.rng.choice(_WAITS)))
        return NewVisit(
            household=card.household.id,
            visited_on=today,
            door_outcome=None if told else said,
            outcomes=told,
            met=tuple(sorted({each.person for each in told})),
            objection=self.rng.choice(_WORRIES) if said in (Outcome.THINKING, Outcome.REFUSED) else None,
            note=self.rng.choice(_NOTES[said]),
            next_step=NextStep.RETURN if next_on else NextStep.NONE,
            next_on=next_on,
        )

    def _tell(self, card: HouseholdCard, adults: list[PersonRow], said: Outcome) -> tuple[PersonOutcome, ...]:
        if not adults or said in (Outcome.NOT_HOME, Outcome.CALL_BACK):
            return ()
        if said is Outcome.SIGNED_UP and self.rng.random() < 0.55:
            joining = [member for member in adults[:3] if not _has_card(card, member, self.desk.today)]
            if joining:
                return tuple(PersonOutcome(each.id, Scheme.HOUSEHOLD_HEALTH, said) for each in joining)
        return (PersonOutcome(adults[-1].id, Scheme.VOLUNTARY, said),)

    def _sign_up(self, card: HouseholdCard, told: PersonOutcome, visit: bytes) -> None:
        person = next(member for member in card.members if member.id == told.person)
        self.receipts += 1
        self.signed.append(person.name)
        receipt = f"{self.receipt_book}-{self.receipts:04d}"
        months = first_of_month(add_months(self.desk.today, 1))
        enrolments = Enrolments(self.desk)
        if told.scheme is Scheme.HOUSEHOLD_HEALTH:
            taken = enrolments.count_places_taken(card.household.id)
            own = enrolments.quote_health(members=1, months=12, already=taken).total_own
            new = NewEnrolment(person.id, told.scheme, "12", months, money=own, receipt=receipt, visit=visit)
        else:
            method = self.rng.choice(("1", "3", "3", "6", "12"))
            income = enrolments.least_income() + self.rng.choice(_ABOVE_LEAST)
            own = enrolments.quote_voluntary(
                income=income, method=parse_method(method), category=card.household.category
            ).own
            new = NewEnrolment(
                person.id, told.scheme, method, months, income=income, money=own, receipt=receipt, visit=visit
            )
        enrolments.sign_up(new)


def _is_adult(person: PersonRow, today: date) -> bool:
    born: PartialDate | None = person.born
    return born is not None and _YOUNGEST <= born.age_on(today) <= _OLDEST and not person.away


def _has_card(card: HouseholdCard, person: PersonRow, today: date) -> bool:
    return any(row.person == person.id and row.ends and row.ends >= today for row in card.memberships)
