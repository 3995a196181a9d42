"""The fields that ask where a table is kept, and as what."""

from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import Catalogue
from ui.widgets.form import FieldKind, FieldSpec


def list_saving_fields(words: Catalogue) -> list[FieldSpec]:
    """The kind of file and the folder."""
    kinds = (
        (TableKind.XLSX, words.text("worksheet (xlsx)")),
        (TableKind.PDF, words.text("pages to be read (pdf)")),
        (TableKind.CSV, words.text("text with commas (csv)")),
    )
    return [
        FieldSpec("kind", words.text("Kind of file"), FieldKind.CHOICE, choices=kinds),
        FieldSpec("folder", words.text("Folder")),
    ]
