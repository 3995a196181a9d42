"""A published number as it is typed on the command line and said there: people, or a percentage."""

from decimal import Decimal, InvalidOperation

from outreach_app.cli import parsing
from outreach_app.domain.official_figures import OfficialFigure
from outreach_app.errors import Message, say
from outreach_app.i18n import Count

_MOST_DECIMALS = 2


def tell_number(figure: OfficialFigure) -> Message:
    """Say a number as it was published."""
    if figure.is_share:
        return say("{percent}%", percent=figure.percent)
    return say("{people}", people=Count(figure.value))


def read_number(text: str, *, percent: bool) -> tuple[int, int]:
    """Read people, or the digits of a percentage and how many stand behind the point; WrongUsage for anything else."""
    if not percent:
        return parsing.parse_money(text, option="NUMBER"), 0
    typed = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        number = Decimal(typed)
    except InvalidOperation as error:
        raise parsing.wrong_value("NUMBER", text, say("Write a percentage like 88.82.")) from error
    decimals = -int(number.as_tuple().exponent) if number.is_finite() else _MOST_DECIMALS + 1
    if not 0 <= decimals <= _MOST_DECIMALS or not 0 <= number <= 10_000:
        raise parsing.wrong_value("NUMBER", text, say("Write a percentage like 88.82."))
    return int(number.scaleb(decimals)), decimals
