"""How pleasant and how stirring a word is, on its own."""

from __future__ import annotations

from functools import cache
from importlib import resources

from fabula.lexicon.lists import word_list

Mood = tuple[float, float | None]  # valence and arousal, each from -1 to 1; no arousal where nobody rated it

ENDINGS = (
    *(("ily", "y"), ("bly", "ble"), ("ly", ""), ("iness", "y"), ("ness", "")),
    *(("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e")),
)
SHORTEST = 3  # letters that are left of a word without its ending
HIGHEST_VADER = 4.0


@cache
def mood_of(word: str, lemma: str, pos: str) -> Mood | None:
    """The mood of a word, or None if it has none that is known.

    Our own list goes first: the word, its dictionary form, what it is made from; then VADER's, of valences only.

    Takes   word, lemma: in lower case; pos: universal part of speech

    >>> mood_of("wept", "weep", "VERB"), mood_of("angrily", "angrily", "ADV"), mood_of("table", "table", "NOUN")
    ((-0.7, 0.3), (-0.6, 0.6), None)
    >>> mood_of("like", "like", "VERB"), mood_of("like", "like", "ADP")
    ((0.4, 0.1), None)
    """
    own, bounded = _own()
    forms = (word, lemma, *_roots(word))
    for form in forms:
        mood = own.get((form, pos)) or own.get((form, ""))
        if mood is not None:
            return mood
    if any(form in bounded for form in forms):
        return None
    rated = _vader()
    valence = next((rated[form] for form in (word, lemma) if form in rated), None)
    return None if valence is None else (valence, None)


def _roots(word: str) -> list[str]:
    """What an adverb, a participle or a noun may be made from."""
    return [
        word.removesuffix(ending) + instead
        for ending, instead in ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST
    ]


@cache
def _own() -> tuple[dict[tuple[str, str], Mood], frozenset[str]]:
    """Our ratings by word and part of speech (empty: any), and the words that are rated as some parts only."""
    rows = [line.split("\t") for line in _lines("moods.tsv")]
    own: dict[tuple[str, str], Mood] = {
        (word, pos): (float(valence), float(arousal)) for word, pos, valence, arousal in rows
    }
    return own, frozenset(word for word, pos in own if pos)


@cache
def _vader() -> dict[str, float]:
    """VADER's valences, from -1 to 1."""
    rows = (line.split("\t") for line in _lines("vader.tsv"))
    unrated = word_list("feelings", "unrated")
    return {word: float(valence) / HIGHEST_VADER for word, valence in rows if word not in unrated}


def _lines(file: str) -> list[str]:
    lines = resources.files("fabula.lexicon").joinpath(file).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def shared_valences() -> list[tuple[float, float]]:
    """Our valence and VADER's of each word that both lists have, as pairs."""
    own: dict[str, float] = {}
    for (word, _), (valence, _) in _own()[0].items():
        own.setdefault(word, valence)
    rows = [line.split("	") for line in _lines("vader.tsv")]
    vader = {word: float(valence) / HIGHEST_VADER for word, valence in rows}
    return [(valence, vader[word]) for word, valence in own.items() if word in vader]
