"""Link mentions: which of them refer to the same person, place or thing.

The problem. A novel has tens of thousands of mentions and hundreds of entities. Read in order, each mention joins one
of the entities in view or is a new one's first:
    Anne looked at the old man. "Well," she said to him, and he took his hat.
The reader model scores the candidates (see ``discourse``); what is known for certain goes before: a name is whomever
the cast says it names, so that two named characters are never merged; "I" in the narration is the narrator; "she" is
nobody whom a name or title shows to be a man. "I" and "you" inside quotations are left, with the model's guess, to the
step that knows who speaks, and count for nothing that comes after: to let them count cost two in a hundred speakers.
Time grows linearly with the text, as the candidates are always few.
Source: incremental clustering, Xia et al. 2020, Toshniwal et al. 2020. Score: docs/results.md, `fabula evaluate coref`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fabula.language.address import is_address
from fabula.language.speech_tags import speaking_nouns
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import (
    EVERYBODY,
    FIRST_SINGULAR,
    SECOND,
    SOMEBODY,
    is_anybody,
)
from fabula.lexicon.titles import nouns_of_titles
from fabula.model.heads import KINDS, LINK_SIZE
from fabula.model.session import Networks, load_networks
from fabula.reading.discourse import COMMON, HE_CLASS, PRONOUN, PROPER, SHE_CLASS, Discourse, Reference, reference
from fabula.reading.disjoint import disjoint_from
from fabula.reading.kin_descriptions import Kindred, is_other_kin, kin_described, kin_said_of
from fabula.reading.linked_mentions import Decision, LinkedMentions
from fabula.reading.name_tokens import entity_by_token
from fabula.reading.states import states_of_mentions
from fabula.schema import zip_columns

FORM_NUMBERS = {"proper": PROPER, "common": COMMON, "pronoun": PRONOUN}
KIND_NUMBERS = {
    "person": KINDS.index("PER"),
    "group": KINDS.index("PER"),
    "facility": KINDS.index("FAC"),
    "geopolitical": KINDS.index("GPE"),
    "location": KINDS.index("LOC"),
    "vehicle": KINDS.index("VEH"),
    "organisation": KINDS.index("ORG"),
}
MOST_GUESSED, LEAST_GUESSED = 4, 0.02  # entities kept for each mention, and the share that each must have
JUST_BEFORE = 40  # words from "her father" to the name
KIN_KNOWN = 0.85  # how sure it is that "her brother" is whoever was so before
RELUCTANCE = 0.4  # added to the score of being somebody new; the best on dev
CERTAIN = 0.7  # from here on what names and titles tell of a gender goes before the model
IMPOSSIBLE = np.float32(-1e9)
INDEFINITE_ARTICLES = frozenset("a an another some one several".split())
STRANGER = 0.9  # how sure it is that a woman who speaks was not there before
MOST_ADOPTED = 10  # mentions without a name for each use of the name
KNOWN_BY_TITLE = frozenset("squire sheriff deacon friar abbe padre rajah sultan sheikh rabbi".split())


def link_mentions(
    syntax: Syntax,
    quote_spans: pa.Table,
    tags: pa.Table,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    tellers: pa.Table,
    mentions: pa.Table,
    mention_states: pa.Table,
    threads: int,
) -> dict[str, pa.Table]:
    """``mentions`` with their entities, and the entities without a name: who is mentioned more than once, or speaks.

    Gives   mentions: entity, entity_confidence, entity_by, entity_evidence_start, entity_evidence_end filled in; null
            for what is mentioned only once, and inside quotations for I and you
            entities, entity_names, profiles: rows added for entities without a name
            guesses: mention, entity, confidence of those whom the model holds possible for nouns and pronouns
    """
    speaking = tags["subject_token"].to_pylist()
    called_so = speaking_nouns(syntax, speaking)
    somebody = {
        token
        for token in speaking
        if is_anybody(syntax.lower[token], syntax.lemma[token]) and syntax.lower[token] != "voice"
    }
    linker = _Linker(
        load_networks(threads), syntax, quote_spans, tags, called_so, somebody, names, entity_names, profiles, tellers
    )
    linked = linker.read(mentions, mention_states)
    return {
        **linked.with_unnamed(entities, entity_names, profiles, set(speaking)),
        "mentions": linked.decided(),
        "guesses": linked.guesses(),
    }


@dataclass
class _Memory:
    """What the link scorer is told of each entity: the sum, the number and the last of its mentions' states."""

    sums: NDArray[np.float32] = field(default_factory=lambda: np.zeros((256, LINK_SIZE), np.float32))
    last: NDArray[np.float32] = field(default_factory=lambda: np.zeros((256, LINK_SIZE), np.float32))
    counts: NDArray[np.float32] = field(default_factory=lambda: np.zeros((256, 1), np.float32))

    def add(self, entity: int, state: NDArray[np.float32]) -> None:
        if entity >= len(self.sums):
            self.sums, self.last, self.counts = (
                np.concatenate([array, np.zeros_like(array)]) for array in (self.sums, self.last, self.counts)
            )
        self.sums[entity] += state
        self.last[entity] = state
        self.counts[entity] += 1


