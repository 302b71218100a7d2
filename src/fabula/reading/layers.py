"""Find the stretches at another level than the story's present: letters, dreams, memories, tales, calls, plans.

The problem. What is told is not all real: a dream is told like the day, a memory like the present.
Not tried yet: any but letters, which the step of that name finds. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fabula.schema import table_of, zip_columns


def find_layers(letters: pa.Table, letter_readers: pa.Table, tellers: pa.Table) -> dict[str, pa.Table]:
    """Gives ``layers``, in the order of their starts, outer before inner, and ``layer_addressees``."""
    return {"layers": table_of("layers", _letters(letters, tellers)), "layer_addressees": _addressees(letter_readers)}


def _letters(letters: pa.Table, tellers: pa.Table) -> dict[str, list[Any]]:
    """The columns of the layers that are letters; their rows are those of ``letters``."""
    said_by = {
        letter: narrator
        for letter, narrator in zip_columns(tellers, "letter", "narrator")
        if letter is not None and narrator is not None
    }
    spans = list(zip_columns(letters, "start", "end"))
    signed: list[int | None] = letters["writer"].to_pylist()
    writers = [said_by.get(row) if writer is None else writer for row, writer in enumerate(signed)]
    sure, starts, ends = (letters[name].to_pylist() for name in ("confidence", "evidence_start", "evidence_end"))
    known = [writer is not None for writer in writers]
    return {
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
        "kind": ["letter"] * len(spans),
        "confidence": sure,
        "evidence_start": starts,
        "evidence_end": ends,
        "owner": writers,
        "owner_confidence": [one if is_known else None for one, is_known in zip(sure, known, strict=True)],
        "owner_by": ["rule" if is_known else None for is_known in known],
        "owner_evidence_start": [start if is_known else None for start, is_known in zip(starts, known, strict=True)],
        "owner_evidence_end": [end if is_known else None for end, is_known in zip(ends, known, strict=True)],
        "narrator": [said_by.get(row) for row in range(len(spans))],
        "parent": _parents(spans),
    }


def _parents(spans: list[tuple[int, int]]) -> list[int | None]:
    """For each span the innermost one around it, of spans in the order of their starts, outer before inner."""
    parents: list[int | None] = []
    around: list[int] = []
    for row, (start, end) in enumerate(spans):
        while around and not (spans[around[-1]][0] <= start and end <= spans[around[-1]][1]):
            around.pop()
        parents.append(around[-1] if around else None)
        around.append(row)
    return parents


def _addressees(letter_readers: pa.Table) -> pa.Table:
    layers, entities = (letter_readers[name].to_pylist() for name in ("letter", "entity"))
    return table_of("layer_addressees", {"layer": layers, "entity": entities})
