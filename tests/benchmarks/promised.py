"""What was promised of speed, memory and size: each with its limit, and with the line of the page that measures it.

A benchmark tells its figure by the constant (`report_promised`), so that a line cannot be renamed without its promise;
`tests/test_promised.py` proves that each is told by some benchmark, or says why nothing measures it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.results import Result, report
from tests.benchmarks.rounds import Ratio


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure that must not be above `goal`: `row` and `what` name the line that measures it.

    `at` are words of the size it was promised for; a line of another size stands for it only until there is one.
    `unmeasured` says why nothing measures it.
    """

    told: str
    goal: float
    unit: str
    row: str
    what: str
    at: str = ""
    unmeasured: str = ""

    def find(self, results: Sequence[Result]) -> Result | None:
        """The latest line that measures this, one of the promised size before any other."""
        lines = [each for each in results if (each.row, each.what) == (self.row, self.what)]
        return max(lines, key=lambda each: (self.at in each.size, each.on), default=None)


def report_promised(
    promise: Promise, *, ours: str, limit: str = "", found: Ratio | float, size: str, rounds: int | None = None,
    spread: str = "",
) -> Result:  # fmt: skip
    """Keep and print the line of a promise."""
    return report(
        promise.row, promise.what, ours=ours, limit=limit, found=found, goal=promise.goal, size=size, rounds=rounds,
        unit=promise.unit, spread=spread,
    )  # fmt: skip


_MILLION = "1,000,000 people"
_LARGE = "250,000 households"
_FLOOR = "half a core"
_DAY = "997,935 people"

# ------------------------------------------------------------------------------------------------------- at the desk
FIND = Promise("Search in 1,000,000 people, from a key to rows, p95", 50, "ms", "search", "wait for rows, p95",
               _MILLION)  # fmt: skip
FIND_NEAR = Promise("The same with the own village first", 50, "ms", "search", "wait for rows, own village first, p95",
                    _MILLION)  # fmt: skip
FIND_PAINTED = Promise("The same in the window, to painted rows", 50, "ms", "day", "from a key to painted rows, p95",
                       _LARGE)  # fmt: skip
FIND_HOME = Promise("Finding a household: from the last letter to its open visit, p95", 1_000, "ms", "day",
                    "from the last letter of a name to the household's visit, p95", _LARGE)  # fmt: skip
FIND_RAW = Promise("Search against the bare query", 1.5, "x", "search", "find to rows, p95", _MILLION)
FIND_NEAR_RAW = Promise("The same with the own village first", 1.5, "x", "search",
                        "find to rows, own village first, p95", _MILLION)  # fmt: skip
CARD = Promise("Opening a household, p95", 50, "ms", "desk", "open a household, p95", _MILLION)
SAVE = Promise("Saving a visit, on the disk, p95", 30, "ms", "desk", "save a visit, durable, p95", _MILLION)
SAVE_BY_KEY = Promise("Saving a visit in the window, from the last key, p95", 30, "ms", "day",
                      "from the last key to a visit on the disk, p95", _LARGE)  # fmt: skip
FIRST_PAINT = Promise(
    "First paint against an empty window", 1.3, "x", "start", "first paint, against an empty window"
)
USABLE = Promise("Usable window against an empty one and `import sqlmodel`", 1.2, "x", "start",
                 "window painted and store loaded, against an empty window and sqlmodel")  # fmt: skip
STALL_START = Promise("Longest time the window does not answer: start", 50, "ms", "day",
                      "longest time without an answer, start to first screen", _LARGE)  # fmt: skip
STALL_DOORS = Promise("Longest time the window does not answer: sixty doors", 50, "ms", "day",
                      "longest time without an answer, from door to door", _LARGE)  # fmt: skip
STALL_IMPORT = Promise("Longest time the window does not answer: files coming in", 50, "ms", "day",
                       "longest time without an answer, 20 files coming in behind", _LARGE)  # fmt: skip
STALL_ERASING = Promise("Longest time the window does not answer: somebody is erased", 50, "ms", "erasure",
                        "longest time for which the window could not answer")  # fmt: skip
SUMMARY = Promise("Daily summary of 60 visits as a PDF, p95", 500, "ms", "desk",
                  "daily summary of 60 visits as a PDF, p95", "60 visits")  # fmt: skip
KEYS_NOBODY = Promise(
    "Keys for nobody at home, from the work list", 2, "keys", "tasks", "nobody at home, from the work list"
)
KEYS_ROW = Promise("Keys for a row of a sheet typed back", 1, "keys", "tasks", "a row of a sheet typed back")
KEYS_TEAM = Promise("Keys from three laptops' files to a printed summary", 10, "keys", "tasks",
                    "three laptops' files to one printed summary, keys")  # fmt: skip
TASK_VISIT = Promise("A full visit", 25, "s", "tasks", "a full visit")
TASK_SHEET = Promise("20 doors typed back", 180, "s", "tasks", "20 doors typed back")
TASK_UNLISTED = Promise("A family on no list, with its first visit", 45, "s", "tasks",
                        "a family on no list with its first visit")  # fmt: skip
