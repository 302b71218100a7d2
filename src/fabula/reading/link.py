"""Link pronouns and common nouns of the narration to entities.

The problem. "She" is mostly whoever was last the subject of a sentence and may be called she; a quotation between
changes little:
    Anne looked at Marilla. She smiled. "Well," she said, and Marilla took her hand.
Entities in view carry a salience that mentions raise, more as subjects than elsewhere, and that fades with every
sentence; a pronoun takes the most salient entity of its gender that is not already its clause's other argument.
Source: salience after Lappin and Leass (1994), with gender from use. Not tried: "it", cataphora, plurals as sums.
Score: see docs/results.md, `fabula evaluate coref`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import (
    FIRST_SINGULAR,
    HE,
    PERSONAL,
    SHE,
    THEY,
    noun_gender,
    pronoun_gender,
)
from fabula.lexicon.titles import nouns_of_titles
from fabula.schema import with_columns, zip_columns

SUBJECT, OBJECT, OTHER, QUOTED = 1.0, 0.55, 0.4, 0.15
FADE = 0.62
FORGOTTEN = 0.02
GENDER_GUESS = 0.35
IN_VIEW = 0.3
SEEN_OFTEN, CLEARLY = 3, 0.75  # pronouns that show a gender, and the share of them that must agree
RARE = 5
INDEFINITE = frozenset("a an some any no every each two three many several another one".split())
CALLED = {
    "mother": frozenset("mother mom mum mommy mummy mama mamma ma".split()),
    "father": frozenset("father dad daddy papa pa pop".split()),
}
RELATIVES = {
    "husband": "mr",
    "wife": "mrs",
    "father": "mr",
    "papa": "mr",
    "mother": "mrs",
    "mamma": "mrs",
    "mama": "mrs",
}


@dataclass
class _View:
    """What is in view at one place of the text: salience by entity, as of a sentence count."""

    salience: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    evidence: dict[int, tuple[int, int]] = field(default_factory=dict)

    def fade(self, sentences: float) -> None:
        factor = FADE**sentences
        for entity in [e for e, s in self.salience.items() if s * factor < FORGOTTEN]:
            del self.salience[entity]
        for entity in self.salience:
            self.salience[entity] *= factor


def link_mentions(
    syntax: Syntax,
    quote_spans: pa.Table,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    mentions: pa.Table,
) -> dict[str, pa.Table]:
    """``mentions`` with the entity of names, of he, she and they in the narration, of "I" there, and of nouns.

    Whoever's gender neither name nor title shows is read twice: the pronouns that the first reading gives them
    decide it for the second.

    Gives   mentions: entity, entity_confidence, entity_by, entity_evidence_start, entity_evidence_end filled in;
            null for you, for we, and inside quotations for I
            profiles: gender and confidence where the first reading shows them
    """
    rows = list(zip_columns(mentions, "start", "end", "head_token", "form", "kind"))
    first = _Linker(syntax, quote_spans, names, entities, entity_names, profiles)
    learned = _genders_of_use(syntax, profiles, [(row[2], row[3], first.link(*row)[0]) for row in rows])
    second = _Linker(syntax, quote_spans, names, entities, entity_names, learned)
    decided = list(zip(*(second.link(*row) for row in rows), strict=True)) or [()] * 5
    columns = ("entity", "entity_confidence", "entity_by", "entity_evidence_start", "entity_evidence_end")
    return {
        "mentions": with_columns("mentions", mentions, dict(zip(columns, decided, strict=True))),
        "profiles": learned,
    }


def _genders_of_use(syntax: Syntax, profiles: pa.Table, linked: list[tuple[int, str, int | None]]) -> pa.Table:
    """The profiles with the gender of entities that were clearly called he or she soon after they were mentioned.

    ``linked`` holds each mention's head token, form and entity.
    """
    votes: dict[int, dict[str, int]] = defaultdict(lambda: {"man": 0, "woman": 0})
    last_seen: dict[int, int] = {}
    for head, form, entity in linked:
        if entity is None:
            continue
        gender = pronoun_gender(syntax.lower[head])
        if form != "pronoun":
            last_seen[entity] = syntax.sentence[head]
        elif gender != "unknown" and syntax.sentence[head] - last_seen.get(entity, -2) <= 1:
            votes[entity][gender] += 1
    genders, confidences = profiles["gender"].to_pylist(), profiles["confidence"].to_pylist()
    for entity, counts in votes.items():
        total, gender = sum(counts.values()), max(counts, key=lambda g: counts[g])
        if genders[entity] == "unknown" and total >= SEEN_OFTEN and counts[gender] >= CLEARLY * total:
            genders[entity], confidences[entity] = gender, counts[gender] / (total + 2)
    return with_columns("profiles", profiles, {"gender": genders, "confidence": confidences})


Decision = tuple[int | None, float | None, str | None, int | None, int | None]
NOTHING: Decision = (None, None, None, None, None)


class _Linker:
    """Reads mentions in order and keeps what is in view."""

    def __init__(
        self,
        syntax: Syntax,
        quote_spans: pa.Table,
        names: pa.Table,
        entities: pa.Table,
        entity_names: pa.Table,
        profiles: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.view = _View()
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.genders: list[str] = profiles["gender"].to_pylist()
        self.sure: list[float] = profiles["confidence"].to_pylist()
        narrators = [e for e, is_narrator in enumerate(profiles["is_narrator"].to_pylist()) if is_narrator]
        self.narrator = narrators[0] if narrators else None
        self.entity_by_start = dict(zip_columns(names, "start", "entity"))
        self.in_quote = syntax.flags(quote_spans)
        self.weight = _weights(len(self.kinds), entity_names)
        self.entity_by_last = dict(zip_columns(names, "last_token", "entity"))
        self.surnames, self.bearers = _families(entity_names)
        self.unnamed, self.by_title = _entities_of_nouns(entities, entity_names)
        self.by_kin = {
            kin: entity for kin, names in CALLED.items() for entity in self._called_only(names, entity_names)
        }
        self.sentence = -1
        self.clause: dict[int, int] = {}

    def _called_only(self, names: frozenset[str], entity_names: pa.Table) -> list[int]:
        """The entities that bear no other name than these; none if there are several."""
        forms: dict[int, set[str]] = defaultdict(set)
        for entity, name in zip_columns(entity_names, "entity", "name"):
            forms[entity].add(name.lower())
        found = [entity for entity, called in forms.items() if called <= names]
        return found if len(found) == 1 else []

    def link(self, start: int, end: int, head: int, form: str, kind: str) -> Decision:
        """The entity of the next mention."""
        quoted = self.in_quote[head]
        self._advance(head, quoted)
        if form == "proper":
            entity = self.entity_by_start.get(start)
            decision: Decision = (entity, 0.95, "rule", start, end) if entity is not None else NOTHING
        elif form == "pronoun":
            decision = self._link_pronoun(start, end, head, quoted)
        else:
            decision = self._link_noun(start, end, head, kind)
        if decision[0] is not None and not self._is_stock_phrase(decision[0], head, form):
            self._notice(decision[0], start, end, head, quoted)
        return decision

    def _is_stock_phrase(self, entity: int, head: int, form: str) -> bool:
        """Whether "the man" means somebody whom no "a man" has brought into view: too vague to be remembered."""
        if form != "common" or self.syntax.lower[head] not in word_list("people", "generic_nouns"):
            return False
        is_introduced = {"a", "an"} & set(self.syntax.lower[max(head - 3, 0) : head])
        return self.unnamed.get(self.syntax.lower[head]) == entity and not is_introduced

    def _advance(self, head: int, quoted: bool) -> None:
        sentence = self.syntax.sentence[head]
        if sentence != self.sentence:
            between = max(sentence - self.sentence, 1)
            self.view.fade(min(between, 6) * (0.35 if quoted else 1.0))
            self.sentence = sentence
            self.clause = {}

    def _notice(self, entity: int, start: int, end: int, head: int, quoted: bool) -> None:
        dep = self.syntax.dep[head]
        weight = SUBJECT if dep in ("nsubj", "nsubjpass") else OBJECT if dep in ("dobj", "dative", "attr") else OTHER
        self.view.salience[entity] += QUOTED if quoted else weight
        self.view.evidence[entity] = (start, end)
        if not quoted:
            self.clause[self._argument_of(head)] = entity

    def _argument_of(self, token: int) -> int:
        """The verb whose argument the token is, through a preposition."""
        head = self.syntax.head[token]
        if self.syntax.pos[head] == "ADP":
            head = self.syntax.head[head]
        return head

    def _link_pronoun(self, start: int, end: int, head: int, quoted: bool) -> Decision:
        word = self.syntax.lower[head]
        if word in FIRST_SINGULAR:
            if quoted or self.narrator is None:
                return NOTHING
            return (self.narrator, 0.9, "rule", start, end)
        if word in HE or word in SHE:
            return self._most_salient(head, pronoun_gender(word), ("person",), spare_narrator=not quoted)
        if word in THEY:
            return self._most_salient(head, "neutral", ("group", "person"))
        return NOTHING

    def _most_salient(self, head: int, gender: str, kinds: tuple[str, ...], spare_narrator: bool = False) -> Decision:
        blocked = self._coarguments(head) | ({self.narrator} if spare_narrator else set())
        scored = []
        for entity, salience in self.view.salience.items():
            if self.kinds[entity] not in kinds or entity in blocked:
                continue
            fit = self._fit(entity, gender) * self.weight[entity]
            if fit > 0:
                scored.append((salience * fit, entity))
        if not scored:
            return NOTHING
        scored.sort(reverse=True)
        best, entity = scored[0]
        total = sum(score for score, _ in scored)
        start, end = self.view.evidence[entity]
        return (entity, round(min(0.9, 0.3 + 0.6 * best / total), 3), "rule", start, end)

    def _fit(self, entity: int, gender: str) -> float:
        own = "neutral" if self.kinds[entity] == "group" else self.genders[entity]
        if gender == "unknown" or own == gender:
            return 1.0
        if gender == "neutral" or own == "neutral":
            return 0.0
        if entity == self.narrator:
            return 0.0
        if own == "unknown":
            return GENDER_GUESS
        return 0.12 if self.sure[entity] < 0.7 else 0.0

    def _coarguments(self, head: int) -> set[int]:
        """Entities that the pronoun cannot mean: "he saw him", but "he saw his hat" and "he saw himself" may."""
        word = self.syntax.lower[head]
        if self.syntax.tag[head] == "PRP$" or word.endswith(("self", "selves")):
            return set()
        verb = self._argument_of(head)
        return {self.clause[verb]} if verb in self.clause else set()

    def _link_noun(self, start: int, end: int, head: int, kind: str) -> Decision:
        if kind not in ("person", "group"):
            return NOTHING
        word = self.syntax.lower[head]
        first_word = self.syntax.source[start:end].split()[0].lower()
        unnamed = self.unnamed.get(word)
        if first_word in INDEFINITE:
            return (unnamed, 0.5, "rule", start, end) if unnamed is not None and first_word in ("a", "an") else NOTHING
        relative = self._relative(head, word)
        if relative is not None:
            return (relative, 0.7, "rule", start, end)
        if word in self.by_title and first_word == "the":
            return (self.by_title[word], 0.7, "rule", start, end)
        if word in word_list("people", "generic_nouns") and kind == "person":
            found = self._most_salient(
                head, noun_gender(self.syntax.lemma[head].lower()), ("person",), spare_narrator=True
            )
            if found[0] is not None and self.view.salience[found[0]] > IN_VIEW:
                return (found[0], round((found[1] or 0) * 0.7, 3), *found[2:])
        return (unnamed, 0.6, "rule", start, end) if unnamed is not None else NOTHING

    def _relative(self, head: int, word: str) -> int | None:
        """Whom "her husband", "Emma's father" or the narrator's "my mother" means.

        The first two where Mr. or Mrs. with the same surname tells it, the last where somebody is called Mum.
        """
        title = RELATIVES.get(word)
        possessors = [c for c in self.syntax.children[head] if self.syntax.dep[c] == "poss"]
        if title is None or not possessors:
            return None
        possessor = possessors[0]
        if self.syntax.lower[possessor] == "my" and not self.in_quote[possessor] and word in self.by_kin:
            return self.by_kin[word]
        if self.syntax.lower[possessor] in PERSONAL:
            owner = self._link_pronoun(*self._span(possessor), possessor, self.in_quote[possessor])[0]
        else:
            owner = self.entity_by_last.get(possessor)
        for surname in self.surnames.get(owner, ()) if owner is not None else ():
            bearers = self.bearers.get((title, surname), set()) - {owner}
            if len(bearers) == 1:
                return next(iter(bearers))
        return None

    def _span(self, token: int) -> tuple[int, int]:
        return int(self.syntax.start[token]), int(self.syntax.end[token])


def _weights(count: int, entity_names: pa.Table) -> list[float]:
    """How much an entity's salience counts: little for a name that the text hardly uses."""
    uses = [0] * count
    for entity, n in zip_columns(entity_names, "entity", "count"):
        uses[entity] += n
    return [(n / (n + RARE)) ** 0.5 if n else 1.0 for n in uses]


