"""The visit list on paper: one row per household, tick boxes in the order of the keys that type it back."""

from dataclasses import dataclass

from outreach_app.documents.flow import Block, Page, draw_page, paginate
from outreach_app.documents.fonts import EDGE, INK, INK_2, LINE, Style, measure
from outreach_app.documents.lines import Run, fit, wrap, wrap_runs
from outreach_app.documents.page import A4, CENTRE, RIGHT, Pen, page_of
from outreach_app.documents.visit_row import LARGE_LEAST, Measures, Members, lay_row
from outreach_app.domain.rows import Sheet
from outreach_app.domain.visits import OUTCOME_NAMES, ROW_KEYS
from outreach_app.i18n import NBSP, Catalogue

CODE_SIZE = 54.0
CODE_WIDTH = 226.0
LABEL_ROOM = 74.0
SIGNATURE_ROOM = 66.0


def render_visit_list(
    sheet: Sheet,
    catalogue: Catalogue,
    *,
    office_name: str,
    members: Members | None = None,
    large_print: bool = False,
) -> bytes:
    """Print a sheet as A4 pages; the code beside the title (as letters and as QR) finds it again at type-back."""
    sizes = Measures(large=large_print)
    return _VisitList(sheet, catalogue, office_name, sizes).render(members or {})


