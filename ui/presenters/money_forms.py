"""The small forms of the place Sign-ups: money taken, a receipt made void, papers returned, cash handed over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.receipts import Means
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.ports import Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.cash import CashDay
    from outreach_app.services.dossiers import SignUpCard

_FIELDS_OF_KEYS = {
    "no_amount": "amount", "no_number": "number", "void_already": "number", "no_receiver": "receiver",
    "cash_differs": "why", "no_reason": "why",
}  # fmt: skip
"""Which field an error of the services belongs beside."""


class FormKind(StrEnum):
    """Which form is open."""

    TAKE = "take"
    VOID = "void"
    GIVE_BACK = "give_back"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with the values it opened with, the errors beside its fields, and whether it is being stored."""

    kind: FormKind
    values: Mapping[str, object]
    subject: bytes | None = None
    name: str = ""
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False


class MoneyForms:
    """Opens and stores the forms; `show` gets the open form or None, `slip_made` the id of a hand-over."""

    def __init__(
        self, app: "App", ports: Ports, *, show: Callable[[OpenForm | None], None], slip_made: Callable[[bytes], None]
    ) -> None:  # fmt: skip
        self._app, self._ports, self._show, self._slip_made = app, ports, show, slip_made
        self._form: OpenForm | None = None
        self._warned: Mapping[str, object] | None = None

    # ------------------------------------------------------------------------------------------------------ opening
    def take(self, card: "SignUpCard", *, number: str) -> None:
        """Write a receipt for a sign-up; what is still due and the next number of the book stand there."""
        row = card.row
        values = {"amount": row.balance.missing or None, "means": Means.CASH, "number": number}
        self._open(OpenForm(FormKind.TAKE, values, row.id, row.person_name))

    def make_void(self, card: "SignUpCard | None") -> None:
        """Make a number void: the last receipt of the sign-up, or any other."""
        live = [row.number for row in card.receipts if row.voided is None] if card else []
        self._open(OpenForm(FormKind.VOID, {"number": live[-1] if live else "", "why": ""}))

    def give_back(self, card: "SignUpCard") -> None:
        """Return papers with the reason."""
        self._open(OpenForm(FormKind.GIVE_BACK, {"why": ""}, card.row.id, card.row.person_name))

    def hand_over(self, cash: "CashDay", *, receiver: str) -> None:
        """Count the cash and name who takes it."""
        values = {"counted": None, "receiver": receiver, "why": ""}
        self._open(OpenForm(FormKind.HAND_OVER, values, None, cash.canvasser_name))

    def _open(self, form: OpenForm) -> None:
        self._warned = None
        self._put(form)

    def leave(self) -> None:
        """Close the form without storing."""
        if self._form is not None and not self._form.busy:
            self._put(None)

    # ------------------------------------------------------------------------------------------------------ storing
    def store(self, values: Mapping[str, Any]) -> None:
        """Store what was typed; a receipt with something odd about it is written when it is sent a second time."""
        form = self._form
        if form is None or form.busy:
            return
        self._put(replace(form, busy=True, errors={}, values=dict(values)))
        match form.kind:
            case FormKind.TAKE:
                self._check_receipt(form, values)
            case FormKind.VOID:
                self._void(values)
            case FormKind.GIVE_BACK:
                self._give_back(form, values)
            case FormKind.HAND_OVER:
                self._hand_over(values)

    def _check_receipt(self, form: OpenForm, values: Mapping[str, Any]) -> None:
        from outreach_app.services.money import NewReceipt

        assert form.subject is not None
        new = NewReceipt(form.subject, values["amount"] or 0, values["number"], Means(values["means"]))
        if self._warned == values or not values["amount"]:
            self._take(form, new)
            return

        def go_on(problems: tuple[Message, ...]) -> None:
            if not problems:
                self._take(form, new)
                return
            self._warned = dict(values)
            self._fail_with(
                {"number": (*problems, say("Press Ctrl+Enter once more to write it all the same."))}
            )

        self._ports.query(lambda: self._app.money.check(new), done=go_on, failed=self._failed)

    def _take(self, form: OpenForm, new: Any) -> None:
        app = self._app

        def taken(done: Any) -> None:
            row = done.value.receipt
            undo = Undo(say("the money of {name}", name=form.name), lambda: app.money.take_back([row.id]))
            self._done(undo, say("Money taken: {name}", name=form.name))

        self._ports.command(lambda: app.money.take(new), done=taken, failed=self._failed)

    def _void(self, values: Mapping[str, Any]) -> None:
        app, number = self._app, str(values["number"])

        def voided(done: Any) -> None:
            undo = Undo(say("void receipt {number}", number=number), lambda: app.money.take_back(done.value))
            self._done(undo, say("Receipt {number} is void now.", number=number))

        self._ports.command(
            lambda: app.money.make_void(number, why=values["why"]), done=voided, failed=self._failed
        )

    def _give_back(self, form: OpenForm, values: Mapping[str, Any]) -> None:
        app, sign_up = self._app, form.subject
        assert sign_up is not None

        def returned(done: Any) -> None:
            undo = Undo(
                say("the return of {name}", name=form.name), lambda: app.dossiers.take_back(done.value)
            )
            self._done(undo, say("Returned: {name}", name=form.name))

        self._ports.command(
            lambda: app.dossiers.give_back(sign_up, why=values["why"]), done=returned, failed=self._failed
        )

    def _hand_over(self, values: Mapping[str, Any]) -> None:
        app = self._app
        if values["counted"] is None:
            self._fail_with({"counted": (say("Count the cash and type what it comes to."),)})
            return

        def handed(done: Any) -> None:
            slip = done.value.id
            undo = Undo(say("the hand-over"), lambda: app.cash.take_back_hand_over(slip))
            self._done(undo, say("The slip is made: print it, and both sign it."))
            self._slip_made(slip)

        self._ports.command(
            lambda: app.cash.hand_over(
                counted=values["counted"], receiver=values["receiver"], why=values["why"]
            ),
            done=handed,
            failed=self._failed,
        )

    def _done(self, undo: Undo, notice: Message) -> None:
        self._put(None)
        self._ports.places.remember(undo)
        self._ports.places.notice(notice)

    def _failed(self, error: OutreachError) -> None:
        name = _FIELDS_OF_KEYS.get(error.key)
        form = self._form
        if form is not None and name in form.values:
            self._fail_with({str(name): (error.message, error.advice)})
            return
        if form is not None:
            self._put(replace(form, busy=False))
        self._ports.places.trouble(error)

    def _fail_with(self, errors: Mapping[str, tuple[Message, ...]]) -> None:
        if self._form is not None:
            self._put(replace(self._form, busy=False, errors=errors))

    def _put(self, form: OpenForm | None) -> None:
        self._form = form
        self._show(form)
