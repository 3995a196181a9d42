"""Logging a visit: an outcome per person and scheme or one for the door, kept as a draft while it is typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.kept_forms import read_kept
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import Draft, HouseholdCard, VisitRow
from outreach_app.domain.visits import Cancelled, NextStep, Outcome
from outreach_app.errors import BadInput, OutreachError, say
from ui.presenters.drafts import DraftKeeper
from ui.presenters.ports import AdviseAt, HouseholdAt, Latest, Ports, SignUpAt, Undo, VisitAt
from ui.presenters.visit_form import VisitForm, make_new_visit, read_content, read_visit, write_content
from ui.presenters.worries import WorryView, read_worry

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.visits import Warnings


@dataclass(frozen=True, slots=True)
class VisitState:
    """The form of one household, or, while `at` is None, the drafts that wait to be finished.

    `saved_at` is when the draft was last on disk; `reopened` whether the form came from a draft.
    """

    at: VisitAt | None = None
    loading: bool = False
    card: HouseholdCard | None = None
    today: date | None = None
    form: VisitForm | None = None
    same_day: tuple[VisitRow, ...] = ()
    do_not_contact: bool = False
    saved_at: datetime | None = None
    reopened: bool = False
    storing: bool = False
    drafts: tuple[Draft, ...] = ()
    answer: WorryView | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was read when a door was opened."""

    card: HouseholdCard
    today: date
    form: VisitForm
    draft: Draft | None
    correcting: bytes | None
    warnings: "Warnings"


