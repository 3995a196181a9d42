"""Advising a household: the choices of its members, worked out at every key, kept, printed, carried on to sign-up."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.domain.advice import AdviceBasis, FamilyAdvice, FamilyChoices, PensionAdvice
from outreach_app.domain.changes import Changes
from outreach_app.domain.health_groups import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.rows import QuestionRow
from outreach_app.errors import OutreachError, say
from ui.presenters.advise_view import GROUPS, WALKED, AdviseRow, list_periods
from ui.presenters.advise_wishes import list_wishes
from ui.presenters.ports import (
    AdviseAt,
    HouseholdAt,
    Latest,
    Paper,
    Ports,
    PrintAt,
    SignUpAt,
    VisitAt,
)
from ui.presenters.worries import WorryView, read_worry

if TYPE_CHECKING:
    from outreach_app.app import App

WAIT_MS = 120


class Side(StrEnum):
    """What stands beside the table."""

    FIGURES = "figures"
    LATER = "later"
    LAWS = "laws"
    CASHING_OUT = "cashing_out"
    WORRIES = "worries"


@dataclass(frozen=True, slots=True)
class AdviseState:
    """One household's advice; `focus` is the person stood on, `row` the row, `law` which steps are shown.

    `pension` belongs to the focus or, for a moment, to the person before.
    """

    at: AdviseAt | None = None
    loading: bool = False
    basis: AdviceBasis | None = None
    choices: FamilyChoices | None = None
    advice: FamilyAdvice | None = None
    pension: PensionAdvice | None = None
    focus: bytes | None = None
    row: AdviseRow = AdviseRow.INCOME
    side: Side = Side.FIGURES
    law: str = ""
    worry: str = "unstable_income"
    answer: WorryView | None = None
    questions: tuple[QuestionRow, ...] = ()
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    basis: AdviceBasis
    choices: FamilyChoices
    questions: tuple[QuestionRow, ...]


class AdvisePresenter:
    """Holds one household's choices and everything that follows from them."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[AdviseState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = AdviseState()
        self._reads, self._pensions, self._answers = Latest(), Latest(), Latest()
        self._dirty = self._waiting = False

    # ------------------------------------------------------------------------------------------------------ opening
    def enter(self, subject: object) -> None:
        """Open a household, or come back to the one that was open."""
        if isinstance(subject, AdviseAt):
            self.keep_now()
            self._state = AdviseState(at=subject, loading=True)
            self._reload(self._begin)
        self._show(self._state)

    def here(self) -> AdviseAt | None:
        """What brings somebody back to this household and person; the choices are on disk."""
        at = self._state.at
        return None if at is None else replace(at, person=self._state.focus)

    def _reload(self, take: Callable[[_Read], None]) -> None:
        at = self._state.at
        assert at is not None
        self._ports.query(
            lambda: self._read(at.household), done=self._reads.only(take), failed=self._not_read
        )

    def _read(self, household: bytes) -> _Read:
        app = self._app
        basis = app.advice.read(household)
        questions = tuple(app.questions.list_of_household(household))
        return _Read(basis, app.advice.read_choices(basis), questions)

    def _not_read(self, error: OutreachError) -> None:
        self._set(loading=False, at=None)
        self._ports.places.trouble(error)

    def _begin(self, read: _Read) -> None:
        at = self._state.at
        assert at is not None
        ids = [each.person.id for each in read.basis.asked]
        wanted = (at.person, read.choices.focus, *ids)
        focus = next((each for each in wanted if each in ids), None)
        self._set(loading=False, basis=read.basis, questions=read.questions, focus=focus)
        self._put(read.choices, typed=False)
        if at.worry is not None:
            self.choose_worry(at.worry)

    def follow(self, news: object) -> None:
        """Look at the household again when another place changed it; the choices stay."""
        at = self._state.at
        if at is None or self._state.basis is None or not isinstance(news, Changes):
            return
        tables = ("person", "household", "membership", "enrolment", "question", "answer", "objection_entry")
        rules = news.touches("rule_book_edition", "objection_entry", "answer")
        if rules or (news.touches(*tables) and (news.everything or at.household in news.households)):
            self._reload(self._look_again)

    def _look_again(self, read: _Read) -> None:
        choices = self._state.choices or read.choices
        ids = [each.person.id for each in read.basis.asked]
        focus = self._state.focus if self._state.focus in ids else next(iter(ids), None)
        self._set(basis=read.basis, questions=read.questions, focus=focus)
        self._put(choices, typed=False)

    # ----------------------------------------------------------------------------------------------------- choosing
    def stand(self, person: bytes, row: AdviseRow) -> None:
        """Stand on one person's cell."""
        row = row if row in WALKED else self._state.row
        moved = person != self._state.focus
        self._set(focus=person, row=row)
        if moved and self._state.choices is not None:
            self._set(choices=replace(self._state.choices, focus=person))
            self._keep_soon()
            self._project()
            self._answer()

    def change_income(self, steps: int) -> None:
        """Raise or lower the income of the person stood on by so many steps of 50,000 đồng."""
        basis, focus, choices = self._state.basis, self._state.focus, self._state.choices
        if basis is None or focus is None or choices is None:
            return
        income = choices.of(focus).income // basis.incomes.step * basis.incomes.step
        self.set_income(focus, income + steps * basis.incomes.step)

    def set_income(self, person: bytes, income: int) -> None:
        """Choose an income, held between the lowest and the highest."""
        basis, choices = self._state.basis, self._state.choices
        if basis is not None and choices is not None and choices.of(person).voluntary:
            held = max(basis.incomes.floor, min(income, basis.incomes.ceiling))
            self._put(choices.with_person(person, income=held))

    def set_months(self, row: AdviseRow, months: int) -> None:
        """Choose a payment method of the person stood on, or the months of everybody's health insurance."""
        choices, focus = self._state.choices, self._state.focus
        if choices is None or focus is None or months not in list_periods(row):
            return
        if row is AdviseRow.PLACE:
            self._put(replace(choices, health_months=months))
        else:
            self._put(choices.with_person(focus, method=str(months)))

    def turn_months(self, step: int) -> None:
        """Go to the next shorter or longer period of the row stood on."""
        choices, focus, row = self._state.choices, self._state.focus, self._state.row
        if choices is None or focus is None:
            return
        periods = list_periods(row)
        here = choices.health_months if row is AdviseRow.PLACE else int(choices.of(focus).method)
        place = max(0, min(periods.index(here) + step, len(periods) - 1))
        self.set_months(row, periods[place])

    def toggle_joining(self) -> None:
        """Let the person stood on join or leave the scheme of the row."""
        choices, focus = self._state.choices, self._state.focus
        if choices is None or focus is None:
            return
        known = choices.of(focus)
        if self._state.row is AdviseRow.PLACE:
            self._put(choices.with_person(focus, health=not known.health))
        else:
            self._put(choices.with_person(focus, voluntary=not known.voluntary))

    def toggle_support(self) -> None:
        """Let the person stood on take up the support that the place proposes, or leave it again."""
        basis, choices, focus = self._state.basis, self._state.choices, self._state.focus
        if basis is None or choices is None or focus is None:
            return
        person = next(each for each in basis.people if each.person.id == focus)
        if not basis.supports or person.health_closed is not None:
            self._ports.places.notice(say("No support is proposed here."))
            return
        support = SupportGroup.NONE if choices.of(focus).support else basis.supports[0]
        self._set(row=AdviseRow.PLACE)
        key = "" if support is SupportGroup.NONE else support.value
        self._put(choices.with_person(focus, support=key, health=True))
        why = say(SUPPORT_NAMES[support])
        self._ports.places.notice(say("Of {name}: {reason}", name=person.person.name, reason=why))

    def _put(self, choices: FamilyChoices, *, typed: bool = True) -> None:
        basis = self._state.basis
        if basis is None or (typed and choices == self._state.choices):
            return
        # Some milliseconds of arithmetic, so that the slider is followed without a thread between.
        advice = self._app.advice.work_out(basis, choices, former=self._state.advice)
        self._set(choices=choices, advice=advice)
        self._project()
        self._answer()
        if typed:
            self._keep_soon()

    def _project(self) -> None:
        basis, choices, focus = self._state.basis, self._state.choices, self._state.focus
        if basis is None or choices is None or focus is None:
            self._set(pension=None)
            return
        take = self._pensions.only(lambda pension: self._set(pension=pension))
        self._ports.query(
            lambda: self._app.advice.project(basis, choices, focus), done=take, series="pension"
        )

    # ----------------------------------------------------------------------------------------------------- keeping
    def _keep_soon(self) -> None:
        self._dirty = True
        if not self._waiting:
            self._waiting = True
            self._ports.later(WAIT_MS, self._time_is_up)

    def _time_is_up(self) -> None:
        self._waiting = False
        self.keep_now()

    def keep_now(self) -> None:
        """Write the choices without waiting: the place is being left."""
        at, choices = self._state.at, self._state.choices
        if not self._dirty or at is None or choices is None:
            return
        self._dirty = False
        self._ports.command(
            lambda: self._keep(at.household, choices),
            done=lambda moment: self._set(saved_at=moment),
            failed=self._not_kept,
        )

    def _not_kept(self, error: OutreachError) -> None:
        self._dirty = True  # the next key, or leaving the place, writes it
        self._ports.places.trouble(error)

    def _keep(self, household: bytes, choices: FamilyChoices) -> datetime:
        self._app.advice.keep_choices(household, choices)
        return self._app.desk.now

    # ------------------------------------------------------------------------------------------------------ beside
    def show_side(self, side: Side) -> None:
        """Show something else beside the table; the same once more goes back to the figures."""
        if self._state.advice is None:
            return
        self._set(side=Side.FIGURES if side is self._state.side else side, law="")
        self._answer()

    def show_laws(self, row: AdviseRow | None = None) -> None:
        """Show the arithmetic with its law: of the row's scheme, then the other, then the pension, then none."""
        if self._state.advice is None:
            return
        health = (row or self._state.row) in (AdviseRow.HEALTH, AdviseRow.PLACE)
        turns = ("health", "social", "pension") if health else ("social", "pension", "health")
        if row in GROUPS or self._state.side is not Side.LAWS or self._state.law not in turns:
            self._set(side=Side.LAWS, law=turns[0])
            return
        after = turns.index(self._state.law) + 1
        more = after < len(turns)
        self._set(side=Side.LAWS if more else Side.FIGURES, law=turns[after] if more else "")

    def choose_worry(self, worry: str) -> None:
        """Show the answer to a worry with the figures of the person stood on."""
        self._set(worry=worry, side=Side.WORRIES, answer=None)
        self._answer()

    def _answer(self) -> None:
        state, words = self._state, self._ports.words
        if state.side is not Side.WORRIES or state.at is None or state.advice is None:
            return
        app, household, advice = self._app, state.at.household, state.advice
        focus, worry = state.focus, state.worry
        take = self._answers.only(lambda answer: self._set(answer=answer))
        self._ports.query(
            lambda: read_worry(app, words, worry, household=household, person=focus, advice=advice), done=take
        )

    def ask(self, text: str) -> None:
        """Send the office a question that nobody could answer.

        No Ctrl+Z: who asked waits for an answer, and the office may have the question already.
        """
        state = self._state
        if state.at is None:
            return
        household, worry, focus = state.at.household, state.worry, state.focus
        self._ports.command(
            lambda: self._app.questions.ask(household, text, person=focus, worry=worry),
            done=lambda _done: self._ports.places.notice(
                say("The question goes to the office with the next file.")
            ),
        )

    # ---------------------------------------------------------------------------------------------------- elsewhere
    def print_leaflet(self) -> None:
        """Show the family's leaflet with these choices."""
        at = self._state.at
        if at is not None and self._state.advice is not None:
            self.keep_now()
            self._ports.places.go("print", PrintAt(Paper.LEAFLET, at.household))

    def sign_up(self) -> None:
        """Sign up everybody who joins, one after the other, with what was chosen here."""
        state = self._state
        if state.at is None or state.advice is None or state.choices is None:
            return
        wishes = list_wishes(state.advice)
        if not wishes:
            self._ports.places.notice(say("Nobody joins anything yet."))
            return
        self.keep_now()
        at = state.at
        places = self._ports.places
        places.go("sign_up", SignUpAt(at.household, state.focus, at.visit, at.route, "advise", wishes))

    def choose_household(self) -> None:
        """Go to the list of households, where one is chosen."""
        self._ports.places.go("households")

    def leave(self) -> None:
        """Go back where one came from; what was chosen stays kept."""
        at = self._state.at
        self.keep_now()
        if at is None:
            self._ports.places.go("today")
        elif at.back == "visit":
            self._ports.places.go("visit", VisitAt(at.household, route=at.route))
        else:
            self._ports.places.go(at.back, HouseholdAt(at.household) if at.back == "households" else None)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
