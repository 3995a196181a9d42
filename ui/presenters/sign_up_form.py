"""What a sign-up's form holds: who may join what, whom to begin with, and who comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app.domain.forms import ResultForm
from outreach_app.domain.health import PERIODS, SupportGroup
from outreach_app.domain.joining import JoinObstacle
from outreach_app.domain.kept_forms import need, take
from outreach_app.domain.methods import REGULAR_MONTHS
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.rows import HouseholdCard, PersonRow
from outreach_app.domain.visits import WON

if TYPE_CHECKING:
    from outreach_app.services.enrolments import NewEnrolment

Wish = tuple[bytes, Scheme]
"""One person and the scheme to join."""
FIRST_MONTHS = 2
"""From this month on, so many months are offered as the first one to pay for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be signed up: what keeps them from a scheme, and what they joined this year."""

    person: PersonRow
    obstacles: Mapping[Scheme, JoinObstacle]
    joined: frozenset[Scheme]

    @property
    def open(self) -> tuple[Scheme, ...]:
        """The schemes that may be written down: nothing firm keeps this person from them."""
        firm = {scheme for scheme, obstacle in self.obstacles.items() if obstacle.is_firm}
        return tuple(scheme for scheme in OFFERED_SCHEMES if scheme not in firm)

    @property
    def asked(self) -> tuple[Scheme, ...]:
        """The schemes that are offered without being asked for, the same as in Advise."""
        return tuple(scheme for scheme in OFFERED_SCHEMES if scheme not in self.obstacles)


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """Everything decided about one sign-up; `months` is paid for at once, `money` what was taken in đồng."""

    person: bytes
    scheme: Scheme
    months: int
    first_month: date
    income: int | None = None
    support: SupportGroup = SupportGroup.NONE
    money: int | None = None
    receipt: str = ""
    card: ResultForm | None = None
    hospital: str = ""

    def with_scheme(self, scheme: Scheme) -> "SignUpForm":
        """Choose a scheme; months it cannot be paid for become a year, or the next month for voluntary insurance."""
        months = self.months if scheme is self.scheme else default_months(scheme)
        return replace(self, scheme=scheme, months=months)


def list_periods(scheme: Scheme) -> tuple[int, ...]:
    """The months that can be paid for at once."""
    return REGULAR_MONTHS if scheme is Scheme.VOLUNTARY else PERIODS


def default_months(scheme: Scheme) -> int:
    """What the leaflet reckons with: one month of voluntary insurance, a year of health insurance."""
    return list_periods(scheme)[0 if scheme is Scheme.VOLUNTARY else -1]


def list_first_months(today: date) -> tuple[date, ...]:
    """The months one may begin to pay for."""
    start = first_of_month(today)
    return tuple(add_months(start, ahead) for ahead in range(FIRST_MONTHS))


Obstacles = Mapping[tuple[bytes, Scheme], JoinObstacle]
"""What keeps which member from which scheme."""


def list_candidates(card: HouseholdCard, obstacles: Obstacles, *, today: date) -> tuple[Candidate, ...]:
    """The household's members in its order, with what keeps each from which scheme."""
    return tuple(_make_candidate(card, person, obstacles, today) for person in card.members)


def _make_candidate(card: HouseholdCard, person: PersonRow, obstacles: Obstacles, today: date) -> Candidate:
    found = {
        scheme: obstacles[person.id, scheme] for scheme in OFFERED_SCHEMES if (person.id, scheme) in obstacles
    }
    joined = frozenset(
        row.scheme for row in card.enrolments if row.person == person.id and row.signed_on.year == today.year
    )
    return Candidate(person, found, joined)


def list_wishes(card: HouseholdCard, visit: bytes | None) -> tuple[Wish, ...]:
    """Who said yes to what at a visit."""
    told = next((each for each in card.visits if each.id == visit), None)
    return tuple((o.person, o.scheme) for o in told.outcomes if o.outcome in WON) if told else ()


