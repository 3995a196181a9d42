"""People as columns of whole numbers: of millions of pairs, those that cannot be shown are left out without a look.

`Columns.sift` gives every field of a pair the most that `likeness.compare` could give it, so whatever that would show
is let through (a test holds the two against each other); most pairs of a block are strangers, and fall here.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from outreach_app.domain.likeness import KIN_AT_MOST, Register, Traits
from outreach_app.domain.name_likeness import Name, compare_names, weigh_whole

_SLIPS = frozenset(k * 10**place for k in (*range(1, 10), *range(9, 82, 9)) for place in range(6))
"""By how much two halves of a number differ when one digit is wrong or two neighbours have changed places."""
_ODD = 2_000_000
"""From here on the first half stands for a number that is no run of digits of the common length."""


def _numbers(size: str, people: int) -> "array[int]":
    return array(size, bytes(array(size).itemsize * (people + 1)))


class Columns:
    """What is compared first of everybody, by row number: some 35 bytes for each, and each name once."""

    def __init__(self, people: int) -> None:
        """Make room for row numbers up to `people`."""
        self._name, self._village, self._phone, self._born = (_numbers("I", people) for _ in range(4))
        self._sex, self._address = _numbers("B", people), _numbers("B", people)
        self._citizen = _numbers("I", people), _numbers("I", people)
        self._insurance = _numbers("I", people), _numbers("I", people)
        self._names: list[Name] = [Name("", (), ())]
        self._known: dict[tuple[str, ...], int] = {(): 0}
        self._villages: dict[object, int] = {None: 0}

    def put(self, number: int, person: Traits) -> None:
        """Put a person into the columns."""
        words = person.name.words
        place = self._known.setdefault(words, len(self._names))
        if place == len(self._names):
            self._names.append(Name("", words, person.name.core))
        self._name[number] = place
        self._village[number] = self._villages.setdefault(person.village, len(self._villages))
        if person.phone:
            self._phone[number] = crc32(person.phone.encode())
        if person.born:
            year, month, day = person.born
            self._born[number] = year << 9 | month << 5 | day
        self._sex[number] = "mf".find(person.sex) + 2 if person.sex else 0
        self._address[number] = bool(person.address)
        if person.citizen:
            self._citizen[0][number], self._citizen[1][number] = _halve(person.citizen, 12)
        if person.insurance:
            self._insurance[0][number], self._insurance[1][number] = _halve(person.insurance, 10)

    def sift(self, pairs: Iterable[tuple[int, int]], register: Register) -> Iterator[tuple[int, int]]:
        """Give those of these pairs that might be shown in this register."""
        # One loop over plain local names: it runs for every pair of every block, and most of them end in it.
        name, born, sex, village, phone = self._name, self._born, self._sex, self._village, self._phone
        address, names, shares = self._address, self._names, register.shares
        (citizen, citizen_end), (insurance, insurance_end) = self._citizen, self._insurance
        whole = array("d", [weigh_whole(each.core, shares) for each in names])
        room, near_village = KIN_AT_MOST - register.least_bits, register.village_bits + 2.5
        for one, other in pairs:
            bits = room + (7.0 if address[one] and address[other] else 0.0)
            if sex[one] and sex[other]:
                bits += 0.8 if sex[one] == sex[other] else -5.0
            if village[one] and village[other]:
                bits += near_village if village[one] == village[other] else -2.5
            if phone[one] and phone[other]:
                bits += 4.0 if phone[one] == phone[other] else -0.7
            mine, theirs = born[one], born[other]
            if mine and theirs:
                bits += (13.0 if mine & 31 else 5.0) if mine == theirs else _bound_born(mine, theirs)
            mine, theirs = citizen[one], citizen[other]
            if mine and theirs:
                bits += _bound_numbers(mine, citizen_end[one], theirs, citizen_end[other], _CITIZEN)
            else:
                bits += 0.5
            mine, theirs = insurance[one], insurance[other]
            if mine and theirs:
                bits += _bound_numbers(mine, insurance_end[one], theirs, insurance_end[other], _INSURANCE)
            mine, theirs = name[one], name[other]
            if bits + (whole[mine] if mine == theirs else max(whole[mine], whole[theirs]) + 1.0) < 0:
                continue
            if mine == theirs or bits + compare_names(names[mine], names[theirs], shares)[0] >= 0:
                yield one, other


def leave_out_strangers(pairs: Sequence[tuple[Traits, Traits]], register: Register) -> list[int]:
    """Give the places of those pairs that might be shown in this register."""
    columns = Columns(2 * len(pairs))
    for place, (one, other) in enumerate(pairs):
        columns.put(2 * place, one)
        columns.put(2 * place + 1, other)
    return [one // 2 for one, _ in columns.sift(((2 * n, 2 * n + 1) for n in range(len(pairs))), register)]


def _bound_born(mine: int, theirs: int) -> float:
    """Bound what two dates say that differ, each as year, four bits of the month and five of the day."""
    month, day, there, other = mine >> 5 & 15, mine & 31, theirs >> 5 & 15, theirs & 31
    if mine >> 9 != theirs >> 9:
        if month == there and day == other:
            return 6.0 if month else -1.0
        return -6.0 if month and there else -1.0
    if not (month and there):
        return 5.0
    if not (day and other):
        return 8.0 if month == there else -1.0
    if month == there or day == other:
        return 6.0
    return 9.5 if month == other and day == there else -3.0


def _halve(text: str, length: int) -> tuple[int, int]:
    """Cut a number into two whole numbers; 0 is no number."""
    if not text:
        return 0, 0
    if len(text) != length or not text.isdecimal():
        return _ODD + len(text), crc32(text.encode())
    before, behind = divmod(int(text), 10 ** (length // 2))
    return before + 1, behind


_Worth = tuple[float, float, float, int]
_CITIZEN: _Worth = (18.0, 7.0, -9.0, 10**5)
_INSURANCE: _Worth = (15.0, 5.0, -4.0, 10**4)
"""What numbers say that are the same, nearly the same, different; the worth of the first place of the second half."""


def _bound_numbers(before: int, behind: int, there: int, other: int, worth: _Worth) -> float:
    """Bound what two numbers say, each given in its halves."""
    same, slip, differ, edge = worth
    first, second = abs(before - there), abs(behind - other)
    if first and second:
        # Only the two digits where the halves meet may have changed places.
        surely = first >= 10 or second != first * edge
        return differ if surely and before < _ODD and there < _ODD else slip
    if not first and not second:
        return same
    return slip if (first or second) in _SLIPS or max(before, there) >= _ODD else differ
