"""Names, titles and notes as stored: NFC, trimmed, any script, and nothing that hides or misleads.

What is kept is never altered beyond that: text that looks like markup or a formula is escaped on
the way out.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

MOST_NAME_CHARACTERS: Final = 255
# Hebrew with all its points and accents, and Burmese, need five on one letter; no name needs more.
MOST_MARKS: Final = 5

_ZWSP, _ZWNJ, _ZWJ, _MVS = "\u200b", "\u200c", "\u200d", "\u180e"
_BLACK_FLAG: Final = "\U0001f3f4"
_TAGS: Final = range(0xE0020, 0xE0080)
_PICTOGRAPHS: Final = range(0x1F000, 0x1FB00)
_DIRECTION_MARKS: Final = "\u200e\u200f\u061c"
_SPACES: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_HAN_PLANES: Final = range(0x20000, 0x40000)
# Letters, marks and symbols that show nothing: fillers, the braille blank.
_BLANKS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"

_REFUSED_CATEGORIES: Final = {
    "Cc": "control character",
    "Cs": "half of a surrogate pair",
    "Co": "private use character",
    "Zl": "line break",
    "Zp": "line break",
}
_REFUSED: Final = {
    **dict.fromkeys(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "character that reorders text"
    ),
    **dict.fromkeys(
        "\u206a\u206b\u206c\u206d\u206e\u206f\ufff9\ufffa\ufffb\U000e0001", "control character"
    ),
}
_REFUSED_IN_NAMES: Final = {
    **dict.fromkeys("\n\r", "line break"),
    **dict.fromkeys(_BLANKS, "invisible character"),
    **dict.fromkeys("\ufffc\ufffd", "character that stands for lost text"),
    **dict.fromkeys("\ufe0e\ufe0f\u20e3", "emoji"),
}
# Emoji and the pictographs around them (UTS #51), but no musical accidentals, © ® ™ or arrows.
_EMOJI: Final = (
    range(0x231A, 0x231C),
    range(0x23E9, 0x23FB),
    range(0x25FD, 0x25FF),
    range(0x2600, 0x2669),
    range(0x2670, 0x27C0),
    range(0x2B1B, 0x2B1D),
    range(0x2B50, 0x2B51),
    range(0x2B55, 0x2B56),
    _PICTOGRAPHS,
    _TAGS,
)

# Scripts, as the names of their characters begin.
_MONGOLIAN: Final = frozenset({"MONGOLIAN"})
_UNSPACED: Final = frozenset({"KHMER", "LAO", "MYANMAR", "THAI"})
_VARIED: Final = frozenset({"CJK", "MYANMAR", "PHAGS"})
_CURSIVE: Final = _MONGOLIAN | {"ADLAM", "ARABIC", "HANIFI", "MANDAIC", "NKO", "PHAGS", "SYRIAC"}
_NORTH_INDIC: Final = {"BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "NEWA", "ORIYA", "TIRHUTA"}
_SOUTH_INDIC: Final = {"GRANTHA", "KANNADA", "MALAYALAM", "SINHALA", "TAMIL", "TELUGU"}
_EAST_INDIC: Final = {"BALINESE", "CHAKMA", "JAVANESE", "KHMER", "MEETEI", "MYANMAR", "SUNDANESE"}
_JOINED: Final = _CURSIVE | _NORTH_INDIC | _SOUTH_INDIC | _EAST_INDIC | {"TIBETAN"}
# Invisible characters that a script needs between its letters.
_JOINERS: Final[Mapping[str, frozenset[str]]] = {
    _ZWNJ: _JOINED,
    _ZWJ: _JOINED,
    _ZWSP: _UNSPACED,
    _MVS: _MONGOLIAN,
}
# Variation selectors, and the scripts after whose letters they make a difference, as in some
# Japanese names.
_SELECTORS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys("\u180b\u180c\u180d\u180f", _MONGOLIAN),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE0E)), _VARIED),
    **dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)), frozenset({"CJK"})),
}


def clean_name(value: str) -> str:
    """Return a name or title as stored: NFC, without outer spaces, 1 to 255 characters.

    Any script is taken, with the joiners and variation selectors that it needs. Raises ValueError
    with the reason for what is blank or too long, and for line breaks, control characters,
    characters that reorder or hide text, emoji, private use, unassigned characters, surrogates, and
    more than MOST_MARKS marks on one letter.
    """
    return _cleaned(value, MOST_NAME_CHARACTERS, _SPACES, _fault_in_name)


def clean_text(value: str, most: int) -> str:
    """Return a note or question as stored: NFC, without outer white space, 1 to `most` characters.

    As `clean_name`, but with line breaks (as LF), tabs and emoji. Invisible characters that pasted
    text brings along are taken too, unless they reorder the text or can carry a hidden one.
    """
    lines = value.replace("\r\n", "\n")
    for line_break in "\r\u2028\u2029":
        lines = lines.replace(line_break, "\n")
    return _cleaned(lines, most, _SPACES + "\n\t", _fault_in_text)


def _cleaned(value: str, most: int, outer: str, fault: Callable[[str, int], str | None]) -> str:
    text = value.strip(outer)
    # Normalising can take time by the square of the length, and leaves at least a third of it.
    if len(text) <= 4 * most:
        text = unicodedata.normalize("NFC", text)
    if len(text) > most:
        raise ValueError(f"Use at most {most} characters; this has {len(text)}.")
    if not (text.isascii() and text.isprintable()):
        for at in range(len(text)):
            what = fault(text, at)
            if what:
                raise ValueError(f"Remove the {what} (U+{ord(text[at]):04X}).")
        _refuse_stray_marks(text)
    if not any(map(_shows, text)):
        raise ValueError("This must not be blank.")
    return text


def _fault_in_name(text: str, at: int) -> str | None:
    char = text[at]
    if char in _JOINERS:
        return None if _joins(text, at) else "invisible character"
    if char in _DIRECTION_MARKS:
        # Beside a letter written from right to left such a mark has its use.
        return None if any(map(_runs_leftward, text)) else "invisible character"
    if char in _REFUSED_IN_NAMES:
        return _REFUSED_IN_NAMES[char]
    if any(ord(char) in each for each in _EMOJI):
        return "emoji"
    fault = _fault_anywhere(text, at)
    return "invisible character" if not fault and unicodedata.category(char) == "Cf" else fault


def _fault_in_text(text: str, at: int) -> str | None:
    char = text[at]
    if char in "\n\t":
        return None
    if ord(char) in _TAGS:
        # Flags such as Scotland's are a black flag and tags; elsewhere tags are hidden text.
        in_flag = at and (text[at - 1] == _BLACK_FLAG or ord(text[at - 1]) in _TAGS)
        return None if in_flag else "hidden character"
    return _fault_anywhere(text, at)


def _fault_anywhere(text: str, at: int) -> str | None:
    char = text[at]
    category = unicodedata.category(char)
    if category in _REFUSED_CATEGORIES:
        return _REFUSED_CATEGORIES[category]
    if char in _REFUSED:
        return _REFUSED[char]
    if category == "Cn" and not _is_newer(char):
        return "unassigned character"
    if char in _SELECTORS and not (at and _script(text[at - 1]) in _SELECTORS[char]):
        return "variation selector"
    return None


def _refuse_stray_marks(text: str) -> None:
    if unicodedata.category(text[0]).startswith("M"):
        raise ValueError("Start with a letter: this starts with a mark that belongs on one.")
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category.startswith("M") and char not in _SELECTORS:
            marks += 1
        elif category != "Cf" and char not in _SELECTORS:
            marks = 0
        if marks > MOST_MARKS:
            raise ValueError(f"Use at most {MOST_MARKS} combining marks on one letter.")


def _joins(text: str, at: int) -> bool:
    if at == 0:
        return False
    scripts, before, after = _JOINERS[text[at]], text[at - 1], text[at + 1 : at + 2]
    # After a virama (combining class 9) a joiner can end a word, as in Malayalam's older spelling.
    ends = unicodedata.combining(before) == 9
    return _is_of(before, scripts) and (ends or (after != "" and _is_of(after, scripts)))


def _is_of(char: str, scripts: frozenset[str]) -> bool:
    return unicodedata.category(char)[0] in "LM" and _script(char) in scripts


def _script(char: str) -> str:
    if ord(char) in _HAN_PLANES:
        return "CJK"
    return unicodedata.name(char, "").replace("-", " ").partition(" ")[0]


def _is_newer(char: str) -> bool:
    # Each Unicode adds Han that only names have, and emoji; Python's tables come later.
    code = ord(char)
    return code in _PICTOGRAPHS or (code in _HAN_PLANES and code & 0xFFFE != 0xFFFE)


def _runs_leftward(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"R", "AL"} and char not in _DIRECTION_MARKS


def _shows(char: str) -> bool:
    visible = unicodedata.category(char)[0] in "LNPS" or _is_newer(char)
    return visible and char not in _BLANKS
