"""Start the window of the frozen program, or of the newer version in use; arguments after it go to the same command."""

import sys

from outreach_app.versions import WINDOW, start_newest


def main() -> int:
    """Hand over to the version in use, or be it."""
    handed_over = start_newest(WINDOW, sys.argv[1:])
    if handed_over is not None:
        return handed_over
    from ui.__main__ import main as run

    sys.argv.insert(1, "window")
    return run()


if __name__ == "__main__":
    sys.exit(main())
