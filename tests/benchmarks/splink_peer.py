"""The same rows given to splink: probabilistic record linkage over duckdb, with weights it learns from the rows."""

import contextlib
import io
import logging
import time
import warnings
from collections.abc import Sequence
from typing import Any

from outreach_app.domain.text import fold
from tests.data_makers.listed_people import Listed, Pair, Score, score_pairs

_BLOCKS = (
    ("citizen",), ("insurance",), ("name", "year"), ("given", "born"), ("village", "name"), ("village", "born"),
    ("village", "year", "given"), ("phone", "given"),
)  # fmt: skip
"""Nearly our own blocks; splink has none for day and month in either order."""
_LEAST = (0.5, 0.9, 0.95, 0.99, 0.999, 0.9999)


def link(rows: Sequence[Listed], truth: set[Pair]) -> tuple[Score, float]:
    """Let splink learn and predict; its best score over several thresholds, and processor seconds.

    Folding the names and making the table it asks for are not counted, judging the thresholds neither.
    """
    import pandas as pd

    table = pd.DataFrame([_shape(place, row) for place, row in enumerate(rows)])
    began = time.process_time()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)  # it tells of every level of which it saw too little
        found = _predict(table)
    logging.disable(logging.NOTSET)
    spent = time.process_time() - began
    scores = [
        score_pairs([(min(a, b), max(a, b)) for a, b, m in found if m >= least], truth) for least in _LEAST
    ]
    return max(scores, key=lambda score: score.f1), spent


def _predict(table: Any) -> list[tuple[int, int, float]]:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only", blocking_rules_to_generate_predictions=[block_on(*block) for block in _BLOCKS],
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"), cl.DamerauLevenshteinAtThresholds("born", [1, 2]), cl.ExactMatch("year"),
            cl.DamerauLevenshteinAtThresholds("citizen", [1, 2]), cl.DamerauLevenshteinAtThresholds("insurance", [1]),
            cl.ExactMatch("phone"), cl.ExactMatch("village"), cl.ExactMatch("address"),
        ],
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(table), settings)
    training = linker.training
    certain = [block_on("citizen"), block_on("name", "born", "village")]
    training.estimate_probability_two_random_records_match(certain, recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    training.estimate_parameters_using_expectation_maximisation(block_on("citizen"))
    training.estimate_parameters_using_expectation_maximisation(block_on("name", "born"))
    found = linker.inference.predict(threshold_match_probability=min(_LEAST)).as_duckdbpyrelation()
    return found.select("unique_id_l, unique_id_r, match_probability").fetchall()  # type: ignore[no-any-return]


def _shape(place: int, row: Listed) -> dict[str, object]:
    words = fold(row.name).split()
    return {
        "unique_id": place, "name": " ".join(words), "given": words[-1], "sex": row.sex,
        "born": row.born if row.born and len(row.born) == 10 else None, "year": row.born[:4] if row.born else None,
        "citizen": row.citizen or None, "insurance": row.insurance or None, "phone": row.phone or None,
        "village": row.village, "address": row.address or None,
    }  # fmt: skip
