"""A thousand personal leaflets with their codes: laid out by the program, and drawn by hand on a bare canvas."""

import io
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from outreach_app.app import App
from outreach_app.documents.leaflet import LeafletBook, LeafletData
from outreach_app.services.leaflet_runs import LeafletWish
from tests.benchmarks import promised
from tests.benchmarks.leaflets import TEXTS, WORDS, draw_by_hand, make_village
from tests.benchmarks.population import Population
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import processor_seconds, ratio_of, run_in_turns
from tests.benchmarks.workspaces import keep_office, open_kept

LEAFLETS = 1_000
ROUNDS = 5
_SAMPLE = 20


def draw_leaflets(village: Sequence[LeafletData]) -> bytes:
    book = LeafletBook(WORDS)
    for data in village:
        book.add(data, WORDS, texts=TEXTS)
    return book.finish()


def test_both_ways_say_the_same_words(tmp_path: Path) -> None:
    village = make_village(_SAMPLE)
    for page in range(1, _SAMPLE + 1):
        ours = _words_of(draw_leaflets(village), page, tmp_path)
        assert ours == _words_of(draw_by_hand(village), page, tmp_path)


def _words_of(pdf: bytes, page: int, folder: Path) -> Counter[str]:
    path = folder / "printed.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return Counter(told.split())


def test_a_thousand_leaflets() -> None:
    village = make_village(LEAFLETS)
    ways = {"ours": lambda: draw_leaflets(village), "hand": lambda: draw_by_hand(village)}
    for way in ways.values():
        way()  # fonts are loaded once in a process
    spent = run_in_turns(ways, rounds=ROUNDS)
    found = ratio_of(spent["ours"], spent["hand"])
    ours, hand = (io.BytesIO(way()).getbuffer().nbytes for way in ways.values())
    report_promised(
        promised.LEAFLETS, found=found, size=f"{LEAFLETS:,} A5 pages",
        ours=f"{min(spent['ours']):.2f} s, {ours // LEAFLETS:,} bytes a page",
        limit=f"{min(spent['hand']):.2f} s, {hand // LEAFLETS:,} bytes a page",
    )  # fmt: skip


def test_the_whole_road(tmp_path: Path) -> None:
    office = open_kept(keep_office(f"leaflets-{LEAFLETS}", fill, maker=__file__))
    spent = processor_seconds(lambda: office.leaflet_runs.write(LeafletWish(), tmp_path / "a.pdf", WORDS))
    office.close()
    report(
        "leaflets", "households read, advised, drawn and written, a leaflet", found=1000 * spent / LEAFLETS, goal=None,
        size=f"{LEAFLETS:,} households of four", ours=f"{spent:.1f} s in all", limit="", unit="ms",
    )  # fmt: skip


def fill(office: App) -> None:
    population = Population(LEAFLETS)
    with office.desk.write() as writer:
        population.write_homes(writer, population.write_villages(writer))
