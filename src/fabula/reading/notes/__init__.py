"""Find what a reader may want to know of first: violence, death, captivity and the like, each with its passage.

The problem. Most words of harm mean none, and much harm is told without any:
    He shot her a look; she was dying to know.   ... They found him in the morning, with the belt and the banister.
Words of each kind (``lexicon/notes.txt``) are only signs. A small network glances at every sentence: at them, at how
they stand (``signs.py``), and at the encoder's mean state of the sentence and of those around it. Where it holds a
note possible, an encoder of its own reads closely (``close_reading.py``); sentences that are likely then, next to each
other and of one kind, are a note. How the note stands to the story's present another model tells from the signs, the
states and its clauses (``standing.py``); who does it to whom is read off the events (``people.py``).
Not tried: what only a reader who knows the world can infer. Score: docs/results.md, `fabula evaluate notes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.model.session import load_networks, load_note_networks
from fabula.reading.notes.certain import CONFIDENCE, certain
from fabula.reading.notes.close_reading import read_closely
from fabula.reading.notes.people import People
from fabula.reading.notes.signs import Words, sentence_inputs
from fabula.reading.notes.standing import standing_inputs
from fabula.schema import NOTE_KINDS, STANDINGS, table_of

GLANCE = 0.08  # chance of any kind at a first glance from which a sentence is read closely
GLANCED = 0.35  # what the first glance counts beside the closer reading
TINY = 1e-6  # the least chance
LEAST = 0.25  # chance from which a sentence is of a kind, by the texts that training leaves out
RARE = {"eating disorder": 0.75}  # the same of what is hardly ever in a story (docs/notes.md)
MORE_SURE = 0.89  # how the chance of a note's best sentence becomes a confidence: factor and
OFFSET = 0.42  # summand of the logarithm of its odds, by the same texts

Floats = NDArray[np.float32]
LEAST_OF_KINDS = np.array([RARE.get(kind, LEAST) for kind in NOTE_KINDS], np.float32)


@dataclass(frozen=True)
class Found:
    """Sentences from ``first`` to before ``last`` that are of a kind, with the chance of the best of them."""

    first: int
    last: int
    kind: int
    chance: float


def find_notes(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    layers: pa.Table,
    mentions: pa.Table,
    entities: pa.Table,
    events: pa.Table,
    sentence_states: pa.Table,
    threads: int,
) -> dict[str, pa.Table]:
    """One row for each note, in the order of the text.

    Gives   notes: start, end, kind, standing, by, to, confidence, decided_by, evidence
    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    if not len(syntax):
        return {"notes": table_of("notes", _columns([]))}
    words = Words(syntax, quote_spans, layers, mentions)
    signs, states = sentence_inputs(words, sentence_states)
    networks = load_note_networks()
    (glance,) = networks.note_glance(signs, states)
    close = read_closely(load_networks(threads), networks, words, signs, glance.max(axis=1) >= GLANCE)
    chances = weighed(close, glance)
    literal = (
        one for one in found_in(chances, LEAST_OF_KINDS) if not words.is_figurative(one.first, one.last, one.kind)
    )
    found = sorted(literal, key=lambda one: (one.first, one.last, one.kind))
    people = People(syntax, quotes, quote_spans, mentions, entities, events)
    told = {(syntax.sentence[token], kind): (token, standing) for token, kind, standing in certain(words)}
    found = sorted([*found, *_added(found, told)], key=lambda one: (one.first, one.last, one.kind))
    spans = [(one.first, one.last) for one in found]
    (standings,) = networks.standings(*standing_inputs(words, spans, states))
    rows: list[dict[str, object]] = []
    for one, shares in zip(found, standings, strict=True):
        kind = NOTE_KINDS[one.kind]
        rules = [told[row, kind] for row in range(one.first, one.last) if (row, kind) in told]
        shown, standing = rules[0] if rules else (words.telling(one.first, one.last, one.kind), None)
        by, to = people.of(kind, shown, words.first[one.first], words.first[one.last])
        sure = confidence(one.chance)
        rows.append(
            {
                "start": int(syntax.start[words.first[one.first]]),
                "end": int(syntax.end[words.first[one.last] - 1]),
                "kind": kind,
                "standing": standing or STANDINGS[int(shares.argmax())],
                "by": by,
                "to": to,
                "confidence": max(sure, CONFIDENCE) if rules else sure,
                "decided_by": "rule" if rules else "model",
                "evidence_start": int(syntax.start[shown]),
                "evidence_end": int(syntax.end[shown]),
            }
        )
    return {"notes": table_of("notes", _columns(rows))}


def _added(found: Sequence[Found], told: Iterable[tuple[int, str]]) -> Iterator[Found]:
    """Sentences that are certainly of a kind and in no note of it."""
    for row, name in told:
        kind = NOTE_KINDS.index(name)
        if not any(one.kind == kind and one.first <= row < one.last for one in found):
            yield Found(row, row + 1, kind, LEAST)


def weighed(close: Floats, glance: Floats) -> Floats:
    """The chances of a closer reading, in part those at a glance, by their odds: all float32 [n_sentences, kinds]."""
    odds: Floats = (1 - GLANCED) * _odds(close) + GLANCED * _odds(glance)
    chances: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return chances


def _odds(chances: Floats) -> Floats:
    """The logarithm of the odds."""
    kept = np.clip(chances, TINY, 1 - TINY)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def found_in(chances: Floats, least: float | Floats = LEAST) -> Iterator[Found]:
    """The runs of sentences that are of a kind: float32 [n_sentences, kinds] -> notes; ``least`` of all or of each."""
    for kind, is_told in enumerate((chances >= least).T):
        rows = np.flatnonzero(is_told)
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
            if len(run):
                yield Found(int(run[0]), int(run[-1]) + 1, kind, float(chances[run, kind].max()))


def confidence(chance: float) -> float:
    """How probably a note is right whose best sentence has this chance."""
    odds = np.log(chance / (1 - min(chance, 1 - 1e-6)))
    return float(1 / (1 + np.exp(-(MORE_SURE * odds + OFFSET))))


def _columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    names = (
        "start",
        "end",
        "kind",
        "standing",
        "by",
        "to",
        "confidence",
        "decided_by",
        "evidence_start",
        "evidence_end",
    )
    return {name: [row[name] for row in rows] for name in names}
