"""The official forms: which sign-ups, what each lacks with the way there, then the file."""

from dataclasses import replace
from typing import Any

from outreach_app.domain.forms import FORM_NAMES, Form
from outreach_app.services.forms import FormWish, MadeForm, SignUpGaps
from ui.presenters.pages import make_printed
from ui.presenters.ports import HouseholdAt, Latest, Paper, PersonAt
from ui.presenters.print_state import FormChoice, MadeFile, PrintBoard, Stage

_WORDS = frozenset({"result", "number", "organisation", "organisation_code"})
"""What changes only what the form says, not whose sign-ups it carries."""


class OfficialForms:
    """Chooses sign-ups, says what they lack, and makes the form once nothing is missing."""

    def __init__(self, board: PrintBoard) -> None:
        self._board, self._looks = board, Latest()

    def change(self, **changes: Any) -> None:
        """Take another form, other days, or other words of its head; fields of FormChoice."""
        board = self._board
        choice = replace(board.state.choice, **changes)
        if choice != board.state.choice or board.state.candidates is None:
            board.clear()
            board.set(choice=choice, stage=Stage.CHOOSING, printed=None, drawn=None, made=None)
        if not changes.keys() <= _WORDS:
            self.look()

    def look(self) -> None:
        """Look which sign-ups these are and what they lack."""
        board, choice = self._board, self._board.state.choice
        wish = _make_wish(choice)
        board.ports.query(
            lambda: tuple(board.app.forms.list_gaps(choice.form, wish)), done=self._looks.only(self._take)
        )

    def _take(self, found: tuple[SignUpGaps, ...]) -> None:
        self._board.set(candidates=found)

    def open_household(self, enrolment: bytes) -> None:
        """Go where what is missing is entered: to the person's form with it said beside the field, or the household."""
        for each in self._board.state.candidates or ():
            if each.row.id == enrolment:
                fields = {gap.field: gap.told for gap in each.gaps if gap.field}
                at = (
                    PersonAt(each.household, each.row.person, fields)
                    if fields
                    else HouseholdAt(each.household)
                )
                self._board.ports.places.go("households", at)

    def make(self) -> None:
        """Make the form: TK1-TS is shown first, a list goes where somebody says; gaps are said in sentences."""
        board, choice = self._board, self._board.state.choice
        if board.state.stage is not Stage.CHOOSING or board.state.paper is not Paper.FORMS:
            return
        app, wish, name = board.app, _make_wish(choice), _name_file(choice)
        if choice.form is Form.DECLARATION:
            title = FORM_NAMES[choice.form]
            board.make(lambda: make_printed(name, title, app.forms.fill(choice.form, wish).data))
            return
        board.set(stage=Stage.MAKING, saved="")
        board.ask(lambda: app.forms.fill(choice.form, wish), done=lambda made: self._offer(name, made))

    def _offer(self, name: str, made: MadeForm) -> None:
        self._board.set(stage=Stage.SAVING, made=MadeFile(name, ".xlsx", made.data), by_hand=made.by_hand)


def _make_wish(choice: FormChoice) -> FormWish:
    return FormWish(
        since=choice.since, until=choice.until, result=choice.result, number=choice.number,
        organisation=choice.organisation, organisation_code=choice.organisation_code,
    )  # fmt: skip


def _name_file(choice: FormChoice) -> str:
    names = {Form.VOLUNTARY_LIST: "d05-ts", Form.HEALTH_LIST: "mau-so-4", Form.DECLARATION: "tk1-ts"}
    days = [f"{day:%Y-%m-%d}" for day in (choice.since, choice.until) if day]
    return "-".join((names[choice.form], *dict.fromkeys(days)))
