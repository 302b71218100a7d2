"""Find feelings: words that name one or show it, who feels it and toward whom; and the moods of scenes and characters.

The problem. A feeling is told in many forms, and its words do not always tell of one:
    She was furious with Tom. A wave of shame came over him. "Go," said Anne bitterly. "I'm afraid he is out."
The words stand in a list (``lexicon/feelings.txt``); who feels it is read off the grammar (``holders.py``), whether it
is told as felt off its clause (``felt.py``). A mood is the mean of rated words (``moods.py``). Not tried: feelings that
no single word tells of, irony, what somebody hides. Score: docs/feelings.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.feelings.cues import find_cues
from fabula.reading.feelings.felt import Reality
from fabula.reading.feelings.grammar import Grammar
from fabula.reading.feelings.holders import Holders
from fabula.reading.feelings.moods import scene_moods
from fabula.schema import table_of, zip_columns

VOICED = ("letter", "call", "told")  # layers in which all that is told is told by somebody
FIRST_PERSON = frozenset("i me my myself mine we us our".split())
MAYBE_THINGS = frozenset("they them their who".split())  # where no mention says that they are people
TOWARD_NOBODY = ("loneliness", "calm")
UNKNOWN = 0.35  # how sure a feeling is whose holder is nobody known
COLUMNS = ("start", "end", "kind", "token", "holder", "toward", "layer", "is_felt", "confidence")


def find_feelings(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    narration: pa.Table,
    layers: pa.Table,
    scenes: pa.Table,
    presence: pa.Table,
) -> dict[str, pa.Table]:
    """Feelings in the order of the text, one row for each who has them; and moods.

    Gives   emotions: start, end, kind, token, holder, toward, layer, is_felt, confidence
            (that of the grammar, by how sure it is who the word for the holder means)
            moods: scene, entity (null: of the telling), valence, arousal, n_words
    """
    grammar = Grammar(syntax, entities, mentions)
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    layer_of = syntax.rows_of_tokens(layers)
    teller = _Teller(syntax, quotes, narration, layers, quote_of, layer_of)
    sure_of = {
        token: 1.0 if sure is None else sure for token, sure in zip_columns(mentions, "head_token", "entity_confidence")
    }
    rows = list(_emotions(grammar, quote_of, layer_of, layers, teller, sure_of))
    moods = scene_moods(grammar, quotes, quote_of, scenes, presence, mentions, rows)
    return {
        "emotions": table_of("emotions", {name: [row[name] for row in rows] for name in COLUMNS}),
        "moods": moods,
    }


def _emotions(
    grammar: Grammar,
    quote_of: list[int],
    layer_of: list[int],
    layers: pa.Table,
    teller: _Teller,
    sure_of: Mapping[int, float],
) -> Iterator[dict[str, Any]]:
    syntax, holders = grammar.syntax, Holders(grammar)
    kinds = layers["kind"].to_pylist()
    is_unreal = [layer >= 0 and kinds[layer] == "hypothetical" for layer in layer_of]
    reality = Reality(grammar, quote_of, is_unreal)
    for cue in find_cues(syntax):
        feeling = holders.of(cue)
        if feeling is None:
            continue
        toward = [] if cue.kind in TOWARD_NOBODY else teller.entities(grammar, feeling.toward)
        is_felt = reality.is_felt(cue.token, feeling.predicate)
        people = teller.entities(grammar, feeling.holder)
        if not people and syntax.lower[feeling.holder] in MAYBE_THINGS:
            continue
        for holder in people or [-1]:
            confidence = feeling.confidence * sure_of.get(feeling.holder, 1.0) if holder >= 0 else UNKNOWN
            yield {
                "start": int(syntax.start[cue.first]),
                "end": int(syntax.end[cue.last]),
                "kind": cue.kind,
                "token": cue.token,
                "holder": holder,
                "toward": next((entity for entity in toward if entity != holder), -1),
                "layer": layer_of[cue.token],
                "is_felt": is_felt,
                "confidence": confidence,
            }


class _Teller:
    """Who says "I", where no mention tells: the speaker, the writer, the narrator."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        narration: pa.Table,
        layers: pa.Table,
        quote_of: list[int],
        layer_of: list[int],
    ) -> None:
        self.syntax, self.quote_of, self.layer_of = syntax, quote_of, layer_of
        self.speakers = quotes["speaker"].to_pylist()
        self.narrators, self.owners = layers["narrator"].to_pylist(), layers["owner"].to_pylist()
        self.is_voiced = [kind in VOICED for kind in layers["kind"].to_pylist()]
        self.told_by = narration["narrator"].to_pylist()
        self.stretch_of = syntax.rows_of_tokens(narration)

    def entities(self, grammar: Grammar, token: int | None) -> list[int]:
        """The people a word means."""
        if token is None:
            return []
        people = list(dict.fromkeys(grammar.people(token)))
        if people or self.syntax.lower[token] not in FIRST_PERSON:
            return people
        speaker = self._who_says_i(token)
        return [] if speaker is None else [speaker]

    def _who_says_i(self, token: int) -> int | None:
        quote, layer, stretch = self.quote_of[token], self.layer_of[token], self.stretch_of[token]
        if quote >= 0:
            return self.speakers[quote]  # type: ignore[no-any-return]
        if layer >= 0 and self.is_voiced[layer]:
            return self.owners[layer] if self.narrators[layer] is None else self.narrators[layer]  # type: ignore[no-any-return]
        return self.told_by[stretch] if stretch >= 0 else None
