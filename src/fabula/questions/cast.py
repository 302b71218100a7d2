"""Whom the words of a question name: the longest name of the story's cast, by title, first name or description.

A description ("the doctor", "Tom's sister") means whom the text mostly means by it; one that means many means nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fabula.anchors import WORD, words_of
from fabula.lexicon.nouns import PERSONAL
from fabula.lexicon.titles import SPELLINGS, titles
from fabula.questions.evidence import Evidence

LONGEST_NAME = 7
ARTICLES = frozenset(("the", "a", "an"))
NARRATOR = ("narrator", "storyteller")
Key = tuple[str, ...]


UNKNOWN = -2


@dataclass(frozen=True)
class Named:
    """A stretch of a question that names somebody or some place; ``entity`` is UNKNOWN for one of another story."""

    start: int
    end: int
    entity: int


class Cast:
    """The names under which a question may mean somebody."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.sizes: list[int] = evidence.story.column("entities", "n_mentions").tolist()

    def find(self, question: str) -> list[Named]:
        """Those named in ``question``, in order; names do not overlap."""
        words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(question)]
        has_capitals = any(word[0].isupper() for _, _, word in words[1:])
        found: list[Named] = []
        place = 0
        while place < len(words):
            named = self._at(words, place, has_capitals)
            if named is None:
                place += 1
                continue
            last, entity = named
            if has_capitals and self._goes_on(words, last):
                last, entity = last + 1, UNKNOWN
            else:
                last, entity = self._owned(words, last, entity)
            end = words[last][0] + len(_bare(words[last][2]))
            start = words[place - 1][0] if place and words[place - 1][2].lower() == "the" else words[place][0]
            found.append(Named(start, end, entity))
            place = last + 1
        return found

    def _goes_on(self, words: list[tuple[int, int, str]], last: int) -> bool:
        """Whether the name goes on with a word that nobody of this name has: Jane Fairfax, where only Jane Eyre is."""
        surface = words[last][2]
        if last + 1 == len(words) or not surface[0].isupper() or _bare(surface) != surface:
            return False
        following = words[last + 1]
        return (
            following[2][0].isupper() and following[0] == words[last][1] + 1 and _key(following[2])[0] not in titles()
        )

    def _at(self, words: list[tuple[int, int, str]], place: int, has_capitals: bool) -> tuple[int, int] | None:
        """Last word and bearer of the longest name that begins at a word."""
        for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
            surfaces = [word for _, _, word in words[place : place + length]]
            if length > 1 and any(_bare(word) != word for word in surfaces[:-1]):
                continue  # "Anne's Tom" is no name
            is_name = surfaces[0][0].isupper() or not has_capitals
            after_article = place > 0 and words[place - 1][2].lower() in ARTICLES
            entity = self._bearer(_key(" ".join([*surfaces[:-1], _bare(surfaces[-1])])), is_name, after_article)
            if entity is not None:
                return place + length - 1, entity
        return None

    def _bearer(self, key: Key, is_name: bool, after_article: bool) -> int | None:
        if not key or key[0] in ARTICLES:
            return None
        if key in self._forms["proper"] and (is_name or after_article):
            return self._most(self._forms["proper"][key])
        if key in self._forms["common"] and (after_article or len(key) > 1 or is_name):
            bearers = self._forms["common"][key]
            entity = self._most(bearers)
            return entity if entity is not None and bearers[entity] >= bearers.total() / 2 else None
        if key[-1] in NARRATOR and after_article:
            return next((character.id for character in self.evidence.story.narrators), None)
        return self._most(self._parts(key)) if is_name and set(key) - titles() else None

    def _most(self, bearers: Counter[int]) -> int | None:
        return max(bearers, key=lambda entity: (bearers[entity], self.sizes[entity]), default=None)

    def _parts(self, key: Key) -> Counter[int]:
        """Those of whom some name has all these words: Jane Eyre, for "Miss Jane Eyre" or "Eyre"."""
        sought = set(key) - titles()
        bearers: Counter[int] = Counter()
        for words, holders in self._by_word.get(next(iter(sought)), ()):
            if sought <= words:
                bearers.update(holders)
        return bearers

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[frozenset[str], Counter[int]]]]:
        found: dict[str, list[tuple[frozenset[str], Counter[int]]]] = defaultdict(list)
        for key, holders in self._forms["proper"].items():
            for word in key:
                found[word].append((frozenset(key), holders))
        return found

    @cached_property
    def _forms(self) -> dict[str, dict[Key, Counter[int]]]:
        """Whom each form of name and each description means, and how often."""
        forms: dict[str, dict[Key, Counter[int]]] = {"proper": defaultdict(Counter), "common": defaultdict(Counter)}
        story = self.evidence.story
        names = (story.column("entity_names", name).tolist() for name in ("entity", "name", "count"))
        for entity, name, count in zip(*names, strict=True):
            words = WORD.findall(name)
            form = "proper" if any(word[0].isupper() for word in words[1:] or words) else "common"
            for key in _spellings(name):
                forms[form][key][entity] += count
        for reference in self.evidence.references.values():
            if reference.form == "common":
                for key in _spellings(story.text[reference.start : reference.end]):
                    forms["common"][key][reference.entity] += 1
        return forms

    def _owned(self, words: list[tuple[int, int, str]], last: int, entity: int) -> tuple[int, int]:
        """Whom "Tom's old sister" means, where the text says "his sister" or "Tom's sister"; else Tom."""
        if _bare(words[last][2]) == words[last][2]:
            return last, entity
        for ahead in range(last + 1, min(last + 4, len(words))):
            owned = self.belonging(entity, _bare(words[ahead][2]).lower())
            if owned:
                return ahead, owned.most_common(1)[0][0]
        return last, entity

    def belonging(self, owner: int, noun: str) -> Counter[int]:
        """Whom "his sister" and "Tom's sister" mean in the text, by the noun and its owner, and how often."""
        syntax = self.evidence.syntax
        return Counter(
            entity
            for holder, head, entity in self._owned_mentions
            if holder == owner != entity and noun in (syntax.lower[head], syntax.lemma[head].lower())
        )

    @cached_property
    def _owned_mentions(self) -> list[tuple[int, int, int]]:
        """Owner, head token and entity of each mention that begins with its owner: "his sister", "Tom's sister"."""
        starting: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for head, reference in self.evidence.references.items():
            starting[reference.start].append((reference.end, head, reference.entity))
        nested = (sorted(mentions) for mentions in starting.values() if len(mentions) > 1)
        return [(mentions[0][2], head, entity) for mentions in nested for _, head, entity in mentions[1:]]


def _bare(word: str) -> str:
    """A word without the ending of its genitive."""
    return word[:-2] if word.lower().endswith(("'s", "’s")) else word


def _key(name: str) -> Key:
    return tuple(SPELLINGS.get(word, word) for word in words_of(name))


def _spellings(name: str) -> Iterator[Key]:
    """The forms under which a name is looked up: without an article; none for pronouns and what they own."""
    key = _key(name)
    while key and key[0] in ARTICLES:
        key = key[1:]
    if key and key[0] not in PERSONAL and len(key) <= LONGEST_NAME:
        yield key
