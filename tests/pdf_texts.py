"""The words on the pages of a PDF, read while nobody else reads or draws one: PDFium bears one thread at a time."""

from pathlib import Path

import pypdfium2

from outreach_app.documents.page_lock import ONE_AT_A_TIME


def read_page_texts(pdf: bytes | Path) -> list[str]:
    """The text of each page as PDFium finds it."""
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_read_page(page) for page in document]
        finally:
            document.close()


def _read_page(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()
