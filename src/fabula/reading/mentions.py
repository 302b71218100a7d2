"""Find mentions: every reference to a person, group, place, organisation or vehicle.

The problem. "the old man", "Mr. Weston's son", "she" and "London" are mentions; "a position" and "it rained" are not.
Proper names come from the names step; pronouns from their tags; common nouns from word lists of what is a person,
a place or a vehicle. Not tried: nouns outside the lists, relative clauses as part of the mention.
Score: see docs/results.md, `fabula evaluate entities`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.noun_phrases import left_edge
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_PLURAL, PERSONAL, THEY, noun_kind
from fabula.schema import table_of, zip_columns


def find_mentions(syntax: Syntax, names: pa.Table, entities: pa.Table) -> dict[str, pa.Table]:
    """One row per mention, in reading order, nested ones after what holds them.

    Gives   mentions: start, end int32 [n_mentions], head_token, form, kind
    """
    kinds = entities["kind"].to_pylist()
    rows: list[tuple[int, int, int, str, str]] = []
    named: set[int] = set()
    for first, last, entity in zip_columns(names, "first_token", "last_token", "entity"):
        named.update(range(first, last + 1))
        if entity is not None:
            rows.append((int(syntax.start[first]), int(syntax.end[last]), last, "proper", kinds[entity]))
    for token in range(len(syntax)):
        if token in named:
            continue
        if syntax.lower[token] in PERSONAL and syntax.pos[token] in ("PRON", "DET", "PROPN"):
            rows.append(
                (int(syntax.start[token]), int(syntax.end[token]), token, "pronoun", _pronoun_kind(syntax.lower[token]))
            )
        elif syntax.pos[token] in ("NOUN", "PROPN"):
            kind = noun_kind(syntax.lower[token], syntax.lemma[token].lower())
            if kind is not None and not _is_modifier(syntax, token):
                rows.append(
                    (int(syntax.start[left_edge(syntax, token)]), int(syntax.end[token]), token, "common", kind)
                )
    rows.sort(key=lambda row: (row[0], -row[1]))
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return {
        "mentions": table_of(
            "mentions", dict(zip(("start", "end", "head_token", "form", "kind"), columns, strict=True))
        )
    }


def _is_modifier(syntax: Syntax, token: int) -> bool:
    return syntax.dep[token] in ("compound", "amod", "nmod") and syntax.head[token] > token


def _pronoun_kind(word: str) -> str:
    return "group" if word in FIRST_PLURAL or word in THEY else "person"
