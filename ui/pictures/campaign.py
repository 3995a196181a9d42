"""Pictures of the place Campaign: charts, the way down, villages, targets; with targets that are visibly samples."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from outreach_app.domain.months import add_months
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of, year_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from ui.pictures.studio import Picture, Studio
from ui.presenters.campaign_state import Span

_PLAN, _WORKFORCE = 6, 3_200


def show_campaign(studio: Studio) -> Iterator[Picture]:
    """The year of the own unit: before there is a target, each chart, its table, and the way down to the visits."""
    studio.house.go("campaign", Span.YEAR)
    yield studio.take("6-campaign-empty", "campaign")
    set_targets(studio)
    sign_people_up(studio)
    studio.house.go("campaign", Span.YEAR)
    yield studio.take("6-campaign", "campaign")
    for key, name in ((Qt.Key.Key_2, "months"), (Qt.Key.Key_3, "ranking"), (Qt.Key.Key_4, "words")):
        studio.press(key)
        yield studio.take(f"6-campaign-{name}", "campaign")
    yield from _show_gap(studio)
    studio.press(Qt.Key.Key_1)
    studio.press(Qt.Key.Key_T)
    yield studio.take("6-campaign-table", "campaign")
    studio.press(Qt.Key.Key_T)
    for name in ("village", "team"):
        studio.settle()
        studio.press(Qt.Key.Key_Down if name == "village" else Qt.Key.Key_Home)
        studio.press(Qt.Key.Key_Return)
        yield studio.take(f"6-campaign-{name}", "campaign")
    for _ in range(2):
        studio.press(Qt.Key.Key_Backspace)
        studio.settle()
    studio.press(Qt.Key.Key_C)
    yield studio.take("6-villages", "villages")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    yield from _show_targets(studio)


def _show_gap(studio: Studio) -> Iterator[Picture]:
    """Who may explain the difference from an official number: before one is entered, then those who are named."""
    studio.press(Qt.Key.Key_D)
    yield studio.take("6-gap-empty", "gap")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    _tell_members(studio)
    studio.press(Qt.Key.Key_D)
    yield studio.take("6-gap", "gap")
    studio.press(Qt.Key.Key_X)
    yield studio.take("6-gap-saving", "gap")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_1)
    yield studio.take("6-gap-nobody", "gap")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()


def _tell_members(studio: Studio) -> None:
    """Members of two schemes as they were published: a few fewer than ours, and as many as ours."""
    app = studio.app
    unit, day = Subject(SubjectKind.UNIT, app.reports.own_unit(), "2025"), app.desk.today
    for scheme, people in ((Scheme.VOLUNTARY, 20), (Scheme.HOUSEHOLD_HEALTH, 300)):
        told = OfficialFigure(b"", unit, scheme, Measure.STOCK, day, people, source="báo cáo tháng (mẫu)")
        app.campaigns.enter_figure(told)


def _show_targets(studio: Studio) -> Iterator[Picture]:
    """The list of the targets, a new one, one handed down with a row for each village, drives, official figures; and
    the forms that correct a drive and a figure.
    """
    studio.press(Qt.Key.Key_G)
    yield studio.take("6-targets", "targets")
    studio.press(Qt.Key.Key_N)
    yield studio.take("6-targets-new", "targets")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_H)
    yield studio.take("6-targets-parts", "targets")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_2)
    yield studio.take("6-targets-drives-empty", "targets")
    today = studio.app.desk.today
    drive = studio.app.campaigns.add_campaign(
        "Đợt cao điểm cuối năm (mẫu)", month_of(today), note="theo kế hoạch mẫu"
    )
    studio.operations.broadcast(drive.changes)
    studio.settle()
    yield studio.take("6-targets-drives", "targets")
    studio.press(Qt.Key.Key_E)
    yield studio.take("6-targets-drive-change", "targets")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_3)
    studio.settle()
    studio.press(Qt.Key.Key_E)
    yield studio.take("6-targets-figure-change", "targets")
    studio.press(Qt.Key.Key_Escape)
    studio.settle()
    studio.press(Qt.Key.Key_N)
    yield studio.take("6-targets-figure", "targets")
    studio.press(Qt.Key.Key_Escape)
    studio.press(Qt.Key.Key_Escape)


def sign_people_up(studio: Studio) -> None:
    """Sign-ups through the year, a few of which are not gone on with: one in three of everybody on the register."""
    app = studio.app
    this_month = app.desk.today.replace(day=1)
    with app.desk.write() as writer:
        for place, number in enumerate(app.households.list_numbers()):
            card = app.households.read_card(app.households.read_rows([number])[0].id)
            for seat, member in enumerate(card.members[::3]):
                first = add_months(this_month, (place * 7 + seat * 5) % 14 - 13)
                told = {
                    "person": member.id, "household": card.household.id, "scheme": "voluntary", "kind": "new",
                    "first_month": f"{first:%Y-%m}", "months": (3, 12, 6)[place % 3], "signed_on": first.isoformat(),
                }  # fmt: skip
                writer.create("enrolment", told)
    studio.operations.broadcast(writer.changes())


def set_targets(studio: Studio) -> None:
    """A target for the month and the year, and a published number."""
    app = studio.app
    today = app.desk.today
    unit = Subject(SubjectKind.UNIT, app.reports.own_unit(), "2025")
    for people, period in ((_PLAN, month_of(today)), (10 * _PLAN, year_of(today))):
        app.campaigns.set_target(
            Target(b"", unit, Scheme.VOLUNTARY, Aim.JOINED, period, people, set_by="BHXH tỉnh (mẫu)")
        )
    app.campaigns.enter_figure(
        OfficialFigure(
            b"", unit, None, Measure.WORKFORCE, today.replace(month=1, day=1), _WORKFORCE, source="mẫu"
        )
    )
