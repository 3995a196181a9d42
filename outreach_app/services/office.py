"""What the office sets up: villages, teams, and the people who work at the doors."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.codes import village_prefix
from outreach_app.domain.rows import CanvasserRow, VillageRow
from outreach_app.domain.territory import Level, parse_village_name
from outreach_app.domain.territory_steps import Step, StepKind, StepLevel, side_of
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.pins import Pins
from outreach_app.services.territory_data import load_territory, read_units
from outreach_app.services.village_merging import carry_over
from outreach_app.store import canvassers, incarnations, settings, territory, villages
from outreach_app.store.journal import Writer

VINTAGE = "2025"
"""The vintage of unit codes in force since 1 July 2025."""


@dataclass(frozen=True, slots=True)
class Office:
    """Commands of the office; a laptop offers only the ones about who is working."""

    desk: Desk

    def own_commune(self) -> str | None:
        """The code of the commune this workspace was made for; None when its unit is a province."""
        with self.desk.read() as session:
            machine = settings.read_machine(session)
        unit = load_territory().unit(machine.unit_code, machine.unit_vintage)
        return unit.code if unit is not None and unit.level is Level.COMMUNE else None

    def add_village(self, name: str, commune_code: str) -> Done[VillageRow]:
        """Create a village in a commune of today; `name` may begin with its kind word (bản, thôn, tổ dân phố)."""
        kind, proper = parse_village_name(normalize(name))
        if not proper:
            raise BadInput(say("The village has no name."), say("Type its name, such as bản Nà Ly."))
        with self.desk.write() as writer:
            if read_units(writer.session).commune(commune_code, self.desk.today) is None:
                raise NotFound(
                    say("No commune has the code {code}.", code=commune_code),
                    say("Search for the commune by its name."),
                )
            known = villages.list_villages(writer.session, with_merged=True)
            twin = next(
                (v for v in known if v.commune_code == commune_code and fold(v.name) == fold(proper)), None
            )
            if twin is not None and twin.merged_into is None:
                raise BadInput(
                    say("{name} exists in this commune already.", name=twin.name),
                    say("Use it, or choose another name."),
                )
            made = writer.create(
                "village",
                {
                    "name": proper, "kind": kind or "thon", "commune_code": commune_code, "commune_vintage": VINTAGE,
                    "prefix": village_prefix(proper, {v.prefix for v in known}),
                },
            )  # fmt: skip
            row = villages.read_village(writer.session, made)
        assert row is not None
        return Done(row, writer.changes())

    def rename_village(
        self, village: bytes, name: str, *, since: date | None = None, decision: str = ""
    ) -> Done[None]:
        """Give a village its new name; codes on paper keep their letters.

        With `since` the former name goes on standing on what is dated before that day; without it a mistake is mended.
        """
        kind, proper = parse_village_name(normalize(name))
        if not proper:
            raise BadInput(say("The village has no name."), say("Type its name, such as bản Nà Ly."))
        _need_past(since, self.desk.today)
        with self.desk.write() as writer:
            row = _need_village(writer.session, village)
            renamed = replace(row, name=proper, kind=kind or row.kind)
            writer.edit("village", village, {"name": renamed.name, "kind": renamed.kind})
            if since is not None:
                self._note_step(writer, StepKind.RENAMED, row, renamed, since=since, decision=decision)
        return Done(None, writer.changes())

    def merge_villages(
        self, gone: bytes, into: bytes, *, since: date | None = None, decision: str = ""
    ) -> Done[int]:
        """Merge one village into another and carry over what lies in it; returns how many households came along.

        `since` is the day from which the decision holds (else today); reports can still show both as they were before.
        """
        if gone == into:
            raise BadInput(
                say("A village cannot be merged into itself."), say("Choose two different villages.")
            )
        on = since or self.desk.today
        _need_past(on, self.desk.today)
        with self.desk.write() as writer:
            rows = [_need_village(writer.session, village) for village in (gone, into)]
            if any(row.merged_into is not None for row in rows):
                raise BadInput(
                    say("This village was merged into another one already."),
                    say("Choose the village that is left."),
                    key="merged_already",
                )
            moved = carry_over(writer, *rows)
            writer.edit("village", gone, {"merged_into": into})
            self._note_step(writer, StepKind.MERGED, *rows, since=on, decision=decision)
        return Done(moved, writer.changes())

    def _note_step(
        self, writer: Writer, kind: StepKind, old: VillageRow, new: VillageRow, *, since: date, decision: str
    ) -> None:
        ends, today = (side_of(old), side_of(new)), self.desk.today
        step = Step(b"", StepLevel.VILLAGE, kind, *ends, since, normalize(decision), carried_on=today)
        territory.add_step(writer, step)

    def find_village(self, text: str, *, commune_code: str | None = None) -> VillageRow:
        """Look up a village by name, with or without its kind word and diacritics."""
        wanted = fold(parse_village_name(normalize(text))[1] or text)
        with self.desk.read() as session:
            known = villages.list_villages(session)
        fitting = [v for v in known if fold(v.name) == wanted and commune_code in (None, v.commune_code)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise NotFound(
                say("No village is called {name}.", name=text), say("Check the name, or add the village.")
            )
        raise BadInput(
            say("Several villages are called {name}.", name=text),
            say("Say which commune you mean."),
            key="ambiguous_village",
        )

    def add_team(self, name: str, commune_code: str) -> Done[bytes]:
        """Create a team of one commune; returns its id."""
        with self.desk.write() as writer:
            made = writer.create(
                "team", {"name": normalize(name), "commune_code": commune_code, "commune_vintage": VINTAGE}
            )
        return Done(made, writer.changes())

    def list_teams(self) -> list[str]:
        """List the teams by name."""
        with self.desk.read() as session:
            return canvassers.list_teams(session)

    def list_working(self) -> list[CanvasserRow]:
        """List everybody who may be chosen as working today: those who have left are not."""
        return [each for each in self.list_canvassers() if not each.has_left(self.desk.today)]

    def list_canvassers(self) -> list[CanvasserRow]:
        """List everybody who works here."""
        with self.desk.read() as session:
            return canvassers.list_canvassers(session)

    def add_canvasser(
        self, name: str, *, role: str = "canvasser", phone: str = "", agency: str = "", code: str = ""
    ) -> Done[CanvasserRow]:
        """Enter somebody who works at the doors; `code` is the collector's own, as families may check it."""
        proper = normalize(name)
        if not proper:
            raise BadInput(say("The name is missing."), say("Type the person's name."), key="name_missing")
        with self.desk.write() as writer:
            made = writer.create(
                "canvasser",
                {
                    "name": proper, "role": role, "phone": phone or None, "agency": normalize(agency),
                    "code": normalize(code),
                },
            )  # fmt: skip
            row = canvassers.read_canvasser(writer.session, made)
        assert row is not None
        return Done(row, writer.changes())

    def edit_canvasser(self, canvasser: bytes, *, phone: str, agency: str, code: str) -> Done[CanvasserRow]:
        """Change somebody's telephone, organisation and collector's code, as papers print them.

        The office changes anybody's; another machine only of those who were entered on it, else NotAllowed.
        """
        with self.desk.write() as writer:
            if canvassers.read_canvasser(writer.session, canvasser) is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Choose a person from the list.")
                )
            _need_own(writer.session, canvasser)
            told = {"phone": phone or None, "agency": normalize(agency), "code": normalize(code)}
            writer.edit("canvasser", canvasser, told)
            row = canvassers.read_canvasser(writer.session, canvasser)
        assert row is not None
        return Done(row, writer.changes())

    def say_who_works(self, name: str, *, pin: str = "") -> CanvasserRow:
        """Sign what follows with this person's name; somebody new is entered. Remembered until the next change."""
        proper = normalize(name)
        known = find_named(self.list_canvassers(), proper, self.desk.today)
        who = known or self.add_canvasser(proper).value
        self.choose_canvasser(who.id, pin=pin)
        return who

    def choose_canvasser(self, canvasser: bytes, *, remember: bool = True, pin: str = "") -> None:
        """Switch to a person by id; NotAllowed `has_left` for somebody whose last day is over.

        Who has a PIN on this machine is asked for it (`pin_missing`, `pin_wrong`, `pin_waits`), but not by themselves.
        """
        with self.desk.read() as session:
            who = canvassers.read_canvasser(session, canvasser)
        if who is not None and who.has_left(self.desk.today):
            raise NotAllowed(
                say("{name} no longer works here.", name=who.name),
                say("Choose who is working now; what {name} wrote stays.", name=who.name),
                key="has_left",
            )
        if canvasser != self.desk.canvasser:
            Pins(self.desk).check(canvasser, pin)
        self.desk.canvasser = canvasser
        if remember:
            with self.desk.database.write_local() as session:
                settings.write_own_setting(session, "canvasser", canvasser)


def _need_own(session: Session, canvasser: bytes) -> None:
    """Refuse what other machines would refuse: rows of people carry the number of the machine they were entered on."""
    office = settings.read_machine(session).role == "office"
    if not office and canvasser[:8] not in incarnations.list_own(session):
        raise NotAllowed(
            say("This person was entered at the insurance office."),
            say("Ask the office to change it; it comes back with the next file."),
            key="not_own",
        )


def find_named(people: Iterable[CanvasserRow], name: str, today: date) -> CanvasserRow | None:
    """Find somebody by name; of two of one name whoever still works."""
    found = [each for each in people if fold(each.name) == fold(name)]
    return min(found, key=lambda each: each.has_left(today), default=None)


def _need_past(since: date | None, today: date) -> None:
    if since is not None and since > today:
        raise BadInput(
            say("This holds only from {day} on.", day=since),
            say("Enter it as a decision: it is carried out on its day."),
            key="not_yet",
        )


def _need_village(session: object, village: bytes) -> VillageRow:
    row = villages.read_village(session, village)  # type: ignore[arg-type]
    if row is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))
    return row
