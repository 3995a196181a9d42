"""The place Sign-ups: what is on its way and how far, the money of the day, and what must be done next."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.dossiers import SignUpRow, SignUpStage
from outreach_app.domain.rows import Draft
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.money_forms import MoneyForms, OpenForm
from ui.presenters.phrases import name_village
from ui.presenters.ports import HouseholdAt, Latest, Paper, Ports, PrintAt, SignUpAt, SlipAt, StandAt, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.cash import CashDay
    from outreach_app.services.dossiers import SignUpCard, SignUpList

_TABLES = (
    "enrolment", "receipt", "receipt_book", "hand_over", "dossier_state", "person", "household", "canvasser",
)  # fmt: skip
_PLACE = "sign_ups"
CASH = "cash"
"""The line of the day's cash."""
STAGES = (
    SignUpStage.RETURNED, SignUpStage.DRAFT, SignUpStage.WAITING, SignUpStage.PAID, SignUpStage.SENT,
    SignUpStage.ACCEPTED,
)  # fmt: skip
"""The order of the groups: what has to be done first stands first."""

LineId = tuple[str, bytes] | str
"""`("draft", household)`, `("row", sign-up)` or CASH."""


@dataclass(frozen=True, slots=True)
class SignUpsState:
    """The list as read; `wanted` filters it, `chosen` names a line, `card` belongs to a stored sign-up."""

    loading: bool = True
    office: bool = False
    today: date | None = None
    wanted: SignUpStage | None = None
    found: "SignUpList | None" = None
    villages: Mapping[bytes, str] = field(default_factory=lambda: MappingProxyType({}))
    cash: "CashDay | None" = None
    troubles: tuple[Message, ...] = ()
    number: str = ""
    receiver: str = ""
    chosen: LineId | None = None
    card: "SignUpCard | None" = None
    form: OpenForm | None = None

    @property
    def counts(self) -> Mapping[SignUpStage, int]:
        """How many there are in each state."""
        if self.found is None:
            return {}
        counted = Counter(row.stage for row in self.found.rows)
        counted[SignUpStage.DRAFT] = len(self.found.drafts)
        return counted

    @property
    def shows_cash(self) -> bool:
        """Whether the day's money heads the list: with all of it, once there was a sign-up or any money."""
        money = self.cash is not None and bool(self.cash.receipts or self.cash.handed or self.troubles)
        return self.wanted is None and self.cash is not None and (money or any(self.counts.values()))

    @property
    def row(self) -> SignUpRow | None:
        """The stored sign-up stood on."""
        rows = self.found.rows if self.found else ()
        return next((row for row in rows if ("row", row.id) == self.chosen), None)

    @property
    def draft(self) -> Draft | None:
        """The unfinished sign-up stood on."""
        drafts = self.found.drafts if self.found else ()
        return next((each for each in drafts if ("draft", each.household) == self.chosen), None)

    def ids(self) -> list[LineId]:
        """Every line in the order shown."""
        if self.found is None:
            return []
        ids: list[LineId] = [CASH] if self.shows_cash else []
        for stage in STAGES:
            if self.wanted in (None, stage):
                ids += (
                    [("draft", d.household) for d in self.found.drafts if d.household]
                    if stage is SignUpStage.DRAFT
                    else []
                )
                ids += [("row", row.id) for row in self.found.rows if row.stage is stage]
        return ids


@dataclass(frozen=True, slots=True)
class _Read:
    found: "SignUpList"
    villages: Mapping[bytes, str]
    cash: "CashDay"
    troubles: tuple[Message, ...]
    number: str
    receiver: str
    office: bool
    today: date


