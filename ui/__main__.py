"""The executable `outreach`: the core's command line with `window` and `screens` added; alone it opens the window."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line (default: this process's) and return its exit code."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed in ([], ["window"]):
        # The command line is not even loaded: the window is painted half a second earlier.
        from ui.app import run_window

        return run_window()
    from outreach_app.cli.main import main as run
    from ui.commands import open_window, register

    return run(typed, open_window=open_window, more=register)


if __name__ == "__main__":
    sys.exit(main())
