"""Finding people of a list: a number with its name, a name with birth and village; less is for a person to settle."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.listed_people import ListedPerson, match_listed, tell_match
from outreach_app.domain.people import PartialDate
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.stopped import Finding, Villager, index_villagers
from outreach_app.i18n import open_catalogue

FOUND, DOUBTFUL, ABSENT = Finding.FOUND, Finding.DOUBTFUL, Finding.ABSENT


def somebody(number: int, name: str, born: str = "", citizen: str = "", insurance: str = "") -> PersonRow:
    return PersonRow(
        bytes([number]) * 16, b"h" * 16, name, "other", None, PartialDate.parse(born) if born else None,
        citizen or None, insurance or None, None,
    )  # fmt: skip


PEOPLE = (
    Villager(somebody(1, "Lò Văn Páo", "1961-03-12", "012061000017"), "Nà Ly"),
    Villager(somebody(2, "Lò Thị Thắm", "1992", "", "7900000001"), "Nà Ly"),
    Villager(somebody(3, "Giàng A Chư", "1985-06-05"), "Nà Ly"),
    Villager(somebody(4, "Giàng A Chư", "1985-06-09"), "Hua Sẳng"),
    Villager(somebody(5, "Tẩn Mý Dao"), "Nà Ly"),
)
KNOWN = index_villagers(PEOPLE)


def listed(
    name: str, born: str = "", citizen: str = "", insurance: str = "", place: str = ""
) -> ListedPerson:
    return ListedPerson(
        1, name, PartialDate.parse(born) if born else None, citizen or None, insurance or None, place
    )


@pytest.mark.parametrize(
    ("told", "finding", "people", "key"),
    [
        (listed("LO VAN PAO", citizen="012061000017"), FOUND, (1,), "citizen_number"),
        (listed("Lò Thắm", insurance="7900000001"), FOUND, (2,), "insurance_number"),
        (listed("Vàng A Lử", citizen="012061000017"), DOUBTFUL, (1,), "other_name"),
        (listed("Lò Văn Páo", "1961-03-12"), FOUND, (1,), "name_and_birth"),
        (listed("Lò Văn Páo", "1961-03-12", citizen="012061999999"), ABSENT, (), "not_here"),
        (
            listed("Lò Thị Thắm", "1992-11-20", place="Bản Nà Ly, xã Bản Bo"),
            FOUND,
            (2,),
            "name_year_village",
        ),
        (listed("Lò Thị Thắm", "1992-11-20"), DOUBTFUL, (2,), "name_and_year"),
        (listed("Giàng A Chư", "1985"), DOUBTFUL, (3, 4), "several_names"),
        (listed("Giàng A Chư", "1985", place="Hua Sẳng"), FOUND, (4,), "name_year_village"),
        (listed("Giàng A Chư", "1985-06-09", place="Hua Sẳng"), FOUND, (4,), "name_birth_village"),
        (listed("Giàng A Chư", "1985-05-06"), DOUBTFUL, (3, 4), "other_birth"),
        (listed("Giàng A Chư", "1990"), ABSENT, (), "not_here"),
        (listed("Tẩn Mý Dao", "1950", place="Nà Ly"), DOUBTFUL, (5,), "name_and_village"),
        (listed("Tẩn Mý Dao"), DOUBTFUL, (5,), "only_name"),
        (listed("Không Có Ai", "1950"), ABSENT, (), "not_here"),
    ],
)
def test_a_row_is_found_settled_by_a_person_or_not_here(
    told: ListedPerson, finding: Finding, people: tuple[int, ...], key: str
) -> None:
    match = match_listed(told, KNOWN)
    assert (match.finding, tuple(each.id[0] for each in match.people), match.reason_key) == (
        finding,
        people,
        key,
    )
    assert open_catalogue("vi").render(tell_match(match.reason_key, match.people))


births = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))


@given(who=st.sampled_from(PEOPLE), born=births, place=st.sampled_from(["", "Nà Ly", "Hua Sẳng"]))
def test_another_number_of_the_same_kind_is_another_person(
    who: Villager, born: PartialDate, place: str
) -> None:
    numbered = replace(who, person=replace(who.person, citizen_number="012061000017"))
    told = ListedPerson(1, who.person.name, born, "012199999999", None, place)
    assert match_listed(told, index_villagers([numbered])).finding is ABSENT


@given(who=st.sampled_from(PEOPLE), born=births, place=st.sampled_from(["", "Nà Ly", "Hua Sẳng"]))
def test_nobody_is_sure_of_a_birth_date_that_differs(who: Villager, born: PartialDate, place: str) -> None:
    known = replace(who, person=replace(who.person, born=PartialDate(1961, 3, 12)))
    match = match_listed(ListedPerson(1, who.person.name, born, None, None, place), index_villagers([known]))
    assert (match.finding is FOUND) == (born == PartialDate(1961, 3, 12))
