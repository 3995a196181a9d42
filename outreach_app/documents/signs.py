"""The signs of the printed pages: the shipped icons (24 x 24, stroked) as outlines of moves, lines and curves.

Arcs become curves, so the PDF holds no picture and no font for them.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree import ElementTree as ET

from outreach_app import assets

GRID = 24.0
STROKE = 2.0

Step = tuple[str, tuple[float, ...]]
"""('M' | 'L', x y), ('C', three points) or ('Z', nothing), in the units of the icon, y downwards."""

Point = tuple[float, float]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


@cache
def load_sign(name: str) -> tuple[Step, ...]:
    """Read one icon of `resources/icons` by its name without ending."""
    # The icons are our own shipped files, never something a person brought in.
    root = ET.fromstring(assets.read_text(f"icons/{name}.svg"))  # noqa: S314
    return tuple(step for element in root.iter() for step in _outline(element))


def _outline(element: ET.Element) -> Iterator[Step]:
    kind = element.tag.rpartition("}")[2]

    def number(name: str) -> float:
        return float(element.get(name, "0"))

    if kind == "path":
        yield from path_steps(element.get("d", ""))
    elif kind == "circle":
        yield from path_steps(_circle(number("cx"), number("cy"), number("r")))
    elif kind == "line":
        yield from path_steps(f"M{number('x1')} {number('y1')}L{number('x2')} {number('y2')}")
    elif kind == "rect":
        yield from path_steps(
            _rectangle(number("x"), number("y"), number("width"), number("height"), number("rx"))
        )
    elif kind in ("polyline", "polygon"):
        yield from path_steps(f"M{element.get('points', '')}{'Z' if kind == 'polygon' else ''}")


def _circle(x: float, y: float, radius: float) -> str:
    half = f"A{radius} {radius} 0 1 0 "
    return f"M{x - radius} {y}{half}{x + radius} {y}{half}{x - radius} {y}Z"


def _rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    corner = f"a{radius} {radius} 0 0 1 "
    across, down = width - 2 * radius, height - 2 * radius
    return (
        f"M{x + radius} {y}h{across}{corner}{radius} {radius}v{down}{corner}{-radius} {radius}"
        f"h{-across}{corner}{-radius} {-radius}v{-down}{corner}{radius} {-radius}Z"
    )


def path_steps(data: str) -> Iterator[Step]:
    """Turn SVG path data into absolute moves, lines and curves."""
    here: Point = (0.0, 0.0)
    start: Point = here
    handle: Point | None = None
    for letter, numbers in _commands(data):
        command = letter.upper()
        values = _absolute(command, numbers, here) if letter.islower() else numbers
        steps, end, handle = _DRAW[command](values, here, handle, start)
        yield from steps
        start = end if command == "M" else start
        here = end


def _commands(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    for letter, text in re.findall(r"([MmLlHhVvCcSsQqAaZz])([^MmLlHhVvCcSsQqAaZz]*)", data):
        count = _ARGUMENTS[letter.upper()]
        numbers = _arc_numbers(text) if count == 7 else [float(found) for found in _NUMBER.findall(text)]
        if not count:
            yield letter, ()
        for first in range(0, len(numbers), count or 1):
            # Further pairs after a move are lines.
            again = {"M": "L", "m": "l"}.get(letter, letter) if first else letter
            yield again, tuple(numbers[first : first + count])


def _arc_numbers(text: str) -> list[float]:
    """Read the arguments of arcs, whose two flags are single digits that may stand without a space (`0 00-2-2`)."""
    numbers: list[float] = []
    position = 0
    while found := re.compile(r"[\s,]*").match(text, position):
        flag = len(numbers) % 7 in (3, 4)
        token = re.compile("[01]" if flag else _NUMBER.pattern).match(text, found.end())
        if token is None:
            return numbers
        numbers.append(float(token[0]))
        position = token.end()
    return numbers


def _absolute(command: str, numbers: tuple[float, ...], here: Point) -> tuple[float, ...]:
    if command == "A":
        return (*numbers[:5], numbers[5] + here[0], numbers[6] + here[1])
    if command == "V":
        return (numbers[0] + here[1],)
    return tuple(number + here[place % 2] for place, number in enumerate(numbers))


Drawn = tuple[list[Step], Point, Point | None]


def _move(values: tuple[float, ...], _here: Point, _handle: Point | None, _start: Point) -> Drawn:
    return [("M", values)], (values[0], values[1]), None


def _line(values: tuple[float, ...], _here: Point, _handle: Point | None, _start: Point) -> Drawn:
    return [("L", values)], (values[0], values[1]), None


def _across(values: tuple[float, ...], here: Point, handle: Point | None, start: Point) -> Drawn:
    return _line((values[0], here[1]), here, handle, start)


def _down(values: tuple[float, ...], here: Point, handle: Point | None, start: Point) -> Drawn:
    return _line((here[0], values[0]), here, handle, start)


def _curve(values: tuple[float, ...], _here: Point, _handle: Point | None, _start: Point) -> Drawn:
    return [("C", values)], (values[4], values[5]), (values[2], values[3])


def _smooth(values: tuple[float, ...], here: Point, handle: Point | None, start: Point) -> Drawn:
    known = handle or here
    mirrored = (2 * here[0] - known[0], 2 * here[1] - known[1])
    return _curve((*mirrored, *values), here, None, start)


def _quadratic(values: tuple[float, ...], here: Point, _handle: Point | None, start: Point) -> Drawn:
    x, y, end_x, end_y = values
    first = (here[0] + 2 / 3 * (x - here[0]), here[1] + 2 / 3 * (y - here[1]))
    second = (end_x + 2 / 3 * (x - end_x), end_y + 2 / 3 * (y - end_y))
    return _curve((*first, *second, end_x, end_y), here, None, start)


def _close(_values: tuple[float, ...], _here: Point, _handle: Point | None, start: Point) -> Drawn:
    return [("Z", ())], start, None


def _arc(values: tuple[float, ...], here: Point, _handle: Point | None, _start: Point) -> Drawn:
    rx, ry, turn, large, sweep, x, y = values
    end = (x, y)
    if math.dist(here, end) < 1e-6 or not rx or not ry:
        return [("L", end)], end, None
    return list(_arc_curves(here, end, (rx, ry), math.radians(turn), large != sweep, bool(sweep))), end, None


def _arc_curves(
    begin: Point, end: Point, radii: Point, turn: float, positive: bool, sweep: bool
) -> Iterator[Step]:
    """Draw an arc as curves of at most a quarter turn each (SVG 1.1, appendix F.6)."""
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (begin[0] - end[0]) / 2, (begin[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = max(1.0, math.sqrt((x1 / radii[0]) ** 2 + (y1 / radii[1]) ** 2))
    rx, ry = radii[0] * grow, radii[1] * grow
    reach = max(0.0, (rx * ry) ** 2 / ((rx * y1) ** 2 + (ry * x1) ** 2) - 1)
    root = math.sqrt(reach) * (1 if positive else -1)
    cx, cy = root * rx * y1 / ry, -root * ry * x1 / rx
    first = math.atan2((y1 - cy) / ry, (x1 - cx) / rx)
    swept = math.atan2((-y1 - cy) / ry, (-x1 - cx) / rx) - first
    swept += math.tau if sweep and swept < 0 else -math.tau if not sweep and swept > 0 else 0
    middle = (cos * cx - sin * cy + (begin[0] + end[0]) / 2, sin * cx + cos * cy + (begin[1] + end[1]) / 2)

    def place(x: float, y: float) -> Point:
        return middle[0] + cos * rx * x - sin * ry * y, middle[1] + sin * rx * x + cos * ry * y

    parts = max(1, math.ceil(abs(swept) / (math.pi / 2) - 1e-9))
    step = swept / parts
    reach = 4 / 3 * math.tan(step / 4)
    for part in range(parts):
        a, b = first + part * step, first + (part + 1) * step
        one = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        two = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        yield "C", (*one, *two, *place(math.cos(b), math.sin(b)))


_DRAW: dict[str, Callable[[tuple[float, ...], Point, Point | None, Point], Drawn]] = {
    "M": _move,
    "L": _line,
    "H": _across,
    "V": _down,
    "C": _curve,
    "S": _smooth,
    "Q": _quadratic,
    "A": _arc,
    "Z": _close,
}
