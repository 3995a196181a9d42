"""Start the command line of the frozen program, or of the newer version in use."""

import sys

from outreach_app.versions import COMMANDS, start_newest


def main() -> int:
    """Hand over to the version in use, or be it."""
    handed_over = start_newest(COMMANDS, sys.argv[1:])
    if handed_over is not None:
        return handed_over
    from ui.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
