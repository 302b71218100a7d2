"""Find what characters say or believe of the story's world, and what the narration later makes of it.

The problem. What somebody says is not so because it is said:
    "Tom is dead," said Eva. They told her that Anne had run away. ... The door opened, and Tom came in.
A claim is a clause inside a quotation, a thought, a letter, a call or a tale, or one that hangs on a verb of saying or
believing, that tells of somebody's death, absence, identity, relationship or of a secret (``claim_forms.py``). Whether
it is so, the rest of the narration says (``claim_truth.py``).
Not tried: other kinds; lies told by saying something harmless. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.claim_forms import Claim, ClaimForms
from fabula.reading.claim_truth import Judge
from fabula.schema import table_of

SURE, LIKELY = 0.7, 0.5
VOICED = ("letter", "call", "told")  # layers in which all that is told is told by somebody
COLUMNS = ("start", "end", "kind", "holder", "quote", "layer", "truth", "shown_start", "shown_end", "confidence")


def find_claims(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    events: pa.Table,
    layers: pa.Table,
    scenes: pa.Table,
) -> dict[str, pa.Table]:
    """Claims in the order of the text.

    Gives   claims: start, end, kind, holder, quote, layer, truth with the words that show it, confidence
            claim_characters: claim, entity
    """
    forms = ClaimForms(syntax, entities, mentions)
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    layer_of = syntax.rows_of_tokens(layers)
    is_voiced = [kind in VOICED for kind in layers["kind"].to_pylist()]
    speakers, owners = quotes["speaker"].to_pylist(), layers["owner"].to_pylist()
    rows: list[dict[str, object]] = []
    about: list[tuple[int, int]] = []
    stated: list[Claim] = []  # by the narration itself
    claimed: list[tuple[Claim, int | None]] = []
    for claim in forms.claims():
        reporter = forms.reporter(claim.verb)
        if reporter is not None and quote_of[reporter] != quote_of[claim.verb]:
            reporter = None
        is_told = quote_of[claim.verb] >= 0 or (layer_of[claim.verb] >= 0 and is_voiced[layer_of[claim.verb]])
        if is_told or reporter is not None:
            claimed.append((claim, reporter))
        else:
            stated.append(claim)
    judge = Judge(syntax, quote_of, stated, quotes, events, layers, scenes)
    for claim, reporter in claimed:
        quote, layer = quote_of[claim.verb], layer_of[claim.verb]
        if reporter is not None:
            holder = forms.who_reports(reporter)
        else:
            holder = speakers[quote] if quote >= 0 else owners[layer]
        first, last = forms.words(claim.verb)
        truth, shown = judge.truth(claim)
        about += [(len(rows), entity) for entity in dict.fromkeys(claim.about)]
        rows.append(
            {
                "start": int(syntax.start[first]),
                "end": int(syntax.end[last]),
                "kind": claim.kind,
                "holder": holder,
                "quote": quote,
                "layer": layer,
                "truth": truth,
                "shown_start": shown[0],
                "shown_end": shown[1],
                "confidence": SURE if truth != "open" else LIKELY,
            }
        )
    return {
        "claims": table_of("claims", {name: [row[name] for row in rows] for name in COLUMNS}),
        "claim_characters": table_of(
            "claim_characters", {"claim": [row for row, _ in about], "entity": [entity for _, entity in about]}
        ),
    }
