"""Who is meant by the words of a text, who speaks them and to whom, and how far what they tell is so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import FIRST_PLURAL, FIRST_SINGULAR, noun_gender
from fabula.schema import zip_columns

GENDERS = {"he": "man", "she": "woman"}
UNREAL = ("dream", "hypothetical")  # layers in which what is told is not so
WORDS_BEFORE, WORDS_AFTER = 25, 50  # around a noun without a name, in which its bearer may get one
OF_BOTH = 0.5  # how surely "they" are the two named before
NEGATIONS = frozenset("not n't n’t never no nor neither cannot hardly scarcely".split())
WISHING = frozenset("wish hope imagine pretend suppose fancy dream want try mean intend fear".split())
DOUBTS = frozenset("if whether would should could might may wish unless".split())
WOULD = ("'d", "’d")
AUXILIARY = ("aux", "auxpass")  # on which the parser hangs the subject at times: "Anna was engaged to Mark"
TOLD_UNREAL, DOUBTED = 0.3, 0.4  # how much of a sign is left of what is dreamt, and of what only might be


class Person(NamedTuple):
    """A mention of a person by its head token: whose it is and how surely; the span is that of the mention."""

    entity: int
    sure: float
    form: str
    start: int
    end: int


class People:
    """The people whom the words of a text mean."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
        quote_addressees: pa.Table,
        entities: pa.Table,
        mentions: pa.Table,
        narration: pa.Table,
        layers: pa.Table,
        scenes: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.names: list[str] = entities["name"].to_pylist()
        self.is_named: list[bool] = entities["is_named"].to_pylist()
        self.is_narrator: list[bool] = entities["is_narrator"].to_pylist()
        self.is_person = [kind == "person" for kind in entities["kind"].to_pylist()]
        self.n_mentions: list[int] = entities["n_mentions"].to_pylist()
        self._genders = [GENDERS.get((words or "").split("/")[0]) for words in entities["pronouns"].to_pylist()]
        self.at: dict[int, Person] = {}
        self.starting: dict[int, int] = {}  # where a proper name begins -> its head token
        columns = ("head_token", "entity", "entity_confidence", "form", "start", "end")
        for head, entity, sure, form, start, end in zip_columns(mentions, *columns):
            if entity is None or not self.is_person[entity]:
                continue
            known = self.at.get(head)
            if known is None or (form == "proper") > (known.form == "proper"):
                self.at[head] = Person(entity, sure, form, start, end)
            if form == "proper":
                self.starting.setdefault(start, head)
        self.introduced: dict[int, int] = {}  # head token of the first proper name -> who bears it
        seen: set[int] = set()
        for head in sorted(self.starting.values()):
            if head in self.at and self.at[head].entity not in seen:
                seen.add(self.at[head].entity)
                self.introduced[head] = self.at[head].entity
        self._introductions = sorted(self.introduced)
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        self.speakers = list(zip_columns(quotes, "speaker", "speaker_confidence"))
        self.quote_kinds: list[str] = quotes["kind"].to_pylist()
        self.addressees: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for quote, entity, sure in zip_columns(quote_addressees, "quote", "entity", "entity_confidence"):
            if self.is_person[entity]:
                self.addressees[quote].append((entity, sure))
        self.scene_of = syntax.rows_of_tokens(scenes)
        self._layer_of = syntax.rows_of_tokens(layers)
        self._layers = list(zip_columns(layers, "kind", "narrator"))
        self._telling_of = syntax.rows_of_tokens(narration)
        self._tellers = list(zip_columns(narration, "person", "narrator"))

    def may_be(self, entity: int, noun: int) -> bool:
        """Whether a noun's gender fits somebody's pronouns: no he is a mother."""
        gender = noun_gender(self.syntax.lemma[noun].lower())
        return "unknown" in (gender, self._genders[entity] or "unknown") or gender == self._genders[entity]

    def meant(self, token: int) -> list[Person]:
        """Those whom a noun phrase means, with those joined to it by "and"."""
        found = [self.at[token]] if token in self.at else []
        for child in self.syntax.children[token]:
            if self.syntax.dep[child] == "conj":
                found += self.meant(child)
        return found

    def voice(self, token: int) -> tuple[int, float] | None:
        """Who says what stands there: a speaker, a letter's writer, the narrating I."""
        quote = self.quote_of[token]
        if quote >= 0:
            speaker, sure = self.speakers[quote]
            return None if speaker is None or not self.is_person[speaker] else (speaker, sure)
        layer = self._layer_of[token]
        if layer >= 0 and self._layers[layer][1] is not None:
            return self._layers[layer][1], 0.8
        telling = self._telling_of[token]
        if telling >= 0 and self._tellers[telling][0] == "first" and self._tellers[telling][1] is not None:
            return self._tellers[telling][1], 0.9
        return None

    def introduced_near(self, token: int) -> list[int]:
        """Those whose name the text first gives near a word, a little before it or after it."""
        low = bisect_left(self._introductions, token - WORDS_BEFORE)
        high = bisect_right(self._introductions, token + WORDS_AFTER)
        return [self.introduced[head] for head in self._introductions[low:high]]

    def is_known(self, entity: int) -> bool:
        """Whether somebody has a name, or tells the story."""
        return self.is_named[entity] or self.is_narrator[entity]

    def owners(self, noun: int) -> list[tuple[int, float]]:
        """Whose a noun's bearer is, and how surely: "his wife", "the wife of the Marquis", "a friend of mine"."""
        syntax = self.syntax
        found = [person for c in syntax.children[noun] if syntax.dep[c] == "poss" for person in self.possessor(c)]
        for child in syntax.children[noun]:
            if syntax.lower[child] in ("of", "to") and syntax.dep[child] in ("prep", "dative"):
                found += [p for c in syntax.children[child] if syntax.dep[c] == "pobj" for p in self.possessor(c)]
        return found

    def possessor(self, token: int) -> list[tuple[int, float]]:
        """Whom a possessive or a name after a preposition means, and how surely."""
        if token in self.at:
            return [(person.entity, person.sure) for person in self.meant(token)]
        word = self.syntax.lower[token]
        if word in FIRST_SINGULAR | FIRST_PLURAL:
            voice = self.voice(token)
            return [voice] if voice else []
        return self.both(token) if word in ("they", "their", "them") else []

    def both(self, token: int) -> list[tuple[int, float]]:
        """The two whom "they" means, where the two sentences before name just two people."""
        syntax = self.syntax
        sentence = syntax.sentence[token]
        found: dict[int, None] = {}
        before = token - 1
        while before >= 0 and syntax.sentence[before] >= sentence - 2 and len(found) < 3:
            if before in self.at and self.at[before].sure > 0.5 and self.is_known(self.at[before].entity):
                found[self.at[before].entity] = None
            before -= 1
        return [(entity, OF_BOTH) for entity in found] if len(found) == 2 else []

    def subjects(self, verb: int) -> list[Person]:
        """Who does what a verb says, also from the verb on which it hangs."""
        syntax = self.syntax
        for _ in range(4):
            bases = [verb, *(c for c in syntax.children[verb] if syntax.dep[c] in AUXILIARY)]
            own = [c for base in bases for c in syntax.children[base] if syntax.dep[c] in SUBJECTS]
            if own:
                found = [person for c in own for person in self._named_by(c)]
                if not found and self.syntax.lower[own[0]] == "they":
                    at = (int(syntax.start[own[0]]), int(syntax.end[own[0]]))
                    return [Person(entity, sure, "pronoun", *at) for entity, sure in self.both(own[0])]
                return found
            if syntax.dep[verb] not in ("xcomp", "conj", "advcl", "ccomp") or syntax.head[verb] == verb:
                return []
            verb = syntax.head[verb]
        return []

    def _named_by(self, token: int) -> list[Person]:
        """Those whom a subject means; of a relative pronoun those whom the noun before it means."""
        syntax = self.syntax
        if syntax.lower[token] in ("who", "that", "which") and token not in self.at:
            verb = syntax.head[token]
            return self.meant(syntax.head[verb]) if syntax.dep[verb] == "relcl" else []
        return self.meant(token)

    def reality(self, token: int) -> float:
        """How much of a sign is left by the layer in which it stands, and by who says it."""
        layer = self._layer_of[token]
        return TOLD_UNREAL if layer >= 0 and self._layers[layer][0] in UNREAL else 1.0

    def weight(self, token: int) -> float:
        """How much a clause lets its words count: less where doubted, wished or asked, below 0 where denied."""
        syntax = self.syntax
        verb = self.verb_of(token)
        words = {syntax.lower[c] for c in syntax.children[verb]} if verb >= 0 else set[str]()
        own = {syntax.lower[c] for c in syntax.children[token]}
        if (words | own) & NEGATIONS:
            return -1.0
        return DOUBTED if self._is_doubted(verb) or self._is_under_doubt(verb) or self._asks(token) else 1.0

    def _is_doubted(self, verb: int) -> bool:
        """Whether a verb is under a word of doubt of its own: he would hire her, "I'd hire you"."""
        syntax = self.syntax
        helpers = syntax.children[verb] if verb >= 0 else ()
        return any(syntax.lower[c] in DOUBTS or (syntax.tag[c] == "MD" and syntax.lower[c] in WOULD) for c in helpers)

    def _is_under_doubt(self, verb: int) -> bool:
        """Whether a clause hangs on one that doubts, or on a wish: "I wish you were my mother"."""
        syntax = self.syntax
        for _ in range(2):
            if verb < 0 or syntax.head[verb] == verb or syntax.dep[verb] not in ("ccomp", "xcomp", "advcl"):
                return False
            is_inner = syntax.dep[verb] in ("xcomp", "ccomp")
            verb = syntax.head[verb]
            if is_inner and (syntax.lemma[verb] in WISHING or self._is_doubted(verb)):
                return True
        return False

    def _asks(self, token: int) -> bool:
        """Whether the sentence around a word ends with a question mark."""
        words, sentence = self.syntax.lower, self.syntax.sentence
        for after in range(token + 1, min(token + 40, len(words))):
            if sentence[after] != sentence[token]:
                return False
            if words[after] == "?":
                return True
        return False

    def verb_of(self, token: int) -> int:
        """The verb of the clause in which a word stands, or -1."""
        syntax = self.syntax
        for _ in range(8):
            if syntax.pos[token] in ("VERB", "AUX"):
                return token
            if syntax.head[token] == token:
                return -1
            token = syntax.head[token]
        return -1

    def span(self, *tokens: int) -> tuple[int, int]:
        """From the first of some words to the last, in code points."""
        return int(self.syntax.start[min(tokens)]), int(self.syntax.end[max(tokens)])

    def quotes_between(self) -> Iterator[tuple[int, int, int, float]]:
        """Quotation, speaker, addressee, and how surely it is from the one to the other."""
        for quote, (speaker, sure) in enumerate(self.speakers):
            if speaker is None or not self.is_person[speaker]:
                continue
            for other, sure_of_other in self.addressees.get(quote, ()):
                if other != speaker:
                    yield quote, speaker, other, sure * sure_of_other