@dataclass(frozen=True, slots=True)
class _VisitList:
    sheet: Sheet
    catalogue: Catalogue
    office_name: str
    sizes: Measures

    def render(self, members: Members) -> bytes:
        pages = self._paginate(members)
        pen = Pen(A4, title=self.catalogue.context("print", "Visit list"), language=self.catalogue.language)
        for number, page in enumerate(pages, start=1):
            if number > 1:
                pen.turn_page()
            self._draw_title(pen)
            draw_page(pen, page, top=self._draw_column_heads(pen))
            self._draw_foot(pen, page_of(self.catalogue, number, pages=len(pages)))
        return pen.finish()

    def _paginate(self, members: Members) -> list[Page]:
        rows = [
            lay_row(line, self.catalogue, sizes=self.sizes, members=members.get(line.household.id, ()))
            for line in self.sheet.lines
        ]
        blocks = [*rows, Block(SIGNATURE_ROOM, self._draw_signature)]
        return paginate(blocks, room=self._foot_top() - self._heads_bottom() - 4)

    # ----------------------------------------------------------------------------------------------- top of a page
    def _title_bottom(self) -> float:
        return A4.top + 34 + 4 + 2 * self._plain().leading

    def _heads_bottom(self) -> float:
        above = self._title_bottom() if self.sizes.large else A4.top + CODE_SIZE
        labels = above + self._label_room()
        text = self._title_bottom() + 2 * self._plain().leading
        return max(labels + self.sizes.box, text) + 10

    def _label_room(self) -> float:
        """Height of the names over the boxes; in large print each stands on one line."""
        if not self.sizes.large:
            return LABEL_ROOM
        style = self.sizes.style("Medium", 8.4)
        return max(measure(self.catalogue.text(OUTCOME_NAMES[each]), style) for each in ROW_KEYS.values()) + 8

    def _plain(self) -> Style:
        return self.sizes.style("Regular", 9.5)

    def _draw_title(self, pen: Pen) -> None:
        plain = self._plain()
        code_starts, label_starts = self._draw_code(pen)
        title = self.catalogue.context("print", "Households to visit")
        end = A4.right if self.sizes.large else self.sizes.boxes
        lines = (
            (9.0, self.office_name, plain.inked(INK_2), label_starts),
            (34.0, title, Style("Bold", 19), code_starts),
            (38.0 + plain.leading, self._where_and_when(), plain, end),
            (38.0 + 2 * plain.leading, self._walker(), plain, end),
        )
        for foot, text, style, end in lines:
            pen.write(A4.left, A4.top + foot, text, fit_line(text, style, end - 10 - A4.left))

    def _where_and_when(self) -> str:
        village = self.sheet.village
        count = self.catalogue.plural("{count} household", "{count} households", len(self.sheet.lines))
        place = f"{village.prefix} {village.name}".strip()
        return " · ".join((place, self.catalogue.long_date(self.sheet.day), count))

    def _walker(self) -> str:
        return self.catalogue.context("print", "Walker: {name}", name=self.sheet.canvasser_name)

    def _draw_code(self, pen: Pen) -> tuple[float, float]:
        """Draw the sheet code as QR and in large letters, and give back where it and its label begin."""
        pen.code(self.sheet.code, (A4.right - CODE_SIZE + 4, A4.top - 4, CODE_SIZE))
        end = A4.right - CODE_SIZE - 6
        label = self.catalogue.context("print", "Sheet code")
        quiet = self._plain().inked(INK_2)
        large = fit(self.sheet.code, Style("Bold", 24), width=CODE_WIDTH, smallest=12)
        pen.write(end, A4.top + 9, label, quiet, align=RIGHT)
        pen.write(end, A4.top + 34, self.sheet.code, large, align=RIGHT)
        return end - measure(self.sheet.code, large), end - measure(label, quiet)

    def _draw_column_heads(self, pen: Pen) -> float:
        sizes = self.sizes
        foot = self._heads_bottom() - 7
        quiet = sizes.style("Medium", 9).inked(INK_2)
        heads = (
            (sizes.first, self.catalogue.context("print", "Household, people to ask")),
            (sizes.second, self.catalogue.context("print", "Why, where, telephone")),
        )
        for x, words in heads[: 1 if sizes.large else None]:
            pen.write(x, foot, words, fit_line(words, quiet, sizes.column))
        for place, (key, outcome) in enumerate(ROW_KEYS.items()):
            name = self.catalogue.text(OUTCOME_NAMES[outcome])
            self._draw_box_head(pen, sizes.boxes + place * sizes.pitch, key, name)
        pen.rule(A4.left, self._heads_bottom(), A4.room, INK, thick=1.2)
        return self._heads_bottom() + 4

    def _draw_box_head(self, pen: Pen, x: float, key: str, name: str) -> None:
        sizes = self.sizes
        top = self._heads_bottom() - 5 - sizes.box
        pen.frame((x, top, sizes.box, sizes.box), EDGE, radius=2.5)
        middle = x + sizes.box / 2
        size = LARGE_LEAST if sizes.large else 9.5
        pen.write(
            middle, top + sizes.box / 2 + size * 0.35, key, Style("Bold", size, digits=True), align=CENTRE
        )
        style = sizes.style("Medium", 8.4)
        lines = wrap(name, style, width=self._label_room() - 6)
        first = middle - (len(lines) - 1) * style.size * 0.56 + style.size * 0.34
        for place, line in enumerate(lines):
            pen.write_upwards(first + place * style.size * 1.12, top - 4, line, style)

    # -------------------------------------------------------------------------------------------- foot of a page
    def _legend(self) -> list[tuple[Run, ...]]:
        plain, bold = self.sizes.style("Regular", 8.8), self.sizes.style("Bold", 8.8)
        runs: list[Run] = []
        for key, outcome in ROW_KEYS.items():
            name = self.catalogue.text(OUTCOME_NAMES[outcome]).replace(" ", NBSP)
            runs += [Run(f"{key}{NBSP}", bold), Run(f"{name}{NBSP}{NBSP} ", plain)]
        return wrap_runs(runs, width=A4.room)

    def _hint(self) -> list[str]:
        hint = self.catalogue.context(
            "print",
            "One tick per household. In the evening type the sheet code, then one key per row: {keys}.",
            keys=f"{min(ROW_KEYS)}–{max(ROW_KEYS)}",
        )
        foot = f"{self.sheet.code} · {page_of(self.catalogue, 88, pages=88)}"
        style = self._hint_style()
        return wrap(hint, style, width=A4.room - measure(foot, style) - 12)

    def _hint_style(self) -> Style:
        return self.sizes.style("Regular", 8.8).inked(INK_2)

    def _foot_top(self) -> float:
        lines = len(self._legend()) + len(self._hint())
        return A4.height - A4.bottom - lines * self._hint_style().leading - 8

    def _draw_foot(self, pen: Pen, pages: str) -> None:
        style = self._hint_style()
        top = self._foot_top()
        pen.rule(A4.left, top, A4.room, LINE)
        y = pen.write_runs(A4.left, top + style.leading + 1, self._legend(), leading=style.leading)
        pen.write(A4.right, y, f"{self.sheet.code} · {pages}", style, align=RIGHT)
        pen.write_lines(A4.left, y, self._hint(), style)

    def _draw_signature(self, pen: Pen, y: float) -> None:
        plain, quiet = self._plain(), self._plain().inked(INK_2)
        walked = self.catalogue.context("print", "Walked on:")
        signature = self.catalogue.context("print", "Signature of the walker")
        hint = self.catalogue.context("print", "(signature, full name)")
        end = pen.write(A4.left, y + 22, walked, plain)
        pen.dots(end + 5, y + 23, 110)
        pen.write(A4.right - 90, y + 22, signature, plain, align=CENTRE)
        pen.write(A4.right - 90, y + 22 + plain.leading, hint, quiet, align=CENTRE)


def fit_line(text: str, style: Style, width: float) -> Style:
    """Shrink a line of the page's head until it fits; down to 7 points nothing is lost."""
    return fit(text, style, width=width, smallest=7)
