"""Say what is odd about a text or about what was found in it: finding nothing is suspicious.

A flawed book is no error, and a step that finds nothing may be right; but a reader should be told. BookNLP finds no
quotation at all, silently, in a book whose dashes outnumber its quotation marks.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import PROBLEMS, table_of, zip_columns

LONG_ENOUGH = 5000  # characters of text from which a story without speech or people is odd
ENDINGS = ".!?…\"”’'»*_)]—–-:;>"


def find_problems(
    syntax: Syntax, paragraphs: pa.Table, quotes: pa.Table, entities: pa.Table, misfits: pa.Table
) -> dict[str, pa.Table]:
    """One row for each oddity, with the place it concerns (see ``schema.PROBLEMS`` for the codes)."""
    whole = (0, len(syntax.source))
    is_long = len(syntax) > 0 and len(syntax.source) > LONG_ENOUGH
    found: list[tuple[str, tuple[int, int]]] = []
    messages = misfits["message"].to_pylist()
    found += [(code, whole) for code in misfits["code"].to_pylist()]
    if is_long and len(quotes) == 0:
        found.append(("Q01", whole))
    if len(quotes) >= 10 and quotes["speaker"].null_count > len(quotes) / 3:
        found.append(("Q02", whole))
    if is_long and not any(entities["is_named"].to_pylist()):
        found.append(("C01", whole))
    last = _last_prose(syntax.source, paragraphs)
    if last is not None and syntax.source[last[1] - 1] not in ENDINGS:
        found.append(("T01", last))
    return {
        "problems": table_of(
            "problems",
            {
                "start": [start for _, (start, _) in found],
                "end": [end for _, (_, end) in found],
                "code": [code for code, _ in found],
                "step": [PROBLEMS[code][0] for code, _ in found],
                "message": [*messages, *(PROBLEMS[code][1] for code, _ in found[len(messages) :])],
            },
        )
    }


def _last_prose(text: str, paragraphs: pa.Table) -> tuple[int, int] | None:
    """The last paragraph, but for a closing formula: The End, or Trieste, 1914."""
    for start, end, kind in reversed(list(zip_columns(paragraphs, "start", "end", "kind"))):
        words = text[start:end].split()
        is_formula = len(words) <= 4 and all(word[0].isupper() or not word[0].isalpha() for word in words)
        if kind == "prose" and not is_formula:
            return start, end
    return None
