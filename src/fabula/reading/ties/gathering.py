"""All signs of a text, gathered in one walk over its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from fabula.reading.ties.address import ADDRESS_WORDS, address_signs
from fabula.reading.ties.bonds import bond_signs, bonds
from fabula.reading.ties.couples import couple_signs
from fabula.reading.ties.deeds import COMPLEMENTS, complement_signs, deed_lemmas, deed_signs
from fabula.reading.ties.people import People
from fabula.reading.ties.phrases import phrase_signs, phrases
from fabula.reading.ties.relations import relations
from fabula.reading.ties.sign import Sign
from fabula.reading.ties.statements import VERB_LEMMAS, noun_signs, same_person, word_signs
from fabula.reading.ties.talk import talk_signs


def signs_of(people: People, quote_spans: pa.Table) -> dict[tuple[int, int], list[Sign]]:
    """The signs of each pair, the lower id first, in the order of the text."""
    nouns, deeds, phrased = frozenset(relations()), deed_lemmas(), frozenset(phrases())
    syntax = people.syntax
    signs: list[Sign] = []
    same: dict[int, Counter[int]] = defaultdict(Counter)
    rows = zip(syntax.lower, syntax.lemma, syntax.pos, strict=True)
    for token, (word, lemma, pos) in enumerate(rows):
        if pos in ("NOUN", "PROPN", "ADJ", "INTJ"):
            if word in nouns or lemma in nouns:
                signs += noun_signs(people, token)
                known = same_person(people, token)
                if known is not None:
                    same[known[0]][known[1]] += 1
                signs += address_signs(people, token)
            elif word in ADDRESS_WORDS:
                signs += address_signs(people, token)
            if lemma in bonds():
                signs += bond_signs(people, token)
            if word in COMPLEMENTS:
                signs += complement_signs(people, token)
        elif pos in ("VERB", "AUX"):
            if lemma in phrased:
                signs += phrase_signs(people, token, lemma)
            if word in phrased and syntax.tag[token] == "VBG":
                signs += phrase_signs(people, token, word)
            if lemma in VERB_LEMMAS:
                signs += word_signs(people, token)
            if lemma in deeds:
                signs += deed_signs(people, token)
            if word in COMPLEMENTS and pos == "ADJ":
                signs += complement_signs(people, token)
    signs += [*couple_signs(people), *talk_signs(people, quote_spans)]
    named = {unnamed: votes.most_common(1)[0][0] for unnamed, votes in same.items()}
    signs = [_of_named(sign, named) for sign in signs]
    signs = [sign for sign in signs if sign.source != sign.target]
    found: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for sign in sorted(signs, key=lambda sign: (sign.start, sign.end)):
        found[sign.pair].append(sign)
    return found


def _of_named(sign: Sign, named: Mapping[int, int]) -> Sign:
    source, target = named.get(sign.source, sign.source), named.get(sign.target, sign.target)
    return sign if (source, target) == (sign.source, sign.target) else replace(sign, source=source, target=target)
