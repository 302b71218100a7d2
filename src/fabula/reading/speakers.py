"""Decide who says each quotation, and to whom.

The problem. Half of all quotations have no "he said": whose turn it is follows from who spoke before, who was called
by name, who acts in the same paragraph:
    "Tom!" cried Anne.
    He looked up. "What is it?"
    "Nothing."
The quotations of one paragraph are one turn. The speaker model weighs the evidence for everybody in view of a turn, and
a conversation is decided as a whole (see ``conversation``). Then a second model weighs who is spoken to.
Model: src/fabula/model/weights/MODEL_CARD.md. Score: see docs/results.md, `fabula evaluate speakers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.model.session import DialogueNetworks, load_dialogue_networks
from fabula.reading.addressees import addressee_rows
from fabula.reading.conversation import IMPOSSIBLE, KEPT, Conversations, chances, conversations_of
from fabula.reading.evidence import Evidence
from fabula.reading.scene import NOBODY, Scene
from fabula.reading.tales import tellers_of_tales
from fabula.reading.written_quotes import writers_of_quotes
from fabula.schema import empty_table, table_of, with_columns, zip_columns

TEMPERATURE = 1.15  # by which the logarithms of chances are divided, to be as sure as they are right: best on dev
ALTERNATIVES = 3  # others who may speak, of each quotation
SURE_ADDRESSEE, BEST_ADDRESSEE = 0.5, 0.3  # from here on somebody is spoken to; the likeliest from here on
TINY = 1e-9
AT_ONCE = 512  # candidates given to a network together

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


def find_speakers(
    paragraphs: pa.Table,
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    tags: pa.Table,
    entities: pa.Table,
    profiles: pa.Table,
    tellers: pa.Table,
    mentions: pa.Table,
    guesses: pa.Table,
    corrected_speakers: pa.Table,
    tales: pa.Table,
) -> dict[str, pa.Table]:
    """``quotes`` with their speakers, and ``quote_addressees``.

    Takes   corrected_speakers: quotations whose speaker is certain, for a reader has set it
    Gives   quotes: speaker, speaker_confidence, speaker_by, speaker_evidence_start, speaker_evidence_end
            quote_alternatives: quote, entity, confidence of others who may speak, the likeliest first
            quote_addressees: quote, entity with confidence, decider and evidence
    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    scene = Scene(
        syntax,
        paragraphs,
        quotes,
        quote_spans,
        tags,
        entities,
        profiles,
        tellers,
        mentions,
        guesses,
        corrected_speakers,
    )
    evidence = Evidence(scene)
    talk = conversations_of(scene, evidence)
    networks = load_dialogue_networks()
    decided = decide(talk, networks, [scene.certain_of(turn) for turn in scene.turns])
    addressees = _addressees(scene, talk, decided.speakers, networks)
    ruled = tellers_of_tales(syntax, tales, quotes, mentions, tellers, paragraphs, entities, _likely(scene, decided))
    ruled |= writers_of_quotes(syntax.source, quotes, tellers)
    return _tables(scene, evidence, quotes, decided, addressees, ruled)


def suppose_speakers(
    paragraphs: pa.Table,
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    tags: pa.Table,
    entities: pa.Table,
    profiles: pa.Table,
    tellers: pa.Table,
    mentions: pa.Table,
    guesses: pa.Table,
) -> dict[str, pa.Table]:
    """A first look at who speaks, before it is known whom only dialogue names (``callings``).

    Gives   supposed_speakers: quote, entity, confidence
    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    nobody = empty_table("corrected_speakers")
    scene = Scene(syntax, paragraphs, quotes, quote_spans, tags, entities, profiles, tellers, mentions, guesses, nobody)
    talk = conversations_of(scene, Evidence(scene))
    decided = decide(talk, load_dialogue_networks(), [scene.certain_of(turn) for turn in scene.turns])
    rows = [
        (quote, entity, share)
        for turn, entity, share in zip(
            scene.turns, decided.speakers.tolist(), decided.shares[:, 0].tolist(), strict=True
        )
        for quote in turn.quotes
        if entity != NOBODY
    ]
    return {"supposed_speakers": table_of("supposed_speakers", _columns(rows, ("quote", "entity", "confidence")))}


def _likely(scene: Scene, decided: Decision) -> dict[int, list[tuple[int, float]]]:
    """For each quotation those who may speak it, with their chances."""
    return {
        quote: [(entity, share) for entity, share in zip(entities, shares, strict=True) if entity != NOBODY]
        for turn, entities, shares in zip(scene.turns, decided.entities.tolist(), decided.shares.tolist(), strict=True)
        for quote in turn.quotes
    }


@dataclass(frozen=True)
class Decision:
    """Who may speak each turn, the likeliest first: entities and chances [n_turns, KEPT]; NOBODY has no chance."""

    entities: Whole
    shares: Floats

    @property
    def speakers(self) -> Whole:
        """The likeliest speaker of each turn, NOBODY where there is no candidate: int64 [n_turns]."""
        return self.entities[:, 0]


def decide(talk: Conversations, networks: DialogueNetworks, certain: Sequence[Set[int]] = ()) -> Decision:
    """The speakers of all turns, each conversation decided as a whole.

    Takes   certain: of each turn who alone may speak it; empty where nobody is certain
    """
    scores = _scores(talk.candidates, talk.features, networks)
    for turn, only in enumerate(certain):
        if only:
            scores[turn, ~np.isin(talk.candidates[turn], list(only))] = IMPOSSIBLE
    top = np.argsort(-scores, axis=1, kind="stable")[:, :KEPT]
    kept = np.take_along_axis(talk.candidates, top, axis=1)
    scores = np.take_along_axis(scores, top, axis=1)
    scores[(kept == NOBODY).all(axis=1), 0] = 0.0
    earlier = np.concatenate([top[:1], top[:-1]])
    (by_relation,) = networks.turns(
        talk.gap,
        _shifted(talk.asks),
        talk.manner,
        _shifted(talk.manner),
        talk.opening,
        np.take_along_axis(talk.called, top, axis=1),
        np.take_along_axis(talk.calls, earlier, axis=1),
    )
    shares = chances(kept, scores, by_relation, talk.follows) ** (1 / TEMPERATURE)
    shares[kept == NOBODY] = 0.0
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), TINY)
    order = np.argsort(-shares, axis=1, kind="stable")
    return Decision(np.take_along_axis(kept, order, axis=1), np.take_along_axis(shares, order, axis=1))


def _scores(candidates: Whole, features: Whole, networks: DialogueNetworks) -> Floats:
    scores = np.full(candidates.shape, IMPOSSIBLE, np.float32)
    somebody = candidates != NOBODY
    rows = features[somebody]
    parts = [networks.speakers(rows[place : place + AT_ONCE])[0] for place in range(0, len(rows), AT_ONCE)]
    scores[somebody] = np.concatenate([np.zeros(0, np.float32), *parts])
    return scores


def _shifted(values: Whole) -> Whole:
    """Each turn's value of the turn before."""
    return np.concatenate([values[:1], values[:-1]])


