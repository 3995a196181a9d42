"""A village of invented families, and their leaflets drawn by hand: every place known beforehand, nothing laid out."""

import io
import random
from collections.abc import Sequence
from datetime import date

import segno
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from outreach_app.documents.fonts import Style
from outreach_app.documents.leaflet import LeafletData, LeafletPayment, LeafletPerson, NextPayment
from outreach_app.documents.leaflet_texts import load_leaflet_texts
from outreach_app.documents.lines import wrap
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.i18n import open_catalogue
from tests.data_makers.names import PEOPLES, Sex, make_name

WORDS = open_catalogue("vi")
TEXTS = load_leaflet_texts("vi")
_PEOPLES = [people for people in PEOPLES if people != "Ê Đê"]  # whose ŭ the fonts print as u
_RELATIONS = ("head", "wife", "mother", "child", "grandchild")
_INK, _QUIET, _ACCENT, _WHITE = (HexColor(each) for each in ("#1B2430", "#4B5563", "#1B4B8F", "#FFFFFF"))
_HEIGHT = 595.0


def make_village(families: int, *, seed: int = 7) -> list[LeafletData]:
    """Families of three who pay both insurances, with a later date each, and a worry."""
    rng = random.Random(seed)
    return [_make_family(rng, number) for number in range(1, families + 1)]


def _make_family(rng: random.Random, number: int) -> LeafletData:
    sexes: tuple[Sex, ...] = ("m", "f", "m")
    names = [make_name(rng, sex, people=rng.choice(_PEOPLES)) for sex in sexes]
    people = tuple(
        LeafletPerson(
            name,
            rng.choice(_RELATIONS),
            LeafletPayment(rng.randrange(400_000, 1_400_000), 12, position=place),
            LeafletPayment(rng.randrange(200_000, 1_400_000), 3),
        )
        for place, name in enumerate(names, start=1)
    )
    later = tuple(
        NextPayment(name, Scheme.VOLUNTARY, date(2027, 1 + place * 3, 28)) for place, name in enumerate(names)
    )
    return LeafletData(
        family=names[0], household_code=f"NL-{number:04d}-K", office_name="BHXH cơ sở Tam Đường",
        unit_name="xã Bản Bo", calculated_on=date(2026, 11, 21), rule_book="2026.11", people=people,
        state_voluntary=rng.randrange(100_000, 900_000), valid_until=date(2026, 12, 31), next_payments=later,
        contact_name="Hoàng Thị Thơm", contact_phone="0987 112 233", worry=rng.choice(list(TEXTS.worries)),
    )  # fmt: skip


def draw_by_hand(village: Sequence[LeafletData]) -> bytes:
    """The same words of every family on a bare canvas: one form for all that is static, places written down."""
    return _ByHand().draw(village)


