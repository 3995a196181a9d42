"""An office with a month behind it: sign-ups by two organisations, a stop, targets, figures, worries, questions."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.committees import ReportKind
from outreach_app.domain.lapses import LapseReason, PersonLapse
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of, year_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.domain.teams import AgencyKind, Duty, Part
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome, Reaction
from outreach_app.services.committees import NewRecipient
from outreach_app.services.teams import Contact
from outreach_app.services.visits import NewVisit
from tests.workspaces import COMMUNE, card_of

POST, PRIVATE = "Bưu điện Tam Đường", "Công ty PVI Lai Châu"
NOVEMBER = date(2026, 11, 1)
UNIT = Subject(SubjectKind.UNIT, COMMUNE, "2025")
VOLUNTARY, CARD = Scheme.VOLUNTARY, Scheme.HOUSEHOLD_HEALTH
Who = tuple[bytes, bytes]


def sign(
    app: App, who: Who, by: bytes | None, *, scheme: Scheme = VOLUNTARY, kind: str = "new", months: int = 3,
    first: str = "2026-11", on: str = "2026-11-05",
) -> None:  # fmt: skip
    """Store a sign-up; an amount is of no interest to a report."""
    told = {
        "person": who[0], "household": who[1], "scheme": scheme.value, "kind": kind, "first_month": first,
        "months": months, "signed_on": on, "canvasser": by,
    }  # fmt: skip
    with app.desk.write() as writer:
        writer.create("enrolment", told)


def hire(app: App, name: str, agency: str, kind: AgencyKind) -> bytes:
    """Put a collector of an organisation into the team."""
    team = app.teams.find("Tổ Bản Bo").id
    contact = Contact(agency=agency, agency_kind=kind, duty=Duty.COLLECTOR)
    return app.teams.add_member(team, name, part=Part.INSURANCE, contact=contact).value.canvasser


def fill_month(app: App) -> None:
    """Let November 2026 happen at the office of the template."""
    card, far = card_of(app, "Lò Văn Páo"), card_of(app, "Vàng A Lử")
    one, two, three = ((member.id, card.household.id) for member in card.members)
    four = (far.members[0].id, far.household.id)
    app.teams.add("Tổ Bản Bo", COMMUNE)
    inh = hire(app, "Lường Thị Inh", POST, AgencyKind.POST_OFFICE)
    thao = hire(app, "Nguyễn Thị Phương Thảo", PRIVATE, AgencyKind.PRIVATE)
    sign(app, one, inh)
    sign(app, two, inh, kind="continuing", first="2026-12", on="2026-11-10")
    sign(app, three, None, scheme=CARD, months=12)
    sign(app, four, thao, months=1, first="2026-09", on="2026-09-20")
    sign(app, four, None, scheme=CARD, months=1, first="2026-10", on="2026-09-20")
    _visit(app, four, card.household.id)
    _set_numbers(app)
    app.questions.ask(card.household.id, "Đóng ở tỉnh khác có được cộng không?", worry="fewer_benefits")
    app.difficulties.report("Đường vào bản bị sạt lở", village=far.household.village)
    app.committees.add(COMMUNE, decision="15/QĐ-UBND", decided_on=date(2026, 2, 3))
    app.committees.send_to(
        COMMUNE,
        NewRecipient("Bà Lò Thị Ban", "Chủ tịch Hội Liên hiệp Phụ nữ xã", report=ReportKind.MONTHLY),
    )


def _visit(app: App, stopped: Who, home: bytes) -> None:
    lapse = PersonLapse(stopped[0], VOLUNTARY, LapseReason.HARDSHIP)
    told = PersonOutcome(stopped[0], VOLUNTARY, Outcome.REFUSED)
    app.visits.log(
        NewVisit(stopped[1], date(2026, 11, 12), outcomes=(told,), met=(stopped[0],), lapses=(lapse,))
    )
    app.visits.log(
        NewVisit(
            home, date(2026, 11, 20), door_outcome=Outcome.CALL_BACK, objection="cannot_afford",
            reaction=Reaction.REASSURED, next_step=NextStep.RETURN, next_on=date(2026, 12, 15),
        )
    )  # fmt: skip


def _set_numbers(app: App) -> None:
    for period, people in ((month_of(NOVEMBER), 4), (year_of(NOVEMBER), 40)):
        app.campaigns.set_target(Target(b"", UNIT, VOLUNTARY, Aim.JOINED, period, people, set_by="BHXH tỉnh"))
    post = app.campaigns.find_agency(POST)
    for aim, people in ((Aim.JOINED, 10), (Aim.CONTINUING, 30)):
        app.campaigns.set_target(Target(b"", post, VOLUNTARY, aim, year_of(NOVEMBER), people))
    stock = OfficialFigure(
        b"", UNIT, VOLUNTARY, Measure.STOCK, date(2026, 10, 31), 7, source="báo cáo tháng 10"
    )
    app.campaigns.enter_figure(stock)