class _Linker:
    """Reads mentions in order; its own numbers of entities, in order of appearance, become rows at the end."""

    def __init__(
        self,
        networks: Networks,
        syntax: Syntax,
        quote_spans: pa.Table,
        tags: pa.Table,
        called_so: frozenset[str],
        somebody: Set[int],
        names: pa.Table,
        entity_names: pa.Table,
        profiles: pa.Table,
        tellers: pa.Table,
    ) -> None:
        self.networks = networks
        self.syntax = syntax
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        self.called_so = called_so  # nouns each of which means one and the same
        self.somebody = somebody  # subjects of speech tags that are no mere voices
        self.strangers: dict[int, int] = {}  # head token -> our own number
        self.named = entity_by_token(names)
        self.uses = Counter(row for row in names["entity"].to_pylist() if row is not None)
        self.bearers = _bearers(entity_names)
        self.surnames = _surnames(entity_names)
        self.genders: list[str] = profiles["gender"].to_pylist()
        self.sure: list[float] = profiles["confidence"].to_pylist()
        known = tellers.filter(pc.is_valid(tellers["narrator"]))
        is_you = pc.equal(known["person"].cast("string"), "second")
        self.narrator_of = syntax.rows_of_tokens(known.filter(pc.invert(is_you)), "narrator")
        self.you_of = syntax.rows_of_tokens(known.filter(is_you), "narrator")  # whom the second person tells of
        self.discourse = Discourse()
        self.memory = _Memory()
        self.row_of: list[int | None] = []  # the row in ``entities`` of each of our own entities
        self.own_of: dict[int, int] = {}
        self.naming: int | None = None  # the row of the new entity that is about to be noted
        self.own_of_noun: dict[str, int] = {}
        self.last_mention: list[int] = []
        self.own_at: dict[int, int] = {}  # head token -> our own number
        self.kindred = Kindred()
        self.speaking = dict(zip_columns(tags, "quote", "subject_token"))
        self.called_by = _called_by(syntax, names, self.quote_of, self.speaking)
        self.references: list[Reference] = []

    def read(self, mentions: pa.Table, states: pa.Table) -> LinkedMentions:
        """Decide every mention."""
        link = states_of_mentions(states)
        new = states["new"].to_numpy()
        described = zip_columns(mentions, "head_token", "form", "kind", "place_kind")
        heads = mentions["head_token"].to_pylist()
        self.references = [
            reference(
                self.syntax.lower, first, last, head, self.syntax.sentence[first], self.quote_of[head],
                FORM_NUMBERS[form], KIND_NUMBERS[place or kind], self.syntax.tag[head],
            )
            for (first, last), (head, form, kind, place) in zip(
                zip_columns(states, "first_token", "last_token"), described, strict=True
            )
        ]  # fmt: skip
        decisions: dict[int, Decision] = {}
        for number in self._owners_first(heads):
            seen, head = self.references[number], heads[number]
            decision = self._decide(seen, head, link[number], float(new[number]) + RELUCTANCE)
            if not self._is_left_open(head):
                decision.entity = self._note(number, seen, decision.entity, link[number])
                self.own_at[head] = decision.entity
                self._learn_kin(seen, head)
            decisions[number] = decision
        return LinkedMentions(
            self.syntax,
            mentions,
            self.references,
            [decisions[number] for number in range(len(heads))],
            [self._is_left_open(head) for head in heads],
            self.row_of,
        )

    def _owners_first(self, heads: Sequence[int]) -> Iterator[int]:
        """The mentions in order, but whoever owns one of kin before it: in "her brother" first her."""
        number_of = {head: number for number, head in enumerate(heads)}
        done: set[int] = set()
        for number, head in enumerate(heads):
            kin = kin_described(self.syntax, head)
            for due in (number_of.get(kin[0], number) if kin else number, number):
                if due not in done:
                    done.add(due)
                    yield due

    def _decide(self, seen: Reference, head: int, state: NDArray[np.float32], new: float) -> Decision:
        """Whom a mention refers to; -1 for somebody new."""
        row = self._certain(seen, head)
        if row is not None and row in self.own_of:
            own = self.own_of[row]
            return Decision(own, 0.95, "rule", self.last_mention[own])
        if row is None and seen.form != PRONOUN and seen.head in self.called_so:
            return self._same_noun(seen.head)
        if row is None and self._is_stranger(seen, head):
            own = self.strangers.setdefault(head, self.discourse.count)
            return Decision(own if own < self.discourse.count else -1, STRANGER, "rule", -1)
        kin = self._kin(head) if row is None and seen.form == COMMON else None
        if kin is not None:
            return Decision(kin, KIN_KNOWN, "rule", self.last_mention[kin])
        candidates = self.discourse.candidates(seen)
        decision = Decision(-1, 1.0, "model", -1)
        if candidates:
            scores = self._scores(seen, candidates, state)
            self._rule_out(seen, candidates, scores, row)
            self._rule_out_disjoint(seen, head, candidates, scores)
            best = int(scores.argmax())
            highest = max(scores[best], new)
            shares = np.exp(scores - highest)
            shares /= shares.sum() + np.exp(new - highest)
            if scores[best] > new:
                decision = Decision(candidates[best], float(shares[best]), "model", self.last_mention[candidates[best]])
            if row is None:
                likely = np.argsort(-shares, kind="stable")[:MOST_GUESSED].tolist()
                decision.guesses = [(candidates[at], float(shares[at])) for at in likely if shares[at] >= LEAST_GUESSED]
        if row is not None:
            return self._name(seen, row, decision)
        return decision

    def _certain(self, seen: Reference, head: int) -> int | None:
        """The row of the entity that a name, the only bearer's title, the narrator's "I" or their "you" refers to."""
        if seen.form != PRONOUN:
            row = self.named.get(head)
            bearers = self.bearers.get(seen.head, ())
            if row is None and len(bearers) == 1 and self.syntax.lower[seen.first] == "the":
                return next(iter(bearers))
            return row
        if self.syntax.lower[head] in FIRST_SINGULAR and self.quote_of[head] < 0:
            return self.narrator_of[head] if self.narrator_of[head] >= 0 else None
        if self.syntax.lower[head] in SECOND and self.quote_of[head] < 0:
            return self.you_of[head] if self.you_of[head] >= 0 else None
        return None

    def _is_stranger(self, seen: Reference, head: int) -> bool:
        """Whether a speaker is called as nobody is who was there before: someone, a woman behind them, both.

        Not so voices: "a voice said", and we learn whose.
        """
        words = self.syntax.lower
        is_indefinite = words[head] in SOMEBODY | EVERYBODY or words[seen.first] in INDEFINITE_ARTICLES
        return head in self.somebody and is_indefinite

    def _same_noun(self, noun: str) -> Decision:
        """Whoever was called so before."""
        if noun not in self.own_of_noun:
            self.own_of_noun[noun] = self.discourse.count
            return Decision(-1, 1.0, "rule", -1)
        own = self.own_of_noun[noun]
        return Decision(own, 0.8, "rule", self.last_mention[own])

    def _name(self, seen: Reference, row: int, decision: Decision) -> Decision:
        """The first mention of an entity by name, which may be of somebody mentioned before without it."""
        kin = self._kin_of_one_family(seen, row)
        if kin is not None:
            decision = Decision(kin, KIN_KNOWN, "rule", self.last_mention[kin])
        elif decision.entity < 0 or not self._may_be(seen, row, decision.entity):
            self.own_of[row] = self.discourse.count  # the number that the new one gets
            self.naming = row
            return Decision(-1, 0.95, "rule", -1)
        self.row_of[decision.entity] = row
        self.own_of[row] = decision.entity
        return decision

    def _kin_of_one_family(self, seen: Reference, row: int) -> int | None:
        """Who was just called somebody's father and has no name, where the name is of that somebody's family."""
        found = {
            kin
            for owner, kin in self.kindred.described()
            if self.row_of[kin] is None
            and seen.first - self.references[self.last_mention[kin]].last <= JUST_BEFORE
            and (family := self.row_of[owner]) is not None
            and self.surnames[family] & self.surnames[row]
            and self._may_be(seen, row, kin)
        }
        return found.pop() if len(found) == 1 else None

    def _may_be(self, seen: Reference, row: int, own: int) -> bool:
        """Whether somebody mentioned before may be who is now named for the first time.

        Nobody of another name or gender, of whom only pronouns were used, or mentioned much more than the name ever is.
        """
        n_mentions, is_described, gender = self.discourse.known_of(own)
        is_other = {gender, self.genders[row]} == {"man", "woman"}
        is_other |= self._is_other_name(seen, own)
        return is_described and not is_other and n_mentions <= MOST_ADOPTED * self.uses[row]

    def _scores(self, seen: Reference, candidates: Sequence[int], state: NDArray[np.float32]) -> NDArray[np.float32]:
        features = self.discourse.features(seen, candidates)
        means = self.memory.sums[candidates] / self.memory.counts[candidates]
        (scores,) = self.networks.links(state[None], means, self.memory.last[candidates], features)
        found: NDArray[np.float32] = scores
        return found

    def _rule_out(
        self, seen: Reference, candidates: Sequence[int], scores: NDArray[np.float32], row: int | None
    ) -> None:
        """Lower the scores of those whom the mention cannot mean."""
        for place, candidate in enumerate(candidates):
            known = self.row_of[candidate]
            if known is None:
                if seen.form == COMMON and is_other_kin(seen.head, self.discourse.heads_of(candidate)):
                    scores[place] = IMPOSSIBLE
                continue
            is_other = self._is_other_name(seen, candidate) or self._is_other_gender(seen, known)
            if row is not None or is_other or self._lacks_title(seen, known):
                scores[place] = IMPOSSIBLE

    def _rule_out_disjoint(
        self, seen: Reference, head: int, candidates: Sequence[int], scores: NDArray[np.float32]
    ) -> None:
        """Lower the scores of those whom the mention's own sentence has in another place."""
        apart = {self._own(token) for token in disjoint_from(self.syntax, head) if self.quote_of[token] == seen.quote}
        apart |= {self.own_of.get(row) for row in self.called_by.get(head, ())}
        if seen.pronoun in (HE_CLASS, SHE_CLASS) and seen.quote in self.speaking:
            apart.add(self._own(self.speaking[seen.quote]))
        for place, candidate in enumerate(candidates):
            if candidate in apart:
                scores[place] = IMPOSSIBLE

    def _own(self, token: int) -> int | None:
        """Our own number of whom a word means: the mention with that head, whom a name later on names, or "I"."""
        if token in self.own_at:
            return self.own_at[token]
        if self.syntax.lower[token] not in FIRST_SINGULAR:
            return self.own_of.get(self.named.get(token, -1))
        if self.quote_of[token] < 0:
            return self.own_of.get(self.narrator_of[token])
        speaker = self.speaking.get(self.quote_of[token])
        return None if speaker is None or self.quote_of[speaker] >= 0 else self._own(speaker)

    def _kin(self, head: int) -> int | None:
        """Who is known to be what a noun says to its owner."""
        described = kin_described(self.syntax, head)
        owner = self._own(described[0]) if described else None
        return self.kindred.of(owner, described[1]) if described and owner is not None else None

    def _learn_kin(self, seen: Reference, head: int) -> None:
        """What a mention shows of who is whose kin; that somebody with a name is so must be said, not only guessed."""
        own = self.own_at[head]
        described = kin_described(self.syntax, head) if self.row_of[own] is None else None
        if described and (owner := self._own(described[0])) is not None:
            self.kindred.describe(owner, described[1], own)
        if seen.form == PROPER and self.row_of[own] is not None:
            for token, noun in kin_said_of(self.syntax, head):
                if (owner := self._own(token)) not in (None, own):
                    self.kindred.name(owner, noun, own)

    def _lacks_title(self, seen: Reference, row: int) -> bool:
        """Whether a mention is by a title, the squire, that others bear and this one does not."""
        bearers = self.bearers.get(seen.head, ())
        return seen.form == COMMON and bool(bearers) and row not in bearers

    def _is_other_name(self, seen: Reference, candidate: int) -> bool:
        names = self.discourse.names_of(candidate)
        return seen.form == PROPER and bool(names) and not names & seen.names

    def _is_other_gender(self, seen: Reference, row: int) -> bool:
        if seen.pronoun not in (HE_CLASS, SHE_CLASS):
            return False
        if row == self.narrator_of[seen.first] and seen.quote < 0:
            return True
        gender = "man" if seen.pronoun == HE_CLASS else "woman"
        return self.genders[row] not in (gender, "unknown", "neutral") and self.sure[row] >= CERTAIN

    def _note(self, number: int, seen: Reference, entity: int, state: NDArray[np.float32]) -> int:
        """Our own number of the mention's entity, which from now on has one mention more."""
        is_new = entity < 0
        own = self.discourse.add(seen, None if is_new else entity)
        if is_new:
            self.row_of.append(self.naming)
            self.naming = None
            self.last_mention.append(number)
        self.last_mention[own] = number
        self.memory.add(own, state)
        return own

    def _is_left_open(self, head: int) -> bool:
        word = self.syntax.lower[head]
        return self.quote_of[head] >= 0 and (word in FIRST_SINGULAR or word in SECOND)


