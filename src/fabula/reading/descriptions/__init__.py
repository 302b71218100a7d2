"""Find the words that say how a person is: looks, age, traits, role, origin, kin, what they own and wear.

The problem. Who is meant, and does it last?
    Anne Weiss, a tall woman of forty with green eyes, was a doctor. Her face was white; Tom's dog had bitten her.
Anne is tall, forty, green-eyed and a doctor, and Tom has a dog; the white face passes. Each form is a cue word of a
list with its place in the parse (``body``, ``persons``, ``years``, ``things``); whom it is said of, and whether it is
asserted at all, ``bearers`` tells.
Not tried: what is only implied ("she reached the top shelf without a stool"); irony; change. Score: docs/sheets.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.descriptions import body, persons, things, years
from fabula.reading.descriptions.bearers import Bearers, Described
from fabula.schema import table_of

_words = partial(word_list, "descriptions")

COLUMNS = ("start", "end", "entity", "kind", "value", "quote", "confidence")
OTHERS_SURENESS = 0.9  # of what characters say: who is meant by "I" and "you" hangs on the speaker
PAST_SURENESS = 0.6  # of an age that a character tells of in the past: "I was nineteen"
LEAST = 0.35  # less sure descriptions are of somebody else as often as not


def find_descriptions(
    syntax: Syntax, quotes: pa.Table, quote_spans: pa.Table, entities: pa.Table, mentions: pa.Table
) -> dict[str, pa.Table]:
    """Descriptions in the order of the text.

    Gives   descriptions: start, end, entity, kind, value, quote, confidence
    """
    bearers = Bearers(syntax, entities, mentions)
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    speakers, speakers_sureness = quotes["speaker"].to_pylist(), quotes["speaker_confidence"].to_pylist()
    rows: dict[tuple[int, int, str, str], dict[str, object]] = {}
    referred: set[tuple[int, str]] = set()
    for found in _found(bearers):
        for entity, sure in found.bearers[:4]:
            quote = quote_of[found.last]
            key = (found.last, entity, found.kind, found.value)
            is_past = quote >= 0 and found.kind == "age" and syntax.tag[bearers.verb_over(found.last)] == "VBD"
            is_own = quote >= 0 and speakers[quote] == entity
            trust = PAST_SURENESS if is_past else OTHERS_SURENESS if quote >= 0 else 1
            confidence = sure * found.sureness * trust * (speakers_sureness[quote] if is_own else 1)
            if confidence < LEAST:
                continue
            if found.is_name:
                if (entity, found.value) in referred:
                    continue
                referred.add((entity, found.value))
            row = {
                "start": int(syntax.start[found.first]),
                "end": int(syntax.end[found.last]),
                "entity": entity,
                "kind": found.kind,
                "value": found.value,
                "quote": quote if quote >= 0 else None,
                "confidence": confidence,
            }
            rows.setdefault(key, row)
    ordered = sorted(rows.values(), key=lambda row: (row["start"], row["end"]))
    return {"descriptions": table_of("descriptions", {name: [row[name] for row in ordered] for name in COLUMNS})}


def _found(bearers: Bearers) -> Iterator[Described]:
    """All that describes somebody, by the cue words of the lists."""
    syntax = bearers.syntax
    for token, (word, lemma) in enumerate(zip(syntax.lower, syntax.lemma, strict=True)):
        if word in CUES or lemma in CUES:
            if syntax.pos[token] in ("NOUN", "PROPN"):
                yield from _of_noun(bearers, token, word, lemma)
            yield from _of_other_word(bearers, token, word)
        elif syntax.pos[token] == "NUM":
            yield from years.ages(bearers, token)
        elif "-" in word and word.rpartition("-")[2] in body.ENDINGS:
            yield from body.compounds(bearers, token)


def _of_noun(bearers: Bearers, token: int, word: str, lemma: str) -> Iterator[Described]:
    if lemma in body.PARTS:
        yield from body.parts_of_the_body(bearers, token, lemma)
        if lemma == "hand":
            yield from body.writing_hand(bearers, token)
        elif lemma == "scar":
            yield from body.scars(bearers, token)
    if word in _words("colours"):
        yield from body.colours_of(bearers, token)
    if lemma in _words("kin_words"):
        yield from things.kin(bearers, token)
    if lemma in _words("things"):
        yield from things.possessions(bearers, token)
    if lemma in _words("clothes") or word in _words("clothes"):
        yield from things.clothes(bearers, token)
    if word in _words("roles"):
        yield from persons.roles(bearers, token)
    elif word.rstrip(".") in persons.TITLES:
        yield from persons.titles(bearers, token)
    if word in _words("nationals"):
        yield from persons.nationals(bearers, token)
    if word in _words("ten"):
        yield from years.decades(bearers, token)
    if lemma == "birthday":
        yield from years.dates_of_birth(bearers, token)
    elif lemma == "name":
        yield from persons.given_names(bearers, token)
    elif lemma == "child":
        yield from persons.only_children(bearers, token)


def _of_other_word(bearers: Bearers, token: int, word: str) -> Iterator[Described]:
    pos = bearers.syntax.pos[token]
    if pos in ("ADJ", "NOUN", "VERB", "PROPN") and word in ADJECTIVES:
        yield from persons.adjectives(bearers, token, word)
    if word in body.ENDINGS:
        yield from body.compounds(bearers, token)
    if pos == "NUM" or (pos in ("NOUN", "ADJ") and word in _words("numbers")):
        yield from years.ages(bearers, token)
    elif pos == "ADP" and word in ("from", "of"):
        yield from persons.origins(bearers, token)
    elif word == "born":
        yield from years.births(bearers, token)


ADJECTIVES = frozenset(("big",)).union(
    *(_words(name) for name in ("old", "small_aged", "builds", "looks", "traits", "nationalities"))
)
CUES = ADJECTIVES.union(
    *(_words(name) for name in ("colours", "kin_words", "things", "clothes", "roles", "nationals", "ten", "numbers")),
    body.PARTS,
    body.ENDINGS,
    persons.TITLES,
    (f"{title}." for title in persons.TITLES),
    ("birthday", "name", "child", "from", "of", "born"),
)
"""Words and lemmas at which it is worth while to look closer."""
