"""The leaflet's answer to what the family worried about: one picture, one short title, one or two sentences."""

from outreach_app.documents.flow import Block
from outreach_app.documents.fonts import ACCENT, BAND, EDGE, Style
from outreach_app.documents.leaflet_texts import LeafletTexts
from outreach_app.documents.lines import wrap
from outreach_app.documents.page import A5, Pen

TITLE = Style("SemiBold", 12)
TEXT = Style("Regular", 10.5)
PICTURE = 34.0
PADDING = 10.0

WORRY_SIGNS = {
    "unstable_income": "calendar-clock",
    "cannot_afford": "hand-coins",
    "too_long": "hourglass",
    "unclear_benefit": "circle-check",
    "fewer_benefits": "calculator",
    "health_only": "heart-pulse",
    "has_private": "file-check",
    "spouse_disagrees": "users",
    "rules_change": "refresh-cw",
    "waits_harvest": "sprout",
    "children_care": "house",
    "no_trust": "eye",
    "other": "phone",
}
"""The picture beside each answer, by the worry's key."""


def lay_worry(worry: str, texts: LeafletTexts) -> Block:
    """Lay out the answer to one worry, a key of OBJECTION_NAMES."""
    answer, left = texts.worries[worry], PADDING + PICTURE + PADDING
    title = wrap(answer.title, TITLE, width=A5.room - left - PADDING)
    lines = wrap(answer.text, TEXT, width=A5.room - left - PADDING)
    told = len(title) * TITLE.leading + len(lines) * TEXT.leading
    height = max(PICTURE, told) + 2 * PADDING - 4

    def draw(pen: Pen, y: float) -> None:
        pen.frame((A5.left, y, A5.room, height), EDGE, fill=BAND, radius=4)
        pen.sign(WORRY_SIGNS[worry], (A5.left + PADDING, y + (height - PICTURE) / 2, PICTURE), ACCENT)
        top = y + (height - told) / 2
        top = pen.write_lines(A5.left + left, top + TITLE.size, title, TITLE) - TITLE.size
        pen.write_lines(A5.left + left, top + TEXT.size, lines, TEXT)

    return Block(height, draw, space=9)