def _called_by(
    syntax: Syntax, names: pa.Table, quote_of: Sequence[int], speaking: Mapping[int, int]
) -> dict[int, set[int]]:
    """Whom the subject of each speech tag calls by name: none of them is the speaker."""
    called: dict[int, set[int]] = defaultdict(set)
    for first, last, entity in zip_columns(names, "first_token", "last_token", "entity"):
        speaker = speaking.get(quote_of[first])
        if entity is not None and speaker is not None and is_address(syntax, first, last):
            called[speaker].add(entity)
    return called


def _surnames(entity_names: pa.Table) -> dict[int, set[str]]:
    """The last words of the names of several words that each is called by."""
    surnames: dict[int, set[str]] = defaultdict(set)
    for row, name in zip_columns(entity_names, "entity", "name"):
        words = name.lower().split()
        if len(words) > 1:
            surnames[row].add(words[-1])
    return surnames


def _bearers(entity_names: pa.Table) -> dict[str, set[int]]:
    """Who is called by each title: by "squire", and by "doctor" whoever is called Dr."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for row, name in zip_columns(entity_names, "entity", "name"):
        words = [word.rstrip(".") for word in name.lower().split()]
        for noun in nouns_of_titles(words[:-1]) | ({words[0]} & KNOWN_BY_TITLE if len(words) > 1 else set()):
            bearers[noun].add(row)
    return bearers
