"""Tết on its day, what people type of coming back, and the order of those to call."""

import math
from datetime import date, timedelta

import pytest

from outreach_app.domain.absences import (
    Absence,
    AwayPerson,
    BackWhen,
    CallState,
    judge_calls,
    parse_return,
)
from outreach_app.domain.people import PartialDate
from outreach_app.errors import BadInput
from outreach_app.i18n import open_catalogue
from outreach_app.services.lunar_years import load_lunar_years

TODAY = date(2026, 11, 21)
YEARS = load_lunar_years()


def new_moon(number: int) -> float:
    """Julian day of the new moon with this number since 1900 (Meeus, truncated; minutes off at most)."""
    t = number / 1236.85
    radians = math.pi / 180
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t * t
    mean += 0.00033 * math.sin((166.56 + 132.87 * t) * radians)
    sun = (359.2242 + 29.10535608 * number) * radians
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t * t) * radians
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t * t) * radians
    terms = (
        (0.1734 - 0.000393 * t, sun), (0.0021, 2 * sun), (-0.4068, moon), (0.0161, 2 * moon), (-0.0004, 3 * moon),
        (0.0104, 2 * node), (-0.0051, sun + moon), (-0.0074, sun - moon), (0.0004, 2 * node + sun),
        (-0.0004, 2 * node - sun), (-0.0006, 2 * node + moon), (0.0010, 2 * node - moon), (0.0005, sun + 2 * moon),
    )  # fmt: skip
    return mean + sum(size * math.sin(angle) for size, angle in terms) - (-0.000278 + 0.000265 * t)


def sun_longitude(day: date) -> float:
    """Degrees of the sun on its way at midnight that begins a day in Viet Nam."""
    t = ((day - date(2000, 1, 1)).days - 0.5 - 7 / 24) / 36525
    radians = math.pi / 180
    mean = 357.52910 + 35999.05030 * t
    centre = (1.9146 - 0.004817 * t) * math.sin(mean * radians) + 0.019993 * math.sin(2 * mean * radians)
    return (280.46645 + 36000.76983 * t + centre) % 360


def first_days(year: int) -> list[date]:
    """The first days of the lunar months around a year, in Vietnamese time."""
    start = int((year - 1900) * 12.3685) - 15
    return [
        date(2000, 1, 1) + timedelta(days=math.floor(new_moon(start + place) + 0.5 + 7 / 24) - 2451545)
        for place in range(36)
    ]


def month_of_solstice(months: list[date], year: int) -> int:
    day = next(d for d in (date(year, 12, 15) + timedelta(days=n) for n in range(15)) if crosses(d, 270))
    return max(place for place, first in enumerate(months) if first <= day)


def crosses(day: date, degrees: int) -> bool:
    return (
        (sun_longitude(day) - degrees) % 360 > 180 >= (sun_longitude(day + timedelta(days=1)) - degrees) % 360
    )


def find_tet(year: int) -> date:
    """The month of the winter solstice is the eleventh; a month without a major term is a leap month in a long year."""
    months = first_days(year)
    eleventh, next_eleventh = month_of_solstice(months, year - 1), month_of_solstice(months, year)
    place = eleventh + 2
    if next_eleventh - eleventh == 13:
        terms = [int(sun_longitude(months[p]) // 30) for p in range(eleventh, next_eleventh + 1)]
        leap = next(n for n in range(1, 13) if terms[n] == terms[n + 1])
        place += leap <= 2
    return months[place]


@pytest.mark.parametrize("year", range(2024, 2036))
def test_tet_is_on_the_day_the_moon_and_the_sun_give(year: int) -> None:
    assert YEARS[year] == find_tet(year)


def test_tet_is_on_the_days_that_were_announced() -> None:
    """The public holidays of these years, and the one year in which Viet Nam and China differ."""
    assert [YEARS[year].isoformat() for year in (2024, 2025, 2026, 2027, 2030)] == [
        "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2030-02-02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored", "first"),
    [
        ("Tết", "tet-2027", date(2027, 2, 6)),
        ("te\u0302\u0301t 2028", "tet-2028", date(2028, 1, 26)),
        ("tet-2031", "tet-2031", date(2031, 1, 23)),
        ("tết 2050", "tet-2050", None),
        ("06/02/2027", "2027-02-06", date(2027, 2, 6)),
        ("2/2027", "2027-02", date(2027, 2, 1)),
        ("2027-02", "2027-02", date(2027, 2, 1)),
        ("2027", "2027", date(2027, 1, 1)),
    ],
)
def test_what_is_typed_of_coming_back(typed: str, stored: str, first: date | None) -> None:
    back = parse_return(typed, TODAY, years=YEARS)
    assert str(back) == stored
    assert BackWhen.parse(stored) == back
    assert back.first_day(YEARS) == first


@pytest.mark.parametrize("typed", ["", "mai", "32/01/2027", "13/2027", "tết năm sau", "tết 19"])
def test_what_tells_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as told:
        parse_return(typed, TODAY, years=YEARS)
    assert told.value.key == "back_when"


def test_tet_is_told_with_its_day() -> None:
    vi = open_catalogue("vi")
    assert vi.render(BackWhen.parse("tet-2027").say(YEARS)) == "Tết 2027 (06/02/2027)"
    assert vi.render(BackWhen.parse("tet-2050").say(YEARS)) == "Tết 2050"
    assert vi.render(BackWhen.parse("2027-02").say(YEARS)) == "tháng 02/2027"


def person(name: str, last: date | None = None, **told: object) -> AwayPerson:
    absence = Absence(**told)  # type: ignore[arg-type]
    id = name.encode().ljust(16, b".")
    return AwayPerson(id, name, id, "", "", id, "", "0912345001", None, None, None, absence, last)


def test_the_order_of_those_to_call() -> None:
    people = [
        person("away", away=True),
        person("spoken", last=date(2026, 11, 1), away=True),
        person("tet", away=True, back=BackWhen.parse("tet-2027")),
        person("soon", away=True, back=BackWhen.parse("2026-12-01")),
        person("late", away=True, back=BackWhen.parse("2026-11")),
        person("back", returned_on=date(2026, 11, 10)),
        person("long back", returned_on=date(2026, 9, 1)),
        person("back and spoken to", last=date(2026, 11, 10), returned_on=date(2026, 11, 10)),
        person("never away"),
    ]
    calls = [(item.who.name, item.state) for item in judge_calls(people, TODAY, years=YEARS)]
    assert calls == [
        ("back", CallState.RETURNED), ("late", CallState.BACK_SOON), ("soon", CallState.BACK_SOON),
        ("tet", CallState.AWAY), ("away", CallState.AWAY), ("spoken", CallState.AWAY),
    ]  # fmt: skip
    assert judge_calls(people, date(2027, 1, 23), years=YEARS)[2].who.name == "tet"


def test_what_was_told_of_an_earlier_absence_says_nothing_of_this_one() -> None:
    """Somebody ticked on paper "away" again: the old place and day of return are not told as if they were new."""
    again = Absence(
        away=True, since=PartialDate(2025, 2), back=BackWhen.parse("2026-02"), returned_on=date(2026, 2, 10)
    )
    assert again.is_stale
    stale = person(
        "again", **{name: getattr(again, name) for name in ("away", "since", "back", "returned_on")}
    )
    (item,) = judge_calls([stale], TODAY, years=YEARS)
    assert (item.state, item.due_on) == (CallState.AWAY, None)
