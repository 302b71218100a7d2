"""What people do to each other and feel toward each other: "kissed him", "in love with", "jealous of"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from fabula.lexicon.lists import word_list
from fabula.reading.ties.people import People, Person
from fabula.reading.ties.sign import Sign

WARM, COLD = 0.5, -0.6
MUTUAL = ("kiss", "hug", "embrace", "fight", "quarrel")  # what two do to each other where no object is said
STRONG = {"love": 0.8, "adore": 0.9, "hate": -0.9, "detest": -0.9, "loathe": -0.9, "despise": -0.8, "murder": -1.0}


@cache
def deed_lemmas() -> frozenset[str]:
    """Verbs that are warm or cold toward their object, or are where they are denied: "can't stand him"."""
    return word_list("ties", "warm deeds") | word_list("ties", "cold deeds") | word_list("ties", "verbs of bearing")


def deed_signs(people: People, verb: int) -> Iterator[Sign]:
    """What a warm or cold verb shows between its subject and its object."""
    syntax = people.syntax
    lemma = syntax.lemma[verb].lower()
    warmth = STRONG.get(lemma, WARM if lemma in word_list("ties", "warm deeds") else COLD)
    weight = people.weight(verb) * people.reality(verb)
    if weight == 0:
        return
    for one, other in _doers(people, verb):
        if one.entity == other.entity:
            continue
        sure = one.sure * other.sure
        span = people.span(verb, *(t for t in syntax.children[verb] if t in people.at))
        if lemma in word_list("ties", "verbs of bearing"):
            if weight < 0:
                yield Sign(one.entity, other.entity, "enmity", None, "feeling", *span, sure * 0.5, COLD)
            continue
        if weight < 0:  # "did not love him" shows little of either
            if lemma in STRONG:
                yield Sign(one.entity, other.entity, None, None, "feeling", *span, sure * 0.5, -0.5 * warmth)
            continue
        kind, role, share = _shown(lemma)
        form = "feeling" if lemma in _feelings() else "action"
        yield Sign(one.entity, other.entity, kind, role, form, *span, sure * weight * share, warmth * weight)


@cache
def _feelings() -> frozenset[str]:
    return word_list("ties", "verbs of loving") | word_list("ties", "verbs of hating")


def _shown(lemma: str) -> tuple[str | None, str | None, float]:
    """Kind and role that a deed speaks for, and how much."""
    if lemma in word_list("ties", "verbs of kissing"):
        return "romance", "couple", 0.3
    if lemma in word_list("ties", "verbs of loving"):
        return "romance", "wish", 0.4
    if lemma in word_list("ties", "hostile deeds"):
        return "enmity", None, 0.5
    if lemma in word_list("ties", "helping deeds"):
        return "friendship", None, 0.3
    return None, None, 1.0


def _doers(people: People, verb: int) -> Iterator[tuple[Person, Person]]:
    """Pairs of who does and to whom it is done."""
    syntax = people.syntax
    lemma = syntax.lemma[verb].lower()
    children = syntax.children[verb]
    subjects = people.subjects(verb)
    if not subjects:
        return
    objects = [p for c in children if syntax.dep[c] in ("dobj", "dative") for p in people.meant(c)]
    is_aimed = lemma in word_list("ties", "aimed")
    wanted = ("at", "upon", "on", "with") if is_aimed else ("by",)
    aimed = [
        p
        for c in children
        if syntax.dep[c] in ("prep", "agent") and syntax.lower[c] in wanted
        for g in syntax.children[c]
        if syntax.dep[g] == "pobj"
        for p in people.meant(g)
    ]
    is_passive = any(syntax.dep[c] in ("nsubjpass", "auxpass") for c in children)
    if is_aimed:
        yield from ((a, b) for a in subjects for b in aimed)
    elif is_passive:
        yield from ((a, b) for a in aimed for b in subjects)
    elif objects:
        yield from ((a, b) for a in subjects for b in objects)
    elif len(subjects) == 2 and (lemma in MUTUAL or any(_is_each_other(people, child) for child in children)):
        yield subjects[0], subjects[1]


def _is_each_other(people: People, token: int) -> bool:
    syntax = people.syntax
    words = syntax.lower[token], *(syntax.lower[child] for child in syntax.children[token])
    return words in (("other", "each"), ("another", "one"))


def complement_signs(people: People, token: int) -> Iterator[Sign]:
    """What a word with a preposition shows: "in love with", "fond of", "his hatred of her", "jealous of"."""
    syntax = people.syntax
    word = syntax.lower[token]
    kind, role, share, warmth = _complement(word)
    preposition = next((c for c in syntax.children[token] if syntax.lower[c] in _wanted(word)), None)
    if preposition is None:
        head = syntax.head[token]  # "in love with her": the parser hangs "with" on the verb at times
        verb = syntax.head[head] if syntax.dep[token] == "pobj" else head
        if word != "love":
            return
        preposition = next((c for c in syntax.children[verb] if syntax.lower[c] == "with" and c > token), None)
    if preposition is None or (
        word == "love" and syntax.lower[preposition] == "with" and syntax.lower[token - 1] != "in"
    ):
        return
    targets = [p for c in syntax.children[preposition] if syntax.dep[c] == "pobj" for p in people.meant(c)]
    holders = people.owners(token) if syntax.pos[token] == "NOUN" and word != "love" else []
    if word == "love" and any(syntax.dep[c] == "poss" for c in syntax.children[token]):
        holders = [o for c in syntax.children[token] if syntax.dep[c] == "poss" for o in people.possessor(c)]
    if not holders:
        verb = people.verb_of(token)
        holders = [(p.entity, p.sure) for p in people.subjects(verb)] if verb >= 0 else []
    weight = people.weight(token) * people.reality(token)
    for holder, sure in holders:
        for target in targets:
            if holder != target.entity and weight > 0:
                span = people.span(token, preposition)
                total = sure * target.sure * weight
                yield Sign(holder, target.entity, kind, role, "feeling", *span, total * share, warmth * weight)


def _wanted(word: str) -> tuple[str, ...]:
    if word == "love":
        return ("with", "for")
    return ("of", "for", "to", "with", "at", "against", "toward", "towards", "by")


def _complement(word: str) -> tuple[str | None, str | None, float, float]:
    if word == "love" or word in word_list("ties", "loving complements"):
        return "romance", "wish", 1.0, 0.8
    if word in word_list("ties", "feeling nouns with for"):
        return "romance", "wish", 0.3, 0.6
    if word in word_list("ties", "jealous complements"):
        return "rivalry", None, 0.5, -0.5
    if word in word_list("ties", "hating complements"):
        return "enmity", None, 0.2, -0.5
    if word in word_list("ties", "hostile nouns with for"):
        return "enmity", None, 0.6, -0.8
    return "friendship", None, 0.2, 0.5


COMPLEMENTS = frozenset({"love"}).union(
    *(
        word_list("ties", name)
        for name in (
            "loving complements",
            "liking complements",
            "hating complements",
            "jealous complements",
            "feeling nouns with for",
            "hostile nouns with for",
        )
    )
)
