"""Verbs that say a tie with words that belong to them: "works for", "made a pact with", "locked her up"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import NamedTuple

from fabula.reading.ties.people import People, Person
from fabula.reading.ties.relations import listed
from fabula.reading.ties.sign import Sign
from fabula.schema import TIE_ROLES

WARMTH = {"romance": 0.5, "alliance": 0.4, "enmity": -0.7, "rivalry": -0.3}
PARTICLES = ("prt", "advmod", "prep", "dobj", "attr", "oprd", "acomp", "xcomp", "dative", "npadvmod")


class Phrase(NamedTuple):
    """A word that belongs to the verb, or "", the preposition before the other, or "", and what they say."""

    word: str
    preposition: str
    kind: str
    role: str | None
    is_turned: bool

    @property
    def is_mutual(self) -> bool:
        """Whether two do it who do it together: they date, they got married, but two who turned against a third no."""
        is_shared = self.preposition in ("", "with", "from") or self.role in ("married", "engaged")
        return is_shared and self.kind not in ("family", "authority") and self.role != "wish"


@cache
def phrases() -> Mapping[str, list[Phrase]]:
    """By its verb's lemma, what the lexicon lists as VERB/WORD/PREPOSITION."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for kind, roles in TIE_ROLES.items():
        for role in (None, *roles):
            for turned in ("", " to"):
                name = f"phrases of {kind}" + (f", {role}{turned}" if role else turned)
                for entry in listed(name):
                    verb, word, preposition = entry.split("/")
                    found[verb].append(Phrase(word, preposition, kind, role, bool(turned)))
    return dict(found)


def phrase_signs(people: People, verb: int, form: str) -> Iterator[Sign]:
    """What a verb and its words say of its subject and of another, or of two subjects: "they had been dating".

    ``form`` is that by which the phrase is listed: the verb's lemma, or "seeing", which only counts after "be".
    """
    syntax = people.syntax
    if form != syntax.lemma[verb].lower() and not any(syntax.lemma[c] == "be" for c in syntax.children[verb]):
        return
    for phrase in phrases().get(form, ()):
        word = _word(people, verb, phrase.word)
        if phrase.word and word is None:
            continue
        subjects = people.subjects(verb)
        others = list(_others(people, verb, word, phrase.preposition))
        pairs = [(a, b) for a in subjects for b in others]
        if not others and phrase.is_mutual and len(subjects) == 2:
            pairs = list(combinations(subjects, 2))
        total = people.weight(verb) * people.reality(verb)
        for one, other in pairs:
            if one.entity != other.entity and total:
                source, target = (other, one) if phrase.is_turned else (one, other)
                sure, span = one.sure * other.sure, people.span(verb, *(t for t in (word,) if t is not None))
                warmth = WARMTH.get(phrase.kind, 0.0) if total > 0 else 0.0
                yield Sign(
                    source.entity,
                    target.entity,
                    phrase.kind,
                    phrase.role,
                    "statement",
                    *span,
                    sure * total,
                    warmth,
                    True,
                )


def _word(people: People, verb: int, wanted: str) -> int | None:
    syntax = people.syntax
    return next(
        (
            child
            for child in syntax.children[verb]
            if syntax.dep[child] in PARTICLES and wanted in (syntax.lower[child], syntax.lemma[child])
        ),
        None,
    )


def _others(people: People, verb: int, word: int | None, preposition: str) -> Iterator[Person]:
    syntax = people.syntax
    if not preposition:
        for child in syntax.children[verb]:
            if syntax.dep[child] in ("dobj", "dative") and child != word:
                yield from people.meant(child)
        if word is not None:
            wanted = ("compound", "dobj") if syntax.dep[word] == "xcomp" else ("compound",)
            for child in syntax.children[word]:  # "held Anna prisoner", "tried to kill Anna"
                if syntax.dep[child] in wanted:
                    yield from people.meant(child)
        return
    for base in (verb, word):
        for child in syntax.children[base] if base is not None else ():
            if syntax.lower[child] == preposition:
                for inner in syntax.children[child]:
                    yield from people.meant(inner)
