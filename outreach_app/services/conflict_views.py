"""Making differences readable: whose row it is, what each value means, and who wrote it where and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from outreach_app.domain.absences import SURENESS_NAMES
from outreach_app.domain.clock import moment_of
from outreach_app.domain.conflicts import (
    EMPTY,
    FIELD_NAMES,
    NO,
    YES,
    Conflict,
    ConflictKind,
    MergedField,
    MergedRow,
    RivalValue,
    Said,
    name_conflict,
)
from outreach_app.domain.inverses import find_base, find_origin
from outreach_app.domain.meetings import ATTENDANCE_NAMES, MEETING_KIND_NAMES, REPLY_NAMES
from outreach_app.domain.people import CATEGORY_NAMES, RELATIONS, SCHEME_NAMES, PartialDate
from outreach_app.domain.prospects import REASON_NAMES
from outreach_app.domain.registers import REMOVED, Edit, FieldKey, Heads, find_removal_rivals, find_shown
from outreach_app.domain.visits import CHANNEL_NAMES, NEXT_STEP_NAMES
from outreach_app.errors import say
from outreach_app.i18n import N_
from outreach_app.store import conflicts as store
from outreach_app.store import edits, heads, withheld

_WORDS: dict[str, Mapping[str, str]] = {
    "relation": RELATIONS,
    "category": {key.value: word for key, word in CATEGORY_NAMES.items()},
    "scheme": {key.value: word for key, word in SCHEME_NAMES.items()},
    "next_step": {key.value: word for key, word in NEXT_STEP_NAMES.items()},
    "reason": REASON_NAMES,
    "kind": {key.value: word for key, word in MEETING_KIND_NAMES.items()},
    "answer": {key.value: word for key, word in REPLY_NAMES.items()},
    "attended": {key.value: word for key, word in ATTENDANCE_NAMES.items()},
    "back_sure": {key.value: word for key, word in SURENESS_NAMES.items()},
    "preferred_channel": {key.value: word for key, word in CHANNEL_NAMES.items()},
    "sex": {"f": N_("female"), "m": N_("male")},
    "stage": {
        "new": N_("not spoken to yet"), "talking": N_("being talked to"), "promised": N_("has promised"),
        "won": N_("has joined"), "lost": N_("has refused"), "closed": N_("closed"),
    },
}  # fmt: skip
_NOBODY = store.Home(b"", "", "", None, "")


@dataclass(slots=True)
class Surroundings:
    """Everything around some rows that their differences are told with."""

    subjects: dict[tuple[str, bytes], tuple[bytes | None, str]]
    homes: dict[bytes, store.Home]
    names: dict[bytes, str]
    authors: dict[bytes, str]
    devices: dict[bytes, store.Device]
    visit_days: set[tuple[bytes, bytes, date]] = field(default_factory=set)

    @classmethod
    def read(
        cls, session: Session, rows: Iterable[tuple[str, bytes]], written: Sequence[Edit]
    ) -> "Surroundings":
        """Read what is around these rows and the edits that stand in them."""
        subjects = store.read_subjects(session, rows)
        households = {home for home, _ in subjects.values() if home}
        pointed = {value for e in written for value in (e.value, e.was) if isinstance(value, bytes)}
        return cls(
            subjects, store.read_homes(session, households), store.read_names(session, pointed),
            store.read_authors(session, {e.author for e in written if e.author}), store.read_devices(session),
            store.read_visit_days(session, households),
        )  # fmt: skip

    def home_of(self, key: tuple[str, bytes]) -> store.Home:
        """The household a row belongs to; an empty one for rows of none."""
        household, _ = self.subjects.get(key, (None, ""))
        return self.homes.get(household or b"", _NOBODY)

    def say_value(self, name: str, value: object) -> Said:
        """Put a journalled value into words."""
        if value is None or value == "":
            return EMPTY
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, bytes):
            return self.names.get(value) or value.hex()
        return self._say_text(name, str(value))

    def _say_text(self, name: str, text: str) -> Said:
        if (word := _WORDS.get(name, {}).get(text)) is not None:
            return say(word)
        if name in ("phone", "zalo", "away_phone") and len(text) == 10 and text.isdigit():
            return f"{text[:4]} {text[4:7]} {text[7:]}"
        if name in (
            "born",
            "starts",
            "ends",
            "next_on",
            "ends_on",
            "away_since",
            "back_when",
            "returned_on",
            "day",
        ):
            return _say_date(text)
        return text

    def make_value(self, key: FieldKey, head: Edit, told: Edit, *, edited: str = "") -> RivalValue:
        """Tell of a head who wrote it; `told` is the edit it brought back, else itself."""
        device = self.devices.get(told.dot[0], store.Device(""))
        home, at = self.home_of(key[:2]), moment_of(told.time)
        return RivalValue(
            head.value, self.say_value(edited or key[2], head.value), device.name, device.own, device.is_office,
            self.authors.get(told.author or b"", ""), at, (home.id, told.dot[0], at.date()) in self.visit_days,
            frozenset({head.dot, *head.replaced}), edited,
        )  # fmt: skip


def _say_date(text: str) -> str:
    try:
        born = PartialDate.parse(text)
    except ValueError:
        return text
    return "/".join(f"{part:02d}" for part in (born.day, born.month, born.year) if part)


def list_conflicts(session: Session) -> list[Conflict]:
    """Read every difference, household by household."""
    return make_conflicts(session, find_shown_conflicts(session))


def find_shown_conflicts(session: Session) -> dict[FieldKey, Heads]:
    """Find the fields on which machines disagree, but for those whose values nobody may see at present."""
    found = heads.list_conflicts(session)
    hidden = withheld.find_hidden(session, found.keys())
    return {key: standing for key, standing in found.items() if key not in hidden}


def make_conflicts(session: Session, found: Mapping[FieldKey, Heads]) -> list[Conflict]:
    """Make the differences of these fields; `removed` of a row stands with the edits that its removal met."""
    rows = {row for table, row, name in found if name == REMOVED}
    whole = heads.read_row_heads(session, rows)
    hidden = withheld.find_hidden(session, whole.keys())
    seen = {key: standing for key, standing in whole.items() if key not in hidden}
    rivals = {key: _find_rivals(key, seen) for key in found if key[2] == REMOVED}
    met = {key: standing for pairs in rivals.values() for key, standing in pairs.items()}
    standing = {**found, **met}
    history = edits.read_history(session, standing)
    written = [e for key in standing for e in (*standing[key], *history[key])]
    around = Surroundings.read(session, {key[:2] for key in found}, written)
    made = [_make_conflict(around, key, found[key], rivals.get(key, {}), history) for key in found]
    return sorted(made, key=_place)


def _find_rivals(key: FieldKey, whole: Mapping[FieldKey, Heads]) -> dict[FieldKey, Heads]:
    fields = {name: standing for (table, row, name), standing in whole.items() if (table, row) == key[:2]}
    met = {edit.dot for edit in find_removal_rivals(key[0], fields)}
    kept = {name: tuple(e for e in standing if e.dot in met) for name, standing in fields.items()}
    return {(*key[:2], name): standing for name, standing in kept.items() if standing and name != REMOVED}


def _make_conflict(
    around: Surroundings,
    key: FieldKey,
    standing: Heads,
    rivals: Mapping[FieldKey, Heads],
    history: Mapping[FieldKey, Sequence[Edit]],
) -> Conflict:
    household, subject = around.subjects.get(key[:2], (None, ""))
    home, removal = around.home_of(key[:2]), key[2] == REMOVED
    origins = tuple(find_origin(e, history[key]) for e in standing)
    values = [around.make_value(key, e, told) for e, told in zip(standing, origins, strict=True)]
    values += [
        around.make_value(key, e, find_origin(e, history[met]), edited=met[2])
        for met, edited in rivals.items()
        for e in edited
    ]
    base = find_base(origins, history[key])
    shown = find_shown(key[0], key[2], standing).dot
    values.sort(key=lambda value: (shown in value.dots and not value.edited, value.at))
    return Conflict(
        name_conflict(key), ConflictKind.REMOVAL if removal else ConflictKind.VALUES, key, household, home.code,
        home.head, subject, home.village, home.village_name, FIELD_NAMES.get(key[2], key[2]), base,
        around.say_value(key[2], base), tuple(values),
    )  # fmt: skip


def _place(conflict: Conflict) -> tuple[object, ...]:
    return (
        conflict.village_name, conflict.household_code, conflict.key[0], conflict.key[1], conflict.key[2]
    )  # fmt: skip


def list_merged(session: Session, *, limit: int) -> list[MergedRow]:
    """Read the rows that several machines edited in different fields: merged without asking, the latest first."""
    rows = store.read_merged_rows(session, limit=limit)
    whole = heads.read_row_heads(session, {row for _, row in rows})
    around = Surroundings.read(session, rows, [e for standing in whole.values() for e in standing])
    hidden = withheld.find_hidden(session, whole.keys())
    found = []
    for table, row in rows:
        household, subject = around.subjects.get((table, row), (None, ""))
        fields = [
            _make_merged(around, key, find_shown(table, key[2], standing))
            for key, standing in sorted(whole.items())
            if key[:2] == (table, row) and key not in hidden
        ]
        code = around.home_of((table, row)).code
        found.append(MergedRow(table, row, household, code, subject, tuple(fields)))
    return found


def _make_merged(around: Surroundings, key: FieldKey, edit: Edit) -> MergedField:
    device = around.devices.get(edit.dot[0], store.Device(""))
    said = around.say_value(key[2], edit.value)
    author = around.authors.get(edit.author or b"", "")
    return MergedField(FIELD_NAMES.get(key[2], key[2]), said, device.name, author, moment_of(edit.time))
