"""The tables of a story as what looks for contradictions walks over them: by token."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, HE, SECOND, SHE, noun_gender
from fabula.lexicon.titles import titles
from fabula.rows import Character
from fabula.story import Story

SURE = 0.6  # of the person that words refer to
PLURAL = frozenset("we us our ours ourselves they them their theirs themselves".split())
DEFINITE = frozenset("the our my his her their".split())
GENDERS = {"man": "he", "woman": "she"}
BACKWARD = 400  # tokens
MINE = 0.01  # share of I, me, my among the words of who tells of themselves
SHORT = 12_000  # tokens
SURE_IF_SHORT = 0.6
SURE_AMONG_OTHERS = 0.98  # of a pronoun after another name
BESIDES = 0.8  # of a name that no mention holds
NEAR_PARAGRAPHS = 2  # before one, among which a pronoun's person is looked for
TWO = "(?i:two|both|first|second|other|elder|younger|new)"
"""Words before a name by which one of two people who have it is told from the other."""
UNREAL = ("dream", "hypothetical")
NEAR = 120  # letters around the borders of a layer
SAID = {
    "dream": re.compile(
        r"\b(dream\w*|dreamt|nightmare\w*|asleep|slept|sleep\w*|woke\w*|wak\w+|awoke|vision\w*|alarm|fever\w*)\b"
    ),
    "memory": re.compile(
        r"\b(remember\w*|memory|memories|recall\w*|thought (back|of)|thinking (back|of)|ago|before|earlier|"
        r"back (then|when|to)|once|used to|childhood|when (he|she|i|we|they) (was|were)|first (met|time|saw)|"
        r"in those days|beg[au]n|last (year|week|summer|winter|month)|reminisc\w*)\b"
    ),
}
"""Words that show that a stretch is dreamt, or called to mind."""


class Pages:
    """A story with, for each token, the quotation and the layer it stands in and the person it refers to."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
        self.starts: list[int] = self.syntax.start.tolist()
        self.ends: list[int] = self.syntax.end.tolist()

    @cached_property
    def quote(self) -> list[int]:
        """The quotation that each token stands in, or -1."""
        return self.syntax.rows_of_tokens(self.story.tables["quote_spans"], "quote")

    @cached_property
    def layers(self) -> list[str]:
        """The kind of the innermost layer that each token stands in; empty in the story's present.

        A change of tense alone makes no dream and no memory here: some word must say so, where it begins or ends.
        """
        kinds = [""] * len(self.syntax)
        for tokens, kind, is_said in self._layer_rows:
            for token in tokens if is_said else ():
                kinds[token] = kind
        most = {kind for kind in ("letter", "dream") if kinds.count(kind) > len(kinds) / 2}
        return ["" if kind in most else kind for kind in kinds]  # a story in letters is told in them

    @cached_property
    def unsaid(self) -> set[int]:
        """The tokens of the dreams and memories that no word says are any."""
        return {token for tokens, _, is_said in self._layer_rows if not is_said for token in tokens}

    @cached_property
    def _layer_rows(self) -> list[tuple[range, str, bool]]:
        """The tokens of each layer, the widest first, its kind, and whether words say so, where they must."""
        names = ("start", "end", "kind", "evidence_start", "evidence_end")
        columns = [self.story.column("layers", name).tolist() for name in names]
        rows = sorted(zip(*columns, strict=True), key=lambda row: row[0] - row[1])
        return [
            (
                self.syntax.tokens_in(start, end),
                str(kind),
                kind not in SAID or self._says(SAID[kind], start, end, evidence),
            )
            for start, end, kind, *evidence in rows
        ]

    def _says(self, words: re.Pattern[str], start: int, end: int, evidence: list[int]) -> bool:
        """Whether words around the borders of a layer, or those that show it, say what it is."""
        borders = ((start - NEAR, start + NEAR), (end - NEAR, end + NEAR), evidence)
        return any(words.search(self.story.text[max(low, 0) : high].lower()) is not None for low, high in borders)

    @cached_property
    def is_heading(self) -> list[bool]:
        """Whether each token stands in a heading or a mark between scenes."""
        kinds = self.story.column("paragraphs", "kind")
        return [kinds[row] != "prose" for row in self.syntax.paragraph]

    @cached_property
    def chapter(self) -> list[int]:
        """The chapter of each paragraph."""
        chapters: list[int] = self.story.column("paragraphs", "chapter").tolist()
        return chapters

    @cached_property
    def referents(self) -> dict[int, tuple[int, float, str]]:
        """Head token of each mention of somebody -> entity, how sure that is, and the form of the mention."""
        kinds = self.story.column("entities", "kind")
        columns = (
            self.story.column("mentions", name) for name in ("head_token", "entity", "entity_confidence", "form")
        )
        linked = {
            int(head): (int(entity), float(sure), str(form))
            for head, entity, sure, form in zip(*columns, strict=True)
            if entity >= 0 and kinds[entity] in ("person", "group")
        }
        if not self.is_short:
            return linked
        called = self._called(linked)
        linked = {t: (called.get(entity, entity), sure, form) for t, (entity, sure, form) in linked.items()}
        return linked | self._named_besides(linked)

    def _called(self, linked: dict[int, tuple[int, float, str]]) -> dict[int, int]:
        """People without a name -> those whose name they are given: "the new girl was called Xanthe"."""
        syntax, found = self.syntax, dict[int, int]()
        for token in range(1, len(syntax)):
            is_called = syntax.lower[token] in ("called", "named") and syntax.lower[token - 1] in ("was", "is")
            is_name = syntax.lower[token] == "name" and syntax.lower[token + 1 : token + 2] in (["was"], ["is"])
            if is_called or is_name:
                whose = [t for t in syntax.children[token] if syntax.dep[t] in (*SUBJECTS, "poss") and t in linked]
                names = [t for t in range(token + 1, min(token + 5, len(syntax))) if t in linked]
                if whose and names and linked[names[0]][2] == "proper":
                    own, named = linked[whose[0]][0], linked[names[0]][0]
                    if own not in self.named and named in self.named and self.quote[token] < 0:
                        found.setdefault(own, named)
        return found

    def _named_besides(self, linked: dict[int, tuple[int, float, str]]) -> dict[int, tuple[int, float, str]]:
        """Words of the name of one person alone that no mention holds: "Osei's heart"."""
        words: dict[str, set[int]] = defaultdict(set)
        for entity, name in self.named.items():
            for word in name.split():
                if word[:1].isupper() and word.casefold().rstrip(".") not in titles():
                    words[word].add(entity)
        held = {t for head in linked for t in (head, *self.syntax.children[head])}
        return {
            token: (next(iter(words[word])), BESIDES, "proper")
            for token, word in enumerate(self.syntax.text)
            if word in words
            and len(words[word]) == 1
            and self.syntax.pos[token] == "PROPN"
            and token not in held
            and self.syntax.dep[token] != "compound"
        }

    @cached_property
    def named(self) -> dict[int, str]:
        """Persons with a proper name -> the name to show."""
        columns = (self.story.column("entities", name).tolist() for name in ("kind", "is_named", "name"))
        rows = enumerate(zip(*columns, strict=True))
        return {row: name for row, (kind, is_named, name) in rows if kind == "person" and is_named}

    @cached_property
    def namesakes(self) -> set[int]:
        """Persons of whose name there are two: "the first Mrs. Dane", "two Mr. Lambs", "the other Alice"."""
        text = self.story.text
        return {
            entity
            for entity, name in self.named.items()
            if re.search(rf"(?<![-\w])(?:{TWO})\s+(?:\w+\.?\s+)?{re.escape(name.split()[-1])}s?\b", text)
        }

    @cached_property
    def shown_names(self) -> list[str]:
        """The name to show of each entity."""
        names: list[str] = self.story.column("entities", "name").tolist()
        return names

    @cached_property
    def speaker(self) -> list[int]:
        """The speaker of each quotation, or -1."""
        speakers: list[int] = self.story.column("quotes", "speaker").tolist()
        return speakers

    def is_told(self, token: int) -> bool:
        """Whether the narration itself tells it, and not of a dream or of what may be."""
        return self.quote[token] < 0 and self.layers[token] not in UNREAL and not self.is_heading[token]

    def person(self, token: int, sure: float = SURE) -> int:
        """The person that a token refers to surely, or -1; "they" and "we" are nobody."""
        entity, confidence, form = self.referents.get(token, (-1, 0.0, ""))
        if entity < 0 or self.syntax.lower[token] in PLURAL or confidence < (0.3 if form == "proper" else sure):
            return -1
        return entity

    @cached_property
    def is_mine(self) -> bool:
        """Whether who tells it says I throughout, not only now and then."""
        told = [self.syntax.lower[t] for t in self.tokens_told()]
        return sum(word in FIRST_SINGULAR for word in told) > MINE * len(told)

    @cached_property
    def is_short(self) -> bool:
        """Whether a text is a story of a few people, in which pronouns go astray less often."""
        return len(self.syntax) < SHORT

    def certain_person(self, token: int) -> int:
        """The person that a token refers to beyond doubt, or -1: by name, as I, or with nobody else near.

        Of a pronoun the last person of its gender before it must be the same one; a noun such as "the man" may be of
        somebody without a name alone.
        """
        entity = self.person(token)
        if entity < 0:
            return self._sole(token) if self.is_short else -1
        form, word = self.referents[token][2], self.syntax.lower[token]
        if form == "proper":
            return entity if self.is_short or self.syntax.text[token] in self.shown_names[entity] else -1
        if word in FIRST_SINGULAR or (word in SECOND and self.is_short and self.quote[token] >= 0):
            return entity
        if form == "common":
            return entity if entity not in self.named or self.is_short else -1
        gender = "he" if word in HE else "she" if word in SHE else ""
        if (
            gender
            and self.is_short
            and self.referents[token][1] >= SURE_IF_SHORT
            and self.gender.get(entity, gender) == gender
        ):
            is_sure = self.referents[token][1] >= SURE_AMONG_OTHERS
            return entity if is_sure or not self._has_rival(token, entity, gender) else -1
        return entity if gender and self._is_last(token, entity, gender) else -1

    def _has_rival(self, token: int, entity: int, gender: str) -> bool:
        """Whether the last name in the paragraph before a pronoun is another one's, of its gender."""
        for before in range(token - 1, self.paragraph_tokens(self.syntax.paragraph[token]).start - 1, -1):
            other, _, form = self.referents.get(before, (-1, 0.0, ""))
            if form == "proper" and other in self.named and self.gender.get(other, gender) == gender:
                return other != entity
        return False

    def _sole(self, token: int) -> int:
        """Of a pronoun that nobody is surely: the one person of its gender in the paragraphs up to it, or -1."""
        word = self.syntax.lower[token]
        gender = "he" if word in HE else "she" if word in SHE else ""
        if not gender or self.quote[token] >= 0:
            return -1
        low = self.paragraph_tokens(max(self.syntax.paragraph[token] - NEAR_PARAGRAPHS, 0)).start
        near = {
            self.referents[t][0]
            for t in range(low, token)
            if t in self.referents and self.referents[t][2] == "proper" and self.referents[t][0] in self.named
        }
        own = {entity for entity in near if self.gender.get(entity, gender) == gender}
        return own.pop() if len(own) == 1 and own <= set(self.gender) else -1

    def _is_last(self, token: int, entity: int, gender: str) -> bool:
        """Whether the last person of a gender who is called by name or by a noun before a pronoun is a given one."""
        for before in range(token - 1, max(token - BACKWARD, -1), -1):
            if self._is_of(before, entity):
                continue
            known = self.referents.get(before)
            if known is None:
                if GENDERS.get(noun_gender(self.syntax.lemma[before])) == gender and self.quote[before] < 0:
                    return False
                continue
            other, _, form = known
            if other == entity:
                if form != "pronoun":
                    return True
                continue
            word = self.syntax.lower[before]
            if form == "pronoun":
                if word in (HE if gender == "he" else SHE):
                    return False
            elif self.gender.get(other, gender) == gender and self.story.column("entities", "kind")[other] == "person":
                return False
        return False

    def _is_of(self, noun: int, entity: int) -> bool:
        """Whether a noun says what somebody is, or is of their kin: "he was a slow man", "her mother"."""
        if self.syntax.pos[noun] != "NOUN":
            return False
        own = any(
            self.syntax.dep[t] == "poss" and self.referents.get(t, (-1,))[0] == entity
            for t in self.syntax.children[noun]
        )
        return own or self.syntax.dep[noun] == "attr"

    @cached_property
    def roles(self) -> dict[str, int]:
        """Nouns that stand beside the name of one person alone, as "our pilot, Juno" -> that person."""
        syntax = self.syntax
        found: dict[str, set[int]] = {}
        for token, (entity, _, form) in self.referents.items():
            if form != "proper" or entity not in self.named:
                continue
            nouns = [t for t in syntax.children[token] if syntax.dep[t] == "appos"]
            nouns += [syntax.head[token]] * (syntax.dep[token] == "appos")
            for noun in nouns:
                if syntax.pos[noun] == "NOUN" and noun not in self.referents:
                    found.setdefault(syntax.lemma[noun], set()).add(entity)
        return {noun: entities.pop() for noun, entities in found.items() if len(entities) == 1}

    def by_role(self, noun: int) -> int:
        """The person that "the pilot" or "our pilot" is, where no mention says so, or -1."""
        if noun in self.referents or not any(self.syntax.lower[t] in DEFINITE for t in self.syntax.children[noun]):
            return -1
        return self.roles.get(self.syntax.lemma[noun], -1)

    def subject(self, verb: int) -> int:
        """The token that is the subject of a verb, its own or that of the verb it is joined to; -1 without one."""
        for _ in range(6):
            own = next((t for t in self.syntax.children[verb] if self.syntax.dep[t] in SUBJECTS), -1)
            if own >= 0:
                return own
            if self.syntax.dep[verb] not in ("conj", "advcl", "xcomp"):
                return -1
            verb = self.syntax.head[verb]
        return -1

    def child(self, token: int, dep: str) -> int:
        """The first of a word's dependents of a kind, or -1."""
        return next((t for t in self.syntax.children[token] if self.syntax.dep[t] == dep), -1)

    def sentence_tokens(self, token: int) -> range:
        """The tokens of the sentence around one."""
        row = self.syntax.sentence[token]
        firsts = self.sentence_firsts
        return range(firsts[row], firsts[row + 1] if row + 1 < len(firsts) else len(self.syntax))

    @cached_property
    def sentence_firsts(self) -> list[int]:
        """The first token of each sentence."""
        firsts: list[int] = []
        for token, row in enumerate(self.syntax.sentence):
            while len(firsts) <= row:
                firsts.append(token)
        return firsts

    def span_of(self, token: int) -> tuple[int, int]:
        """The stretch of a token's clause: that of its whole sentence where this is short."""
        tokens = self.sentence_tokens(token)
        if len(tokens) <= LONG:
            return self.starts[tokens[0]], self.ends[tokens[-1]]
        marks = [t for t in tokens if self.syntax.text[t] in STOPS]
        low = max((t + 1 for t in marks if t < token), default=tokens[0])
        high = min((t for t in marks if t > token), default=tokens[-1])
        return self.starts[low], self.ends[high]

    def words_of(self, span: tuple[int, int]) -> str:
        """The words of a stretch on one line."""
        return " ".join(self.story.text[span[0] : span[1]].split())

    def character(self, entity: int) -> Character | None:
        """The row view of an entity."""
        return Character(self.story, entity) if entity >= 0 else None

    @cached_property
    def narrators(self) -> set[int]:
        """Those who say "I" in the telling."""
        return {n for n in self.story.column("narration", "narrator").tolist() if n >= 0}

    def narration_row(self, position: int) -> int:
        """The stretch of narration around a place, or -1."""
        return bisect_right(self._narration_starts, position) - 1

    @cached_property
    def _narration_starts(self) -> list[int]:
        starts: list[int] = self.story.column("narration", "start").tolist()
        return starts

    @cached_property
    def gender(self) -> dict[int, str]:
        """Persons whose pronouns are sure -> he or she."""
        columns = (self.story.column("entities", name).tolist() for name in ("pronouns", "pronouns_confidence"))
        rows = enumerate(zip(*columns, strict=True))
        return {
            row: pronouns.split("/")[0]
            for row, (pronouns, sure) in rows
            if pronouns in ("he/him", "she/her") and sure is not None and sure >= SURE
        }

    def paragraph_tokens(self, paragraph: int) -> range:
        """The tokens of a paragraph."""
        start, end = (int(self.story.column("paragraphs", side)[paragraph]) for side in ("start", "end"))
        return self.syntax.tokens_in(start, end)

    def tokens_told(self) -> Iterator[int]:
        """The tokens of the narration itself."""
        return (token for token in range(len(self.syntax)) if self.is_told(token))

    @cached_property
    def proper_mentions(self) -> Counter[int]:
        """How often each entity is called by name."""
        return Counter(entity for entity, _, form in self.referents.values() if form == "proper")


LONG = 45  # words; of a longer sentence only the part between two stops is shown
STOPS = frozenset(";:—–")