class _ByHand:
    def __init__(self) -> None:
        self.written = io.BytesIO()
        self.canvas = Canvas(self.written, pagesize=(419.53, 595.28), invariant=1, pageCompression=1)

    def draw(self, village: Sequence[LeafletData]) -> bytes:
        self._keep_static(village[0])
        for key, answer in TEXTS.worries.items():
            self._keep_worry(key, answer.title, answer.text)
        for data in village:
            self.canvas.doForm("static")
            self.canvas.doForm(str(data.worry))
            self._draw_family(data)
            self._draw_code(data.household_code)
            self.canvas.showPage()
        self.canvas.save()
        return self.written.getvalue()

    def _put(self, x: float, y: float, text: str, face: str, size: float, colour: HexColor = _INK) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.setFont(f"BeVietnamPro-{face}", size)
        self.canvas.drawString(x, _HEIGHT - y, text)

    def _keep_static(self, data: LeafletData) -> None:
        self.canvas.beginForm("static")
        self._put(25, 35, f"{data.office_name} · {data.unit_name}", "Regular", 10)
        self._put(330, 35, WORDS.date(data.calculated_on), "Regular", 10)
        self._put(25, 85, TEXTS.motto, "Regular", 12)
        self.canvas.setFillColor(_ACCENT)
        self.canvas.roundRect(25, 300, 370, 40, 4, stroke=0, fill=1)
        self._put(37, 270, TEXTS.total, "SemiBold", 13, _WHITE)
        self._put(48, 420, TEXTS.next_time, "SemiBold", 11.5)
        self._put(260, 420, TEXTS.ask.format(name=data.contact_name), "SemiBold", 11.5)
        self._put(260, 440, data.contact_phone, "SemiBold", 16)
        for place, words in enumerate((*TEXTS.warnings, TEXTS.hotline, TEXTS.hotline_number)):
            self._put_lines(30, 480 + place * 24, words, Style("Regular", 9.5))
        self._put(25, 575, TEXTS.valid_until.format(day=WORDS.date(date(2026, 12, 31))), "Regular", 9, _QUIET)
        self._put(25, 587, TEXTS.not_a_receipt, "SemiBold", 9)
        self.canvas.endForm()

    def _keep_worry(self, key: str, title: str, text: str) -> None:
        self.canvas.beginForm(key)
        self._put(80, 340, title, "SemiBold", 12)
        self._put_lines(80, 355, text, Style("Regular", 10.5))
        self.canvas.endForm()

    def _put_lines(self, x: float, y: float, text: str, style: Style) -> None:
        for place, line in enumerate(wrap(text, style, width=300)):
            self._put(x, y + place * 12, line, style.face, style.size)

    def _draw_family(self, data: LeafletData) -> None:
        self._put(25, 65, TEXTS.family.format(family=data.family), "Bold", 21, _ACCENT)
        for place, person in enumerate(data.people):
            self._draw_card(25 + place * 125, person)
        self._put(260, 270, WORDS.money(data.total_today), "Bold", 21, _WHITE)
        before, after = TEXTS.state_voluntary.split("{voluntary}")
        self._put(48, 310, before, "Regular", 11)
        self._put(160, 310, WORDS.money(data.state_voluntary), "SemiBold", 11)
        self._put(230, 310, after, "Regular", 11)
        for place, later in enumerate(data.next_payments):
            self._put(43, 440 + place * 16, later.name, "Regular", 11)
            self._put(180, 440 + place * 16, TEXTS.due.format(day=WORDS.date(later.due)), "SemiBold", 11)
        day = WORDS.date(data.calculated_on)
        foot = TEXTS.foot.format(code=data.household_code, day=day, rule_book=data.rule_book)
        self._put(25, 563, foot, "Regular", 9, _QUIET)

    def _draw_card(self, x: float, person: LeafletPerson) -> None:
        self.canvas.setStrokeColor(_INK)
        self.canvas.setLineWidth(1.1)
        self.canvas.roundRect(x, 350, 117, 140, 4)
        self._put(x + 31, 115, person.name, "SemiBold", 11.5)
        self._put(x + 31, 130, WORDS.text(RELATIONS[person.relation]), "Regular", 10.5, _QUIET)
        for place, (scheme, payment) in enumerate(person.payments):
            y = 150 + place * 45
            self._put(x + 24, y, TEXTS.name_payment(scheme, payment.months), "Regular", 10, _QUIET)
            self._put(x + 9, y + 15, WORDS.money(payment.own), "SemiBold", 15)
            if payment.position:
                self._put(x + 9, y + 29, TEXTS.place.format(place=payment.position), "Regular", 9, _QUIET)

    def _draw_code(self, text: str) -> None:
        path = self.canvas.beginPath()
        for y, row in enumerate(segno.make(text, error="m", mask=3, micro=False).matrix):
            for x, dark in enumerate(row):
                if dark:
                    path.rect(350 + x * 1.7, 560 - y * 1.7, 1.7, 1.7)
        self.canvas.setFillColor(_INK)
        self.canvas.drawPath(path, stroke=0, fill=1)
