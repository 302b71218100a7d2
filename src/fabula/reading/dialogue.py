"""Link "I" and "you" inside quotations: to the speaker and to the one addressed.

The problem. "I" is whoever speaks, and so is only known once the speakers are:
    "I will come," said Anne. "Will you, Diana?"
Where the speaker is less sure than the reader model's own guess from the words around, the guess counts.
Not tried: "we", "you" to several hearers, a quotation inside a quotation.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.schema import with_columns, zip_columns

SURE_ENOUGH = 0.3  # a speaker or addressee is taken from here on, whatever the model guesses


def link_dialogue(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    quote_addressees: pa.Table,
    mentions: pa.Table,
    guesses: pa.Table,
) -> dict[str, pa.Table]:
    """``mentions`` with the entity of "I" and "you" inside quotations filled in, where the speakers are known."""
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    speakers = quotes["speaker"].to_pylist()
    sure = quotes["speaker_confidence"].to_pylist()
    bounds = list(zip_columns(quotes, "start", "end"))
    hearers: dict[int, list[tuple[int, float]]] = {}
    for quote, entity, share in zip_columns(quote_addressees, "quote", "entity", "entity_confidence"):
        hearers.setdefault(quote, []).append((entity, share))
    guessed: dict[int, tuple[int, float]] = {}
    for row, entity, share in zip_columns(guesses, "mention", "entity", "confidence"):
        guessed.setdefault(row, (entity, share))
    columns = {name: mentions[name].to_pylist() for name in DECIDED}
    for row, head in enumerate(mentions["head_token"].to_pylist()):
        quote = quote_of[head]
        if quote < 0 or columns["entity"][row] is not None:
            continue
        word = syntax.lower[head]
        told: list[tuple[int, float]] = []
        if word in FIRST_SINGULAR and speakers[quote] is not None:
            told = [(speakers[quote], sure[quote])]
        elif word in SECOND:
            told = hearers.get(quote, [])
        guess = guessed.get(row)
        if word in SECOND and guess is not None and guess[0] == speakers[quote]:
            guess = None  # nobody says you to themselves
        if len(told) == 1 and (guess is None or told[0][1] >= min(SURE_ENOUGH, guess[1])):
            _decide(columns, row, "rule", *told[0], bounds[quote])
        elif guess is not None:
            _decide(columns, row, "model", *guess, bounds[quote])
    return {"mentions": with_columns("mentions", mentions, columns)}


DECIDED = ("entity", "entity_confidence", "entity_by", "entity_evidence_start", "entity_evidence_end")


def _decide(
    columns: dict[str, list[object]], row: int, by: str, entity: int, confidence: float, evidence: tuple[int, int]
) -> None:
    for name, value in zip(DECIDED, (entity, confidence, by, *evidence), strict=True):
        columns[name][row] = value