def _addressees(
    scene: Scene, talk: Conversations, speakers: Whole, networks: DialogueNetworks
) -> list[list[tuple[int, float]]]:
    """Those spoken to in each turn, with their chances, the likeliest first."""
    rows = addressee_rows(scene.turns, talk, speakers)
    chance: Floats = np.zeros(talk.candidates.shape, np.float32)
    possible = (talk.candidates != NOBODY) & (talk.candidates != speakers[:, None])
    flat = rows[possible]
    parts = [networks.addressees(flat[place : place + AT_ONCE])[0] for place in range(0, len(flat), AT_ONCE)]
    scores: Floats = np.concatenate([np.zeros(0, np.float32), *parts])
    chance[possible] = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    found = []
    order = np.argsort(-chance, axis=1, kind="stable")
    for entities, shares, places in zip(talk.candidates.tolist(), chance.tolist(), order.tolist(), strict=True):
        likely: list[tuple[int, float]] = [(entities[place], shares[place]) for place in places]
        sure = [(entity, share) for entity, share in likely if share >= SURE_ADDRESSEE]
        found.append(sure or [(entity, share) for entity, share in likely[:1] if share >= BEST_ADDRESSEE])
    return found


def _tables(
    scene: Scene,
    evidence: Evidence,
    quotes: pa.Table,
    decided: Decision,
    addressees: list[list[tuple[int, float]]],
    ruled: Mapping[int, int],
) -> dict[str, pa.Table]:
    count = len(quotes)
    speaker: list[int] = [-1] * count
    confidence: list[float | None] = [None] * count
    by: list[str | None] = [None] * count
    shown: list[tuple[int, int]] = [(-1, -1)] * count
    others: list[tuple[int, int, float]] = []
    hearers: list[tuple[int, int, float, int, int]] = []
    for turn, entities, shares, spoken_to in zip(
        scene.turns, decided.entities.tolist(), decided.shares.tolist(), addressees, strict=True
    ):
        for quote in turn.quotes:
            hearers += [(quote, entity, round(share, 3), turn.start, turn.end) for entity, share in spoken_to]
            if entities[0] == NOBODY:
                continue
            speaker[quote] = entities[0]
            by[quote], confidence[quote] = _how_sure(scene, quote, shares[0])
            shown[quote] = evidence.shown_by(turn, entities[0])
            rest = zip(entities[1 : ALTERNATIVES + 1], shares[1:], strict=False)
            others += [
                (quote, entity, round(share, 3)) for entity, share in rest if entity != NOBODY and share >= 0.001
            ]
    spans = list(zip_columns(quotes, "start", "end"))
    for quote, entity in ruled.items():
        if by[quote] != "correction" and speaker[quote] != entity:
            speaker[quote], confidence[quote], by[quote] = entity, 0.9, "rule"
            shown[quote] = spans[quote]
    columns: dict[str, Sequence[Any]] = {
        "speaker": speaker,
        "speaker_confidence": confidence,
        "speaker_by": by,
        "speaker_evidence_start": [start for start, _ in shown],
        "speaker_evidence_end": [end for _, end in shown],
    }
    return {
        "quotes": with_columns("quotes", quotes, columns),
        "quote_alternatives": table_of("quote_alternatives", _columns(others, ("quote", "entity", "confidence"))),
        "quote_addressees": table_of(
            "quote_addressees",
            {
                **_columns(
                    hearers,
                    ("quote", "entity", "entity_confidence", "entity_evidence_start", "entity_evidence_end"),
                ),
                "entity_by": ["model"] * len(hearers),
            },
        ),
    }


def _how_sure(scene: Scene, quote: int, share: float) -> tuple[str, float]:
    """Who decided the speaker of a quotation, and how sure that is."""
    if quote in scene.corrected:
        return "correction", 1.0
    if quote in scene.told_by_tag:
        return "rule", round(scene.told_by_tag[quote].sure, 3)
    return "model", round(min(share, 0.999), 3)


def _columns(rows: Sequence[Sequence[float]], names: tuple[str, ...]) -> dict[str, list[float]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
