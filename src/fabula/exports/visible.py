"""Characters that a format cannot hold: made into others that a person can see, or left out where it is read aloud."""

from __future__ import annotations

import re

CONTROLS = {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421}  # the pictures that Unicode has of them
UNSEEN = dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")
LINE_ENDS = dict.fromkeys([0x2028, 0x2029], "\ufffd")
SPACES = dict.fromkeys([0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], "_")

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
IN_TEXT = {code: shown for code, shown in (CONTROLS | UNSEEN).items() if chr(code) not in "\t\n\r"}
IN_WORDS = CONTROLS | UNSEEN | LINE_ENDS | SPACES


def visible(text: str) -> str:
    r"""The text without characters that XML cannot hold, each replaced by one that is seen; white space is kept.

    >>> visible("one\x07\ttwo\ud800")
    'one␇\ttwo�'
    """
    return text.translate(IN_TEXT)


def without_controls(text: str) -> str:
    r"""The text without characters that XML cannot hold.

    >>> without_controls("one\x07\ttwo\ufffe")
    'one\ttwo'
    """
    return NOT_XML.sub("", text)


def visible_word(text: str) -> str:
    r"""The text as one word on one line: spaces become ``_``, and what else ends a line or a word is shown.

    >>> visible_word("Ada\tthe  lamp\n")
    'Ada␉the__lamp␊'
    """
    return text.translate(IN_WORDS)
