"""The official forms out of stored sign-ups: D05-TS, Mẫu số 4 and TK1-TS, in the layout of the day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from outreach_app import assets
from outreach_app.domain.access import AccessAct
from outreach_app.domain.declarations import DeclarationLayout, make_declaration, read_declaration_layout
from outreach_app.domain.form_cells import (
    count_cards,
    list_health_cells,
    list_voluntary_cells,
    sum_voluntary,
)
from outreach_app.domain.form_gaps import (
    FormGap,
    find_declaration_gaps,
    find_health_gaps,
    find_voluntary_gaps,
)
from outreach_app.domain.form_layouts import FilledSheet, SheetLayout, choose_layout, read_sheet_layout
from outreach_app.domain.forms import (
    FORM_NAMES,
    Form,
    HealthLine,
    make_health_line,
    make_voluntary_line,
    write_day,
)
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdRow
from outreach_app.errors import NotFound
from outreach_app.i18n import open_catalogue
from outreach_app.services.desk import Desk
from outreach_app.services.form_places import read_subsidy_terms, read_whereabouts
from outreach_app.services.form_work import BY_HAND, FindGaps, FormWish, FormWork, remember_organisation_code
from outreach_app.store import enrolments, households

__all__ = ["BY_HAND", "FormWish", "Forms", "MadeForm", "SignUpGaps"]

_FOLDER = "forms"
_SHEET_FORMS = (Form.VOLUNTARY_LIST, Form.HEALTH_LIST)
_NAME_LENGTH = 31  # of a worksheet, in any spreadsheet program
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A filled form: its bytes, how many sheets or pages of people and how many sign-ups, and what is left by hand."""

    data: bytes
    sheets: int
    sign_ups: int
    by_hand: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SignUpGaps:
    """A sign-up a form would carry, where its person lives, and a sentence for everything that is still missing."""

    row: EnrolmentRow
    household: bytes
    household_code: str
    gaps: tuple[FormGap, ...]


_FINDERS: dict[Form, FindGaps] = {
    Form.VOLUNTARY_LIST: find_voluntary_gaps,
    Form.HEALTH_LIST: find_health_gaps,
    Form.DECLARATION: find_declaration_gaps,
}


@dataclass(frozen=True, slots=True)
class Forms:
    """Fills in the official forms; a sign-up that lacks something stops the form, with a sentence for each gap."""

    desk: Desk

    def list_gaps(self, form: Form, wish: FormWish) -> list[SignUpGaps]:
        """The sign-ups of a form in its order, each with what it lacks; empty when nobody signed up."""
        find = _FINDERS[form]
        with self.desk.read() as session:
            try:
                work = FormWork(session, form, wish, self.desk.today)
            except NotFound:
                return []
            return [_tell_gaps(work, row, find) for row in work.rows]

    def fill(self, form: Form, wish: FormWish) -> MadeForm:
        """Fill in any of the forms."""
        fill = {
            Form.VOLUNTARY_LIST: self.voluntary_list,
            Form.HEALTH_LIST: self.health_list,
            Form.DECLARATION: self.declarations,
        }
        return fill[form](wish)

    def voluntary_list(self, wish: FormWish) -> MadeForm:
        """D05-TS as xlsx, one worksheet for each collector; raises FormGaps, NotFound without sign-ups."""
        with self.desk.read() as session:
            work = FormWork(session, Form.VOLUNTARY_LIST, wish, self.desk.today)
            layout = _choose_sheet(Form.VOLUNTARY_LIST, work.day)
            work.refuse_gaps(find_voluntary_gaps)
            sheets = [
                _fill_voluntary(work, layout, collector, rows) for collector, rows in work.by_collector()
            ]
        self._note(work)
        return _hand_over(work, layout, _name_apart(sheets), empty=("number",))

    def health_list(self, wish: FormWish) -> MadeForm:
        """Mẫu số 4 as xlsx, one worksheet for each household; raises FormGaps, NotFound without sign-ups."""
        with self.desk.read() as session:
            work = FormWork(session, Form.HEALTH_LIST, wish, self.desk.today)
            layout = _choose_sheet(Form.HEALTH_LIST, work.day)
            work.refuse_gaps(find_health_gaps)
            sheets = [_fill_health(work, layout, home, rows) for home, rows in work.by_household()]
        self._note(work)
        told = all(row.hospital for row in work.rows)
        return _hand_over(work, layout, _name_apart(sheets), empty=() if told else ("hospital",))

    def declarations(self, wish: FormWish) -> MadeForm:
        """TK1-TS as PDF, one page for each sign-up; raises FormGaps, NotFound without sign-ups."""
        from outreach_app.documents.declaration import render_declarations

        with self.desk.read() as session:
            work = FormWork(session, Form.DECLARATION, wish, self.desk.today)
            layout = choose_layout(
                _load_declarations(), Form.DECLARATION, on=work.day, name=FORM_NAMES[work.form]
            )
            work.refuse_gaps(find_declaration_gaps)
            made = [
                make_declaration(
                    row, work.person(row), layout.words, home=read_whereabouts(session, work.home(row), work.day),
                    result=wish.result, ethnicity=work.ethnicity(row),
                )
                for row in work.rows
            ]  # fmt: skip
        self._note(work)
        data = render_declarations(layout, made)
        told = all(work.ethnicity(row) for row in work.rows)
        empty = ("email",) if told else ("ethnicity", "email")
        return MadeForm(data, len(made), len(made), work.list_by_hand(empty, heads=False))

    def _note(self, work: FormWork) -> None:
        self.desk.note_access(AccessAct.EXPORTED, [row.person for row in work.rows])
        # With several organisations on one list nobody said whose code it is.
        organisation, *others = work.organisations or ("",)
        if organisation and not others and work.wish.organisation_code:
            with self.desk.database.write_local() as session:
                remember_organisation_code(session, organisation, work.wish.organisation_code)


