"""The words of a leaflet: a sound file is read whole, and every fault of another is told in a sentence of its own."""

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app import assets
from outreach_app.documents.leaflet_texts import (
    FIGURES,
    SENTENCES,
    BadLeaflet,
    load_leaflet_texts,
    read_leaflet_texts,
)
from outreach_app.documents.leaflet_worry import WORRY_SIGNS
from outreach_app.documents.signs import load_sign
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.i18n import LANGUAGES, Catalogue

SHIPPED = assets.read_text("leaflets/vi.toml")


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadLeaflet) as caught:
        read_leaflet_texts(text, language="thai")
    assert "thai" in str(caught.value.message)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worry_has_an_answer_and_a_picture(language: str) -> None:
    texts = load_leaflet_texts(language)
    assert set(texts.worries) == set(WORRY_SIGNS) == set(OBJECTION_NAMES)
    assert all(load_sign(sign) for sign in WORRY_SIGNS.values())


def test_a_further_language_may_name_relations_in_its_own_words() -> None:
    texts = read_leaflet_texts(f'{SHIPPED}\n[relations]\nwife = "mìa"\n', language="thai")
    assert (texts.language, texts.relations["wife"]) == ("thai", "mìa")


@pytest.mark.parametrize(
    ("found", "put", "fault"),
    [
        ('motto = "', 'slogan = "x"\nmotto = "', "The leaflet has no place for slogan."),
        ('motto = "Ốm', '# "Ốm', "The sentence motto is missing."),
        ('motto = "Ốm', f'motto = "{"x" * 300}', "The sentence motto has more than 240 letters."),
        ('motto = "Ốm', 'motto = "ꪁ', "The sentence motto has letters that cannot be printed: ꪁ."),
        ('motto = "Ốm', 'motto = "{', "The braces of the sentence motto do not pair."),
        ('motto = "Ốm', 'motto = "{amount}', "The sentence motto names unknown figures: amount."),
        ("{day}, theo", "{day!r}, theo", "The sentence foot names unknown figures: day."),
        ("{day}, theo", "{day.year}, theo", "The sentence foot names unknown figures: day.year."),
        ("Mã hộ {code}", "Mã hộ", "The sentence foot does not name these figures: code."),
        ("warnings = [", 'warnings = []\nother = [', "Between one and four sentences belong into warnings."),
        ("[worries.other]", "[worries.others]", "The worry other is missing, or is not in the book."),
        ('title = "Còn', 'heading = "Còn', "The worry other needs a title and a text."),
        ("[worries.other]", "[relations]\nx = 1\n[worries.other]", "The relations hold something that is no relation."),
    ],
)  # fmt: skip
def test_every_fault_is_a_sentence(found: str, put: str, fault: str) -> None:
    assert found in SHIPPED
    assert fault in faults_of(SHIPPED.replace(found, put, 1))


def test_several_faults_are_told_at_once_and_rendered(vietnamese: Catalogue) -> None:
    broken = SHIPPED.replace('motto = "Ốm', '# "', 1).replace('due = "{day}"', 'due = "x"', 1)
    with pytest.raises(BadLeaflet) as caught:
        read_leaflet_texts(broken, language="thai")
    told = vietnamese.render(caught.value.message)
    assert "Thiếu câu motto." in told
    assert "Câu due chưa nêu các số liệu này: day." in told


def test_what_is_no_toml_is_said() -> None:
    assert faults_of("name = ")[0].startswith("It is not sound TOML")


@settings(max_examples=40)
@given(st.sampled_from(SENTENCES), st.text(max_size=40))
def test_whatever_stands_in_a_sentence_is_read_or_refused(name: str, text: str) -> None:
    tables = tomllib.loads(SHIPPED)
    lines = "\n".join(
        f"{key} = {quote(text if key == name else value)}"
        for key, value in tables.items()
        if isinstance(value, str)
    )
    rest = SHIPPED[SHIPPED.index("[worries.") :]
    warnings = f"warnings = [{quote(tables['warnings'][0])}]"
    try:
        read = read_leaflet_texts(f"{lines}\n{warnings}\n{rest}", language="x")
    except BadLeaflet:
        return
    assert getattr(read, name).format(**dict.fromkeys(FIGURES.get(name, ()), "1"))


def quote(text: object) -> str:
    return json.dumps(str(text), ensure_ascii=True)
