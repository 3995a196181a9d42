"""Pictures of the place Campaign: with a target and a published number, which are visibly samples."""

from collections.abc import Iterator

from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of, year_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from ui.pictures.studio import Picture, Studio
from ui.presenters.campaign import Span

_PLAN, _WORKFORCE = 40, 3_200


def show_campaign(studio: Studio) -> Iterator[Picture]:
    """The year of the own unit and its villages."""
    set_targets(studio)
    studio.house.go("campaign", Span.YEAR)
    yield studio.take("6-campaign", "campaign")


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
