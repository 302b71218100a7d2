"""What a person types to search for, as FTS5 understands it: words and "phrases", never its syntax."""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans("“”„«»″", '""""""')


def match_of(words: str) -> str | None:
    """The FTS5 expression that finds all of these words and phrases; None where there is no word in them.

    >>> match_of('the "dark lamp" AND stair*'), match_of('say "no'), match_of("*** -- '")
    ('"the" "dark lamp" "AND" "stair*"', '"say" "no"', None)
    """
    terms = [term for term in _terms(words) if _has_word(term)]
    return " ".join(f'"{term}"' for term in terms) or None


def _terms(words: str) -> list[str]:
    """Phrases between two marks, and single words; a mark without a second one is no mark."""
    plain = re.sub(r"[\x00-\x1f\ud800-\udfff]", " ", words).translate(_MARKS)
    pieces = plain.split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [" ".join(pieces[-2:])]
    terms: list[str] = []
    for number, piece in enumerate(pieces):
        terms += [" ".join(piece.split())] if number % 2 else piece.split()
    return terms


def _has_word(term: str) -> bool:
    """Whether the index has words like it: letters, digits, and signs of private use."""
    return any(
        unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co" for character in term
    )


def marks_in(shown: str, start: str = "\x02", end: str = "\x03") -> tuple[str, list[tuple[int, int]]]:
    """A text without the signs around what was found in it, and where that is.

    >>> marks_in("the \\x02dark\\x03 \\x02lamp\\x03")
    ('the dark lamp', [(4, 8), (9, 13)])
    """
    pieces = re.split(f"([{start}{end}])", shown)
    text, opened = "", 0
    spans: list[tuple[int, int]] = []
    for piece in pieces:
        if piece == start:
            opened = len(text)
        elif piece == end:
            spans.append((opened, len(text)))
        else:
            text += piece
    return text, spans
