"""The cast as the list of characters of a novel has it, in the place of the one that would be found.

Every character of the list is an entity, with the gender that the list tells. A name in
the text is theirs if it is one of their names, longer names first:

several words   however they are written, for the corpus writes "the cabman" as *The Cabman* too; with "a" only if the
                text has it just once, since "a man" is somebody new each time
one word        with a capital, or as a noun after "the": *Butler* is "the butler"; "small" is not *Small*
of several      nobody's for certain: left to the step ``references``

A name that is part of a longer one ("Ratignolle" in *Monsieur Ratignolle*) is not looked at. Names that the list does
not have are whose the step ``cast`` makes them: a character's, if it joins them with names of that one only (*Rodney*
with *William Rodney*) and sees no other gender in them; else somebody's who is not on the list.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

import pyarrow as pa

from fabula.evaluation.corpora.pdnc import NARRATOR, PdncNovel
from fabula.language.syntax import Syntax
from fabula.reading.cast import find_cast
from fabula.schema import table_of, zip_columns

Words = tuple[int, int]  # first and last token of a name
MODIFIERS = ("compound", "amod", "nmod")


def gold_cast(novel: PdncNovel) -> Callable[..., dict[str, pa.Table]]:
    """The step ``cast`` for a novel whose characters are given: the first entities are those of its list, in order."""

    def find_given_cast(
        syntax: Syntax, names: pa.Table, quote_spans: pa.Table, headed_lines: pa.Table
    ) -> dict[str, pa.Table]:
        own = find_cast(syntax, names, quote_spans, headed_lines)
        listed = listed_names(syntax, names, novel)
        genders = [novel.genders.get(character, "unknown") for character in novel.characters]
        rows, kept = _with_others(listed, own, genders)
        return _tables(syntax, novel, genders, rows, kept, own)

    return find_given_cast


def listed_names(syntax: Syntax, names: pa.Table, novel: PdncNovel) -> dict[Words, int | None]:
    """Where the text has names of the list, and whose they are: a place in ``novel.characters``, None for several's."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, character in enumerate(novel.characters):
        for alias in novel.aliases[character] - NARRATOR:
            holders[alias].add(number)
    name_at = {token: words for words in _words_of(names) for token in range(words[0], words[1] + 1)}
    listed: dict[Words, int | None] = {}
    taken: set[int] = set()
    for alias in sorted(holders, key=lambda alias: (-len(alias), alias)):
        for first, last in _places(syntax, alias):
            tokens = range(first, last + 1)
            low, high = name_at.get(last, (first, last))
            is_part = (low < first and last <= high) or (low <= first and last < high)
            if taken.isdisjoint(tokens) and not is_part:
                taken.update(tokens)
                listed[first, last] = min(holders[alias]) if len(holders[alias]) == 1 else None
    return listed


def _places(syntax: Syntax, alias: str) -> list[Words]:
    """Where the text has a name of the list, its article left out."""
    words = alias.split()
    pattern = r"\s+".join(re.escape(word).replace("'", "['’]") for word in words)
    found = []
    for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", syntax.source, re.IGNORECASE):
        first, last = syntax.token_at(match.start()), syntax.token_at(match.end() - 1)
        if first >= 0 and syntax.start[first] == match.start() and syntax.end[last] == match.end():
            found.append((first, last))
    if len(words) == 1:
        return [(first, last) for first, last in found if _is_somebody(syntax, first)]
    if words[0] in ("a", "an") and len(found) > 1:
        return []
    return [(first + (words[0] in ("a", "an", "the")), last) for first, last in found]


def _is_somebody(syntax: Syntax, token: int) -> bool:
    """Whether a single word is written as a name, or as a noun after "the"."""
    is_noun = syntax.pos[token] == "NOUN" and syntax.dep[token] not in MODIFIERS
    return syntax.text[token][0].isupper() or (is_noun and token > 0 and syntax.lower[token - 1] == "the")


def _with_others(
    listed: dict[Words, int | None], own_tables: dict[str, pa.Table], genders: list[str]
) -> tuple[list[tuple[Words, int | None]], list[int]]:
    """All names with their entities, in order; and which of our own entities stand after those of the list."""
    by_token = {token: who for (first, last), who in listed.items() for token in range(first, last + 1)}
    own_names, own_genders = own_tables["names"], own_tables["profiles"]["gender"].to_pylist()
    others: list[tuple[Words, int]] = []
    joined: dict[int, set[int | None]] = defaultdict(set)
    for words, own in zip(_words_of(own_names), own_names["entity"].to_pylist(), strict=True):
        known = {by_token[token] for token in range(words[0], words[1] + 1) if token in by_token}
        if own is not None:
            joined[own] |= {who for who in known if who is None or {own_genders[own], genders[who]} != {"man", "woman"}}
        if not known:
            others.append((words, -1 if own is None else own))
    kept = sorted({own for _, own in others if own >= 0 and not joined[own]})
    row_of: dict[int, int | None] = {own: len(genders) + place for place, own in enumerate(kept)}
    row_of |= {own: next(iter(whose)) for own, whose in joined.items() if len(whose) == 1}
    return sorted([*listed.items(), *((words, row_of.get(own)) for words, own in others)]), kept


def _words_of(names: pa.Table) -> list[Words]:
    return list(zip_columns(names, "first_token", "last_token"))


def _tables(
    syntax: Syntax,
    novel: PdncNovel,
    genders: list[str],
    rows: list[tuple[Words, int | None]],
    kept: list[int],
    own: dict[str, pa.Table],
) -> dict[str, pa.Table]:
    characters = novel.characters
    named = {who for (first, _), who in rows if syntax.text[first][0].isupper()}
    forms = Counter((who, _surface(syntax, *words)) for words, who in rows if who is not None)
    entities, profiles = (own[name].take(pa.array(kept, pa.int64())).to_pydict() for name in ("entities", "profiles"))
    return {
        "entities": table_of(
            "entities",
            {
                "kind": ["person"] * len(characters) + entities["kind"],
                "name": [*characters, *entities["name"]],
                "is_named": [number in named for number in range(len(characters))] + entities["is_named"],
            },
        ),
        "entity_names": table_of(
            "entity_names",
            {
                "entity": [who for who, _ in forms],
                "name": [name for _, name in forms],
                "count": list(forms.values()),
            },
        ),
        "profiles": table_of(
            "profiles",
            {
                "gender": genders + profiles["gender"],
                "confidence": [float(gender != "unknown") for gender in genders] + profiles["confidence"],
                "is_narrator": [False] * (len(characters) + len(kept)),
            },
        ),
        "names": table_of(
            "names",
            {
                "start": [int(syntax.start[first]) for (first, _), _ in rows],
                "end": [int(syntax.end[last]) for (_, last), _ in rows],
                "first_token": [first for (first, _), _ in rows],
                "last_token": [last for (_, last), _ in rows],
                "entity": [who for _, who in rows],
            },
        ),
    }


def _surface(syntax: Syntax, first: int, last: int) -> str:
    """The name on one line, with "the" where the text has it."""
    return syntax.phrase(first - (first > 0 and syntax.lower[first - 1] == "the"), last)
