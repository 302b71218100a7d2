"""Find who means what to whom: family, romance, friendship, alliance, enmity, rivalry, authority, and how it changes.

The problem. What ties two people is said in many small ways, each of which may mislead:
    "Papa," said Anne, "your friend is here." Tom was like a brother to her. He kissed his wife. She was not his sister.
    sign.py          one sign: who is what to whom, how strongly and how warmly shown
    people.py        whom words mean, who says them and to whom, what is only dreamt, doubted or denied
    relations.py     nouns that say what one is to another
    statements.py    "his boyfriend Sam", "Tom was her father", "engaged to"
    plurals.py       "they were cousins", "the two brothers"
    bonds.py         "her marriage to Mark"
    address.py       "Mother,", "darling", Aunt Polly
    phrases.py       "works for", "made a pact with"
    deeds.py         "kissed him", "in love with", "jealous of"
    talk.py          how much and how warmly they talk, how often they are together
    couples.py       Mr. and Mrs. Weston
    gathering.py     all signs, in one walk over the words
    evidence.py      what they add up to for each pair and kind
    composition.py   what follows from sure ties
    weighing.py      whether a tie is likely
    exclusive.py     one father, one mother; what another tie explains
    course.py        where it begins and ends
    warmth.py        its valence, and that of a pair from scene to scene
Not tried: ties within groups, ties that only a whole story shows. Score: docs/ties.md, `fabula evaluate ties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.ties.composition import composed
from fabula.reading.ties.course import Course, courses
from fabula.reading.ties.evidence import Evidence, Pair
from fabula.reading.ties.exclusive import without_rivals
from fabula.reading.ties.gathering import signs_of
from fabula.reading.ties.people import People
from fabula.reading.ties.sign import Sign
from fabula.reading.ties.warmth import curve, valence_of
from fabula.reading.ties.weighing import ties_of
from fabula.schema import table_of

MAIN = 30  # how many characters are compared with each other even where nothing is said of their tie
MOST_SIGNS = 40  # of a tie that are kept, the strongest
LEAST_STRENGTH = 0.2  # of a sign that is kept
COLUMNS = ("start", "end", "kind", "role", "source", "target", "begins", "ends", "valence", "confidence", "decided_by")


def find_ties(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    quote_addressees: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    narration: pa.Table,
    layers: pa.Table,
    scenes: pa.Table,
    presence: pa.Table,
) -> dict[str, pa.Table]:
    """Ties between two people with a name or a story to tell, the likeliest first, with their signs and valences.

    Gives   relationships: passage, kind, role, source, target, begins, ends, valence, confidence
            relationship_signs: relationship, words, kind, valence
            valences: pair, scene, valence, number of signs
    """
    people = People(syntax, quotes, quote_spans, quote_addressees, entities, mentions, narration, layers, scenes)
    evidence = evidence_of(people, quote_spans, presence, entities["pronouns"].to_pylist())
    likely = without_rivals(evidence, [tie for pair in _pairs(evidence) for tie in ties_of(evidence, pair)])
    found: list[Course] = []
    for _, ties in groupby(likely, key=lambda tie: tie.pair):
        found += courses(evidence, list(ties), len(syntax.source))
    found = [course for course in found if course.signs]
    found.sort(key=lambda course: -course.confidence * evidence.prominence(course.source, course.target))
    return {**_tie_tables(found), "valences": _valences(people, evidence.signs, entities)}


def evidence_of(people: People, quote_spans: pa.Table, presence: pa.Table, pronouns: Sequence[str | None]) -> Evidence:
    """All signs of a text with what follows from those that are sure."""
    signs = signs_of(people, quote_spans)
    further = composed(Evidence(people, signs, presence, pronouns))
    for sign in further:
        signs[sign.pair] = sorted((*signs.get(sign.pair, ()), sign), key=lambda one: one.start)
    return Evidence(people, signs, presence, pronouns)


def _pairs(evidence: Evidence) -> Iterator[Pair]:
    """Pairs of known people: those of whom a tie is said, and those of the main characters who meet."""
    people = evidence.people
    known = [entity for entity, is_person in enumerate(people.is_person) if is_person and evidence.is_told_of(entity)]
    main = sorted(sorted(known, key=lambda entity: -people.n_mentions[entity])[:MAIN])
    wanted = {pair for pair in combinations(main, 2) if evidence.together[pair] or evidence.talk[pair]}
    said = {pair for pair, signs in evidence.signs.items() if any(sign.kind for sign in signs)}
    yield from sorted(wanted | {pair for pair in said if set(pair) <= set(known)})


def _tie_tables(found: Sequence[Course]) -> dict[str, pa.Table]:
    rows: list[dict[str, Any]] = []
    shown: list[tuple[int, Sign]] = []
    for number, course in enumerate(found):
        best = max(course.signs, key=lambda sign: (sign.kind == course.kind, sign.is_beside, abs(sign.strength)))
        kept = sorted(course.signs, key=lambda sign: (sign.kind != course.kind, -abs(sign.strength)))[:MOST_SIGNS]
        kept = [sign for sign in kept if abs(sign.strength) >= LEAST_STRENGTH] or [best]
        shown += [(number, sign) for sign in sorted(kept, key=lambda sign: sign.start)]
        rows.append(
            {
                "start": best.start,
                "end": best.end,
                "kind": course.kind,
                "role": course.role,
                "source": course.source,
                "target": course.target,
                "begins": course.begins,
                "ends": course.ends,
                "valence": valence_of(course.kind, course.signs),
                "confidence": course.confidence,
                "decided_by": "model",
            }
        )
    signs: Mapping[str, list[Any]] = {
        "relationship": [number for number, _ in shown],
        "start": [sign.start for _, sign in shown],
        "end": [sign.end for _, sign in shown],
        "kind": [sign.form for _, sign in shown],
        "valence": [sign.valence for _, sign in shown],
    }
    return {
        "relationships": table_of("relationships", {name: [row[name] for row in rows] for name in COLUMNS}),
        "relationship_signs": table_of("relationship_signs", signs),
    }


def _valences(people: People, signs: Mapping[Pair, Sequence[Sign]], entities: pa.Table) -> pa.Table:
    is_character = entities["is_character"].to_pylist()
    rows = [
        (*pair, *point)
        for pair, some in sorted(signs.items())
        if is_character[pair[0]] and is_character[pair[1]]
        for point in curve(people, some)
    ]
    names = ("first", "second", "scene", "valence", "n_signs")
    return table_of("valences", {name: [row[at] for row in rows] for at, name in enumerate(names)})
