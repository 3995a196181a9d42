"""Papers as PDF in memory, their pages as pictures; a file is written only where somebody asks for it."""

from dataclasses import dataclass
from pathlib import Path

from outreach_app.documents.page_lock import ONE_AT_A_TIME


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size of a page in points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page: pixels of four bytes (blue, green, red, unused), or of one if `grey`; rows of `stride` bytes."""

    page: int
    width: int
    height: int
    stride: int
    pixels: bytes
    size: PageSize
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was made: its file name, what it is called, bytes and page sizes; in memory only."""

    name: str
    title: str
    pdf: bytes
    pages: tuple[PageSize, ...]


def measure_pages(pdf: bytes) -> tuple[PageSize, ...]:
    """The sizes of all pages."""
    import pypdfium2

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))
        finally:
            document.close()


def draw_page(pdf: bytes, page: int, *, scale: float, grey: bool = False) -> PageImage:
    """Draw one page, from 0, at `scale` pixels for each point; `grey` as a printer without colours has it."""
    import pypdfium2

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            drawn = document[page]
            size = PageSize(*drawn.get_size())
            bitmap = drawn.render(scale=scale, rev_byteorder=False, prefer_bgrx=True, grayscale=grey)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            pixels = bytes(bitmap.buffer)
            # Not left to whenever the variable goes: by then another thread may be inside PDFium.
            bitmap.close()
            return PageImage(page, width, height, stride, pixels, size, grey)
        finally:
            document.close()


def default_folder() -> str:
    """Where a PDF is kept unless somebody says otherwise: the account's documents."""
    import platformdirs

    return platformdirs.user_documents_dir()


def find_scale(size: PageSize, room: tuple[int, int], zoom: float) -> float:
    """Pixels for each point: the whole page inside the room, or `zoom` times its size on paper (at 96 dots an inch)."""
    if zoom:
        return zoom * 96 / 72
    return max(0.2, min(room[0] / size.width, room[1] / size.height))


def write_pdf(printed: Printed, folder: Path) -> Path:
    """Write a paper into a folder without touching what is there; returns its path."""
    return write_beside(folder, printed.name, printed.pdf, ending=".pdf")


def write_beside(folder: Path, name: str, data: bytes, *, ending: str) -> Path:
    """Write a file under a name that is free in a folder; returns its path."""
    from outreach_app.files import write_file

    names = (name if n == 1 else f"{name} ({n})" for n in range(1, 1000))
    target = next(path for path in (folder / f"{each}{ending}" for each in names) if not path.exists())
    write_file(target, data)
    return target


def make_printed(name: str, title: str, pdf: bytes) -> Printed:
    """Put a paper together with the sizes of its pages."""
    return Printed(name, title, pdf, measure_pages(pdf))