class VisitPresenter:
    """Holds one visit's form; stores it, or leaves it as a draft."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[VisitState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = VisitState()
        self._opens, self._cards, self._warns, self._lists, self._answers = (Latest() for _ in range(5))
        self._keeper = DraftKeeper(app, ports, saved=lambda moment: self._set(saved_at=moment))

    # ------------------------------------------------------------------------------------------------------ opening
    def enter(self, subject: object) -> None:
        """Open a door, or come back to what was being typed."""
        if isinstance(subject, VisitAt):
            self._open(subject)
        elif self._state.at is None:
            self._show_drafts()
        else:
            self._show(self._state)

    def here(self) -> VisitAt | None:
        """What brings somebody back to the visit being typed, once its draft is on disk."""
        at = self._state.at
        return None if at is None else replace(at, draft=self._keeper.draft)

    def _open(self, at: VisitAt) -> None:
        self._keeper.save_now()
        self._state = VisitState(at=at, loading=True)
        self._show(self._state)
        self._ports.query(lambda: self._read(at), done=self._opens.only(self._take), failed=self._not_opened)

    def _read(self, at: VisitAt) -> _Opened:
        app = self._app
        card = app.households.read_card(at.household)
        today = app.desk.today
        draft = self._find_draft(at)
        correcting = at.correcting
        if draft is not None:
            form, correcting = read_content(read_kept(draft.content), today=today)
        elif correcting is not None:
            form = replace(read_visit(app.visits.read(correcting)), printed=at.printed)
        else:
            form = VisitForm(at.visited_on or today, at.channel, printed=at.printed, meeting=at.meeting)
        warnings = app.visits.warn(card.household.id, form.visited_on)
        return _Opened(card, today, form, draft, correcting, warnings)

    def _find_draft(self, at: VisitAt) -> Draft | None:
        mine = [draft for draft in self._app.visits.list_drafts() if draft.household == at.household]
        if at.draft is not None:
            return next((draft for draft in mine if draft.id == at.draft), None)
        wanted = at.correcting.hex() if at.correcting else None
        return next((draft for draft in mine if read_kept(draft.content).get("correcting") == wanted), None)

    def _take(self, opened: _Opened) -> None:
        assert self._state.at is not None
        draft = opened.draft
        self._keeper.take_up(draft.id if draft else None, opened.card.household.id)
        self._set(
            at=replace(self._state.at, household=opened.card.household.id, correcting=opened.correcting),
            loading=False,
            card=opened.card,
            today=opened.today,
            form=opened.form,
            saved_at=draft.saved_at if draft else None,
            reopened=draft is not None,
            **_warned(opened.warnings, correcting=opened.correcting),
        )
        self._answer()

    def _not_opened(self, error: OutreachError) -> None:
        self._state = VisitState()
        self._show_drafts()
        self._ports.places.trouble(error)

    def _show_drafts(self) -> None:
        self._ports.query(self._app.visits.list_drafts, done=self._lists.only(self._take_drafts))

    def _take_drafts(self, drafts: list[Draft]) -> None:
        if self._state.at is None:
            self._set(drafts=tuple(drafts))

    def open_draft(self, draft: str) -> None:
        """Go on with one of the drafts listed."""
        chosen = next((each for each in self._state.drafts if each.id == draft), None)
        if chosen is not None and chosen.household is not None:
            self._open(VisitAt(chosen.household, draft=draft))

    def follow(self, news: object) -> None:
        """Look at the household again when another place changed it; what is being typed stays."""
        if not isinstance(news, Changes) or not news.touches(
            "person", "household", "visit", "membership", "enrolment"
        ):
            return
        card, at = self._state.card, self._state.at
        if self._state.storing:
            # Its own visit: the form is left for the next door.
            return
        if at is not None and card is not None and (news.everything or at.household in news.households):
            take = self._cards.only(self._take_card)
            self._ports.query(lambda: self._app.households.read_card(at.household), done=take)

    def _take_card(self, card: HouseholdCard) -> None:
        if self._state.card is not None and self._state.card.household.id == card.household.id:
            self._set(card=card)

    # ------------------------------------------------------------------------------------------------------- typing
    def set_outcome(self, person: bytes, scheme: Scheme, outcome: Outcome | None) -> None:
        """Give one person's outcome for one scheme, or take it back."""
        if self._state.form is not None:
            self._put(self._state.form.with_outcome((person, scheme), outcome))

    def set_door_outcome(self, outcome: Outcome | None) -> None:
        """Give one outcome for the whole door, or take it back."""
        if self._state.form is not None:
            self._put(self._state.form.with_door(outcome))

    def change(self, changes: Mapping[str, Any]) -> None:
        """Take over fields by name: met, met_others, objection, note, next_step, next_on, visited_on, channel."""
        form = self._state.form
        if form is None:
            return
        rest = {name: value for name, value in changes.items() if name != "next_step"}
        changed = replace(form, **rest)
        if isinstance(step := changes.get("next_step"), NextStep):
            changed = changed.with_step(step)
        if changed != form:
            self._put(changed)
        if changed.visited_on != form.visited_on:
            self._warn(changed.visited_on)
        if (changed.objection, changed.met) != (form.objection, form.met):
            self._answer()

    def _answer(self) -> None:
        """Read the book's answer to the worry, with the figures of whoever was met."""
        at, form, app, words = self._state.at, self._state.form, self._app, self._ports.words
        take: Callable[[WorryView], None] = self._answers.only(lambda answer: self._set(answer=answer))
        if at is None or form is None or form.objection is None:
            self._set(answer=None)
            return
        home, worry, person = at.household, form.objection, next(iter(form.met), None)
        self._ports.query(lambda: read_worry(app, words, worry, household=home, person=person), done=take)

    def ask(self, text: str) -> None:
        """Send the office a question that nobody could answer at this door; no Ctrl+Z, as in Advise."""
        at, form, questions = self._state.at, self._state.form, self._app.questions
        if at is None or form is None:
            return
        home, worry, person = at.household, form.objection, next(iter(form.met), None)
        said = say("The question goes to the office with the next file.")
        tell = lambda _done: self._ports.places.notice(said)  # noqa: E731 - one line for one call
        self._ports.command(lambda: questions.ask(home, text, person=person, worry=worry), done=tell)

    def _put(self, form: VisitForm) -> None:
        if self._state.storing or self._state.at is None:
            return
        self._set(form=form)
        self._keeper.put(write_content(form, correcting=self._state.at.correcting))

    def _warn(self, day: date) -> None:
        at = self._state.at
        if at is None:
            return
        take: Callable[[Warnings], None] = self._warns.only(
            lambda warnings: self._set(**_warned(warnings, correcting=at.correcting))
        )
        self._ports.query(lambda: self._app.visits.warn(at.household, day), done=take)

    def put_away(self) -> None:
        """The place is being left: the draft is written, and told to whoever lists drafts."""
        self._keeper.put_away()

    def save_draft_now(self) -> None:
        """Write the draft without waiting: a field or the place is being left."""
        self._keeper.save_now()

    # ------------------------------------------------------------------------------------------------------ storing
    def store_nobody_home(self) -> None:
        """Log that nobody was at home, at once; refused while people have outcomes that would contradict it."""
        form = self._state.form
        if form is None or self._state.storing:
            return
        if form.outcomes:
            self._ports.places.trouble(_contradiction())
            return
        self._store(form.with_door(Outcome.NOT_HOME), go_on=False)

    def store(self) -> None:
        """Store the visit and go to the next door."""
        if self._state.form is not None and not self._state.storing:
            self._store(self._state.form, go_on=True)

    def _store(self, form: VisitForm, *, go_on: bool) -> None:
        at, card = self._state.at, self._state.card
        if at is None or card is None:
            return
        if not form.is_told:
            self._ports.places.trouble(_nothing_told())
            return
        draft = self._keeper.let_go()
        self._set(storing=True, form=form)
        self._ports.command(
            lambda: self._write(at, form, draft),
            done=lambda done: self._stored(done.value, at, card, form, go_on=go_on),
            failed=lambda error: self._not_stored(error, draft, at.household),
        )

    def _write(self, at: VisitAt, form: VisitForm, draft: str | None) -> Any:
        visit = make_new_visit(at.household, form, draft=draft)
        if at.correcting is not None:
            return self._app.visits.correct(at.correcting, visit)
        return self._app.visits.log(visit)

    def _not_stored(self, error: OutreachError, draft: str | None, household: bytes) -> None:
        self._keeper.take_up(draft, household)
        self._set(storing=False)
        if self._state.form is not None and self._state.at is not None:
            self._keeper.put(write_content(self._state.form, correcting=self._state.at.correcting))
        self._ports.places.trouble(error)

    def _stored(
        self, visit: bytes, at: VisitAt, card: HouseholdCard, form: VisitForm, *, go_on: bool
    ) -> None:
        name = card.household.head
        places = self._ports.places
        places.remember(Undo(say("the visit at {name}", name=name), lambda: self._take_back(visit, at)))
        self._clear()
        if go_on and form.signs_up is not None:
            places.go("sign_up", SignUpAt(at.household, form.signs_up, visit, at.route, at.back))
        elif go_on and at.route and at.correcting is None:
            self._open(replace(at, household=at.route[0], route=at.route[1:], visited_on=None, draft=None))
        else:
            places.go(at.back, HouseholdAt(at.household) if at.back == "households" else None)
        places.notice(say("Visit saved: {name}", name=name))

    def _take_back(self, visit: bytes, at: VisitAt) -> Any:
        """Cancel the visit; a correction is taken back by writing the former visit again."""
        visits = self._app.visits
        if at.correcting is None:
            return visits.cancel(visit, Cancelled.UNDONE.value)
        former = visits.read(at.correcting)
        return visits.correct(visit, make_new_visit(at.household, read_visit(former)))

    def discard(self) -> None:
        """Throw the draft away because its author said so, and leave."""
        if self._state.at is None or self._state.storing:
            return
        draft, back = self._keeper.let_go(), self._state.at.back
        self._clear()
        if draft is not None:
            self._ports.command(lambda: self._app.visits.discard_draft(draft), done=lambda _none: None)
        self._ports.places.go(back)

    def leave(self) -> None:
        """Go back where one came from; what was typed stays as a draft."""
        at = self._state.at
        self._keeper.put_away()
        self._keeper.let_go()
        self._clear()
        if at is not None:
            self._ports.places.go(at.back, HouseholdAt(at.household) if at.back == "households" else None)
        else:
            self._ports.places.go("today")

    # --------------------------------------------------------------------------------------------------- elsewhere
    def open_advice(self) -> None:
        """Work out amounts for this household; the visit stays as a draft."""
        at, form = self._state.at, self._state.form
        if at is not None:
            worry = form.objection if form is not None else None
            self._ports.places.go("advise", AdviseAt(at.household, worry=worry, route=at.route, back="visit"))

    def open_earlier(self) -> None:
        """Open the visit that was logged for this door on the same day, to correct it."""
        at = self._state.at
        if at is not None and self._state.same_day:
            self._open(VisitAt(at.household, correcting=self._state.same_day[0].id, back=at.back))

    def _clear(self) -> None:
        self._state = VisitState()
        self._show(self._state)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _warned(warnings: "Warnings", *, correcting: bytes | None) -> dict[str, Any]:
    same = tuple(visit for visit in warnings.same_day if visit.id != correcting)
    return {"same_day": same, "do_not_contact": warnings.do_not_contact}


def _nothing_told() -> BadInput:
    return BadInput(
        say("The visit has no outcome yet."),
        say("Give an outcome for one person, or one for the whole door."),
        key="no_outcome",
    )


def _contradiction() -> BadInput:
    return BadInput(
        say("Some people already have an outcome, so somebody was at home."),
        say("Clear them with Del, or finish with Ctrl+Enter."),
        key="somebody_home",
    )
