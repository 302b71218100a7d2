"""Whether a story's cast keeps a novel's characters apart and whole: merged, split and missed characters.

A cast list that makes one person of Jane and Elizabeth, or two of Miss Taylor and Mrs. Weston, is wrong for
every page, however many single references are right. What the story takes a gold character of the Project
Dialogism Novel Corpus for is shown by *evidence*, each piece of which points to one entity of the story, or
to none:

mentions    inside quotations, of this character alone and not by a pronoun. The entity is that of the
            story's mention with the same span, or with its head word inside the gold's and the best overlap.
            It is *named* if one of the character's names stands in it (*my dear Emma*, not *my dear*).
quotations  the entity is their speaker in the story. *Named* if the corpus calls them explicit (said Emma).

part     an entity that at least 3 pieces and a tenth of the character's linked evidence point to
home     the part with the most named evidence, if that is at least 3 pieces; between equals, the one with the
         most evidence. A character whose name says less has for home the part with the most evidence that is
         nobody's by name: a stranger whose words were given to Emma is not one person with her.
merged   two characters with one home, counted in pairs
split    a character with a further part, unless that is the home of another to whom it belongs at least as
         much: then the one was only taken for the other now and then, an error of reference
missed   a character without a home: found nowhere, or only taken for others
held     share of all evidence, linked or not, that points to the home

Characters with at least 5 pieces of evidence are judged; *main* are those of them with at least 10 quotations,
among whom, in all 18 novels of our training and development data, is everybody whom the corpus calls major
or intermediate. What refers to several characters, to a crowd or to an unknown voice is no evidence.

Not tried: where the corpus itself has two characters for one person in disguise, the story should too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from fabula.evaluation.corpora.pdnc import GoldMention, PdncNovel, casefolded
from fabula.evaluation.speakers import answers_to
from fabula.lexicon.nouns import IT, PERSONAL
from fabula.spans import overlap_length
from fabula.story import Story

PART_PIECES, PART_SHARE = 3, 0.1
JUDGED_PIECES = 5
MAIN_QUOTATIONS = 10
PRONOUNS = PERSONAL | IT


@dataclass(frozen=True)
class Evidence:
    """One piece: the gold character it concerns, and the entity that the story has for it (None: none)."""

    character: str
    entity: int | None
    is_named: bool
    is_quotation: bool


@dataclass(frozen=True)
class Kept:
    """What became of one gold character; parts are entity ids, most evidence first."""

    name: str
    n_evidence: int
    n_quotations: int
    linked: Mapping[int, int]  # pieces of evidence by entity, most first
    named: Mapping[int, int]  # those of them that are named
    parts: tuple[int, ...]
    home: int | None = None
    splinters: tuple[int, ...] = ()  # what has split off: further parts that are not rather another's

    @property
    def is_judged(self) -> bool:
        """Whether there is enough evidence."""
        return self.n_evidence >= JUDGED_PIECES

    @property
    def is_main(self) -> bool:
        """Whether it is a main character."""
        return self.is_judged and self.n_quotations >= MAIN_QUOTATIONS

    @property
    def held(self) -> int:
        """How many pieces of evidence point to its home."""
        return 0 if self.home is None else self.linked[self.home]


@dataclass(frozen=True)
class CastScore:
    """All gold characters of one novel, most evidence first, and the names of the entities they are taken for."""

    name: str
    characters: tuple[Kept, ...]
    entity_names: Mapping[int, str]

    @property
    def judged(self) -> list[Kept]:
        """The characters with enough evidence."""
        return [character for character in self.characters if character.is_judged]

    @property
    def main(self) -> list[Kept]:
        """The main characters."""
        return [character for character in self.characters if character.is_main]


def score_cast(story: Story, novel: PdncNovel, mentions: Sequence[GoldMention]) -> CastScore:
    """How well ``story``, read from the novel's text, keeps its characters apart and whole.

    Takes   mentions: the novel's, as from ``read_mentions``
    """
    characters = keep(evidence_in(story, novel, mentions))
    names = story.column("entities", "name")
    entities = {entity for character in characters for entity in character.linked}
    return CastScore(novel.name, characters, {entity: str(names[entity]) for entity in sorted(entities)})


def keep(evidence: Iterable[Evidence]) -> tuple[Kept, ...]:
    """What became of each gold character, most evidence first.

    >>> emma = [Evidence("Emma", 0, True, False)] * 5
    >>> harriet = [Evidence("Harriet", 0, True, False)] * 3 + [Evidence("Harriet", 1, False, True)] * 3
    >>> [(kept.name, kept.home, kept.splinters) for kept in keep(emma + harriet)]
    [('Harriet', 0, (1,)), ('Emma', 0, ())]
    """
    by_character: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_character.setdefault(piece.character, []).append(piece)
    kept = [_with_home_by_name(_in_parts(name, pieces)) for name, pieces in by_character.items()]
    taken = {character.home for character in kept}
    kept = [character if character.home is not None else _with_other_home(character, taken) for character in kept]
    belonging: dict[int, list[int]] = {}
    for character in kept:
        if character.home is not None:
            belonging.setdefault(character.home, []).append(character.held)
    kept = [_with_splinters(character, belonging) for character in kept]
    return tuple(sorted(kept, key=lambda character: (-character.n_evidence, character.name)))


def _in_parts(name: str, pieces: Sequence[Evidence]) -> Kept:
    linked = _by_entity(pieces)
    least = max(PART_PIECES, PART_SHARE * sum(linked.values()))
    return Kept(
        name=name,
        n_evidence=len(pieces),
        n_quotations=sum(piece.is_quotation for piece in pieces),
        linked=linked,
        named=_by_entity([piece for piece in pieces if piece.is_named]),
        parts=tuple(entity for entity, count in linked.items() if count >= least),
    )


def _by_entity(pieces: Sequence[Evidence]) -> dict[int, int]:
    """How many pieces point to each entity, most first."""
    counts = Counter(piece.entity for piece in pieces if piece.entity is not None)
    return dict(sorted(counts.items(), key=lambda entity: (-entity[1], entity[0])))


def _with_home_by_name(character: Kept) -> Kept:
    named = {part: character.named.get(part, 0) for part in character.parts}
    home = max(named, key=lambda part: (named[part], character.linked[part], -part), default=None)
    return character if home is None or named[home] < PART_PIECES else replace(character, home=home)


def _with_other_home(character: Kept, taken: Set[int | None]) -> Kept:
    return replace(character, home=next((part for part in character.parts if part not in taken), None))


def _with_splinters(character: Kept, belonging: Mapping[int, Sequence[int]]) -> Kept:
    """The character with what has split off.

    Takes   belonging: for each home, how many pieces of each character at home there point to it
    """
    further = [part for part in character.parts if part != character.home]
    own = [part for part in further if character.linked[part] > max(belonging.get(part, ()), default=0)]
    return replace(character, splinters=tuple(own))


def merged_pairs(characters: Sequence[Kept]) -> list[tuple[Kept, Kept]]:
    """The pairs of these characters that have one home."""
    at_home = [character for character in characters if character.home is not None]
    return [(one, other) for one, other in combinations(at_home, 2) if one.home == other.home]


def figures_of(characters: Sequence[Kept]) -> dict[str, int | float | None]:
    """Every figure over these characters of one novel, by name; a share of nothing is None."""
    n_evidence = sum(character.n_evidence for character in characters)
    held = sum(character.held for character in characters)
    return {
        "characters": len(characters),
        "merged": len(merged_pairs(characters)),
        "split": sum(bool(character.splinters) for character in characters),
        "missed": sum(character.home is None for character in characters),
        "evidence": n_evidence,
        "held": held / n_evidence if n_evidence else None,
    }


def evidence_in(story: Story, novel: PdncNovel, mentions: Sequence[GoldMention]) -> Iterator[Evidence]:
    """Every piece of evidence on every gold character: of the mentions, then of the quotations."""
    linker = MentionLinker(story)
    for mention in mentions:
        text = novel.text[mention.start : mention.end]
        if mention.character is not None and not is_pronoun(text):
            is_named = holds_name(text, novel.names_of(mention.character))
            entity = linker.entity_at(mention.start, mention.end, is_named)
            yield Evidence(mention.character, entity, is_named, is_quotation=False)
    quotes = [quote for quote in novel.quotes if quote.speaker is not None]
    for quote, answer in zip(quotes, answers_to(story, quotes), strict=True):
        yield Evidence(str(quote.speaker), answer.speaker, quote.type == "explicit", is_quotation=True)


class MentionLinker:
    """Finds the entity that a story has for a stretch of its text; the story's pronouns are left out."""

    def __init__(self, story: Story) -> None:
        rows = np.flatnonzero(story.column("mentions", "form") != "pronoun")
        self._starts, self._ends = story.column("mentions", "start")[rows], story.column("mentions", "end")[rows]
        self._heads = story.column("tokens", "start")[story.column("mentions", "head_token")[rows]]
        self._entities = story.column("mentions", "entity")[rows]
        self._is_proper = story.column("mentions", "form")[rows] == "proper"

    def entity_at(self, start: int, end: int, is_named: bool) -> int | None:
        """The entity of the mention that fits [start, end) best; for a name, of a proper name rather than others.

        *Your friend Harriet* holds the mentions *your friend* and *Harriet*, and is Harriet.
        """
        fitting = np.flatnonzero((self._heads >= start) & (self._heads < end))
        if not len(fitting):
            return None
        starts, ends = self._starts[fitting], self._ends[fitting]
        together = np.maximum(ends, end) - np.minimum(starts, start)
        fit = overlap_length(starts, ends, start, end) / together
        preferred = self._is_proper[fitting] & is_named
        entity = int(self._entities[fitting[np.lexsort((fit, preferred))[-1]]])
        return entity if entity >= 0 else None


def is_pronoun(text: str) -> bool:
    """Whether every word is a personal pronoun, what an apostrophe joins to it left out.

    >>> is_pronoun("You"), is_pronoun("he's"), is_pronoun("my dear")
    (True, True, False)
    """
    words = re.findall(r"(?:^|\s)(\w+)", text.casefold())
    return bool(words) and all(word in PRONOUNS for word in words)


def holds_name(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names, casefolded, stands in ``text`` as whole words.

    >>> holds_name("My dear Miss\\nWoodhouse!", {"emma", "miss woodhouse"}), holds_name("Emmanuel", {"emma"})
    (True, False)
    """
    padded = f" {_words(text)} "
    return any(words and f" {words} " in padded for words in map(_words, names))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", casefolded(text)))
