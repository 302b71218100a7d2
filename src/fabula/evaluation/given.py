"""Reading with gold in the place of what would be found: the quotations of a novel, or its characters too.

What stays open is who speaks: the setting in which others measure it. The corpus does not tell thoughts and
writing from speech, so that all quotations are given as speech.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from itertools import pairwise
from typing import Any

import pyarrow as pa

from fabula.evaluation.corpora.pdnc import PdncNovel
from fabula.evaluation.given_cast import gold_cast
from fabula.reading import STEPS, Step
from fabula.reading.tellers import find_tellers
from fabula.schema import table_of, with_columns, zip_columns

MARKS = "\"“”„«»'‘’"


def steps_given(novel: PdncNovel, given: str) -> tuple[Step, ...]:
    """The steps of reading, with those that find what is given answered by the corpus.

    Takes   given: ``quotations``, or ``characters`` for the quotations and the list of characters
    """
    answers: dict[str, Callable[..., Mapping[str, pa.Table]]] = {"quotes": lambda: gold_quotes(novel)}
    if given == "characters":
        answers |= {"cast": gold_cast(novel), "tellers": gold_tellers(novel)}
    return tuple(replace(step, function=answers.get(step.name, step.function)) for step in STEPS)


def gold_tellers(novel: PdncNovel) -> Callable[..., dict[str, pa.Table]]:
    """The step ``tellers`` for a novel whose characters are given: its "I" is the narrator that the list marks."""
    narrator = novel.characters.index(novel.narrator) if novel.narrator else None

    @wraps(find_tellers)
    def find_given_tellers(**tables: Any) -> dict[str, pa.Table]:
        made = find_tellers(**tables)
        if narrator is None:
            return made
        rows = zip_columns(made["tellers"], "letter", "person", "narrator")
        told = [narrator if letter is None and person == "first" else own for letter, person, own in rows]
        is_narrator = [entity in told for entity in range(len(made["profiles"]))]
        return {
            **made,
            "tellers": with_columns("tellers", made["tellers"], {"narrator": told}),
            "profiles": with_columns("profiles", made["profiles"], {"is_narrator": is_narrator}),
        }

    return find_given_tellers


def gold_quotes(novel: PdncNovel) -> dict[str, pa.Table]:
    """The tables of the step ``quotes``: one row per gold quotation, in reading order, marks included."""
    quotes = sorted(novel.quotes, key=lambda quote: quote.start)
    spans = sorted((start, end, row) for row, quote in enumerate(quotes) for start, end in quote.spans)
    marked = with_marks(novel.text, [(start, end) for start, end, _ in spans])
    owners = [row for *_, row in spans]
    bounds: dict[int, tuple[int, int]] = {}
    for row, (start, end) in zip(owners, marked, strict=True):
        bounds[row] = (bounds.get(row, (start, end))[0], end)
    return {
        "quotes": table_of(
            "quotes",
            {
                "start": [bounds[row][0] for row in range(len(quotes))],
                "end": [bounds[row][1] for row in range(len(quotes))],
                "kind": ["speech"] * len(quotes),
                "mode": ["in person"] * len(quotes),
            },
        ),
        "quote_spans": table_of(
            "quote_spans",
            {"quote": owners, "start": [start for start, _ in marked], "end": [end for _, end in marked]},
        ),
    }


def with_marks(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, each with the quotation mark right before it and right after it, where there are such.

    >>> with_marks('"Yes," he said. "No', [(1, 5), (17, 19)])
    [(0, 6), (16, 19)]
    """
    marked: list[tuple[int, int]] = []
    beyond = (len(text), len(text))
    for (start, end), (following, _) in pairwise([*spans, beyond]):
        before = marked[-1][1] if marked else 0
        opens = start > before and text[start - 1] in MARKS
        closes = end < following and text[end] in MARKS
        marked.append((start - opens, end + closes))
    return marked
