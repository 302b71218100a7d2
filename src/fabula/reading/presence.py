"""Say who is there in each scene: bodily, at the other end of a wire, or only spoken or thought of.

The problem. Not all whom a scene names are in it:
    Anne put down the letter. "Tom will never come back," said her mother. The telephone rang. It was Eva.
Anne and her mother are there, Eva is distant, Tom is spoken of. A small network reads the signs of each and the states
of their mentions (see ``presence_signs``), and says how likely they are there, and how likely at a distance only. Who
acts in the scenes before and after at the same level may be there unmentioned. Where somebody comes and goes is what a
verb says of them (``language.comings``).
Not tried: those whom one mention names (learned from, they are almost never likely enough). Score: docs/results.md,
`fabula evaluate levels`.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.model.session import load_scene_network
from fabula.model.weights import PRESENCE
from fabula.reading.presence_signs import PresenceSigns
from fabula.schema import table_of, zip_columns

LIKELY = 0.32  # chance from which on somebody is there
FAR = 0.15  # chance from which on somebody is there at a distance only


def find_presence(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    quote_addressees: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    mention_states: pa.Table,
    narration: pa.Table,
    layers: pa.Table,
    layer_addressees: pa.Table,
    events: pa.Table,
    scenes: pa.Table,
) -> dict[str, pa.Table]:
    """One row for each scene and each whom it mentions, or who speaks or tells there.

    Gives   presence: scene, entity, kind, confidence, start and end of the mention that shows most; of those present
            the tokens by which they enter and leave
    """
    text = PresenceSigns(
        syntax,
        quotes,
        quote_spans,
        quote_addressees,
        entities,
        mentions,
        mention_states,
        narration,
        layers,
        layer_addressees,
        events,
    )
    spans = list(zip_columns(scenes, "start", "end", "kind", "layer"))
    rows: list[tuple[int, int, str, float, int, int, int | None, int | None]] = []
    for scene, (company, signs) in enumerate(text.companies(spans)):
        if not company:
            continue
        (chances,) = load_scene_network(PRESENCE)(signs.astype(np.float32), text.states(company))
        for (entity, seen), (sure, distant) in zip(company.items(), chances.tolist(), strict=True):
            if distant >= FAR:
                rows.append((scene, entity, "distant", distant, seen.start, seen.end, None, None))
            elif sure >= LIKELY:
                rows.append((scene, entity, "present", sure, seen.start, seen.end, seen.enters, seen.leaves))
            elif seen.mentions:
                rows.append((scene, entity, "spoken of", 1 - sure, seen.start, seen.end, None, None))
    names = ("scene", "entity", "kind", "confidence", "start", "end", "enters_token", "leaves_token")
    return {"presence": table_of("presence", {name: [row[at] for row in rows] for at, name in enumerate(names)})}
