"""Find the stretches at another level than the story's present: letters, dreams, memories, tales, calls, plans.

The problem. What is told is not all real: a dream is told like the day, a memory like the present.
    She had taught him to swim here. She had been twelve that summer. ... Then on the Saturday she let go.
    The lamps along the pier came on.
Each kind has a file that says what shows it by rules; ``judge`` looks at what they find, and at the sentences between,
with a trained model; ``nesting`` puts them into one another. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.layers.call import find_calls
from fabula.reading.layers.dream import find_dreams
from fabula.reading.layers.hypothetical import find_hypotheticals
from fabula.reading.layers.judge import judged
from fabula.reading.layers.letter import find_letter_layers
from fabula.reading.layers.memory import find_memories
from fabula.reading.layers.nesting import nest
from fabula.reading.layers.page import Candidate, Page
from fabula.reading.layers.told import find_tales
from fabula.reading.states import states_of_sentences
from fabula.schema import table_of


def find_layers(
    paragraphs: pa.Table,
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    quote_addressees: pa.Table,
    mentions: pa.Table,
    entities: pa.Table,
    letters: pa.Table,
    letter_readers: pa.Table,
    tellers: pa.Table,
    narration: pa.Table,
    sentence_states: pa.Table,
) -> dict[str, pa.Table]:
    """One row for each stretch, outer before inner, in the order of their starts; no two cross.

    Gives   layers: start, end, kind, confidence, evidence, owner, narrator, parent
            layer_addressees: layer, entity
    """
    page = Page(
        paragraphs,
        syntax,
        quotes,
        quote_spans,
        quote_addressees,
        mentions,
        entities,
        tellers,
        narration,
    )
    candidates = find_by_rules(page, letters, letter_readers, tellers)
    kept, parents = nest(judged(page, candidates, states_of_sentences(sentence_states)), syntax.source)
    return {"layers": _layers(kept, parents), "layer_addressees": _addressees(kept)}


def find_by_rules(page: Page, letters: pa.Table, letter_readers: pa.Table, tellers: pa.Table) -> list[Candidate]:
    """What the rules of each kind find."""
    return [
        *find_letter_layers(page, letters, letter_readers, tellers),
        *find_calls(page),
        *find_tales(page),
        *find_dreams(page),
        *find_memories(page),
        *find_hypotheticals(page),
    ]


def _layers(kept: list[Candidate], parents: list[int | None]) -> pa.Table:
    owned = [(one.owner_shown or one.evidence) if one.owner is not None else (None, None) for one in kept]
    return table_of(
        "layers",
        {
            "start": [one.start for one in kept],
            "end": [one.end for one in kept],
            "kind": [one.kind for one in kept],
            "confidence": [one.confidence for one in kept],
            "evidence_start": [one.evidence[0] for one in kept],
            "evidence_end": [one.evidence[1] for one in kept],
            "owner": [one.owner for one in kept],
            "owner_confidence": [None if one.owner is None else one.confidence for one in kept],
            "owner_by": [None if one.owner is None else "rule" for one in kept],
            "owner_evidence_start": [start for start, _ in owned],
            "owner_evidence_end": [end for _, end in owned],
            "narrator": [one.narrator for one in kept],
            "parent": parents,
        },
    )


def _addressees(kept: list[Candidate]) -> pa.Table:
    rows = [(row, entity) for row, one in enumerate(kept) for entity in one.addressees]
    return table_of("layer_addressees", {"layer": [row for row, _ in rows], "entity": [entity for _, entity in rows]})
