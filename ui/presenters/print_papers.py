"""The papers that need nothing but a subject: each is made in memory, ready to be shown, kept or printed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from outreach_app.i18n import Catalogue
from ui.presenters.heard import name_file, read_report
from ui.presenters.heard_state import HeardPaperAt
from ui.presenters.pages import Printed, make_printed
from ui.presenters.ports import (
    ArrivalsPaperAt,
    CommitteesPaperAt,
    MeetingPaper,
    MeetingPaperAt,
    PrivacyPaperAt,
    ProgressPaperAt,
    SlipAt,
    VillagesAt,
)

if TYPE_CHECKING:
    from outreach_app.app import App

Make = Callable[[], Printed]


class PaperMakers:
    """Says how each paper is made; the work itself runs in the background."""

    def __init__(self, app: "App", words: Catalogue) -> None:
        self._app, self._words = app, words

    def find(self, subject: object) -> Make | None:
        """How the paper is made that another place asks for by such a subject; None when it asks for none."""
        match subject:
            case SlipAt():
                return self.slip(subject.hand_over)
            case ProgressPaperAt():
                return self.progress(subject)
            case ArrivalsPaperAt():
                return self.arrivals(subject.day)
            case VillagesAt():
                return self.villages(subject)
            case HeardPaperAt():
                return self.heard(subject)
            case CommitteesPaperAt():
                return self.committees()
            case PrivacyPaperAt():
                return self.privacy_paper(subject)
            case MeetingPaperAt():
                return self.meeting_paper(subject)
        return None

    def sheet(self, sheet: bytes, *, large: bool) -> Make:
        """A sheet that was made before."""

        def make() -> Printed:
            code = self._app.sheets.open_id(sheet).code
            pdf = self._app.printing.visit_list(sheet, self._words, large_print=large)
            return make_printed(f"danh-sach-{code}", code, pdf)

        return make

    def leaflet(self, household: bytes) -> Make:
        """A household's leaflet."""

        def make() -> Printed:
            row = self._app.households.read_card(household).household
            return make_printed(
                f"to-roi-{row.code}", row.head, self._app.printing.leaflet(household, self._words)
            )

        return make

    def summary(self, day: date) -> Make:
        """The summary of a day."""

        def make() -> Printed:
            pdf = self._app.printing.daily_summary(self._words, day=day)
            return make_printed(f"tong-hop-{day:%Y-%m-%d}", self._words.date(day), pdf)

        return make

    def arrivals(self, day: date) -> Make:
        """What came from other machines on a day."""

        def make() -> Printed:
            pdf = self._app.mornings.print(self._words, day=day)
            return make_printed(
                f"tep-nhan-{day:%Y-%m-%d}", self._words.text("what came on {day}", day=day), pdf
            )

        return make

    def slip(self, hand_over: bytes) -> Make:
        """The slip of cash that was handed over."""

        def make() -> Printed:
            name = f"phieu-nop-tien-{self._app.desk.today:%Y-%m-%d}"
            pdf = self._app.cash.slip(hand_over, self._words)
            return make_printed(name, self._words.context("print", "Cash handed over"), pdf)

        return make

    def meeting_paper(self, at: MeetingPaperAt) -> Make:
        """The invitation slips or the sign-in list of a meeting."""
        words, papers = self._words, self._app.meeting_papers

        def make() -> Printed:
            day = self._app.meetings.read(at.meeting).day
            if at.paper is MeetingPaper.INVITATIONS:
                pdf = papers.invitations(at.meeting, words)
                return make_printed(f"giay-moi-{day:%Y-%m-%d}", words.context("print", "Invitations"), pdf)
            pdf = papers.sign_in_list(at.meeting, words)
            return make_printed(f"ky-ten-{day:%Y-%m-%d}", words.context("print", "Sign-in list"), pdf)

        return make

    def privacy_paper(self, at: PrivacyPaperAt) -> Make:
        """A household's sheet of consents, or the copy of everything held about a person."""
        words, app = self._words, self._app

        def make() -> Printed:
            if at.household is not None:
                row = app.households.read_card(at.household).household
                return make_printed(
                    f"phieu-dong-y-{row.code}", row.head, app.consents.print_sheet(row.id, words)
                )
            assert at.person is not None
            title = words.context("print", "Copy of personal data")
            return make_printed(
                f"ban-sao-{app.desk.today:%Y-%m-%d}", title, app.copies.as_pdf(at.person, words)
            )

        return make

    def progress(self, at: ProgressPaperAt) -> Make:
        """The results of a unit within some days."""
        words = self._words

        def make() -> Printed:
            pdf = self._app.reports.print_progress(at.unit, at.period, words)
            name = f"ket-qua-{at.period.first:%Y-%m-%d}-{at.period.last:%Y-%m-%d}"
            return make_printed(name, words.context("print", "Results of the drive for members"), pdf)

        return make

    def villages(self, at: VillagesAt) -> Make:
        """The villages of a unit, each in a line."""
        words, coverage = self._words, self._app.village_coverage

        def make() -> Printed:
            table = coverage.read(at.unit, days=at.days)
            title = words.context("villages", "How far each village is")
            return make_printed(f"cac-thon-{table.on:%Y-%m-%d}", title, coverage.print_table(table, words))

        return make

    def heard(self, paper: HeardPaperAt) -> Make:
        """What was heard at the doors of a unit, or who was trained."""
        from outreach_app.services.field_papers import make_paper
        from outreach_app.services.table_pages import render_pages

        def make() -> Printed:
            report = read_report(self._app, paper.at, paper.kind, split=paper.split)
            laid = make_paper(report, self._words)
            return make_printed(name_file(paper.at, paper.kind), laid.title, render_pages(laid, self._words))

        return make

    def committees(self) -> Make:
        """The committees with their members, who receives reports, the communes without a committee."""
        from outreach_app.services.field_papers import make_committee_paper
        from outreach_app.services.table_pages import render_pages

        def make() -> Printed:
            known = self._app.committees.list_all()
            laid = make_committee_paper(known, self._words)
            return make_printed(
                f"ban-chi-dao-{known.on:%Y-%m-%d}", laid.title, render_pages(laid, self._words)
            )

        return make

    def appointments(self, day: date) -> Make:
        """The slips of a day's promised returns."""

        def make() -> Printed:
            pdf = self._app.appointments.print_day(day, self._words)
            title = self._words.context("print", "Appointments")
            return make_printed(f"giay-hen-{day:%Y-%m-%d}", f"{title} {self._words.date(day)}", pdf)

        return make
