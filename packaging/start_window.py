"""Start the window of the frozen program; arguments after it go to the same command."""

import sys

from ui.__main__ import main

if __name__ == "__main__":
    sys.argv.insert(1, "window")
    sys.exit(main())
