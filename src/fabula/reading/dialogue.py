"""Link "I" and "you" inside quotations, to the speaker and to the one addressed, and "my brother" with them.

The problem. "I" is whoever speaks, and so is only known once the speakers are:
    "I will come," said Anne. "Will you, Diana?" Anne's brother had gone. ... "My brother is late," said Anne.
Where the speaker is less sure than the reader model's own guess from the words around, the guess counts. Kin without a
name in what somebody says are those whom the narration calls so of the same person.
Not tried: "we", "you" to several hearers, a quotation inside a quotation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.reading.kin_descriptions import kin_described
from fabula.schema import with_columns, zip_columns

KIN_SURE = 0.7  # how sure it is that who is called so in dialogue is who the narration calls so
SURE_ENOUGH = 0.3  # a speaker or addressee is taken from here on, whatever the model guesses


def link_dialogue(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    quote_addressees: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    guesses: pa.Table,
) -> dict[str, pa.Table]:
    """``mentions`` with the entity of "I" and "you" inside quotations filled in, where the speakers are known.

    Those of kin without a name ("my brother", "your wife") are changed to whom the narration means by such words.
    """
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
    heads = mentions["head_token"].to_pylist()
    kin, same = _kin(syntax, heads, quote_of, columns["entity"], entities["is_named"].to_pylist())
    for row, entity in kin:
        _decide(columns, row, "rule", entity, KIN_SURE, bounds[quote_of[heads[row]]])
    talking = {*speakers, *(entity for people in hearers.values() for entity, _ in people)}
    columns["entity"] = [entity if entity in talking else same.get(entity, entity) for entity in columns["entity"]]
    return {"mentions": with_columns("mentions", mentions, columns)}


def _kin(
    syntax: Syntax,
    heads: Sequence[int],
    quote_of: Sequence[int],
    entity_of: Sequence[int | None],
    is_named: Sequence[bool],
) -> tuple[list[tuple[int, int]], dict[int | None, int]]:
    """Rows of mentions of kin in quotations, with the one whom the narration calls so of the same person.

    Gives   also those whom only quotations describe, with whom they are: "My brother is late. He is on the road."
    """
    entity_at = dict(zip(heads, entity_of, strict=True))
    told: dict[tuple[int, str], set[int]] = defaultdict(set)
    spoken: list[tuple[int, tuple[int, str]]] = []
    for row, head in enumerate(heads):
        described = kin_described(syntax, head)
        owner = None if described is None else entity_at.get(described[0])
        if described is None or owner is None:
            continue
        entity = entity_of[row]
        if quote_of[head] >= 0:
            spoken.append((row, (owner, described[1])))
        elif entity is not None:
            told[owner, described[1]].add(entity)
    narrated = set().union(*told.values())
    found: list[tuple[int, int]] = []
    same: dict[int | None, int] = {}
    for row, key in spoken:
        entity = entity_of[row]
        if len(told[key]) != 1 or entity in told[key] or (entity is not None and is_named[entity]):
            continue
        (meant,) = told[key]
        found.append((row, meant))
        if entity is not None and entity not in narrated:
            same[entity] = meant
    return found, same


DECIDED = ("entity", "entity_confidence", "entity_by", "entity_evidence_start", "entity_evidence_end")


def _decide(
    columns: dict[str, list[object]], row: int, by: str, entity: int, confidence: float, evidence: tuple[int, int]
) -> None:
    for name, value in zip(DECIDED, (entity, confidence, by, *evidence), strict=True):
        columns[name][row] = value
