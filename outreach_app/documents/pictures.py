"""Charts and pages as pictures, drawn from the same PDF that is printed."""

import io

from outreach_app.documents.fonts import Style, register_fonts
from outreach_app.documents.page_lock import ONE_AT_A_TIME
from outreach_app.documents.paper_charts import draw_chart
from outreach_app.domain.official_paper import Chart
from outreach_app.i18n import Catalogue

_DOTS = 200  # to the inch: sharp on an office's printer


def picture_chart(chart: Chart, words: Catalogue, *, width: float) -> bytes:
    """Draw a chart of `width` points as PNG; the same chart gives the same bytes."""
    return _picture_page(_make_page(chart, words, width))


def _make_page(chart: Chart, words: Catalogue, width: float) -> bytes:
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    drawing, written = draw_chart(chart, words, width=width), io.BytesIO()
    page = Canvas(
        written, pagesize=(drawing.width, drawing.height), invariant=1, initialFontName=Style().font
    )
    renderPDF.draw(drawing, page, 0, 0)
    page.showPage()
    page.save()
    return written.getvalue()


def _picture_page(pdf: bytes) -> bytes:
    import pypdfium2

    written = io.BytesIO()
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[0].render(scale=_DOTS / 72)
            picture = bitmap.to_pil().copy()
            bitmap.close()
        finally:
            document.close()
    picture.quantize(64).save(written, "PNG")
    return written.getvalue()
