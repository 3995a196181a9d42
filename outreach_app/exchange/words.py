"""Words that stand in the cells of a list: names, sex, relation to the head, household category."""

import re
from functools import lru_cache

from outreach_app.domain.people import HEAD, Category, Sex
from outreach_app.domain.text import fold, normalize, title_name

_SEX_BY_WORD = {
    **dict.fromkeys(("nam", "m", "male", "trai", "con trai", "dan ong", "nam gioi", "1"), Sex.MALE),
    **dict.fromkeys(
        ("nu", "f", "female", "gai", "con gai", "phu nu", "dan ba", "nu gioi", "0", "2"), Sex.FEMALE
    ),
}
_RELATIONS: dict[str, tuple[str, ...]] = {
    HEAD: ("chu ho", "ch", "ban than", "chu nha", "ho chu", "00", "0"),
    "wife": ("vo", "vo chu ho", "01", "1"),
    "husband": ("chong", "chong chu ho", "02", "2"),
    "father": ("bo", "cha", "bo de", "cha de", "bo vo", "bo chong", "cha vo", "cha chong", "ba me", "tia", "03", "3"),
    "mother": ("me", "ma", "me de", "me vo", "me chong", "me ke", "04", "4"),
    "younger_sibling": ("em", "em trai", "em gai", "em ruot", "em ho", "em dau", "em re", "em vo", "em chong", "05",
        "5"),
    "elder_brother": ("anh", "anh trai", "anh ruot", "anh re", "anh vo", "anh chong", "06", "6"),
    "elder_sister": ("chi", "chi gai", "chi ruot", "chi dau", "chi vo", "chi chong", "07", "7"),
    "child": ("con", "con de", "con ruot", "con trai", "con gai", "con nuoi", "con rieng", "con chung", "08", "8"),
    "grandchild": ("chau", "chau noi", "chau ngoai", "chau ruot", "chau ho", "chau trai", "chau gai",
        "chau dau", "chau re", "09", "9"),
    "grandfather": ("ong", "ong noi", "ong ngoai", "10"),
    "grandmother": ("ba noi", "ba ngoai", "11"),
    "aunt_or_uncle": (
        "co", "di", "chu ruot", "thim", "bac", "cau", "mo", "co ruot", "di ruot", "cau ruot", "bac ruot",
        "12", "13", "14", "15", "16", "17", "18",
    ),
    "daughter_in_law": ("con dau", "dau", "19"),
    "son_in_law": ("con re", "re", "20"),
    "great_grandchild": ("chat", "chit", "21"),
    "other": ("khac", "o nho", "o nho o muon o thue", "nguoi giup viec", "99"),
}  # fmt: skip
_SEX_OF_RELATION = {
    **dict.fromkeys(("wife", "mother", "grandmother", "elder_sister", "daughter_in_law"), Sex.FEMALE),
    **dict.fromkeys(("husband", "father", "grandfather", "elder_brother", "son_in_law"), Sex.MALE),
}
# Without its mark the word could be another one ("ba" is father in the south, "bà" is grandmother), so no folding here.
_FULL_WORDS = {"chú": "aunt_or_uncle", "chủ": HEAD, "bà": "grandmother", "bá": "aunt_or_uncle"}
_CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    (Category.NEAR_POOR, re.compile(r"\b(?:can ngheo|hcn)\b")),
    (Category.POOR, re.compile(r"\b(?:ngheo|hn)\b")),
    (
        Category.ISLAND,
        re.compile(r"\b(?:xa dao|huyen dao|hai dao|hon dao|dan dao|dac khu)\b"),
    ),  # Dao are a people
    (Category.ETHNIC_MINORITY, re.compile(r"\b(?:dan toc|dtts|dbdt|dbdtts)\b")),
)
_NOT = re.compile(r"\b(?:khong|ko|chua|het|thoat)\b")
_MARKS = frozenset("x v co yes 1 true".split())

_RELATION_BY_WORD = {word: key for key, words in _RELATIONS.items() for word in words}


@lru_cache(maxsize=65536)
def read_name(text: str) -> str:
    """Clean a person's name: NFC, one space between words, ALL CAPITALS written as names are written."""
    return title_name(normalize(text).strip(" .,;:*-_•+"))


@lru_cache(maxsize=65536)
def read_place(text: str) -> str:
    """Clean a village, group or address as it stands; only ALL CAPITALS are written as names are written."""
    clean = normalize(text).strip(" .,;:-")
    return title_name(clean) if clean == clean.upper() and sum(map(str.isalpha, clean)) > 3 else clean


@lru_cache(maxsize=1024)
def read_sex(text: str) -> Sex | None:
    """Read a word or code for a sex; None when it is none."""
    return _SEX_BY_WORD.get(fold(text))


@lru_cache(maxsize=4096)
def read_relation(text: str) -> str | None:
    """Read a relation to the head as a key of RELATIONS, from a word or a code 00-21, 99; None if unknown."""
    spoken = normalize(text).lower()
    folded = fold(spoken)
    if spoken in _FULL_WORDS:
        return _FULL_WORDS[spoken]
    if folded in _RELATION_BY_WORD:
        return _RELATION_BY_WORD[folded]
    words = folded.split()
    if words[:1] and words[0].isdigit() and len(words) > 1:  # "08 - Con"
        return read_relation(" ".join(spoken.replace("-", " ").replace(".", " ").split()[1:]))
    for length in (3, 2, 1):
        found = _RELATION_BY_WORD.get(" ".join(words[:length])) if len(words) > length else None
        if found and not words[0].isdigit():
            return found
    return None


def sex_of_relation(relation: str) -> Sex | None:
    """The sex a relation tells: a wife is a woman; a child tells nothing."""
    return _SEX_OF_RELATION.get(relation)


@lru_cache(maxsize=4096)
def read_category(text: str) -> Category | None:
    """Read the household's category from a word or abbreviation (hộ nghèo, HCN, DTTS); None when it tells none.

    One that is poor and of an ethnic minority counts as poor: the higher subsidy applies (Decree 159/2025 Art 5).
    """
    folded = fold(text)
    if _NOT.search(folded):
        return None
    return next((category for category, pattern in _CATEGORIES if pattern.search(folded)), None)


def is_marked(text: str) -> bool:
    """Whether a tick cell of a list is ticked (x, X, có, 1)."""
    return fold(text) in _MARKS or text.strip() in ("✓", "✔", "√", "☑", "☒", "+")