TASK_FAMILY = Promise("A family of four signed up", 240, "s", "tasks", "a family of four signed up")
TASK_TEAM = Promise("Three laptops' files to one printed summary", 180, "s", "tasks",
                    "three laptops' files to one printed summary")  # fmt: skip
TASK_FIRST = Promise("First start to first visit, by somebody who has read nothing", 300, "s", "tasks",
                     "first start to first logged visit, everything on the way read")  # fmt: skip

# ------------------------------------------------------------------------------------------------- on an old laptop
FLOOR_START = Promise("Old laptop: start to the work list", 6, "s", "day", "start to the work list", _FLOOR)
FLOOR_MEMORY = Promise(
    "Old laptop: memory with 10,000 households", 300, "MB", "day", "resident memory", _FLOOR
)
FLOOR_SAVE = Promise("Old laptop: saving a visit, from the last key, p95", 100, "ms", "day",
                     "from the last key to a visit on the disk, p95", _FLOOR)  # fmt: skip
BUNDLE = Promise("The frozen folder", 250, "MB", "size", "the frozen folder")

# ------------------------------------------------------------------------------------------------------ at the office
MERGE = Promise("Merging 100,000 visits and 10,000 edits against bare upserts", 1.8, "x", "merge", "read and merge",
                _LARGE)  # fmt: skip
BYTES_MANY = Promise("Bytes of a visit in a file of 100,000", 50, "bytes a visit", "bytes",
                     "sealed and signed file, households anywhere among 80,000", "100,000 visits")  # fmt: skip
BYTES_FEW = Promise("Bytes of a visit in a file of 30", 90, "bytes a visit", "bytes",
                    "sealed and signed file, households anywhere among 80,000", "30 visits")  # fmt: skip
PREVIEW = Promise("A list of 50,000 rows to its preview, against openpyxl's pass", 2, "x", "spreadsheets", "to preview",
                  "50,000 rows")  # fmt: skip
STORE = Promise("A list of 50,000 rows into the store, against openpyxl's pass", 3, "x", "spreadsheets",
                "to store, journalled and searchable", "50,000 rows")  # fmt: skip
FEBRL4 = Promise("Duplicates of febrl4 without id: F1 short of the best", 0.005, "", "duplicates",
                 "febrl4 without id: F1 short of the best of theirs")  # fmt: skip
FEBRL4_TIME = Promise(
    "Duplicates of febrl4: time against the best", 1, "x", "duplicates", "febrl4 without id: time"
)
FEBRL3 = Promise("Duplicates of febrl3 without id: F1 short of the best", 0.005, "", "duplicates",
                 "febrl3 without id: F1 short of the best of theirs")  # fmt: skip
FEBRL3_TIME = Promise(
    "Duplicates of febrl3: time against the best", 1, "x", "duplicates", "febrl3 without id: time"
)
REGISTER_WRONG = Promise("Vietnamese registers: suggestions that are wrong", 0.005, "", "duplicates",
                         "Vietnamese registers: suggestions that are wrong")  # fmt: skip
REGISTER_SHORT = Promise("Vietnamese registers: F1 short of 1", 0.02, "", "duplicates",
                         "Vietnamese registers: F1 short of 1")  # fmt: skip
DUPLICATES_DAY = Promise("A day's file of 3,000 people against 1,000,000", 5, "s", "duplicates",
                         "a day's file of 3,000 people against the register", _DAY)  # fmt: skip
DUPLICATES_ALL = Promise("Everybody against everybody, 1,000,000 people, against splink", 3, "x", "duplicates",
                         "everybody against everybody: time", _DAY)  # fmt: skip
LEAFLETS = Promise("1,000 personal leaflets against a bare canvas", 1.3, "x", "leaflets",
                   "personal leaflets with QR, laid out", "1,000 A5 pages")  # fmt: skip
LEAFLETS_PEER = Promise("The same, no slower than the fastest peer (0.45 of the canvas' speed)", 2.2, "x", "leaflets",
                        "personal leaflets with QR, laid out", "1,000 A5 pages")  # fmt: skip
WEIGHT = Promise("Database bytes of a household against bare tables", 2, "x", "desk",
                 "database bytes of a household with 4 members and 3 visits")  # fmt: skip
REBUILT = Promise("A lost laptop rebuilt from the office's copy", 600, "s", "upkeep",
                  "a lost laptop rebuilt by the office", "10,000 households")  # fmt: skip
HUB_COPY = Promise("A hub: files read against COPY of their rows", 2, "x", "hub",
                   "files read, against COPY of every row they lead to")  # fmt: skip

# -------------------------------------------------------------------------------------------------- against attackers
BOMB_TIME = Promise("A bomb is refused, the slowest of all", 2, "s", "bombs", "the slowest bomb refused")
BOMB_MEMORY = Promise(
    "A bomb is refused, memory of the largest", 200, "MB", "bombs", "the largest bomb refused"
)
TORTURE = Promise(
    "The whole battery on two quiet cores", 1_200, "s", "battery", "the whole battery", "2 cores"
)

PROMISES: tuple[Promise, ...] = tuple(each for each in list(globals().values()) if isinstance(each, Promise))
"""All of them in the order above."""
