"""Garbage is looked for when and where it was asked for, and found then."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from outreach_app import garbage


class Ring:
    """Something that only a search for garbage finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def state_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    running = gc.isenabled()
    monkeypatch.setattr(garbage, "_state", garbage._State())
    gc.enable()
    yield
    (gc.enable if running else gc.disable)()


def make_many() -> list[list[int]]:
    return [[number] for number in range(5_000)]


def test_by_hand_nothing_is_looked_for_until_somebody_asks() -> None:
    garbage.collect_by_hand()
    ring = weakref.ref(Ring())
    maker = threading.Thread(target=make_many)
    maker.start()
    maker.join()
    kept = make_many()
    assert ring() is not None
    garbage.collect_some()
    assert ring() is None
    assert kept


def test_what_grew_old_is_looked_through_once_enough_came_since() -> None:
    garbage.collect_by_hand()
    old = Ring()
    gc.collect()
    ring, kept = weakref.ref(old), []
    del old
    turns = 0
    while ring() is not None:
        kept.append(make_many())
        garbage.collect_some()
        turns += 1
        assert turns < 1_000
    assert turns > gc.get_threshold()[2]


def test_a_pause_within_a_pause_ends_with_the_outer_one() -> None:
    with garbage.collector_paused():
        with garbage.collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
        ring = weakref.ref(Ring())
        kept = make_many()
        garbage.collect_some()
        assert ring() is not None
    assert gc.isenabled()
    assert kept


def test_a_pause_on_another_thread_goes_on_when_the_first_one_ends() -> None:
    begun, over = threading.Event(), threading.Event()

    def read() -> None:
        with garbage.collector_paused():
            begun.set()
            over.wait(30)

    with garbage.collector_paused():
        other = threading.Thread(target=read)
        other.start()
        assert begun.wait(30)
    still_paused = not gc.isenabled()
    over.set()
    other.join()
    assert still_paused
    assert gc.isenabled()


def test_a_pause_that_began_before_leaves_it_by_hand() -> None:
    with garbage.collector_paused():
        garbage.collect_by_hand()
    assert not gc.isenabled()
    assert garbage.is_by_hand()