def _families(entity_names: pa.Table) -> tuple[dict[int, set[str]], dict[tuple[str, str], set[int]]]:
    """The surnames of each entity, and who is Mr. or Mrs. of each surname."""
    surnames: dict[int, set[str]] = defaultdict(set)
    bearers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entity, name in zip_columns(entity_names, "entity", "name"):
        words = [word.rstrip(".") for word in name.lower().split()]
        if len(words) > 1:
            surnames[entity].add(words[-1])
            for title in words[:1]:
                bearers[title, words[-1]].add(entity)
    return surnames, bearers


def _entities_of_nouns(entities: pa.Table, entity_names: pa.Table) -> tuple[dict[str, int], dict[str, int]]:
    """Unnamed entities by their noun, and named ones by the noun of a title that only one of them bears."""
    is_named = entities["is_named"].to_pylist()
    unnamed = {
        name.lower().split()[-1]: entity
        for entity, name in enumerate(entities["name"].to_pylist())
        if not is_named[entity]
    }
    bearers: dict[str, set[int]] = defaultdict(set)
    for entity, name in zip_columns(entity_names, "entity", "name"):
        if is_named[entity]:
            for noun in nouns_of_titles(name.lower().split()):
                bearers[noun].add(entity)
    return unnamed, {noun: min(ids) for noun, ids in bearers.items() if len(ids) == 1}
