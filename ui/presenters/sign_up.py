"""A sign-up: who, which scheme, what it costs by the rules of today, and what was taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import HouseholdCard
from outreach_app.domain.voluntary import IncomeRange
from outreach_app.errors import BadInput, OutreachError, say
from outreach_app.i18n import Dong
from ui.presenters.drafts import WAIT_MS
from ui.presenters.ports import (
    AdviseAt,
    ConsentAt,
    HouseholdAt,
    Latest,
    Ports,
    SignUpAt,
    SignUpWish,
    Undo,
    VisitAt,
)
from ui.presenters.sign_up_form import (
    Candidate,
    Obstacles,
    SignUpForm,
    Wish,
    choose_first,
    choose_next,
    default_months,
    list_candidates,
    list_first_months,
    list_wishes,
    make_new_enrolment,
    read_content,
    write_content,
)

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.enrolments import EnrolmentQuote


@dataclass(frozen=True, slots=True)
class SignUpState:
    """The sign-up of one household's member; `form` is None while nobody of it may join.

    `quote` belongs to the form shown or, for a moment, to the one before; `trouble` says why there is none.
    """

    at: SignUpAt | None = None
    loading: bool = False
    card: HouseholdCard | None = None
    today: date | None = None
    incomes: IncomeRange | None = None
    candidates: tuple[Candidate, ...] = ()
    form: SignUpForm | None = None
    quote: "EnrolmentQuote | None" = None
    trouble: OutreachError | None = None
    storing: bool = False

    @property
    def candidate(self) -> Candidate | None:
        """The member who is being signed up."""
        wanted = self.form.person if self.form is not None else None
        return next((each for each in self.candidates if each.person.id == wanted), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read when a household was opened."""

    card: HouseholdCard
    obstacles: Obstacles
    today: date
    incomes: IncomeRange
    kept: Mapping[str, Any] | None


