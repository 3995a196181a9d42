"""The leaflet's frame about sign-ups whose amounts have changed: what was told then beside what it costs now."""

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import INK_2, Style
from outreach_app.documents.lines import Run, strong, styled_runs, wrap_runs
from outreach_app.documents.page import A5, Pen
from outreach_app.domain.earlier_amounts import EarlierAmount
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.i18n import Catalogue

_TEXT = Style("Regular", 9.5)
_STRONG = Style("SemiBold", 9.5)


def lay_earlier(earlier: tuple[EarlierAmount, ...], catalogue: Catalogue) -> Block:
    """One frame with a line for each sign-up: old amount with its day, new amount, doubt."""
    title = Run(catalogue.text("Amounts told earlier have changed:"), _STRONG)
    lines = wrap_runs([title], width=A5.room - 24)
    for each in earlier:
        lines += wrap_runs(styled_runs(_tell(each, catalogue), _TEXT, bold=_STRONG), width=A5.room - 24)
    height = len(lines) * _TEXT.leading + 12

    def draw(pen: Pen, y: float) -> None:
        pen.frame((A5.left, y, A5.room, height), INK_2, thick=0.8, radius=3)
        pen.write_runs(A5.left + 12, y + 15.5, lines, leading=_TEXT.leading)

    return Block(height, draw, space=8)


def _tell(each: EarlierAmount, catalogue: Catalogue) -> str:
    told = {
        "name": each.name, "scheme": catalogue.text(SCHEME_NAMES[each.scheme]), "months": each.months,
        "was": catalogue.money(each.was), "day": catalogue.date(each.was_on),
    }  # fmt: skip
    if each.now is None:
        return catalogue.text(
            "{name}, {scheme}, {months} months: was {was} on {day}; work it out again before paying.", **told
        )
    now = strong(catalogue.money(each.now))
    if not each.confirmed:
        now += f" ({catalogue.text('not confirmed')})"
    return catalogue.text(
        "{name}, {scheme}, {months} months: was {was} on {day}, now {now}.", now=now, **told
    )