def _tell_gaps(work: FormWork, row: EnrolmentRow, find: FindGaps) -> SignUpGaps:
    home = work.home(row)
    gaps = tuple(find(row, work.person(row), on=work.day))
    return SignUpGaps(row, home.id if home else row.household, home.code if home else "", gaps)


# ---------------------------------------------------------------------------------------------------------- layouts
def _choose_sheet(form: Form, day: date) -> SheetLayout:
    return choose_layout(_load_sheets(), form, on=day, name=FORM_NAMES[form])


@cache
def _load_sheets() -> tuple[SheetLayout, ...]:
    return tuple(read_sheet_layout(text) for text in _read_layouts(_SHEET_FORMS))


@cache
def _load_declarations() -> tuple[DeclarationLayout, ...]:
    return tuple(read_declaration_layout(text) for text in _read_layouts((Form.DECLARATION,)))


def _read_layouts(forms: Iterable[Form]) -> Iterator[str]:
    for form in forms:
        for name in assets.list_names(_FOLDER, ending=".toml"):
            if name.startswith(f"{form}-"):
                yield assets.read_text(f"{_FOLDER}/{name}")


# ---------------------------------------------------------------------------------------------------------- filling
def _fill_voluntary(
    work: FormWork, layout: SheetLayout, collector: bytes | None, rows: Sequence[EnrolmentRow]
) -> FilledSheet:
    lines = [
        make_voluntary_line(
            row, work.person(row), result=work.wish.result,
            terms=read_subsidy_terms(work.session, work.book, row, home=work.home(row)),
        )
        for row in rows
    ]  # fmt: skip
    fields = work.head_fields(collector) | write_day(work.day) | {"number": work.wish.number}
    return FilledSheet(layout.title, fields, list_voluntary_cells(lines, layout.words), sum_voluntary(lines))


def _fill_health(
    work: FormWork, layout: SheetLayout, home: HouseholdRow, rows: Sequence[EnrolmentRow]
) -> FilledSheet:
    lines = list(_health_lines(work, home, {row.person: row for row in rows}))
    cards, papers = count_cards(lines)
    place = read_whereabouts(work.session, home, work.day)
    fields = work.head_fields(rows[0].canvasser) | write_day(max(row.signed_on for row in rows)) | {
        "head": home.head, "phone": home.phone or "", "address": place.address, "commune": place.commune,
        "province": place.province, "place": place.place, "cards": str(cards),
        "papers": "" if papers is None else str(papers),
    }  # fmt: skip
    return FilledSheet(home.code, fields, list_health_cells(lines, layout.words), {})


def _health_lines(
    work: FormWork, home: HouseholdRow, joining: Mapping[bytes, EnrolmentRow]
) -> Iterator[HealthLine]:
    """Every living member, the head first, as the form wants it: who joins now, and who joined earlier this year."""
    years = {row.signed_on.year for row in joining.values()}
    earlier = {
        row.person: row.first_month
        for row in enrolments.list_of_household(work.session, home.id)
        if row.scheme is Scheme.HOUSEHOLD_HEALTH and row.signed_on.year in years
    }
    words = open_catalogue("vi")
    for person in households.read_members(work.session, home.id):
        if person.deceased:
            continue
        row = joining.get(person.id)
        yield make_health_line(
            person,
            words.text(RELATIONS.get(person.relation, RELATIONS["other"])),
            row=row,
            base_salary=work.book.amount("base_salary", row.signed_on) if row else 0,
            result=work.wish.result,
            joined=earlier.get(person.id, ""),
        )


def _hand_over(
    work: FormWork, layout: SheetLayout, sheets: Sequence[FilledSheet], *, empty: Iterable[str]
) -> MadeForm:
    """Write the workbook, read it back, and hand it over only when it says what it should."""
    from outreach_app.exchange.form_reader import read_form
    from outreach_app.exchange.form_writer import write_form

    data = write_form(layout, sheets, day=work.day)
    written = [(sheet.name, sheet.rows, dict(sheet.totals)) for sheet in read_form(layout, data)]
    assert written == [(sheet.name, sheet.rows, dict(sheet.totals)) for sheet in sheets], "reads differently"
    return MadeForm(data, len(sheets), len(work.rows), work.list_by_hand(empty))


def _name_apart(sheets: Sequence[FilledSheet]) -> list[FilledSheet]:
    """Give each worksheet a name that no other has and that every spreadsheet program takes."""
    taken: set[str] = set()
    named = []
    for sheet in sheets:
        plain = _NOT_IN_NAMES.sub(" ", sheet.name).strip()[: _NAME_LENGTH - 5] or "1"
        name, again = plain, 2
        while name.lower() in taken:
            name, again = f"{plain} ({again})", again + 1
        taken.add(name.lower())
        named.append(FilledSheet(name, sheet.fields, sheet.rows, sheet.totals))
    return named
