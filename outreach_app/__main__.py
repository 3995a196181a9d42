"""`python -m outreach_app`: the command line; without a command it opens the window in a process of its own."""

import sys

from outreach_app.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
