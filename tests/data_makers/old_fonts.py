"""Vietnamese text as it was typed in TCVN3 (.VnTime) and VNI (VNI-Times) fonts, encoded by tables of its own."""

import unicodedata

_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        strict=True,
    )
)
_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_HATS = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_BREVES = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_I_TONES = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò", "": "i"}


def to_tcvn3(text: str) -> str:
    """The Windows-1252 signs under which a .VnTime font shows this text; capital letters with a tone stay small."""
    return "".join(
        _TCVN3.get(sign) or _TCVN3.get(sign.lower(), sign) for sign in unicodedata.normalize("NFC", text)
    )


def to_vni(text: str) -> str:
    """The Windows-1252 signs under which a VNI font shows this text."""
    return "".join(_vni(sign) for sign in unicodedata.normalize("NFC", text))


def _vni(sign: str) -> str:
    if sign in "đĐ":
        return "ñ" if sign == "đ" else "Ñ"
    apart = unicodedata.normalize("NFD", sign)
    base, marks = apart[0], apart[1:]
    tone = next((mark for mark in marks if mark in _TONES), "")
    if base in "iI":
        return _cased(_I_TONES[tone], base)
    if sign in "ỵỴ":
        return _cased("î", base)
    if "\u0302" in marks:
        return base + _cased(_HATS[tone], base)
    if "\u0306" in marks:
        return base + _cased(_BREVES[tone], base)
    letter = _cased({"o": "ô", "u": "ö"}[base.lower()], base) if "\u031b" in marks else base
    return letter + _cased(_TONES.get(tone, ""), base)


def _cased(sign: str, like: str) -> str:
    return sign.upper() if like.isupper() else sign
