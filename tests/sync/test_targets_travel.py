"""Targets, drives and official figures reach every laptop with the next return file; only the office writes them."""

from datetime import date

from outreach_app.app import App
from outreach_app.domain.official_figures import Measure, OfficialFigure
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import month_of
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from tests.workspaces import COMMUNE, Field, read, write

MAY = month_of(date(2027, 5, 1))
UNIT = Subject(SubjectKind.UNIT, COMMUNE, "2025")


def test_what_the_office_sets_stands_on_the_laptop_and_what_a_laptop_sets_is_refused(
    field: Field, office: App, one: App
) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (one, "Lường Thị Inh")):
        app.office.say_who_works(name)
    read(office, *write(one, field.stick))
    target = office.campaigns.set_target(Target(b"", UNIT, Scheme.VOLUNTARY, Aim.JOINED, MAY, 120)).value
    office.campaigns.add_campaign("Tháng vận động", MAY)
    figure = OfficialFigure(
        b"", UNIT, Scheme.VOLUNTARY, Measure.STOCK, date(2026, 10, 31), 84, source="báo cáo"
    )
    office.campaigns.enter_figure(figure)
    mark = office.campaigns.mark_model(UNIT, MAY.first).value
    read(one, *write(office, field.stick))
    assert [each.id for each in one.campaigns.list_targets()] == [target.id]
    assert one.campaigns.list_marks() == [mark]
    assert [each.name for each in one.campaigns.list_campaigns()] == ["Tháng vận động"]
    assert [each.value for each in one.campaigns.list_figures()] == [84]
    with one.desk.write() as writer:
        writer.edit("target", target.id, {"people": 1})
        writer.edit("model_mark", mark.id, {"removed": "no"})
    (report,) = read(office, *write(one, field.stick))
    assert report.refused_rows == 2
    assert office.campaigns.list_marks() == [mark]
    assert office.campaigns.list_targets()[0].people == 120