def choose_first(
    candidates: Sequence[Candidate], wishes: Sequence[Wish], *, person: bytes | None = None
) -> Wish | None:
    """Whom to begin with: who said yes and is not signed up yet, the person asked for, else the first who may join."""
    still = _open_wishes(candidates, wishes)
    mine = [wish for wish in still if wish[0] == person]
    if still:
        return (mine or still)[0]
    named = [each for each in candidates if each.person.id == person and each.open]
    for candidate in (*named, *candidates):
        new = [scheme for scheme in candidate.asked if scheme not in candidate.joined]
        if new or candidate in named:
            return candidate.person.id, (new or list(candidate.open))[0]
    return next(((each.person.id, each.open[0]) for each in candidates if each.open), None)


def choose_next(
    candidates: Sequence[Candidate], wishes: Sequence[Wish], *, after: Wish | None = None
) -> Wish | None:
    """Who comes after a sign-up: the next who said yes; without a visit the next member who may join the same."""
    still = _open_wishes(candidates, wishes)
    if still or wishes:
        return still[0] if still else None
    if after is None:
        return None
    ids = [each.person.id for each in candidates]
    person, scheme = after
    later = candidates[ids.index(person) + 1 :] if person in ids else candidates
    free = (each for each in later if scheme in each.asked and scheme not in each.joined)
    return next(((each.person.id, scheme) for each in free), None)


def _open_wishes(candidates: Sequence[Candidate], wishes: Sequence[Wish]) -> list[Wish]:
    known = {each.person.id: each for each in candidates}
    return [
        (person, scheme)
        for person, scheme in wishes
        if person in known and scheme in known[person].open and scheme not in known[person].joined
    ]


def write_content(form: SignUpForm, *, visit: bytes | None) -> dict[str, object]:
    """What a draft stores of a form, and of the visit it followed."""
    return {
        "person": form.person.hex(), "scheme": form.scheme.value, "months": form.months,
        "first_month": form.first_month.isoformat(), "income": form.income, "support": form.support.value,
        "money": form.money, "receipt": form.receipt, "visit": visit.hex() if visit else None,
        "card": form.card.value if form.card else "", "hospital": form.hospital,
    }  # fmt: skip


def read_visit(content: Mapping[str, Any]) -> bytes | None:
    """The visit that a kept sign-up followed."""
    return take(bytes.fromhex, content.get("visit"), None) or None


def read_content(
    content: Mapping[str, Any], candidates: Sequence[Candidate], *, today: date
) -> SignUpForm | None:
    """The form a draft holds; None when it was stored meanwhile or may not be filled in like that any more."""
    form = take(_read_form, content, None)
    if form is None:
        return None
    whose = next((each for each in candidates if each.person.id == form.person), None)
    fits = whose is not None and form.scheme in whose.open and form.scheme not in whose.joined
    payable = form.months in list_periods(form.scheme) and form.first_month in list_first_months(today)
    return form if fits and payable else None


def _read_form(content: Mapping[str, Any]) -> SignUpForm | None:
    number, words = need(int), need(str)
    return SignUpForm(
        bytes.fromhex(content["person"]), Scheme(content["scheme"]), number(content["months"]),
        date.fromisoformat(content["first_month"]), take(number, content["income"], None),
        SupportGroup(content["support"]), take(number, content["money"], None), words(content["receipt"]),
        take(ResultForm, content.get("card") or None, None), take(words, content.get("hospital"), ""),
    )  # fmt: skip


def make_new_enrolment(form: SignUpForm, *, visit: bytes | None) -> "NewEnrolment":
    """Turn a form into what the sign-up service takes; loads that service, so call it in the background."""
    from outreach_app.services.enrolments import NewEnrolment

    voluntary = form.scheme is Scheme.VOLUNTARY
    return NewEnrolment(
        person=form.person,
        scheme=form.scheme,
        method=str(form.months),
        first_month=form.first_month,
        income=form.income if voluntary else None,
        money=form.money or 0,
        receipt=form.receipt,
        support=SupportGroup.NONE if voluntary else form.support,
        visit=visit,
        card=form.card,
        hospital="" if voluntary else form.hospital,
    )
