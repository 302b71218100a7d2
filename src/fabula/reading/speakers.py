"""Decide who says each quotation, and to whom.

The problem. Half of all quotations have no "he said": whose turn it is follows from who spoke before, who was called
by name, who acts in the same paragraph:
    "Tom!" cried Anne.
    He looked up. "What is it?"
    "Nothing."
The quotations of one paragraph are one turn. Each turn scores everybody in view by the evidence around it; a
conversation is then decided as a whole, so that turns alternate unless the evidence is stronger (Viterbi search
over pairs of successive speakers).
Source: the evidence is that of He et al. (2013) and Muzny et al. (2017); weights tuned on PDNC train novels.
Score: see docs/results.md, `fabula evaluate speakers`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.conversation import Turn, decode
from fabula.reading.evidence import Scene
from fabula.schema import table_of, with_columns


def find_speakers(
    paragraphs: pa.Table,
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    tags: pa.Table,
    entities: pa.Table,
    profiles: pa.Table,
    mentions: pa.Table,
    corrected_speakers: pa.Table,
) -> dict[str, pa.Table]:
    """``quotes`` with their speakers, and ``quote_addressees``.

    Takes   corrected_speakers: quotations whose speaker is certain, for a reader has set it
    Gives   quotes: speaker, speaker_confidence, speaker_by, speaker_evidence_start, speaker_evidence_end
            quote_alternatives: quote, entity, confidence of others who may speak
            quote_addressees: quote, entity with confidence, decider and evidence
    """
    scene = Scene(syntax, paragraphs, quotes, quote_spans, tags, entities, profiles, mentions, corrected_speakers)
    turns = scene.turns()
    for turn in turns:
        scene.weigh(turn)
    speakers = decode(turns)
    scene.learn_descriptions(turns, speakers)
    for turn in turns:
        scene.weigh(turn)
    speakers = decode(turns)
    return _tables(turns, speakers, quotes, set(scene.corrected))


def _tables(
    turns: list[Turn], speakers: list[tuple[int, float]], quotes: pa.Table, corrected: set[int]
) -> dict[str, pa.Table]:
    count = len(quotes)
    speaker = [-1] * count
    confidence: list[float | None] = [None] * count
    evidence: list[tuple[int, int]] = [(-1, -1)] * count
    alternatives = [(quote, *other) for turn in turns for quote in turn.quotes for other in turn.others]
    rows: list[tuple[int, int, float, tuple[int, int]]] = []
    for number, (turn, (entity, sure)) in enumerate(zip(turns, speakers, strict=True)):
        hearers = _hearers(turns, speakers, number)
        for quote in turn.quotes:
            if entity >= 0:
                speaker[quote], confidence[quote] = entity, 1.0 if quote in corrected else sure
                evidence[quote] = turn.evidence.get(entity, (turn.start, turn.end))
            rows += [(quote, hearer, share, (turn.start, turn.end)) for hearer, share in hearers]
    return {
        "quotes": with_columns(
            "quotes",
            quotes,
            {
                "speaker": speaker,
                "speaker_confidence": confidence,
                "speaker_by": [
                    "correction" if quote in corrected else "rule" if entity >= 0 else None
                    for quote, entity in enumerate(speaker)
                ],
                "speaker_evidence_start": [start for start, _ in evidence],
                "speaker_evidence_end": [end for _, end in evidence],
            },
        ),
        "quote_alternatives": table_of(
            "quote_alternatives",
            {
                "quote": [quote for quote, _, _ in alternatives],
                "entity": [entity for _, entity, _ in alternatives],
                "confidence": [share for _, _, share in alternatives],
            },
        ),
        "quote_addressees": table_of(
            "quote_addressees",
            {
                "quote": [q for q, *_ in rows],
                "entity": [e for _, e, _, _ in rows],
                "entity_confidence": [c for _, _, c, _ in rows],
                "entity_by": ["rule"] * len(rows),
                "entity_evidence_start": [s for *_, (s, _) in rows],
                "entity_evidence_end": [e for *_, (_, e) in rows],
            },
        ),
    }


def _hearers(turns: list[Turn], speakers: list[tuple[int, float]], number: int) -> list[tuple[int, float]]:
    """Those addressed: by name, by the tag, or as the other side of the conversation."""
    turn, speaker = turns[number], speakers[number][0]
    named = (turn.addressed | turn.told) - {speaker}
    if named:
        return [(entity, 0.8) for entity in sorted(named)]
    for other, limit in ((number - 1, 2), (number + 1, 2)):
        if 0 <= other < len(turns):
            gap = (
                turn.first_paragraph - turns[other].last_paragraph
                if other < number
                else turns[other].first_paragraph - turn.last_paragraph
            )
            if gap <= limit and speakers[other][0] not in (speaker, -1):
                return [(speakers[other][0], 0.5)]
    return []
