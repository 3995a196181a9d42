"""Answers come back on the main thread, in order, and only to somebody who still waits for them."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.domain.changes import Changes
from outreach_app.errors import NotFound, OutreachError, say
from ui.collecting import collect_on_main
from ui.link import Link
from ui.operations import CALM_MS, LONG_S, BrokenOff, Operations, find_changes


@pytest.fixture
def operations(qapp: QApplication) -> Iterator[Operations]:
    running = Operations()
    yield running
    running.close()


def never(trouble: object) -> None:
    raise AssertionError(f"not expected: {trouble!r}")


def settle(operations: Operations) -> None:
    """Wait until everything asked for has run, and deliver every answer that is on its way."""
    operations.close()
    QApplication.processEvents()


def test_work_runs_elsewhere_and_its_answer_comes_to_the_main_thread(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen = QObject(), []
    main = threading.get_ident()

    def work() -> int:
        return threading.get_ident()

    operations.query(
        owner, work, done=lambda there: seen.append((there, threading.get_ident())), failed=never
    )
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert there != main
    assert here == main


class Ring:
    """Something that only a search for garbage finds, and that tells on which thread it died."""

    def __init__(self, deaths: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: deaths.append(threading.get_ident()))


def test_garbage_dies_on_the_main_thread_however_much_a_pool_thread_makes(
    qtbot: QtBot, qapp: QApplication, operations: Operations
) -> None:
    """A window's part that died on a pool thread stopped the program for ever: each waited for the other's lock."""
    collect_on_main(qapp)
    deaths: list[int] = []
    for _ in range(10):
        Ring(deaths)
    died_there: list[int] = []

    def work() -> int:
        kept = [[number] for number in range(200_000)]
        died_there.extend(deaths)
        return len(kept)

    kept: list[list[int]] = []

    def is_over() -> bool:
        kept.extend([number] for number in range(1_000))  # as a program makes things while it is used
        return operations.is_idle() and len(deaths) == 10

    owner = QObject()
    operations.query(owner, work, done=lambda _count: None, failed=never)
    qtbot.waitUntil(is_over)
    assert set(deaths) == {threading.get_ident()}
    assert died_there == []


def test_what_was_asked_for_dies_on_the_main_thread(qtbot: QtBot, operations: Operations) -> None:
    deaths: list[int] = []
    for _ in range(20):
        screen = Ring(deaths)
        del screen.itself
        operations.query(QObject(), partial(str, screen), done=never, failed=never)
        del screen
    qtbot.waitUntil(lambda: len(deaths) == 20)
    assert set(deaths) == {threading.get_ident()}


def test_an_answer_never_comes_before_the_call_returned(qtbot: QtBot, operations: Operations) -> None:
    owner, seen = QObject(), []
    operations.query(owner, lambda: "now", done=seen.append, failed=never)
    QThread.msleep(20)
    assert seen == []
    qtbot.waitUntil(lambda: seen == ["now"])


def test_commands_run_one_by_one_in_the_order_asked(qtbot: QtBot, operations: Operations) -> None:
    owner, seen, running = QObject(), [], []

    def work(number: int) -> int:
        running.append(number)
        assert running == [number]
        running.remove(number)
        return number

    for number in range(50):
        operations.command(owner, lambda number=number: work(number), done=seen.append, failed=never)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_a_turn_comes_after_what_was_asked_before_it_and_before_what_is_asked_after(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, told = QObject(), list[str]()

    def ask(name: str) -> None:
        operations.command(
            owner,
            lambda: told.append(f"{name} ran"),
            done=lambda _: told.append(f"{name} done"),
            failed=never,
        )

    def turn() -> None:
        told.append("turn")
        ask("own")

    ask("before")
    operations.in_turn(owner, turn)
    ask("after")
    operations.in_turn(owner, lambda: told.append("second turn"))
    ask("last")
    qtbot.waitUntil(operations.is_idle)
    ran = [each for each in told if not each.endswith(" done")]
    assert ran == ["before ran", "turn", "own ran", "after ran", "second turn", "last ran"]
    assert told.index("before done") < told.index("turn")
    assert told.index("after done") < told.index("second turn")


def test_a_turn_comes_at_once_when_nothing_is_on_its_way(operations: Operations) -> None:
    owner, told = QObject(), list[str]()
    operations.in_turn(owner, lambda: told.append("turn"))
    assert told == ["turn"]


def test_a_bug_before_or_in_a_turn_holds_up_nothing(qtbot: QtBot, operations: Operations) -> None:
    owner, told = QObject(), list[str]()

    def break_down() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as bugs:
        operations.command(owner, break_down, done=never, failed=lambda _: None)
        operations.in_turn(owner, break_down)
        operations.command(owner, lambda: None, done=lambda _: told.append("after"), failed=never)
        qtbot.waitUntil(lambda: bool(told))
    assert [kind for kind, *_ in bugs] == [ZeroDivisionError] * 2


def test_the_turn_of_a_deleted_owner_is_passed_over(qtbot: QtBot, operations: Operations) -> None:
    owner, told, gone = QObject(), list[str](), QObject()
    operations.command(owner, lambda: None, done=lambda _: None, failed=never)
    operations.in_turn(gone, lambda: told.append("turn"))
    operations.command(owner, lambda: None, done=lambda _: told.append("after"), failed=never)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["after"]


def test_a_late_older_answer_never_overwrites_a_newer_one(qtbot: QtBot, operations: Operations) -> None:
    owner, seen = QObject(), []
    gate = threading.Event()

    def slow() -> str:
        gate.wait(10)
        return "old"

    operations.query(owner, slow, done=seen.append, failed=never, series="search")
    operations.query(owner, lambda: "new", done=seen.append, failed=never, series="search")
    qtbot.waitUntil(lambda: seen == ["new"])
    gate.set()
    settle(operations)
    assert seen == ["new"]


def test_of_a_burst_only_what_had_begun_and_the_last_are_worked_out(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, begun, seen = QObject(), [], []
    gate, started = threading.Event(), threading.Semaphore(0)

    def work(number: int) -> int:
        begun.append(number)
        started.release()
        gate.wait(10)
        return number

    def ask(number: int) -> None:
        operations.query(owner, lambda: work(number), done=seen.append, failed=never, series="doors")

    for number in range(2):
        ask(number)
        assert started.acquire(timeout=10)
    for number in range(2, 40):
        ask(number)
    gate.set()
    qtbot.waitUntil(operations.is_idle)
    assert begun == [0, 1, 39], "both readers were busy; of those that waited the last was wanted"
    assert seen == [39]


def test_series_of_one_owner_do_not_disturb_each_other(qtbot: QtBot, operations: Operations) -> None:
    owner, seen = QObject(), []
    gate = threading.Event()

    def slow() -> str:
        gate.wait(10)
        return "card"

    operations.query(owner, slow, done=seen.append, failed=never, series="card")
    operations.query(owner, lambda: "list", done=seen.append, failed=never, series="list")
    qtbot.waitUntil(lambda: seen == ["list"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["list", "card"])


def test_the_next_door_does_not_stand_in_line_after_what_is_read_behind(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen = QObject(), []
    gate = threading.Event()

    def counting() -> str:
        gate.wait(10)
        return "counts"

    for series in ("counts", "list", "map"):
        operations.query(owner, counting, done=seen.append, failed=never, series=series, behind=True)
    for door in range(4):
        operations.query(owner, lambda door=door: door, done=seen.append, failed=never)
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert sorted(seen) == [0, 1, 2, 3], "the doors were read while the thread behind was busy"
    gate.set()
    qtbot.waitUntil(lambda: seen[4:] == ["counts"] * 3)


def test_what_took_long_behind_waits_until_nobody_asks_for_anything(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, begun, seen = QObject(), [], []

    def count(number: int) -> int:
        begun.append(number)
        time.sleep(1.5 * LONG_S)
        return number

    def ask(number: int) -> None:
        operations.query(
            owner, lambda: count(number), done=seen.append, failed=never, series="counts", behind=True
        )

    ask(1)
    qtbot.waitUntil(lambda: seen == [1])
    # It is known to be long now: a person who goes on from door to door is not disturbed by it.
    for number in range(2, 9):
        ask(number)
        for _ in range(2):
            operations.query(owner, lambda: None, done=lambda _none: None, failed=never)
            qtbot.wait(CALM_MS // 4)
        assert begun == [1]
    # Nor by one of another kind of which nothing is known yet.
    operations.query(owner, lambda: "map", done=seen.append, failed=never, series="map", behind=True)
    qtbot.waitUntil(lambda: seen == [1, "map"])
    qtbot.waitUntil(lambda: seen == [1, "map", 8])
    assert begun == [1, 8], "of what waited only the last was wanted"


def test_what_is_asked_for_in_front_takes_the_place_of_what_waits_behind(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen = QObject(), []
    gate, begun = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        gate.wait(10)

    operations.query(owner, hold, done=lambda _none: None, failed=never, behind=True)
    assert begun.wait(10)
    operations.query(owner, lambda: "stale", done=seen.append, failed=never, series="doors", behind=True)
    operations.query(owner, lambda: "fresh", done=seen.append, failed=never, series="doors")
    qtbot.waitUntil(lambda: seen == ["fresh"])
    gate.set()
    qtbot.waitUntil(operations.is_idle)
    assert seen == ["fresh"]


def test_closing_drops_what_still_waits_for_calm(qtbot: QtBot, operations: Operations) -> None:
    owner, begun, seen = QObject(), [], []

    def count() -> None:
        begun.append(len(begun))
        time.sleep(1.5 * LONG_S)

    for _ in range(2):
        operations.query(owner, count, done=seen.append, failed=never, series="counts", behind=True)
        if not seen:
            qtbot.waitUntil(lambda: len(seen) == 1)
    settle(operations)
    qtbot.wait(CALM_MS + 100)
    assert begun == [0]


def held(operations: Operations, owner: QObject, answer: Callable[[object], None]) -> threading.Event:
    gate = threading.Event()

    def work() -> str:
        gate.wait(10)
        return "late"

    operations.query(owner, work, done=answer, failed=never)
    return gate


def test_the_answer_for_a_deleted_owner_is_dropped(qtbot: QtBot, operations: Operations) -> None:
    owner, seen = QObject(), []
    gate = held(operations, owner, seen.append)
    shiboken6.delete(owner)
    gate.set()
    settle(operations)
    assert seen == []


def test_the_answer_for_a_forgotten_owner_is_dropped_and_later_ones_arrive(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen = QObject(), []
    gate = held(operations, owner, seen.append)
    operations.forget(owner)
    operations.query(owner, lambda: "after", done=seen.append, failed=never)
    qtbot.waitUntil(lambda: seen == ["after"])
    gate.set()
    settle(operations)
    assert seen == ["after"]


def test_a_known_trouble_goes_to_failed(qtbot: QtBot, operations: Operations) -> None:
    owner: QObject = QObject()
    seen: list[OutreachError] = []

    def work() -> None:
        raise NotFound(say("There is no such household."), say("Search again."))

    operations.command(owner, work, done=never, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].key == "not_found"


def test_a_bug_is_raised_again_on_the_main_thread_and_work_goes_on(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen, told = QObject(), [], []

    def work() -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.capture_exceptions() as caught:
        operations.query(owner, work, done=never, failed=told.append)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert [type(error) for error in told] == [BrokenOff], "whoever waits is not left waiting"
    operations.query(owner, lambda: 2, done=seen.append, failed=never)
    qtbot.waitUntil(lambda: seen == [2])


def test_changes_of_a_command_are_broadcast_once_before_its_answer(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, seen = QObject(), []
    changes = Changes(tables=frozenset({"visits"}))
    operations.changed.connect(lambda news: seen.append(("changed", news)))
    operations.command(
        owner, lambda: ("id", changes), done=lambda value: seen.append(("done", value)), failed=never
    )
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [("changed", changes), ("done", ("id", changes))]


def test_changes_are_broadcast_even_when_the_owner_has_closed(qtbot: QtBot, operations: Operations) -> None:
    owner, seen, gate = QObject(), [], threading.Event()
    operations.changed.connect(seen.append)

    def work() -> Changes:
        gate.wait(10)
        return Changes(everything=True)

    operations.command(owner, work, done=never, failed=never)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: seen == [Changes(everything=True)])


def test_busy_tells_when_commands_start_and_when_all_are_done(qtbot: QtBot, operations: Operations) -> None:
    owner, busy, seen = QObject(), [], []
    operations.busy.connect(busy.append)
    for number in range(3):
        operations.command(owner, lambda number=number: number, done=seen.append, failed=never)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert busy == [True, False]


def test_closing_finishes_every_command_already_asked_for(qapp: QApplication) -> None:
    operations, owner, written = Operations(), QObject(), []
    for number in range(20):
        operations.command(owner, lambda number=number: written.append(number), done=never, failed=never)
    operations.close()
    assert written == list(range(20))
    shiboken6.delete(operations)


def test_closing_finishes_what_waits_for_a_turn_too(qapp: QApplication) -> None:
    operations, owner, told = Operations(), QObject(), list[str]()
    operations.command(owner, partial(time.sleep, 0.1), done=lambda _: None, failed=never)
    operations.in_turn(owner, lambda: told.append("turn"))
    operations.command(owner, lambda: told.append("written"), done=lambda _: None, failed=never)
    operations.close()
    assert told == ["written"]


def test_changes_are_found_wherever_a_service_puts_them() -> None:
    changes = Changes()

    class Saved:
        def __init__(self) -> None:
            self.changes = changes

    assert find_changes(changes) is changes
    assert find_changes((1, changes)) is changes
    assert find_changes(Saved()) is changes
    assert find_changes((1, 2)) is None
    assert find_changes(None) is None


def test_a_link_passes_broadcasts_on_until_its_screen_dies(
    qapp: QApplication, operations: Operations
) -> None:
    screen, seen = QObject(), []
    link = Link(screen, seen.append)
    link.follow(operations.changed)
    operations.broadcast(Changes(everything=True))
    assert seen == [Changes(everything=True)]
    shiboken6.delete(screen)
    operations.broadcast(Changes())
    assert len(seen) == 1
