"""The objection book: sound on load in both languages, figures only where they are known, no promise beyond the law."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app import assets
from outreach_app.domain.objections import (
    FIGURES,
    LONGEST,
    BadObjection,
    ObjectionAnswer,
    check_entry,
    join_lines,
    list_figures,
    read_objections,
    split_lines,
)
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import LANGUAGES, Dong, open_catalogue

ENTRY = ObjectionAnswer(
    "too_long",
    "Lâu quá",
    ("Chỉ cần đủ 15 năm đóng và đủ tuổi.", "{who} nhận {pension_low}."),
    ("Đừng hứa.",),
    ("Luật 41/2024/QH15, Điều 98",),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worry_of_the_visit_form_is_answered(language: str) -> None:
    book = read_objections(assets.read_text(f"objections/{language}.toml"), language=language)
    assert list(book) == list(OBJECTION_NAMES)
    assert all(entry.paragraphs and entry.avoid and entry.sources for entry in book.values())


def test_both_languages_name_the_same_figures_and_as_many_sources() -> None:
    books = [
        read_objections(assets.read_text(f"objections/{each}.toml"), language=each) for each in LANGUAGES
    ]
    for key in OBJECTION_NAMES:
        first, second = (book[key] for book in books)
        named = [[list_figures(text) for text in entry.paragraphs] for entry in (first, second)]
        assert named[0] == named[1], key
        assert len(first.sources) == len(second.sources), key
        # The same law by number in both languages.
        laws = [set(re.findall(r"\d+/\d{4}|366|1900 9068", " ".join(e.sources))) for e in (first, second)]
        assert laws[0] == laws[1], key


def test_a_paragraph_is_spoken_only_when_its_figures_are_known() -> None:
    words = open_catalogue("vi")
    assert ENTRY.say_with({}, words) == (ENTRY.paragraphs[0],)
    assert ENTRY.say_with({"who": "chị Thảo"}, words) == (ENTRY.paragraphs[0],)
    told = ENTRY.say_with({"who": "chị Thảo", "pension_low": Dong(973_000)}, words)
    assert told[1] == "Chị Thảo nhận 973.000\u00a0đ."


def test_money_is_written_in_the_readers_way() -> None:
    figures = {"who": "Thảo", "pension_low": Dong(973_000)}
    assert "973,000\u00a0đ" in ENTRY.say_with(figures, open_catalogue("en"))[1]


def changed(**fields: object) -> ObjectionAnswer:
    from dataclasses import replace

    return replace(ENTRY, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "entry",
    [
        changed(worry="unheard_of"),
        changed(words="  "),
        changed(sources=()),
        changed(paragraphs=("{who} nhận {pension_low}.",)),
        changed(paragraphs=(*ENTRY.paragraphs, "{tien_tinh} thêm")),
        changed(paragraphs=(*ENTRY.paragraphs, "{who nhận")),
        changed(paragraphs=("Chúng tôi cam kết mỗi tháng 2 triệu đồng.",)),
        changed(paragraphs=("Đóng đủ thì chắc chắn được lương hưu như thế.",)),
        changed(avoid=("x" * (LONGEST + 1),)),
    ],
    ids=["worry", "words", "sources", "only_figures", "unknown", "braces", "promise", "certain", "long"],
)
def test_an_unsound_entry_is_refused_with_its_worry(entry: ObjectionAnswer) -> None:
    with pytest.raises(BadObjection) as told:
        check_entry(entry, language="vi")
    assert told.value.key == "bad_objection"
    assert told.value.message.parameters["key"] == entry.worry


def test_a_book_without_a_worry_or_with_a_strange_one_is_refused() -> None:
    text = assets.read_text("objections/vi.toml")
    cut = text[: text.index("[other]")]
    for broken in (
        cut,
        text + '\n[strange]\nwords = "x"\n',
        "a = ",
        text.replace("avoid = [", "shun = [", 1),
    ):
        with pytest.raises(BadObjection):
            read_objections(broken, language="vi")


def test_every_figure_that_may_be_named_is_named_somewhere_or_left_to_the_office() -> None:
    tables = tomllib.loads(assets.read_text("objections/vi.toml"))
    named = {name for table in tables.values() for text in table["answer"] for name in list_figures(text)}
    assert named <= FIGURES
    assert {"own_month", "state_month", "pension_low", "pension_high", "maternity", "funeral"} <= named


lines = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1), max_size=5)


@given(lines)
def test_what_is_joined_for_typing_is_split_again(texts: list[str]) -> None:
    assert split_lines(join_lines(texts)) == tuple(texts)
