"""Reading a printed file back with other people's programs (poppler, qpdf), never with our own code."""

import re
import subprocess
import unicodedata
from pathlib import Path

from PIL import Image


def check(data: bytes, folder: Path) -> Path:
    """Write the file down and have qpdf check its structure."""
    path = folder / "printed.pdf"
    path.write_bytes(data)
    done = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return path


def words_of(path: Path, *, page: int | None = None) -> str:
    """The text of a file or page on one line: spaces joined, as it is (not normalised)."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", "-layout", *pages, str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


def raw_words(path: Path) -> str:
    """The text in the order it was drawn, which keeps a wrapped cell together."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


def fonts_of(path: Path) -> list[tuple[str, bool]]:
    """Name and embedded for each font of the file."""
    lines = subprocess.run(
        ["pdffonts", str(path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [
        (line.split()[0].partition("+")[2] or line.split()[0], line.split()[-5] == "yes")
        for line in lines[2:]
    ]


def properties_of(path: Path) -> dict[str, str]:
    out = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    return {key: value.strip() for key, value in re.findall(r"^([^:\n]+):(.*)$", out, flags=re.MULTILINE)}


def pages_of(path: Path) -> int:
    return int(properties_of(path)["Pages"])


def picture_of(path: Path, *, page: int = 1, dpi: int = 60) -> Image.Image:
    target = path.with_name(f"page-{page}")
    command = [
        "pdftoppm",
        "-r",
        str(dpi),
        "-f",
        str(page),
        "-l",
        str(page),
        "-gray",
        "-singlefile",
        str(path),
    ]
    subprocess.run([*command, str(target)], check=True)
    return Image.open(target.with_suffix(".pgm"))


def plain(text: str) -> str:
    """A sentence as pdftotext gives it back: ordinary spaces, one each."""
    return " ".join(text.replace("\u00a0", " ").split())


def assert_sound(data: bytes, folder: Path) -> Path:
    """What holds for every document: valid, NFC, only our fonts, all embedded, nothing outside the paper."""
    path = check(data, folder)
    text = words_of(path)
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text
    fonts = fonts_of(path)
    assert fonts
    assert all(embedded and name.startswith(("BeVietnamPro", "GoCuaDigits")) for name, embedded in fonts), (
        fonts
    )
    for page in range(1, pages_of(path) + 1):
        assert_margins_free(picture_of(path, page=page))
    return path


def assert_margins_free(picture: Image.Image) -> None:
    """No ink within 5 mm of the paper's edge: office printers cannot reach it."""
    edge = round(5 / 25.4 * 60)
    width, height = picture.size
    for box in (
        (0, 0, width, edge), (0, height - edge, width, height), (0, 0, edge, height), (width - edge, 0, width, height),
    ):  # fmt: skip
        assert picture.crop(box).getextrema() == (255, 255)