class SignUpsPresenter:
    """Reads the list, opens what is chosen, and carries out what its keys ask for."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[SignUpsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = SignUpsState()
        self._reads, self._cards = Latest(), Latest()
        self._here = False
        self.forms = MoneyForms(app, ports, show=lambda form: self._set(form=form), slip_made=self._print)

    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here."""
        self._here = True
        if isinstance(subject, StandAt):
            self._state = replace(self._state, chosen=subject.line)
        self._show(self._state)
        self._reload()

    def here(self) -> StandAt:
        """What brings somebody back to the line stood on."""
        return StandAt(self._state.chosen)

    def leave(self) -> None:
        """Stop following what happens elsewhere; coming back looks again."""
        self._here = False

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._reads.only(self._take))

    def _read(self) -> _Read:
        app = self._app
        last = next(iter(app.cash.list_hand_overs()), None)
        return _Read(
            app.dossiers.list_sign_ups(),
            {village.id: name_village(village) for village in app.households.list_villages()},
            app.cash.read_cash(),
            app.receipt_books.find_troubles(),
            app.receipt_books.propose_number(),
            last.receiver_name if last else "",
            app.standing().role == "office",
            app.desk.today,
        )

    def _take(self, read: _Read) -> None:
        former = self._state.ids()
        self._state = replace(
            self._state, loading=False, found=read.found, villages=read.villages, cash=read.cash, number=read.number,
            troubles=read.troubles, receiver=read.receiver, office=read.office, today=read.today,
        )  # fmt: skip
        self._stand_near(former)

    def _stand_near(self, former: list[LineId]) -> None:
        """Keep the line stood on, or take the one that came to its place."""
        ids, chosen = self._state.ids(), self._state.chosen
        if chosen not in ids:
            place = former.index(chosen) if chosen in former else 0
            chosen = ids[min(place, len(ids) - 1)] if ids else None
        self._set(chosen=chosen)
        self._read_card()

    def filter(self, wanted: SignUpStage | None) -> None:
        """Show one state only, or all."""
        if wanted != self._state.wanted:
            self._state = replace(self._state, wanted=wanted)
            self._stand_near([])

    def stand_on(self, line: LineId | None) -> None:
        """Show what is known of a line."""
        if line != self._state.chosen:
            self.forms.leave()
            self._set(chosen=line)
            self._read_card()

    def _read_card(self) -> None:
        row, card = self._state.row, self._state.card
        if row is None:
            self._cards.drop()
            self._set(card=None)
            return
        if card is not None and card.row.id != row.id:
            self._set(card=None)
        take: Callable[[SignUpCard], None] = self._cards.only(lambda card: self._set(card=card))
        self._ports.query(lambda: self._app.dossiers.read_card(row.id), done=take)

    # -------------------------------------------------------------------------------------------------------- acting
    def go_on(self) -> None:
        """Do what the line asks for next: finish it, take its money, hand it in, accept it, or look at the family."""
        state, row = self._state, self._state.row
        if state.chosen == CASH:
            self.hand_over()
        elif state.draft is not None and state.draft.household is not None:
            self._ports.places.go("sign_up", SignUpAt(state.draft.household, back=_PLACE))
        elif row is None:
            return
        elif row.stage is SignUpStage.WAITING:
            self.take_money()
        elif row.stage is SignUpStage.PAID:
            self.hand_in()
        elif row.stage is SignUpStage.SENT and state.office:
            self.accept()
        else:
            self.open_household()

    def take_money(self) -> None:
        """Write a receipt for the sign-up stood on."""
        if (card := self._state.card) is not None:
            self.forms.take(card, number=self._state.number)

    def make_void(self) -> None:
        """Make a receipt number void."""
        self.forms.make_void(self._state.card)

    def hand_in(self) -> None:
        """Enter that the papers of the sign-up stood on went to the office."""
        self._step(
            lambda row: self._app.dossiers.hand_in([row.id]), lambda name: say("Handed in: {name}", name=name)
        )

    def accept(self) -> None:
        """Enter that the office accepted the papers."""
        if self._state.office:
            self._step(
                lambda row: self._app.dossiers.accept([row.id]),
                lambda name: say("Accepted: {name}", name=name),
            )

    def give_back(self) -> None:
        """Return the papers with a reason."""
        if self._state.office and self._state.card is not None:
            self.forms.give_back(self._state.card)

    def hand_over(self) -> None:
        """Count the day's cash and hand it over."""
        if (cash := self._state.cash) is not None:
            self.forms.hand_over(cash, receiver=self._state.receiver)

    def print_forms(self) -> None:
        """Go to the official forms of these sign-ups, which tell what each lacks."""
        self._ports.places.go("print", PrintAt(Paper.FORMS))

    def print_slip(self) -> None:
        """Show the newest slip of whoever works here; without one there is nothing to print."""
        handed = self._state.cash.handed if self._state.cash else ()
        if handed:
            self._print(handed[0].id)
        else:
            self._ports.places.notice(say("No cash was handed over today."))

    def _print(self, slip: bytes) -> None:
        self._ports.places.go("print", SlipAt(slip))

    def open_household(self) -> None:
        """Look at the household whole."""
        state = self._state
        household = state.row.household if state.row else state.draft.household if state.draft else None
        if household is not None:
            self._ports.places.go("households", HouseholdAt(household))

    def _step(self, act: Callable[[SignUpRow], Any], tell: Callable[[str], Message]) -> None:
        row = self._state.row
        if row is None:
            return
        app, places = self._app, self._ports.places

        def done(made: Any) -> None:
            told = tell(row.person_name)
            places.remember(Undo(told, lambda: app.dossiers.take_back(made.value)))
            places.notice(told)

        def failed(error: OutreachError) -> None:
            places.trouble(error)

        self._ports.command(lambda: act(row), done=done, failed=failed)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
