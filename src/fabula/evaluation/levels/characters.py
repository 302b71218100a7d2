"""Which of a story's characters is which of the gold's: matched one to one, the most evidence first.

names    occurrences of the names of ours that are among the gold's forms, where there are at least three
voices   pronouns of the first person that link to ours where the gold one narrates, of the second where the gold one is
         "you"; others' speech is left out. Ours must be nobody else's by name: a story that takes Tom for the narrator
         is wrong, however often it says "I".
names    of those left, however few
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fabula.evaluation.cast import PART_PIECES
from fabula.evaluation.corpora.levels import GoldStretch, LevelsText
from fabula.evaluation.corpora.pdnc import casefolded
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.story import Character, Story

PRONOUNS = {"first": FIRST_SINGULAR, "second": SECOND, "third": frozenset[str]()}
Evidence = Counter[tuple[int, str]]  # how much says that an entity is a gold character


def match_characters(gold: LevelsText, story: Story) -> dict[int, str]:
    """The gold character that each of ours is, by entity; those that nothing speaks for are left out."""
    named = _named(gold.characters, story)
    often = Counter({pair: count for pair, count in named.items() if count >= PART_PIECES})
    return _matched(story, often, _voiced(gold, story, _most(named)), named)


def match_named(characters: Mapping[str, Sequence[str]], story: Story) -> dict[int, str]:
    """The gold character that each of ours is by its names alone, by entity.

    Takes   characters: each of the gold's with all it is called by
    """
    return _matched(story, _named(characters, story))


def _matched(story: Story, *evidences: Evidence) -> dict[int, str]:
    """One to one, by each evidence in turn, the most of it first."""
    n_mentions = story.column("entities", "n_mentions")
    cast: dict[int, str] = {}
    for evidence in evidences:
        for entity, name in sorted(evidence, key=lambda pair: (-evidence[pair], -n_mentions[pair[0]], pair)):
            if entity not in cast and name not in cast.values():
                cast[entity] = name
    return cast


def _named(characters: Mapping[str, Sequence[str]], story: Story) -> Evidence:
    """How often an entity is called by a form of a gold character's."""
    holders = {casefolded(form): name for name, forms in characters.items() for form in (name, *forms)}
    named: Evidence = Counter()
    for entity in range(len(story.tables["entities"])):
        for form, count in Character(story, entity).names.items():
            if casefolded(form) in holders:
                named[entity, holders[casefolded(form)]] += count
    return named


def _voiced(gold: LevelsText, story: Story, names: Mapping[int, str]) -> Evidence:
    """How many "I" and "you" make an entity the voice of a stretch, that for which it has most, if its name allows it.

    Takes   names: whom the name of an entity makes it
    """
    voices = {_voice(stretch) for stretch in gold.stretches}
    voiced: Evidence = Counter()
    columns = (story.column("mentions", name).tolist() for name in ("start", "end", "entity"))
    for start, end, entity in zip(*columns, strict=True):
        voice = _voice_at(gold, story, start, gold.text[start:end].casefold())
        if entity >= 0 and voice is not None and voice in voices:
            voiced[entity, voice] += 1
    kept = [pair for pair in _most(voiced).items() if names.get(pair[0], pair[1]) == pair[1]]
    return Counter({pair: voiced[pair] for pair in kept})


def _voice_at(gold: LevelsText, story: Story, position: int, pronoun: str) -> str | None:
    """Whom ``pronoun`` stands for: in a layer its narrator, outside quotations the voice of the stretch."""
    layers = [layer for layer in gold.layers if layer.narrator and layer.start <= position < layer.end]
    if layers:
        innermost = min(layers, key=lambda layer: layer.end - layer.start)
        return innermost.narrator if pronoun in FIRST_SINGULAR else None
    starts, ends = story.column("quote_spans", "start"), story.column("quote_spans", "end")
    if ((starts <= position) & (position < ends)).any():
        return None
    around = (stretch for stretch in gold.stretches if stretch.start <= position < stretch.end)
    return next((_voice(stretch) for stretch in around if pronoun in PRONOUNS[stretch.person]), None)


def _voice(stretch: GoldStretch) -> str | None:
    """Who is "I" in the first person, "you" in the second."""
    return {"first": stretch.narrator, "second": stretch.focal}.get(stretch.person)


def _most(evidence: Evidence) -> dict[int, str]:
    """The gold character for which each entity has the most evidence."""
    return {entity: name for (entity, name), _ in reversed(evidence.most_common())}
