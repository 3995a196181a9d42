"""What the page of exports says: what goes out, what names mean, how far it is, and where the files are."""

from collections.abc import Mapping

from outreach_app.domain.exports import ExportFormat
from outreach_app.i18n import N_, Catalogue
from ui.models.path_words import break_path
from ui.presenters.exports import ExportsState, Stage

FORMAT_NAMES: Mapping[ExportFormat, str] = {
    ExportFormat.PARQUET: N_("Parquet, for DuckDB, Python or Spark"), ExportFormat.CSV: N_("text with commas (csv)"),
    ExportFormat.XLSX: N_("worksheet (xlsx)"),
}  # fmt: skip


def tell_warning(words: Catalogue, state: ExportsState) -> tuple[str, str]:
    """What goes out about people, in a strong sentence and what follows from it."""
    if not state.with_names:
        return words.text("No names go out."), words.text(
            "People stand in it by a number that means nothing elsewhere; sums of fewer than five people are empty."
        )
    who = state.who or words.text("nobody known")
    return words.text("Names, numbers, telephones and addresses go out."), words.text(
        "The access log notes everybody in it under {who}. Only for a purpose the law allows; keep the folder as you"
        " keep the workspace, and delete it once it was used.", who=who,
    )  # fmt: skip


def tell_sections(words: Catalogue, state: ExportsState) -> list[tuple[str, tuple[str, ...]]]:
    """How far it is or where the files are, then what an export holds."""
    holds = (
        words.text("People who withdrew their consent, or whose data may not be used, are left out."),
        *(f"{name}: {told}" for name, told in state.tables),
    )
    return [*_tell_writing(words, state), *_tell_written(words, state), (words.text("What is in it"), holds)]


def _tell_writing(words: Catalogue, state: ExportsState) -> list[tuple[str, tuple[str, ...]]]:
    if state.stage is not Stage.WRITING:
        return []
    step, told = state.step, words.text("Reading the register")
    if step is not None and step.name:
        place = min(step.done + 1, step.total)
        told = words.text("table {place} of {total}: {name}", place=place, total=step.total, name=step.name)
    return [
        (
            words.text("Being written"),
            (told, words.text("Other places can be opened meanwhile; Esc here stops it.")),
        )
    ]


def _tell_written(words: Catalogue, state: ExportsState) -> list[tuple[str, tuple[str, ...]]]:
    written = state.written
    if written is None or state.stage is Stage.WRITING:
        return []
    rows = sum(each.rows for each in written.tables)
    lines = [
        break_path(str(written.folder)),
        words.text("{tables} tables with {rows} rows, and dictionary.json with every column in words",
                   tables=len(written.tables), rows=words.number(rows)),
    ]  # fmt: skip
    if written.left_out:
        lines.append(
            words.plural("{count} person is left out", "{count} people are left out", written.left_out)
        )
    if state.had_names:
        lines.append(
            words.text(
                "Names are in it: keep this folder as you keep the workspace, and delete it when it is used."
            )
        )
    return [(words.text("The files are here"), tuple(lines))]
