"""The forms of targets, drives and official figures: what stands in them, what is wrong with it, what is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import FLOWS, SHARES, Measure, OfficialFigure, Sense
from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.periods import Period, Stretch, half_of, month_of, quarter_of, week_of, year_of
from outreach_app.domain.targets import Aim, Parts, Proposal, Subject, SubjectKind, Target, Weight
from outreach_app.errors import BadInput, OutreachError, say
from outreach_app.i18n import Count
from ui.presenters.ports import Latest, Ports
from ui.presenters.taking_back import remember_command
from ui.presenters.targets_state import FormKind, OpenForm

if TYPE_CHECKING:
    from outreach_app.app import App

_MAKERS = {
    Stretch.YEAR: year_of, Stretch.HALF: half_of, Stretch.QUARTER: quarter_of, Stretch.MONTH: month_of,
    Stretch.WEEK: week_of,
}  # fmt: skip
_FIELDS_OF_KEYS = {
    "no_number": "people", "wrong_way_round": "last", "name_missing": "name", "source_missing": "source",
    "since_missing": "since", "no_day": "first", "no_weight": "weight", "no_parts": "kind",
}  # fmt: skip
"""Beside which field an error of the services is said."""
_WAYS = ("kind", "weight")


class TargetForms:
    """Opens and stores the forms; `show` gets the open form or None, `made` the id of what was entered.

    Attribute: drives (the known ones, with the standing ones, whose days a target may have).
    """

    def __init__(
        self, app: "App", ports: Ports, *, show: Callable[[OpenForm | None], None], made: Callable[[bytes], None]
    ) -> None:  # fmt: skip
        self._app, self._ports, self._show, self._made = app, ports, show, made
        self._form: OpenForm | None = None
        self._proposals = Latest()
        self.drives: tuple[Campaign, ...] = ()

    # ------------------------------------------------------------------------------------------------------ opening
    def start_target(self, subject: Subject, today: date) -> None:
        """Enter a target of the own unit for this year, unless something else is chosen."""
        values = {
            "subject": subject, "scheme": Scheme.VOLUNTARY, "aim": Aim.JOINED, "stretch": Stretch.YEAR,
            "first": _partial(today), "people": "", "at_least": False, "set_by": "", "document": "",
        }  # fmt: skip
        self._put(OpenForm(FormKind.TARGET, values))

    def change_row(self, row: Target | Campaign | OfficialFigure) -> None:
        """Correct a target, drive or figure as it stands."""
        if isinstance(row, Target):
            self._change_target(row)
        elif isinstance(row, Campaign):
            first, last = _partial(row.period.first), _partial(row.period.last)
            values = {"name": row.name, "first": first, "last": last, "note": row.note}
            self._put(OpenForm(FormKind.DRIVE, values, row=row))
        else:
            self._put(OpenForm(FormKind.FIGURE, _write_figure(row), row=row))

    def _change_target(self, target: Target) -> None:
        stretch = target.period.stretch
        values = {
            "subject": target.subject, "scheme": target.scheme, "aim": target.aim, "stretch": stretch,
            "first": _partial(target.period.first), "last": _partial(target.period.last), "people": str(target.people),
            "at_least": target.at_least, "set_by": target.set_by, "document": target.document,
            "set_on": _partial(target.set_on) if target.set_on else None,
        }  # fmt: skip
        self._put(OpenForm(FormKind.CHANGE, values, target))

    def start_parts(self, target: Target, former: Sequence[Target]) -> None:
        """Hand a target down: as it was handed down before, else as is proposed by adults."""
        values: dict[str, object] = {"kind": SubjectKind.UNIT, "weight": Weight.ADULTS}
        self._put(OpenForm(FormKind.PARTS, values, target))
        self._propose(values, {each.subject: each.people for each in former})

    def start_drive(self, today: date) -> None:
        """Enter a drive."""
        values = {"name": "", "first": _partial(today), "last": None, "note": ""}
        self._put(OpenForm(FormKind.DRIVE, values))

    def start_figure(self, subject: Subject, today: date) -> None:
        """Enter a published number."""
        values = {
            "subject": subject, "scheme": Scheme.VOLUNTARY, "measure": Measure.STOCK, "people": "",
            "last": _partial(today.replace(day=1)), "since": None, "sense": Sense.EXACT, "source": "", "note": "",
        }  # fmt: skip
        self._put(OpenForm(FormKind.FIGURE, values))

    def leave(self) -> bool:
        """Close the form without storing; tells whether there was one."""
        was_open = self._form is not None
        if self._form is not None and not self._form.busy:
            self._proposals.drop()
            self._put(None)
        return was_open

    # ------------------------------------------------------------------------------------------------ handing down
    def change(self, key: str, values: Mapping[str, Any]) -> None:
        """Something was typed: another way of sharing out proposes anew, a number is added up with the others."""
        form = self._form
        if form is None or form.kind is not FormKind.PARTS or form.busy:
            return
        if key in _WAYS:
            kind = values["kind"]
            weight = values["weight"] if kind is SubjectKind.UNIT else Weight.EQUAL
            self._propose({"kind": kind, "weight": weight}, {})
        else:
            self._put(self._add_up(form, values))

    def _propose(self, values: Mapping[str, object], former: Mapping[Subject, int]) -> None:
        form = self._form
        if form is None or form.target is None:
            return
        target, kind, weight = form.target.id, values["kind"], values["weight"]
        wanted = None if kind is SubjectKind.UNIT else SubjectKind(str(kind))
        self._put(replace(form, errors={}))

        def take(proposal: Proposal) -> None:
            if self._form is None:
                return
            known = any(part.subject in former for part in proposal.parts)
            numbers = {
                name_part(part.subject): str(former.get(part.subject, 0) if known else part.people)
                for part in proposal.parts
            }
            held = replace(self._form, values={**values, **numbers}, parts=proposal.parts)
            self._put(self._add_up(held, held.values))

        self._ports.query(
            lambda: self._app.campaigns.propose_parts(target, Weight(str(weight)), kind=wanted),
            done=self._proposals.only(take), failed=self._failed,
        )  # fmt: skip

    @staticmethod
    def _add_up(form: OpenForm, values: Mapping[str, Any]) -> OpenForm:
        """Tell how far what stands in the rows comes to the whole; what is no number yet counts as nil."""
        assert form.target is not None
        numbers = [_read_people(values.get(name_part(part.subject)), strict=False) for part in form.parts]
        parts = Parts(form.target, sum(numbers), len(numbers))
        told = parts.tell() or say(
            "{given} of {whole}: the parts come to the whole.",
            given=Count(parts.given), whole=Count(form.target.people),
        )  # fmt: skip
        return replace(form, told=told, matches=parts.tell() is None)

    # ------------------------------------------------------------------------------------------------------ storing
    def store(self, values: Mapping[str, Any]) -> None:
        """Store what was typed; what is wrong with a field is said beside it."""
        form = self._form
        if form is None or form.busy or (form.kind is FormKind.PARTS and not form.parts):
            return
        held = replace(form, busy=True, errors={}, values={**form.values, **values})
        self._put(held)
        try:
            work = self._make_work(form, values)
        except BadInput as error:
            self._failed(error)
            return
        self._ports.command(work, done=lambda done: self._stored(form, done), failed=self._failed)

    def _make_work(self, form: OpenForm, values: Mapping[str, Any]) -> Callable[[], Any]:
        campaigns = self._app.campaigns
        if form.kind is FormKind.DRIVE:
            name, period, note = str(values["name"]), self._read_days(values), str(values["note"])
            if isinstance(form.row, Campaign):
                drive = replace(form.row, name=name, period=period, note=note)
                return lambda: campaigns.change_campaign(drive)
            return lambda: campaigns.add_campaign(name, period, note=note)
        if form.kind is FormKind.FIGURE:
            figure = read_figure(values)
            if form.row is not None:
                figure = replace(figure, id=form.row.id)
                return lambda: campaigns.change_figure(figure)
            return lambda: campaigns.enter_figure(figure)
        if form.kind is FormKind.PARTS:
            assert form.target is not None
            parent = form.target.id
            shares = {part.subject: _read_people(values[name_part(part.subject)]) for part in form.parts}
            return lambda: campaigns.hand_down(parent, shares)
        target = self._read_target(form.target, values)
        return lambda: campaigns.change_target(target) if form.target else campaigns.set_target(target)

    def _read_target(self, former: Target | None, values: Mapping[str, Any]) -> Target:
        return Target(
            former.id if former else b"", values["subject"], values["scheme"], values["aim"], self._read_days(values),
            _read_people(values["people"]), at_least=bool(values["at_least"]), set_by=str(values["set_by"]),
            document=str(values["document"]), set_on=_read_day(values.get("set_on")),
            parent=former.parent if former else None,
        )  # fmt: skip

    def _read_days(self, values: Mapping[str, Any]) -> Period:
        stretch = values.get("stretch", Stretch.DRIVE)
        if isinstance(stretch, Period):
            return stretch
        first, last = _read_day(values["first"]), _read_day(values.get("last"))
        if first is None:
            raise BadInput(say("The day is missing."), say("Type a day like 1/5/2026."), key="no_day")
        if stretch in _MAKERS:
            return _MAKERS[stretch](first)
        if last is None or last < first:
            raise BadInput(
                say("The last day comes before the first."), say("Check the two days."), key="wrong_way_round"
            )
        return Period(first, last)

    def _stored(self, form: OpenForm, done: Any) -> None:
        self._put(None)
        places = self._ports.places
        changed = form.row is not None or form.kind is FormKind.CHANGE
        what = say("what was changed") if changed else say("what was entered")
        remember_command(self._app, places, done, what=what)
        if form.kind is FormKind.PARTS:
            told = done.value.tell()
            places.notice(told or say("Handed down: the parts come to the whole."))
            assert form.target is not None
            self._made(form.target.id)
        else:
            places.notice(say("Changed.") if changed else say("Entered."))
            self._made(done.value.id)

    def _failed(self, error: OutreachError) -> None:
        form = self._form
        if form is None:
            return
        beside = _FIELDS_OF_KEYS.get(error.key, "")
        if beside not in form.values and form.kind is FormKind.PARTS:
            beside = next((name_part(part.subject) for part in form.parts), "kind")
        errors = {beside: (error.message, error.advice)} if beside in form.values else {}
        self._put(replace(form, busy=False, errors=errors))
        if not errors:
            self._ports.places.trouble(error)

    def _put(self, form: OpenForm | None) -> None:
        self._form = form
        self._show(form)


def name_part(subject: Subject) -> str:
    """The key of the field in which a part stands."""
    return f"part:{subject.kind}:{subject.key}"


def read_figure(values: Mapping[str, Any]) -> OfficialFigure:
    """Read a published number as it was typed; BadInput for what cannot be one."""
    measure, day = values["measure"], _read_day(values["last"])
    if day is None:
        raise BadInput(say("The day is missing."), say("Type a day like 1/5/2026."), key="no_day")
    value, decimals = (
        _read_percent(values["people"]) if measure in SHARES else (_read_people(values["people"]), 0)
    )
    scheme = values["scheme"] if isinstance(values["scheme"], Scheme) else None
    since = _read_day(values["since"]) if measure in FLOWS else None
    return OfficialFigure(
        b"", values["subject"], scheme, measure, day, value, since=since, decimals=decimals, sense=values["sense"],
        source=str(values["source"]), note=str(values["note"]),
    )  # fmt: skip


def _write_figure(figure: OfficialFigure) -> dict[str, object]:
    """What stands in the form of a number that is corrected; a percentage with its comma, as it was typed."""
    number = f"{figure.percent:f}".replace(".", ",") if figure.is_share else str(figure.value)
    return {
        "subject": figure.subject, "scheme": figure.scheme, "measure": figure.measure, "people": number,
        "last": _partial(figure.on), "since": _partial(figure.since) if figure.since else None, "sense": figure.sense,
        "source": figure.source, "note": figure.note,
    }  # fmt: skip


def _read_percent(text: object) -> tuple[int, int]:
    """Read the digits of a percentage, and how many of them stand behind the comma: two at most."""
    typed = str(text or "").strip().removesuffix("%").strip().replace(",", ".")
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal(-1)
    decimals = -int(number.as_tuple().exponent) if number.is_finite() else 3
    if not 0 <= decimals <= 2 or not 0 <= number <= 10_000:
        raise BadInput(say("This is no percentage."), say("Write it like 88,82."), key="no_number")
    return int(number.scaleb(decimals)), decimals


def _read_people(text: object, *, strict: bool = True) -> int:
    typed = str(text or "").strip().replace(".", "").replace(" ", "").replace("\u00a0", "")
    if typed.isascii() and typed.isdigit() and len(typed) <= 9:
        return int(typed)
    if strict:
        raise BadInput(
            say("“{text}” is not a number of people.", text=str(text or "")), say("Type digits only."), key="no_number"
        )  # fmt: skip
    return 0


def _read_day(value: object) -> date | None:
    return value.first_day if isinstance(value, PartialDate) and value.day is not None else None


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
