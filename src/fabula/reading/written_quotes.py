"""Who writes what stands in quotation marks: the writer of the letter that it is, not who speaks near it."""

from __future__ import annotations

import pyarrow as pa

from fabula.schema import zip_columns

MARKS = "\"“'‘«"


def writers_of_quotes(text: str, quotes: pa.Table, tellers: pa.Table) -> dict[int, int]:
    """Quotation -> who writes it, of the quotations that a letter in quotation marks is made of."""
    rows = [
        (start, end, narrator)
        for start, end, letter, narrator in zip_columns(tellers, "start", "end", "letter", "narrator")
        if letter is not None and narrator is not None and text[start] in MARKS
    ]
    found = {}
    starts = quotes["start"].to_numpy()
    for start, end, narrator in rows:
        for quote in range(starts.searchsorted(start), starts.searchsorted(end)):
            if text[int(starts[quote])] == text[start]:
                found[quote] = narrator
    return found
