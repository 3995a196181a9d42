"""How a Vietnamese syllable may be spelled: the yardstick by which legacy text and raw typing are recognised."""

import unicodedata
from functools import lru_cache

__all__ = ["TONE_MARKS", "is_syllable", "split_tone"]

TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x".split()) | {""}
_LOOSE_ONSETS = frozenset(  # names of Ê Đê, Gia Rai, Mnông, Mông and place names as the state spells them
    "bl br chr dj dr đr gl gr hl hm hn hr hw j kb kđ kl km kn kp kr ks kt ml mn mr nd nt pl pr rch sr tl w z".split()
)
_RIMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu y ych yt yn ynh yêm yên yêng yêt yêu "
    "o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay "
    "oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ôôc ôông ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uât uâng uây uê uêch uênh uơ uy uya uych uyn uynh uyt uyp uyu uyên uyêt "
    "uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu".split()
)
_LOOSE_RIMES = frozenset(
    "ă â iê uô ưê ơng ăk âk ak êk ok ôk uk ưk ik ăl al êl ôl ơl ir er êr or ôr uôr iêr oi uêl".split()
)
_RIMES_AFTER_QU = frozenset(
    "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê ên êt "
    "i it ich in inh y ych ynh yên yêt ơ ơi ôc".split()
)
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = ("\u0301", "\u0323")
_VOWELS = frozenset("aăâeêioôơuưy")


def split_tone(word: str) -> tuple[str, str]:
    """Take the tone mark off a word: ("nguyên", U+0303) for nguyễn; the mark is empty for a level tone."""
    apart = unicodedata.normalize("NFD", word)
    tone = next((sign for sign in apart if sign in TONE_MARKS), "")
    bare = "".join(sign for sign in apart if sign not in TONE_MARKS)
    return unicodedata.normalize("NFC", bare), tone


@lru_cache(maxsize=65536)
def is_syllable(word: str, *, loose: bool = False) -> bool:
    """Whether a word of any case, with its marks, could be Vietnamese; loosely: also a minority's name (Kpă, Niê).

    Two tone marks make it none; strictly, so do a mark on the wrong vowel and a final stop without sắc or nặng.
    """
    if len(word) > 14 or sum(sign in TONE_MARKS for sign in unicodedata.normalize("NFD", word)) > 1:
        return False
    bare, tone = split_tone(word.lower())
    if not loose and bare.endswith(_STOPS) and tone not in _STOP_TONES:
        return False
    onset, rime = _split_onset(bare)
    if tone and not loose and _tone_place(word) - len(onset) not in _tone_places(rime):
        return False
    if onset == "qu":
        return rime in _RIMES_AFTER_QU
    if onset == "gi" and rime in ("êng", "êc", "êt", "n", "m", "p", "êm"):
        return True
    onsets = _ONSETS | _LOOSE_ONSETS if loose else _ONSETS
    return onset in onsets and (rime in _RIMES or (loose and rime in _LOOSE_RIMES))


def _split_onset(bare: str) -> tuple[str, str]:
    cut = next((i for i, sign in enumerate(bare) if sign in _VOWELS), len(bare))
    if bare.startswith(("qu", "gi")) and len(bare) > 2:
        cut = 2
    return bare[:cut], bare[cut:]


def _tone_place(word: str) -> int:
    letters = unicodedata.normalize("NFC", word)
    return next(i for i, sign in enumerate(letters) if split_tone(sign)[1])


def _tone_places(rime: str) -> tuple[int, ...]:
    """Where the mark may stand in a rime; open oa, oe and uy are written both ways (hòa, hoà)."""
    vowels = next((i for i, sign in enumerate(rime) if sign not in _VOWELS), len(rime))
    shaped = [i for i in range(vowels) if rime[i] in "ăâêôơư"]
    if shaped:
        return (shaped[-1],)
    if vowels == 2 and rime in ("oa", "oe", "uy"):
        return (0, 1)
    return (1,) if vowels == 3 or (vowels == 2 and vowels < len(rime)) else (0,)
