"""What common nouns and pronouns refer to."""

from __future__ import annotations

from functools import cache

from fabula.lexicon.lists import word_list

FIRST_SINGULAR = frozenset("i me my mine myself".split())
FIRST_PLURAL = frozenset("we us our ours ourselves".split())
SECOND = frozenset("you your yours yourself yourselves thou thee thy thine thyself ye".split())
HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
THEY = frozenset("they them their theirs themselves themself".split())
IT = frozenset("it its itself".split())
SOMEBODY = frozenset("someone somebody one another".split())
EVERYBODY = frozenset("everyone everybody both all others several".split())
PERSONAL = FIRST_SINGULAR | FIRST_PLURAL | SECOND | HE | SHE | THEY


@cache
def noun_kind(word: str, lemma: str) -> str | None:
    """The kind of entity that a common noun refers to (see ``schema.ENTITY_KINDS``), or None for none of them."""
    if word in word_list("people", "group_nouns"):
        return "group"
    people = (
        word_list("people", "male_nouns") | word_list("people", "female_nouns") | word_list("people", "neutral_nouns")
    )
    people |= word_list("people", "kin")
    if lemma in people or word in people:
        return "person" if word == lemma or not word.endswith("s") else "group"
    for name in ("facility_words", "location_words", "region_words"):
        if lemma in word_list("places", name):
            return "place"
    if lemma in word_list("places", "vehicle_words"):
        return "vehicle"
    return None


def is_anybody(word: str, lemma: str) -> bool:
    """Whether a common noun or an indefinite pronoun refers to people."""
    return word in SOMEBODY | EVERYBODY or noun_kind(word, lemma) in ("person", "group")


@cache
def noun_gender(lemma: str) -> str:
    """``man``, ``woman`` or ``unknown``."""
    if lemma in word_list("people", "male_nouns") or lemma in word_list("people", "male_titles"):
        return "man"
    if lemma in word_list("people", "female_nouns") or lemma in word_list("people", "female_titles"):
        return "woman"
    return "unknown"


def pronoun_gender(word: str) -> str:
    """``man`` for he, ``woman`` for she, ``unknown`` for all others."""
    return "man" if word in HE else "woman" if word in SHE else "unknown"
