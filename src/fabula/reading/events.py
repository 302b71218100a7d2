"""Find events: the verbs that tell what happens, and whether they tell it as having happened.

The problem. "He ran" happens; "he would run", "he never ran", "if he runs" and "he used to run" do not:
    She opened the door, but nobody came, and she could not see the road.
Realis, as in LitBank, is what the narration asserts to have happened at a particular time.
Not tried: nouns as events. Source: realis after Sims, Park and Bamman (2019); syntax in place of their model.
Score: see docs/results.md, `fabula evaluate events`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import table_of, zip_columns

STATES = frozenset(
    "be have seem appear know like love hate want wish hope believe belong contain consist resemble need own possess "
    "deserve prefer remain mean matter exist depend suppose understand doubt concern involve do become keep lie think "
    "feel lack regard intend use suit fit owe cost weigh differ".split()
)
UNREAL = frozenset("if unless whether lest until till".split())
MODALS = frozenset("would could should might may can will shall must ought 'd 'll wo ca sha".split())
HABITS = frozenset("often always usually sometimes never seldom rarely generally".split())


def find_events(syntax: Syntax, quote_spans: pa.Table, mentions: pa.Table) -> dict[str, pa.Table]:
    """One row per verb that names an event, in reading order.

    Gives   events: start, end, kind (realis or other), trigger_token, lemma, agent, patient
    """
    quoted = syntax.flags(quote_spans)
    entity_at = {token: entity for token, entity in zip_columns(mentions, "head_token", "entity") if entity is not None}
    verbs = [t for t in range(len(syntax)) if syntax.pos[t] == "VERB" and syntax.lemma[t] not in STATES]
    return {
        "events": table_of(
            "events",
            {
                "start": [int(syntax.start[v]) for v in verbs],
                "end": [int(syntax.end[v]) for v in verbs],
                "kind": ["realis" if not quoted[v] and _is_realis(syntax, v) else "other" for v in verbs],
                "trigger_token": verbs,
                "lemma": [syntax.lemma[v] for v in verbs],
                "agent": [_argument(syntax, v, ("nsubj",), entity_at) for v in verbs],
                "patient": [_argument(syntax, v, ("dobj", "nsubjpass", "dative"), entity_at) for v in verbs],
            },
        )
    }


def _is_realis(syntax: Syntax, verb: int) -> bool:
    words = {syntax.lower[child] for child in syntax.children[verb]}
    labels = {syntax.dep[child] for child in syntax.children[verb]}
    if "neg" in labels or words & (MODALS | UNREAL | HABITS):
        return False
    tag = syntax.tag[verb]
    if tag == "VBD":
        return True
    if tag == "VBN":
        return bool(words & {"had", "was", "were", "been", "got"}) or syntax.dep[verb] in ("conj", "advcl")
    if tag == "VBG":
        return bool(words & {"was", "were", "been"}) or syntax.dep[verb] in ("advcl", "xcomp", "conj")
    if tag in ("VBZ", "VBP"):
        return False
    return syntax.dep[verb] == "xcomp" and syntax.lemma[syntax.head[verb]] in ("begin", "start", "come", "see", "hear")


def _argument(syntax: Syntax, verb: int, labels: tuple[str, ...], entity_at: dict[int, int]) -> int:
    """The entity in one of these relations to the verb; a verb joined to another shares its subject."""
    for child in syntax.children[verb]:
        if syntax.dep[child] in labels and child in entity_at:
            return entity_at[child]
    if "nsubj" in labels and syntax.dep[verb] in ("conj", "xcomp", "advcl") and syntax.head[verb] != verb:
        return _argument(syntax, syntax.head[verb], labels, entity_at)
    return -1
