"""Raw Telex and VNI keys are read as the words that were meant."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.syllables import TONE_MARKS, is_syllable, split_tone
from outreach_app.domain.telex import decode_telex, decode_vni_typing, search_variants
from outreach_app.domain.text import fold

ONSETS = ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x".split()]
RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âc âm ân âng ât âu ây e em en eo et ê êch ên ênh êt êu
    i ia ich im in inh it iu iêc iêm iên iêng iêt iêu
    y yên yêu o oc oi om on ong ot oa oai oan oang oanh oat oay oăn oăng
    oe oen oeo ô ôc ôi ôm ôn ông ôt ơ ơi ơm ơn ơt u ua uc ui um un ung ut uân uât uây uê uơ uy uya uyên uyêt uynh uyt
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươt ươu
""".split()
TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
TELEX_TONE = dict(zip(TONE_MARKS, "fsrxj", strict=True))
VNI_TONE = dict(zip(TONE_MARKS, "21345", strict=True))


def every_syllable() -> list[tuple[str, str]]:
    """Bare syllable and tone, each if it can be spelled with the mark on some letter."""
    found = []
    for onset, rime, tone in itertools.product(ONSETS, RIMES, ("", *TONE_MARKS)):
        bare = onset + rime
        marked = [
            bare[:i] + unicodedata.normalize("NFC", bare[i] + tone) + bare[i + 1 :] for i in range(len(bare))
        ]
        if any(is_syllable(word) for word in marked):
            found.append((bare, tone))
    return found


SYLLABLES = every_syllable()


def keys_of(bare: str, shapes: dict[str, str]) -> str:
    return "".join(shapes.get(letter, letter) for letter in bare)


def typings(bare: str, tone: str, shapes: dict[str, str], tones: dict[str, str]) -> set[str]:
    """The ways to type a syllable: mark at the end, mark right behind a vowel, shapes at the end."""
    key = tones.get(tone, "")
    at_the_end = keys_of(bare, shapes) + key
    plain = "".join(shapes[c][0] if c in shapes else c for c in bare)
    late = [shapes[c][-1] for c in dict.fromkeys(bare) if c in shapes]
    vowel = max((i for i, c in enumerate(bare) if c in "aeiouyăâêôơư"), default=0)
    inside = keys_of(bare[: vowel + 1], shapes) + key + keys_of(bare[vowel + 1 :], shapes)
    if "ươ" in bare:
        late.remove(shapes["ơ"][-1])
    return {at_the_end, inside, plain + "".join(late) + key, plain + key + "".join(late)}


def test_there_is_something_to_type() -> None:
    assert len(SYLLABLES) > 8000


@pytest.mark.parametrize("onset", ONSETS)
def test_every_syllable_typed_in_every_way(onset: str) -> None:
    for bare, tone in SYLLABLES:
        if not bare.startswith(onset) or (not onset and bare[0] not in "aeiouyăâêôơư"):
            continue
        for typed in typings(bare, tone, TELEX, TELEX_TONE):
            assert split_tone(decode_telex(typed)) == (bare, tone), typed
        for typed in typings(bare, tone, VNI, VNI_TONE):
            assert split_tone(decode_vni_typing(typed)) == (bare, tone), typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lof", "lò"),
        ("paos", "páo"),
        ("van", "van"),
        ("vawn", "văn"),
        ("nguyeenx", "nguyễn"),
        ("nguyenex", "nguyễn"),
        ("nguyexen", "nguyễn"),
        ("Nguyeenx", "Nguyễn"),
        ("NGUYEENX", "NGUYỄN"),
        ("dduwowngf", "đường"),
        ("duongwdf", "đường"),
        ("DDuwcs", "Đức"),
        ("giangf", "giàng"),
        ("gif", "gì"),
        ("quyf", "quỳ"),
        ("quangr", "quảng"),
        ("hoaf", "hòa"),
        ("hoangf", "hoàng"),
        ("thuyr", "thủy"),
        ("tw", "tư"),
        ("w", "ư"),
        ("nhw", "như"),
        ("nguwowif", "người"),
        ("nguoiwf", "người"),
        ("nguwoif", "người"),
        ("ruowuj", "rượu"),
        ("thuowr", "thuở"),
        ("huuwx", "hữu"),
        ("khoeo", "khoeo"),
        ("lofs", "ló"),
        ("lofz", "lo"),
        ("nguyênx", "nguyễn"),
        ("kpaw", "kpă"),
        ("niee", "niê"),
        ("lan", "lan"),
        ("toto", "toto"),
        ("sms", "sms"),
        ("windows", "windows"),
        ("0987", "0987"),
        ("", ""),
    ],
)
def test_telex(typed: str, meant: str) -> None:
    assert decode_telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lo2", "lò"),
        ("Nguye6n4", "Nguyễn"),
        ("d9uo7ng2", "đường"),
        ("duong972", "đường"),
        ("va8n", "văn"),
        ("D9u7c1", "Đức"),
        ("0987654321", "0987654321"),
        ("b5", "b5"),
        ("nl0047k", "nl0047k"),
        ("lan", "lan"),
    ],
)
def test_vni(typed: str, meant: str) -> None:
    assert decode_vni_typing(typed) == meant


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("lof", ("lof", "lo")),
        ("Lof", ("lof", "lo")),
        ("lo2", ("lo2", "lo")),
        ("nguyeenx", ("nguyeenx", "nguyen")),
        ("Nguye6n4", ("nguye6n4", "nguyen")),
        ("dduwowngf", ("dduwowngf", "duong")),
        ("w", ("w", "u")),
        ("lò", ("lo",)),
        ("pao", ("pao",)),
        ("Nguyễn", ("nguyen",)),
        ("H'Mỹ", ("hmy",)),
        ("0987", ("0987",)),
        ("", ()),
        ("...", ()),
    ],
)
def test_forms_to_look_for(typed: str, forms: tuple[str, ...]) -> None:
    assert search_variants(typed) == forms


@given(st.sampled_from(SYLLABLES))
def test_a_word_typed_plainly_or_fully_is_looked_for_once(syllable: tuple[str, str]) -> None:
    bare, tone = syllable
    written = decode_telex(keys_of(bare, TELEX) + TELEX_TONE.get(tone, ""))
    assert search_variants(written) == (fold(bare),)
    assert search_variants(fold(bare)) == (fold(bare),)


@given(st.text(max_size=12))
def test_any_word_can_be_looked_for(word: str) -> None:
    forms = search_variants(word)
    assert len(set(forms)) == len(forms) <= 3
    assert forms[:1] == ((fold(word),) if fold(word) else ())


def test_a_word_of_more_keys_than_any_syllable_is_left_as_it_is_at_once() -> None:
    """A word of fifty thousand letters held the search for duplicates up for minutes."""
    assert decode_telex("x" * 50_000) == "x" * 50_000
    assert decode_vni_typing("x1" * 25_000) == "x1" * 25_000
