"""Find events: what happens, who does it and to whom, and whether it is told as having happened.

The problem. "He ran" happens; "he would run", "he never ran", "if he runs" and "he used to run" do not:
    She opened the door, but nobody came, and she could not see the road.
Which words name an event that happened, verbs and nouns ("the arrival"), the reader model has learned from LitBank;
every other verb that is no mere auxiliary is an event of the kind *other*. Who does it, and to whom, is read off the
syntax. Source: realis events, Sims, Park and Bamman 2019. Score: see docs/results.md, `fabula evaluate events`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.schema import table_of, zip_columns

AUXILIARIES = frozenset("be have do".split())
PASSIVE = frozenset(("nsubjpass", "auxpass"))
RELATIVE_TAGS = ("WP", "WDT")
OBJECTS = ("dobj", "dative")
SHARED_SUBJECT = ("conj", "xcomp", "advcl")  # relations in which a verb has the subject of the verb above it
DEEPEST = 4


def find_events(syntax: Syntax, mentions: pa.Table, triggers: pa.Table) -> dict[str, pa.Table]:
    """One row per event, in reading order.

    Gives   events: start, end, kind (realis or other), trigger_token, lemma, agent, patient
    """
    entity_at = {token: entity for token, entity in zip_columns(mentions, "head_token", "entity") if entity is not None}
    happened = {token for token in triggers["token"].to_pylist() if not _is_habit(syntax, token)}
    words = [t for t in range(len(syntax)) if t in happened or _may_happen(syntax, t)]
    return {
        "events": table_of(
            "events",
            {
                "start": syntax.start[words],
                "end": syntax.end[words],
                "kind": ["realis" if word in happened else "other" for word in words],
                "trigger_token": words,
                "lemma": [syntax.lemma[word] for word in words],
                "agent": [_agent(syntax, word, entity_at) for word in words],
                "patient": [_patient(syntax, word, entity_at) for word in words],
            },
        )
    }


def _is_habit(syntax: Syntax, token: int) -> bool:
    """ "used to open": what was done again and again is no event that happened once."""
    above = syntax.head[token]
    is_used_to = syntax.lower[above] == "used" and syntax.dep[token] == "xcomp"
    return is_used_to and any(syntax.lower[child] == "to" for child in syntax.children[token])


def _may_happen(syntax: Syntax, token: int) -> bool:
    return syntax.pos[token] == "VERB" and syntax.lemma[token] not in AUXILIARIES


def _agent(syntax: Syntax, word: int, entity_at: dict[int, int]) -> int:
    """Who does it: the one after a passive's "by", the subject, the owner of a noun's deed ("his departure")."""
    by = [thing for child in syntax.children[word] if syntax.dep[child] == "agent" for thing in syntax.children[child]]
    if by or _is_passive(syntax, word):
        return _first(syntax, by, ("pobj",), entity_at)
    return _subject(syntax, word, entity_at)


def _patient(syntax: Syntax, word: int, entity_at: dict[int, int]) -> int:
    """To whom it is done: the object, or the subject of a passive."""
    if _is_passive(syntax, word):
        return _subject(syntax, word, entity_at)
    return _first(syntax, syntax.children[word], OBJECTS, entity_at)


def _is_passive(syntax: Syntax, word: int, depth: int = 0) -> bool:
    """ "was struck", "the man struck by Anne", and "beaten" in "was struck and beaten"."""
    labels = {syntax.dep[child] for child in syntax.children[word]}
    if labels & PASSIVE:
        return True
    if syntax.tag[word] != "VBN" or labels & {*SUBJECTS, "aux"} or depth == DEEPEST:
        return False
    return syntax.dep[word] == "acl" or (
        syntax.dep[word] == "conj" and _is_passive(syntax, syntax.head[word], depth + 1)
    )


def _subject(syntax: Syntax, word: int, entity_at: dict[int, int], depth: int = 0) -> int:
    """The subject of a verb, or of the verb with which it shares one; for "who" and "that", what they stand for."""
    labels = ("poss",) if syntax.pos[word] == "NOUN" else SUBJECTS
    own = [child for child in syntax.children[word] if syntax.dep[child] in labels]
    above = syntax.head[word]
    is_relative = syntax.dep[word] == "relcl" and any(syntax.tag[child] in RELATIVE_TAGS for child in own)
    if is_relative or (syntax.dep[word] == "acl" and not own):
        return entity_at.get(above, -1)
    if own:
        return _first(syntax, own, labels, entity_at)
    if syntax.dep[word] in SHARED_SUBJECT and above != word and depth < DEEPEST:
        return _subject(syntax, above, entity_at, depth + 1)
    return -1


def _first(syntax: Syntax, tokens: Sequence[int], labels: tuple[str, ...], entity_at: dict[int, int]) -> int:
    return next((entity_at[t] for t in tokens if syntax.dep[t] in labels and t in entity_at), -1)
