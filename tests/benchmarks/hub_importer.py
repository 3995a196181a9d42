"""An importer of a benchmark as a process of its own: reads files one by one; says its processor seconds at the end.

python -m tests.benchmarks.hub_importer FOLDER FILE...
"""

import sys
import time
from pathlib import Path

from tests.benchmarks.workspaces import open_kept


def main() -> None:
    """Say when everything is open, wait for a line, read the files, and say what it took."""
    folder, *files = map(Path, sys.argv[1:])
    office = open_kept(folder)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    for file in files:
        (report,) = office.syncing.read([file]).value.files
        assert report.state.value == "applied", report
    spent = time.process_time() - began
    office.close()
    print(spent, flush=True)


if __name__ == "__main__":
    main()
