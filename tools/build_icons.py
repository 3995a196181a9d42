"""Copy the Lucide icons that the program shows into `resources/icons/`, one line each, with their licence.

Run when an icon is added to NAMES: `npm pack lucide-static`, unpack, then

    python tools/build_icons.py PACKAGE_FOLDER

`program.svg` is the program's own mark and is not touched.
"""

import re
import shutil
import sys
from pathlib import Path

NAMES = """
arrow-down arrow-left arrow-left-right arrow-right arrow-up ban building-2 calculator calendar calendar-clock check
chevron-down chevron-left chevron-right chevron-up circle circle-alert circle-check circle-question-mark circle-slash-2
circle-x clock copy corner-down-left database-backup door-closed door-open download eye eye-off file-check file-pen
file-spreadsheet filter folder-open hand-coins hard-drive heart-pulse history hourglass house info key-round keyboard
languages laptop list lock luggage map-pin megaphone merge minus pencil phone plug plus printer refresh-cw rotate-ccw
search send settings signature smartphone sprout table-2 target trash-2 triangle-alert undo-2 unplug upload usb user
user-plus users x
""".split()
TARGET = Path(__file__).resolve().parent.parent / "resources" / "icons"


def compact(svg: str) -> str:
    """Put one icon on one line; the licence note stays in front."""
    joined = re.sub(r"\s+", " ", svg).strip()
    return re.sub(r"> <", "><", joined.replace(" >", ">")) + "\n"


def build_icons(package: Path) -> None:
    """Write every named icon and the licence; a name the package lacks is an error."""
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE", TARGET / "LICENSE")
    for name in NAMES:
        svg = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        (TARGET / f"{name}.svg").write_text(compact(svg), encoding="utf-8")


if __name__ == "__main__":
    build_icons(Path(sys.argv[1]))
