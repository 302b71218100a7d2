"""What may stand in a name and in a text that people give, in a design or inside a world; of any script."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 60
LONGEST_TEXT = 4000
LONGEST_SAYING = 1000
MOST_MARKS = 4  # that stand on one letter; more climb over the lines around
PUNCTUATION = frozenset(
    " '’‘-–—.,;:!?()&/…·、。・"
)  # no double quotation marks: in what is told again they are for speech
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the direction of what follows
UNSEEN = frozenset("\u00ad\u115f\u1160\u180e\u200b\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0")
JOINERS = frozenset("\u200c\u200d")  # seen in Persian, in Indic scripts and in emoji


def fault_of_name(name: str) -> str | None:
    """Why this cannot be a name, in a few words; None where it can.

    >>> fault_of_name("Mary Lennox"), fault_of_name("Zoë"), fault_of_name("王小明")
    (None, None, None)
    >>> fault_of_name("<b>Mary</b>")
    "has '<' in it"
    """
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters"
    if name != name.strip():
        return "begins or ends with a space"
    for letter in name:
        if unicodedata.category(letter)[0] not in "LMN" and letter not in PUNCTUATION | JOINERS:
            return f"has {_shown(letter)} in it"
    if not any(unicodedata.category(letter)[0] in "LN" for letter in name):
        return "has no letter in it"
    return "has too many marks on one letter" if _is_piled(name) else None


def fault_of_text(text: str, longest: int = LONGEST_TEXT) -> str | None:
    """Why this cannot be a text that people read, in a few words; None where it can."""
    if len(text) > longest:
        return f"is longer than {longest} characters"
    for letter in text:
        if letter in TURNING or letter in UNSEEN or (letter not in "\n\t" and _is_control(letter)):
            return f"has {_shown(letter)} in it"
    return "has too many marks on one letter" if _is_piled(text) else None


def cleaned(text: str) -> str:
    """The text without what nobody sees and what would steer a screen; piles of marks are cut down.

    >>> cleaned("come\\x1b[2J here\\u202e")
    'come[2J here'
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        if letter in TURNING or letter in UNSEEN or (letter not in "\n\t" and _is_control(letter)):
            continue
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept).strip()


def likeness(name: str) -> str:
    """What two names have in common that look alike to a hurried eye: no case, width, marks or punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")


def _is_piled(text: str) -> bool:
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        if marks > MOST_MARKS:
            return True
    return False


def _shown(letter: str) -> str:
    return repr(letter) if letter.isprintable() else f"the character U+{ord(letter):04X}"
