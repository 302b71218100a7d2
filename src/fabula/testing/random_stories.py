"""Stories made by chance: a text of odd characters, and every table filled with whatever its schema allows.

What a reading gives is far tamer. What holds for these holds for any story.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pyarrow as pa

from fabula.schema import NAME, SHARE, TABLES, Column, empty_table, table_of
from fabula.sources.document import Metadata
from fabula.story import Story
from fabula.testing.tiny import structure_of

PIECES = (
    *("Ada", "Tom", "the Captain", "said", "went", "never", "Mrs. Bell", "1815", "I", "you", "her brother"),
    *(
        ",",
        ".",
        "?!",
        "—",
        "\u201c",
        "\u201d",
        '"',
        "'",
        "\u2019",
        "_",
        "*",
        "[voice:Ada]",
        "]",
        "]]>",
        "<p>",
        "&amp;",
        "&",
        "</",
    ),
    *("\n", "\n\n", "\r\n", "\t", "\xa0", "\u2028", "\x85", "\x0c", "\x0b", "\0", "\x1b", "\u200b", "\ufeff", "\ufffe"),
    *(
        "e\u0301\u0316",
        "\u202e",
        "👩\u200d👧",
        "🇪🇺",
        "\U0010ffff",
        "ﬁ",
        "İ",
        "٣",
        "字",
        "\ud83d",
        "\udc00",
        "\\",
        "%s",
        "{0}",
        "#",
    ),
)
MOST_ROWS = 5
_ODD_NAMES = (
    "",
    " ",
    "Ada",
    "ada",
    'O\'Neil "x"',
    "<b>&\u2028",
    "a\nb",
    "[x]: y",
    "\ud83d",
    "=1+1",
    "../x",
    "🇪🇺",
    "x" * 300,
)
_IN_ORDER = frozenset(("furniture", "emphasis", "mentions", "quotes", "narration", "scenes"))
_GIVEN = ("chapters", "furniture", "emphasis", "paragraphs", "sentences", "tokens")


def random_story(chance: Random) -> Story:
    """A Story whose tables fit its text and each other; the same for the same state of ``chance``.

    >>> from random import Random
    >>> random_story(Random(7)).text == random_story(Random(7)).text
    True
    """
    text = "CHAPTER" * chance.randint(0, 1) + "".join(
        chance.choice(PIECES) + chance.choice(("", " ", " ", "\n\n")) for _ in range(chance.randint(1, 60))
    )
    tables = {name: empty_table(name) for name in TABLES} | structure_of(text)
    n_rows = {name: chance.randint(0, MOST_ROWS) for name in TABLES}
    n_rows |= {name: len(tables[name]) for name in _GIVEN}
    for name in (name for name in TABLES if name not in _GIVEN):
        _drop_rows_without_keys(name, n_rows)
    for name in (name for name in TABLES if name not in _GIVEN):
        tables[name] = _table(name, n_rows, len(text), chance)
    return Story(text, tables, _metadata(chance), {"name": _name(chance), "format": "txt"})


def _drop_rows_without_keys(name: str, n_rows: dict[str, int]) -> None:
    """No rows where a key that cannot be null has nothing to point to."""
    if any(column.key_of and not column.nullable and not n_rows[column.key_of] for column in TABLES[name]):
        n_rows[name] = 0


def _table(name: str, n_rows: dict[str, int], length: int, chance: Random) -> pa.Table:
    n = n_rows[name]
    columns: dict[str, list[Any]] = {
        column.name: [_value(name, column, row, n_rows, length, chance) for row in range(n)] for column in TABLES[name]
    }
    for start, end in pairwise(columns):
        if (start, end) == ("start", "end") or (start.endswith("_start") and end.endswith("_end")):
            spans = [_ordered(a, b) for a, b in zip(columns[start], columns[end], strict=True)]
            if name in _IN_ORDER and start == "start":
                spans.sort()
            columns[start], columns[end] = [first for first, _ in spans], [last for _, last in spans]
    return table_of(name, columns)


def _ordered(a: int | None, b: int | None) -> tuple[int | None, int | None]:
    return (None, None) if a is None or b is None else (min(a, b), max(a, b))


def _value(name: str, column: Column, row: int, n_rows: dict[str, int], length: int, chance: Random) -> Any:
    if column.nullable and chance.random() < 0.3:
        return None
    if column.key_of is not None:
        most = row if column.key_of == name else n_rows[column.key_of]  # no row is around itself
        return chance.randrange(most) if most else None
    if column.values is not None:
        return chance.choice(column.values)
    if name == "order" and column.name in ("earlier", "later"):
        return chance.randrange(max(1, min(n_rows["scenes"], n_rows["layers"])))
    if column.dtype == SHARE:
        return chance.choice((0.0, 0.25, 0.5, 1.0))
    if pa.types.is_boolean(column.dtype):
        return chance.random() < 0.5
    if column.dtype == NAME or pa.types.is_string(column.dtype):
        return _name(chance)
    return chance.randint(0, length)


def _name(chance: Random) -> str:
    return chance.choice((*_ODD_NAMES, *PIECES))


def _metadata(chance: Random) -> Metadata:
    if chance.random() < 0.3:
        return Metadata()
    return Metadata(title=_name(chance), author=_name(chance), language="en", tags=(_name(chance),), reads=3)