class SignUpPresenter:
    """Holds one sign-up's form, works it out at every change, stores it, and goes on to the next member."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[SignUpState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = SignUpState()
        self._reads, self._quotes = Latest(), Latest()
        self._dirty = self._waiting = False

    # ------------------------------------------------------------------------------------------------------ opening
    def enter(self, subject: object) -> None:
        """Open a household, or come back to what was being filled in."""
        if isinstance(subject, SignUpAt):
            self.keep_now()
            self._quotes.drop()
            self._state = SignUpState(at=subject, loading=True)
            self._read_card(self._begin)
        self._show(self._state)

    def open_consents(self) -> None:
        """Look at what the person who is signed up agreed to, and come back to this form."""
        at, form = self._state.at, self._state.form
        if at is not None and form is not None:
            self.keep_now()
            self._ports.places.go("consents", ConsentAt(form.person, back="sign_up", back_at=at))

    def here(self) -> SignUpAt | None:
        """What brings somebody back to this form; what was filled in is on disk."""
        return self._state.at

    def _read_card(self, take: Callable[[_Read], None]) -> None:
        at = self._state.at
        assert at is not None
        self._ports.query(lambda: self._read(at.household), done=self._reads.only(take))

    def _read(self, household: bytes) -> _Read:
        app = self._app
        card = app.households.read_card(household)
        return _Read(
            card,
            app.enrolments.list_obstacles(card),
            app.desk.today,
            app.enrolments.read_income_range(),
            app.sign_up_drafts.read(household),
        )

    def _begin(self, read: _Read) -> None:
        at = self._state.at
        assert at is not None
        self._look(read)
        if at.wishes:
            self._start(choose_next(self._state.candidates, self._wishes(read)))
            return
        kept = read_content(read.kept, self._state.candidates, today=read.today) if read.kept else None
        if kept is not None:
            self._put(kept)
            return
        self._start(choose_first(self._state.candidates, self._wishes(read), person=at.person))

    def _wishes(self, read: _Read) -> tuple[Wish, ...]:
        """Who is to join what: as chosen in Advise, else who said yes at the visit."""
        at = self._state.at
        assert at is not None
        chosen = tuple((wish.person, wish.scheme) for wish in at.wishes)
        return chosen or list_wishes(read.card, at.visit)

    def _look(self, read: _Read) -> None:
        candidates = list_candidates(read.card, read.obstacles, today=read.today)
        self._set(
            loading=False, card=read.card, today=read.today, incomes=read.incomes, candidates=candidates
        )

    def _start(self, wish: Wish | None) -> None:
        """Begin the form of one person; what the family decides alike is kept from the one before."""
        today, incomes, former = self._state.today, self._state.incomes, self._state.form
        if wish is None or today is None or incomes is None:
            self._set(form=None, quote=None, trouble=None)
            return
        self._set(quote=None, trouble=None)
        person, scheme = wish
        same = former is not None and former.scheme is scheme
        known = self._find_wish(wish)
        if known is not None:
            first_month = former.first_month if former is not None else list_first_months(today)[0]
            income, support = known.income or incomes.floor, SupportGroup(known.support)
            self._put(
                self._like_before(
                    SignUpForm(person, scheme, known.months, first_month, income=income, support=support)
                )
            )
            return
        self._put(
            self._like_before(
                SignUpForm(
                    person,
                    scheme,
                    former.months if former is not None and same else default_months(scheme),
                    former.first_month if former is not None else list_first_months(today)[0],
                    income=former.income if former is not None and same else incomes.floor,
                )
            )
        )

    def _like_before(self, form: SignUpForm) -> SignUpForm:
        former = self._state.form
        return form if former is None else replace(form, card=former.card, hospital=former.hospital)

    def _find_wish(self, wish: Wish) -> SignUpWish | None:
        wishes = self._state.at.wishes if self._state.at is not None else ()
        return next((each for each in wishes if (each.person, each.scheme) == wish), None)

    def follow(self, news: object) -> None:
        """Look at the household again when another place changed it; what is filled in stays."""
        at = self._state.at
        if at is None or self._state.loading or not isinstance(news, Changes):
            return
        if news.touches("person", "household", "membership", "enrolment", "consent") and (
            news.everything or at.household in news.households
        ):
            self._read_card(self._look_again)

    def _look_again(self, read: _Read) -> None:
        self._look(read)
        if self._state.form is not None:
            self._quote(self._state.form)

    # ------------------------------------------------------------------------------------------------------- typing
    def change(self, changes: Mapping[str, Any]) -> None:
        """Take over fields by name: person, scheme, months, first_month, income, support, card, money ..."""
        form = self._state.form
        if form is None or self._state.storing:
            return
        rest = {name: value for name, value in changes.items() if name not in ("person", "scheme")}
        changed = replace(form, **rest)
        if (person := changes.get("person")) is not None:
            changed = self._with_person(changed, person)
        if isinstance(scheme := changes.get("scheme"), Scheme):
            changed = self._with_income(changed.with_scheme(scheme))
        if changed != form:
            self._put(changed)
            self._keep_soon()

    def _keep_soon(self) -> None:
        self._dirty = True
        if not self._waiting:
            self._waiting = True
            self._ports.later(WAIT_MS, self._time_is_up)

    def _time_is_up(self) -> None:
        self._waiting = False
        self.keep_now()

    def keep_now(self) -> None:
        """Write what was typed without waiting: the place is being left."""
        at, form = self._state.at, self._state.form
        if not self._dirty or at is None or form is None or self._state.storing:
            return
        self._dirty = False
        content = write_content(form, visit=at.visit)
        self._ports.command(
            lambda: self._app.sign_up_drafts.keep(at.household, content),
            done=lambda _none: None,
            failed=self._not_kept,
        )

    def _not_kept(self, error: OutreachError) -> None:
        self._dirty = True  # the next key, or leaving the place, writes it
        self._ports.places.trouble(error)

    def _forget(self, household: bytes) -> None:
        self._dirty = False
        self._ports.command(lambda: self._app.sign_up_drafts.forget(household), done=lambda _none: None)

    def _with_person(self, form: SignUpForm, person: bytes) -> SignUpForm:
        chosen = next((each for each in self._state.candidates if each.person.id == person), None)
        if chosen is None or not chosen.open:
            return form
        form = replace(form, person=person)
        return form if form.scheme in chosen.open else self._with_income(form.with_scheme(chosen.open[0]))

    def _with_income(self, form: SignUpForm) -> SignUpForm:
        incomes = self._state.incomes
        return replace(form, income=incomes.floor) if form.income is None and incomes is not None else form

    def _put(self, form: SignUpForm) -> None:
        self._set(form=form)
        self._quote(form)

    def _quote(self, form: SignUpForm) -> None:
        incomes, visit = self._state.incomes, self._state.at.visit if self._state.at else None
        if form.scheme is Scheme.VOLUNTARY and form.income is None and incomes is not None:
            self._quotes.drop()
            self._set(quote=None, trouble=_no_income(incomes))
            return
        take = self._quotes.only(self._take_quote)
        self._ports.query(
            lambda: self._app.enrolments.quote_for(make_new_enrolment(form, visit=visit)),
            done=take,
            failed=take,
        )

    def _take_quote(self, answer: "EnrolmentQuote | OutreachError") -> None:
        if isinstance(answer, OutreachError):
            self._set(quote=None, trouble=answer)
        else:
            self._set(quote=answer, trouble=None)

    # ------------------------------------------------------------------------------------------------------ storing
    def store(self) -> None:
        """Store the sign-up and go on to the next member; what cannot be stored says why."""
        form, at = self._state.form, self._state.at
        if form is None or at is None or self._state.storing:
            return
        if self._state.trouble is not None:
            self._ports.places.trouble(self._state.trouble)
            return
        self._set(storing=True)
        self._ports.command(
            lambda: self._app.enrolments.sign_up(make_new_enrolment(form, visit=at.visit)),
            done=lambda done: self._stored(done.value.enrolment.id, form, at),
            failed=self._not_stored,
        )

    def _not_stored(self, error: OutreachError) -> None:
        self._set(storing=False)
        self._ports.places.trouble(error)

    def _stored(self, enrolment: bytes, form: SignUpForm, at: SignUpAt) -> None:
        places, person = self._ports.places, self._state.candidate
        name = person.person.name if person is not None else ""
        places.remember(
            Undo(say("the sign-up of {name}", name=name), lambda: self._app.enrolments.take_back(enrolment))
        )
        places.notice(say("Signed up: {name}", name=name))
        self._forget(at.household)
        if self._state.at == at:
            self._read_card(lambda read: self._go_on(read, (form.person, form.scheme)))

    def _go_on(self, read: _Read, after: Wish) -> None:
        self._look(read)
        self._set(storing=False)
        at = self._state.at
        assert at is not None
        following = choose_next(self._state.candidates, self._wishes(read), after=after)
        if following is None:
            self.leave()
        else:
            self._start(following)

    def leave(self) -> None:
        """Go to the next door when this followed a visit, else back where one came from; what was typed is dropped."""
        if self._state.at is not None:
            self._forget(self._state.at.household)
        at, self._state = self._state.at, SignUpState()
        self._reads.drop()
        self._quotes.drop()
        places = self._ports.places
        if at is None:
            places.go("today")
        elif at.visit is not None and at.route:
            back = at.back if at.back != "advise" else "today"
            places.go("visit", VisitAt(at.route[0], route=at.route[1:], back=back))
        elif at.back == "advise":
            places.go("advise", AdviseAt(at.household))
        else:
            places.go(at.back, HouseholdAt(at.household) if at.back == "households" else None)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _no_income(incomes: IncomeRange) -> BadInput:
    return BadInput(
        say("The monthly income is missing."),
        say(
            "Choose between {floor} and {ceiling}.", floor=Dong(incomes.floor), ceiling=Dong(incomes.ceiling)
        ),
        key="income_out_of_range",
    )
