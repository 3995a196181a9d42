"""A projected pension in words and plain numbers: what is paid, for how long the state helps, what comes of it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from outreach_app.domain.advice import PensionAdvice, count_half_years
from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.pension import PensionProjection
from outreach_app.domain.people import Sex
from outreach_app.domain.rows import PersonRow
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import name_given

_YEAR = 12
_ELDER = 60


@dataclass(frozen=True, slots=True)
class PensionBar:
    """The months paid as a bar: all of them, how many the state helps with first, and where 15 years are full.

    `full_at` counts months from the left, None when 15 years are never reached or were reached before; the labels
    stand over the two marks, under the left end, the end of support, the first mark and the right end.
    """

    months: int
    subsidised: int
    full_at: int | None
    full_label: tuple[str, str]
    end_label: tuple[str, str]
    subsidy_label: str
    years: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class PensionView:
    """What the panel says: `amount` is the one figure, `sentence` stands under the picture and is its description.

    Without `bar` only `sentence` is shown, which then says why nothing can be told.
    """

    title: str
    amount: str = ""
    doubt: bool = False
    bar: PensionBar | None = None
    sentence: str = ""


def make_pension(words: Catalogue, advice: PensionAdvice, *, today: date) -> PensionView:
    """Put a projection into words."""
    title = words.text("Pension of {name}", name=address(words, advice.person, today))
    told = advice.projection
    if told is None:
        why = words.render(advice.closed) if advice.closed is not None else ""
        return PensionView(title, sentence=words.text("No pension can be reckoned: {reason}.", reason=why))
    if told.pension_from is None:
        return PensionView(title, sentence=_tell_missing(words, told), doubt=not told.confirmed)
    return PensionView(
        title,
        tell_range(words, told),
        doubt=not told.confirmed,
        bar=_make_bar(words, advice, told, today),
        sentence=_tell_sentence(words, told),
    )


def address(words: Catalogue, person: PersonRow, today: date) -> str:
    """How somebody is spoken of: `chị Thảo` in Vietnamese, `Thảo` otherwise."""
    given = name_given(person.name)
    if words.language != "vi" or person.sex is None:
        return given
    elder = person.born is not None and person.born.age_on(today) >= _ELDER
    titles = {Sex.MALE: ("anh", "ông"), Sex.FEMALE: ("chị", "bà")}
    return f"{titles[person.sex][elder]} {given}"


def tell_range(words: Catalogue, told: PensionProjection) -> str:
    """The pension a month in whole thousands: one figure when both ends agree."""
    low, high = (round(amount, -3) for amount in (told.monthly_low, told.monthly_high))
    if low == high:
        return words.text("about {amount}", amount=words.money(low))
    return words.text("{low} to {high}", low=words.number(low), high=words.money(high))


def tell_years(words: Catalogue, months: int) -> str:
    """Months as years and halves as the law counts them for the rate: 21.5."""
    whole, half = divmod(count_half_years(months), 2)
    point = "," if words.language == "vi" else "."
    return f"{whole}{point}5" if half else str(whole)


def tell_percent(words: Catalogue, rate: Fraction) -> str:
    """A rate without needless zeros."""
    text = f"{float(rate):.2f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',') if words.language == 'vi' else text}%"


def _make_bar(words: Catalogue, advice: PensionAdvice, told: PensionProjection, today: date) -> PensionBar:
    first = first_of_month(today)
    paid = sum(year.months for year in told.years)
    subsidised = sum(year.subsidised_months for year in told.years)
    full = told.fifteen_years_on
    at = (full.year - first.year) * _YEAR + full.month - first.month if full else None
    inside = at is not None and 0 < at <= paid
    born = advice.person.born
    age = born.age_on(told.retires_on) if born is not None else 0
    end = words.text(
        "{age} years old, {years} years paid:", age=age, years=tell_years(words, told.months_contributed)
    )
    help_end = add_months(first, subsidised)
    return PensionBar(
        months=paid,
        subsidised=subsidised,
        full_at=at if inside else None,
        full_label=(words.text("15 years full:"), tell_percent(words, told.rate_at_15)),
        end_label=(end, tell_percent(words, told.rate_percent)),
        subsidy_label=words.text("The state helps {years} years", years=tell_years(words, subsidised)),
        years=(
            f"{first:%m/%Y}",
            str(help_end.year) if 0 < subsidised < paid else "",
            str(full.year) if full is not None and inside else "",
            f"{told.pension_from:%m/%Y}" if told.pension_from else "",
        ),
    )


def _tell_sentence(words: Catalogue, told: PensionProjection) -> str:
    parts = [words.text("In today's money; a health card paid by the fund comes with it. No promise.")]
    if told.months_to_pay_back is not None:
        years, months = divmod(told.months_to_pay_back, _YEAR)
        parts.append(
            words.text(
                "After about {years} years {months} months it has paid back what was paid in.",
                years=years,
                months=months,
            )
        )
    return " ".join(parts)


def _tell_missing(words: Catalogue, told: PensionProjection) -> str:
    return words.text(
        "At the pension age {months} months are missing to 15 years; up to 60 of them may be paid at once then.",
        months=told.missing_months,
    )


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph with what it rests on; LawSteps shows it."""

    text: str
    source: str
    confirmed: bool = True


def list_cashing_out(words: Catalogue, advice: PensionAdvice, *, today: date) -> tuple[TextLine, ...]:
    """What cashing out would pay, whether it is allowed, and everything that is lost by it."""
    told = advice.projection
    if told is None:
        why = words.render(advice.closed) if advice.closed is not None else ""
        return (TextLine(words.text("Nothing can be compared: {reason}.", reason=why), ""),)
    once = told.one_off
    source = once.steps[0].source if once.steps else ""
    who = address(words, advice.person, today)
    allowed = (
        words.text("This would be allowed.")
        if once.allowed
        else words.text("This is not allowed as things stand.")
    )
    lines = [
        TextLine(words.text("At the retirement age, on {day}:", day=told.retires_on), ""),
        TextLine(f"{allowed} {words.render(once.reason)}", source),
        TextLine(
            words.text("{who} would get {amount} once.", who=who, amount=words.money(once.amount)),
            words.text("the state's part stays out: {amount}", amount=words.money(once.state_part_left_out)),
        ),
    ]
    if told.pension_from is not None:
        lines.append(
            TextLine(
                words.text("Staying in gives {range} every month for life.", range=tell_range(words, told)),
                words.text("from {month}", month=f"{told.pension_from:%m/%Y}"),
                told.confirmed,
            )
        )
    lines += [TextLine(words.text("Lost: {what}", what=words.render(each)), "") for each in once.loses]
    lines += [TextLine(words.render(each), words.text("exception")) for each in once.exceptions]
    return tuple(lines)


def list_pension_steps(words: Catalogue, advice: PensionAdvice) -> tuple[TextLine, ...]:
    """Every step of a projection with its law, then what it takes for granted."""
    from outreach_app.domain.rules import Mark

    told = advice.projection
    if told is None:
        return ()
    steps = [TextLine(words.render(s.text), s.source, s.mark is not Mark.UNCONFIRMED) for s in told.steps]
    return (
        *steps,
        *(TextLine(words.render(each), words.text("taken for granted")) for each in told.assumptions),
    )
