"""The words of a text that name a feeling or show it, each with what kind of word it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.schema.kinds import EMOTIONS

SORTS = ("states", "feels", "moves", "names", "manners", "signs", "bodies")
NO_MANNERS = frozenset("hopelessly dearly upsetly".split())
BODY_COMPANIONS = {  # what must stand with some deeds of the body for them to show a feeling
    "blood_run": ("cold", "chill"),
    "face_light": ("up",),
    "eye_light": ("up",),
    "eye_fill": ("tears",),
    "eye_brim": ("tears", "over"),
    "hair_stand": ("end",),
}
PLURAL_ONLY = ("tear",)
SEVERAL_MEANINGS = ("bore",)  # "bore" is mostly the past of "bear"
COMPANION_REACH = 6  # words


@dataclass(frozen=True)
class Cue:
    """A word that tells of a feeling; ``first`` and ``last`` are the tokens of all the words that do."""

    token: int
    kind: str
    sort: str
    first: int
    last: int


def find_cues(syntax: Syntax) -> Iterator[Cue]:
    """What may tell of a feeling, in the order of the text."""
    states, verbs, names, manners, bodies = (_states(), _verbs(), _names(), _manners(), _bodies())
    watched = {*states, *verbs, *names, *manners, *_parts()}
    for token, (word, lemma) in enumerate(zip(syntax.lower, syntax.lemma, strict=True)):
        if word not in watched and lemma not in watched:
            continue
        pos = syntax.pos[token]
        if pos == "NOUN" and lemma in _parts():
            yield from _body(syntax, token, bodies)
        if pos == "ADV":
            if word in manners:
                yield Cue(token, manners[word], "manners", token, token)
        elif pos == "NOUN":
            if lemma in names and (lemma not in PLURAL_ONLY or syntax.tag[token] == "NNS"):
                yield Cue(token, names[lemma], "names", token, token)
        elif pos == "VERB" and lemma in verbs and word not in SEVERAL_MEANINGS:
            yield Cue(token, *verbs[lemma], token, token)
        elif word in states and (pos == "ADJ" or (pos == "VERB" and _is_state(syntax, token))):
            yield Cue(token, states[word], "states", token, token)


def _is_state(syntax: Syntax, participle: int) -> bool:
    """ "Was relaxed", not "composed a letter" or "was composed of"."""
    labels = [syntax.dep[child] for child in syntax.children[participle]]
    of = any(syntax.lower[child] == "of" for child in syntax.children[participle])
    return syntax.tag[participle] == "VBN" and "dobj" not in labels and not of


def _body(syntax: Syntax, token: int, bodies: dict[str, str]) -> Iterator[Cue]:
    verb = syntax.head[token]
    deed = f"{syntax.lemma[token]}_{syntax.lemma[verb]}"
    if deed not in bodies or syntax.dep[token] != "nsubj":
        return
    low, high = min(token, verb), max(token, verb)
    near = syntax.lower[low : high + COMPANION_REACH]
    if deed not in BODY_COMPANIONS or any(word in near for word in BODY_COMPANIONS[deed]):
        yield Cue(token, bodies[deed], "bodies", low, high)


@cache
def words_of(sort: str) -> dict[str, str]:
    """Word -> kind of feeling."""
    return {word: kind for kind in EMOTIONS for word in sorted(word_list("feelings", f"{kind} {sort}"))}


def _states() -> dict[str, str]:
    return words_of("states")


def _names() -> dict[str, str]:
    return words_of("names")


def _bodies() -> dict[str, str]:
    return words_of("bodies")


@cache
def _parts() -> frozenset[str]:
    return frozenset(deed.split("_")[0] for deed in _bodies())


@cache
def _verbs() -> dict[str, tuple[str, str]]:
    """Lemma -> kind of feeling and sort of verb; what is felt goes before what is done to somebody."""
    return {word: (kind, sort) for sort in ("signs", "moves", "feels") for word, kind in words_of(sort).items()}


@cache
def _manners() -> dict[str, str]:
    """Adverb -> kind of feeling: those of the list, and those made from states."""
    made = {_adverb(word): kind for word, kind in _states().items()} | words_of("manners")
    return {word: kind for word, kind in made.items() if word not in NO_MANNERS}


def _adverb(word: str) -> str:
    if word.endswith("le"):
        return word[:-1] + "y"
    return word[:-1] + "ily" if word.endswith("y") else word + "ly"
