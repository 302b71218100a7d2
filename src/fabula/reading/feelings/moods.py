"""How pleasant and how stirring each scene is, and how each of its characters fares in it: means of rated words.

A word counts for the telling wherever it stands. It counts for a character in their own lines; in the narration, where
the word tells of their feeling, is theirs ("her sad eyes", "the wretched boy"), or stands in a clause of which they are
the subject or the object. "Not happy" is half as unpleasant as "happy" is pleasant; "very" makes a word stronger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.moods import mood_of
from fabula.reading.feelings.felt import ONLY
from fabula.reading.feelings.grammar import Grammar
from fabula.schema import table_of, zip_columns

RATED = frozenset(("NOUN", "VERB", "ADJ", "ADV", "INTJ"))
TURNED = -0.5  # what is left of the valence of a word that is denied
STRONGER, WEAKER = 1.3, 0.6
TURNING_REACH = 3  # words before one that may turn it about
MOST_CHARACTERS = 10  # of a scene, the most mentioned
OBJECTS = ("dobj", "dative", "nsubjpass")
COLUMNS = ("scene", "entity", "valence", "arousal", "n_words")


def scene_moods(
    grammar: Grammar,
    quotes: pa.Table,
    quote_of: Sequence[int],
    scenes: pa.Table,
    presence: pa.Table,
    mentions: pa.Table,
    emotions: Iterable[dict[str, Any]],
) -> pa.Table:
    """The ``moods`` table: for each scene that of the telling, then those of its characters by number of mentions."""
    syntax = grammar.syntax
    tokens, ratings = rated_words(syntax)
    scene_of = syntax.rows_of_tokens(scenes.append_column("row", pa.array(range(len(scenes)), pa.int32())), "row")
    felt_by = defaultdict[int, list[int]](list)
    for row in emotions:
        if row["holder"] >= 0:
            felt_by[row["token"]].append(row["holder"])
    speakers = quotes["speaker"].to_pylist()
    words: dict[tuple[int, int], list[int]] = defaultdict(list)  # scene and entity (-1: the telling) -> ratings
    for place, token in enumerate(tokens):
        scene, quote = scene_of[token], quote_of[token]
        if scene < 0:
            continue
        words[scene, -1].append(place)
        about = {speakers[quote]} if quote >= 0 else {*felt_by[token], *_concerned(grammar, token)}
        for entity in about - {None}:
            words[scene, entity].append(place)
    rows = []
    for scene, cast in enumerate(_casts(len(scenes), presence, mentions, scene_of)):
        for entity in (-1, *cast):
            if (scene, entity) in words:
                rows.append((scene, entity, *mean_mood(ratings[words[scene, entity]]), len(words[scene, entity])))
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return table_of("moods", dict(zip(COLUMNS, map(list, columns), strict=True)))


def mean_mood(ratings: NDArray[np.float32]) -> tuple[float, float]:
    """Mean valence and arousal; 0 for an arousal that no word has.

    Takes   ratings [n, 2]: valence, and arousal or NaN
    """
    has_arousal = ~np.isnan(ratings[:, 1])
    return float(ratings[:, 0].mean()), float(ratings[has_arousal, 1].mean()) if has_arousal.any() else 0.0


def rated_words(syntax: Syntax) -> tuple[list[int], NDArray[np.float32]]:
    """The words with a mood, and their valence and arousal (NaN: nobody rated it) as they stand in their sentences.

    Gives   tokens; ratings [n, 2]
    """
    strengtheners, turning = word_list("feelings", "strengtheners"), word_list("feelings", "turning")
    tokens, ratings = [], []
    for token, (word, lemma, pos) in enumerate(zip(syntax.lower, syntax.lemma, syntax.pos, strict=True)):
        if pos not in RATED or word in turning:
            continue
        mood = mood_of(word, lemma.lower(), pos)
        if mood is None or (word in strengtheners and _strengthens(syntax, token)):
            continue
        tokens.append(token)
        valence, arousal = mood
        ratings.append(_in_sentence(syntax, token, valence, np.nan if arousal is None else arousal))
    return tokens, np.array(ratings, np.float32).reshape(-1, 2)


def _in_sentence(syntax: Syntax, token: int, valence: float, arousal: float) -> tuple[float, float]:
    """A word's mood after what stands before it: "not", "very", "slightly"."""
    turning, stronger, weaker = (word_list("feelings", name) for name in ("turning", "stronger", "weaker"))
    sentence = syntax.sentence[token]
    before = syntax.lower[token - 1] if token and syntax.sentence[token - 1] == sentence else ""
    factor = STRONGER if before in stronger else WEAKER if before in weaker else 1.0
    valence, arousal = (min(max(factor * value, -1.0), 1.0) for value in (valence, arousal))
    for earlier in range(max(token - TURNING_REACH, 0), token):
        is_turning = syntax.lower[earlier] in turning and syntax.sentence[earlier] == sentence
        if is_turning and syntax.lower[earlier + 1] not in ONLY:
            return TURNED * valence, arousal
    return valence, arousal


def _strengthens(syntax: Syntax, token: int) -> bool:
    """ "Terribly glad": whether a word of feeling only makes the next one stronger."""
    return token + 1 < len(syntax) and syntax.pos[token + 1] in ("ADJ", "ADV")


def _concerned(grammar: Grammar, token: int) -> Iterator[int]:
    """Whom a narrated word is about: whose it is, and subject and objects of its clause."""
    syntax = grammar.syntax
    if syntax.pos[token] == "ADJ" and syntax.dep[token] == "amod":
        yield from grammar.people(syntax.head[token])
    yield from grammar.owners(token)
    verb = grammar.clause(token)
    subject = grammar.subject(verb)
    if subject is not None:
        who = grammar.who(subject)
        yield from grammar.people(who) if who is not None else ()
    for child in syntax.children[verb]:
        if syntax.dep[child] in OBJECTS:
            yield from grammar.people(child)


def _casts(n_scenes: int, presence: pa.Table, mentions: pa.Table, scene_of: Sequence[int]) -> list[list[int]]:
    """For each scene those who are in it, the most mentioned there first."""
    counts: list[Counter[int]] = [Counter() for _ in range(n_scenes)]
    for head, entity in zip_columns(mentions, "head_token", "entity"):
        if entity is not None and scene_of[head] >= 0:
            counts[scene_of[head]][entity] += 1
    here: list[set[int]] = [set() for _ in range(n_scenes)]
    for scene, entity, kind in zip_columns(presence, "scene", "entity", "kind"):
        if kind != "spoken of":
            here[scene].add(entity)
    return [
        sorted(there, key=lambda entity: (-count[entity], entity))[:MOST_CHARACTERS]
        for there, count in zip(here, counts, strict=True)
    ]
