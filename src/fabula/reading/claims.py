"""Find what characters say or believe of the story's world, and what the narration later makes of it.

The problem. What somebody says is not so because it is said:
    "Tom is dead," said Eva. ... The door opened, and Tom came in.
A claim is a clause inside a quotation, a thought or a layer that tells of somebody's death, absence, identity,
relationship or of a secret. The dead who act afterwards, and the absent who act in the same scene, contradict it; the
narration that says the same confirms it.
Not tried: claims told in indirect speech, other kinds. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.schema import table_of, zip_columns

SUBJECTS = ("nsubj", "nsubjpass")
NEGATIONS = frozenset("not n't never no nobody none neither".split())
IDENTIFIED = frozenset("i he she they this that it name".split())  # subjects of which a name says who they are
DOUBTS = frozenset("if whether would should could might may wish hope unless suppose".split())
SURE, LIKELY = 0.7, 0.5
AFTER_A_DEATH, FEWEST_ACTS = 200, 2  # characters after the claim, and acts that show somebody alive
COLUMNS = ("start", "end", "kind", "holder", "quote", "layer", "truth", "shown_start", "shown_end", "confidence")
SENTENCE_END = re.compile(r"[.!?]")
UNREAL = ("dream", "memory", "hypothetical", "told")  # layers whose events show nothing of the present


@dataclass(frozen=True)
class _Claim:
    """A statement, by the token of its verb."""

    verb: int
    kind: str
    about: tuple[int, ...]
    said_of: int | None = None  # of an identity: who is said to be ``about``


def find_claims(
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    events: pa.Table,
    layers: pa.Table,
    scenes: pa.Table,
) -> dict[str, pa.Table]:
    """Claims in the order of the text.

    Gives   claims: start, end, kind, holder, quote, layer, truth with the words that show it, confidence
            claim_characters: claim, entity
    """
    finder = _ClaimFinder(syntax, quote_spans, entities, mentions)
    judge = _Judge(syntax, finder, quotes, events, layers, scenes)
    layer_of = syntax.rows_of_tokens(_numbered(layers), "row")
    speakers, owners = quotes["speaker"].to_pylist(), layers["owner"].to_pylist()
    rows: list[dict[str, object]] = []
    about: list[tuple[int, int]] = []
    for claim in finder.claims(lambda token: finder.quote_of[token] >= 0 or layer_of[token] >= 0):
        quote, layer = finder.quote_of[claim.verb], layer_of[claim.verb]
        holder = speakers[quote] if quote >= 0 else owners[layer]
        first, last = finder.clause(claim.verb)
        truth, shown = judge.truth(claim)
        about += [(len(rows), entity) for entity in dict.fromkeys(claim.about)]
        rows.append(
            {
                "start": int(syntax.start[first]),
                "end": int(syntax.end[last]),
                "kind": claim.kind,
                "holder": holder,
                "quote": quote,
                "layer": layer,
                "truth": truth,
                "shown_start": shown[0],
                "shown_end": shown[1],
                "confidence": SURE if truth != "open" else LIKELY,
            }
        )
    return {
        "claims": table_of("claims", {name: [row[name] for row in rows] for name in COLUMNS}),
        "claim_characters": table_of(
            "claim_characters", {"claim": [row for row, _ in about], "entity": [entity for _, entity in about]}
        ),
    }


def _numbered(table: pa.Table) -> pa.Table:
    return table.append_column("row", pa.array(range(len(table)), pa.int32()))


class _ClaimFinder:
    """Statements about people, wherever they stand."""

    def __init__(self, syntax: Syntax, quote_spans: pa.Table, entities: pa.Table, mentions: pa.Table) -> None:
        self.syntax = syntax
        self.quote_of = syntax.rows_of_tokens(quote_spans, "quote")
        is_person = [kind in ("person", "group") for kind in entities["kind"].to_pylist()]
        columns = ("head_token", "entity", "form")
        self.mention_of = {
            head: (entity, form)
            for head, entity, form in zip_columns(mentions, *columns)
            if entity is not None and is_person[entity]
        }
        names = ("died", "dead", "killed", "left", "away", "kin", "tied", "told")
        self.words = {name: word_list("claims", name) for name in names}

    def claims(self, wanted: Callable[[int], bool]) -> Iterator[_Claim]:
        """All of them whose verb is wanted, in the order of the text."""
        for token, pos in enumerate(self.syntax.pos):
            if pos in ("VERB", "AUX") and wanted(token):
                claim = self._claim(token)
                if claim is not None:
                    yield claim

    def clause(self, verb: int) -> tuple[int, int]:
        """First and last token of the verb with its subject and objects."""
        children = [c for c in self.syntax.children[verb] if self.syntax.pos[c] != "PUNCT"]
        return min([verb, *children]), max([verb, *children])

    def _claim(self, verb: int) -> _Claim | None:
        syntax = self.syntax
        lemma = syntax.lemma[verb].lower()
        children = syntax.children[verb]
        subject = next((c for c in children if syntax.dep[c] in SUBJECTS), None)
        is_denied = any(syntax.lower[c] in NEGATIONS for c in children)
        if any(syntax.lower[c] in DOUBTS for c in children) or self._asks(verb):
            return None
        if lemma in self.words["told"]:
            return self._secret(verb, children, subject, is_denied)
        if any(syntax.tag[c] == "MD" for c in children) or syntax.dep[verb] == "advcl":
            return None
        if subject is None:
            return None
        about = self._people(subject)
        if lemma == "be":
            return self._being(verb, children, subject, about, is_denied)
        objects = [entity for c in children if syntax.dep[c] == "dobj" for entity in self._people(c)]
        if is_denied:
            return None
        if lemma in self.words["died"] and about:
            return _Claim(verb, "death", tuple(about))
        if lemma in self.words["killed"]:
            killed = about if syntax.dep[subject] == "nsubjpass" else objects
            return _Claim(verb, "death", tuple(killed)) if killed else None
        if lemma in self.words["tied"] and about and (objects or syntax.dep[subject] == "nsubjpass"):
            with_whom = objects + [
                e
                for c in children
                if syntax.lower[c] in ("to", "with")
                for g in syntax.children[c]
                for e in self._people(g)
            ]
            return _Claim(verb, "relationship", (*about, *with_whom)) if with_whom or len(about) > 1 else None
        stays_so = syntax.tag[verb] in ("VBD", "VBN") and not any(syntax.dep[c] in ("oprd", "acomp") for c in children)
        if lemma in self.words["left"] and about and not objects and stays_so and self._is_third(subject):
            return _Claim(verb, "absence", tuple(about))
        return None

    def _being(
        self, verb: int, children: Sequence[int], subject: int, about: list[int], is_denied: bool
    ) -> _Claim | None:
        syntax = self.syntax
        for child in children:
            word, dep = syntax.lower[child], syntax.dep[child]
            if (
                dep in ("acomp", "attr", "advmod", "oprd")
                and word in self.words["dead"]
                and about
                and not is_denied
                and self._is_third(subject)
            ):
                return _Claim(verb, "death", tuple(about))
            is_away = word in self.words["away"]
            is_place = (
                dep in ("acomp", "advmod", "prt") and (is_away or word in ("here", "in")) and is_away != is_denied
            )
            if is_place and about and self._is_third(subject):
                return _Claim(verb, "absence", tuple(about))
            if dep == "attr":
                lemma = syntax.lemma[child].lower()
                owner = [e for c in syntax.children[child] if syntax.dep[c] == "poss" for e in self._people(c)]
                if lemma in self.words["kin"] and about and owner:
                    return _Claim(verb, "relationship", (*about, *owner))
                meant, form = self.mention_of.get(child, (None, ""))
                if meant is not None and form == "proper" and syntax.lower[subject] in IDENTIFIED:
                    named = about[0] if about else next(iter(self._owners(subject)), None)
                    return _Claim(verb, "identity", (meant,), named)
        return None

    def _secret(self, verb: int, children: Sequence[int], subject: int | None, is_denied: bool) -> _Claim | None:
        """Don't tell Anne; nobody must know; she must not know."""
        syntax = self.syntax
        lemma = syntax.lemma[verb].lower()
        is_must = any(syntax.lower[c] in ("must", "mustn't", "should", "shall") for c in children)
        is_order = subject is None and lemma == "tell" and any(syntax.lower[c] in ("do", "never") for c in children)
        if is_order and is_denied:
            objects = [c for c in children if syntax.dep[c] in ("dobj", "dative") and self._is_third(c)]
            kept_from = [entity for c in objects for entity in self._people(c)]
            is_anybody = any(syntax.lower[c] in ("anyone", "anybody", "soul") for c in objects)
            return _Claim(verb, "secret", tuple(kept_from)) if kept_from or is_anybody else None
        if is_must and subject is not None and self._is_third(subject):
            is_nobody = syntax.lower[subject] in ("nobody", "none") or is_denied
            return _Claim(verb, "secret", tuple(self._people(subject))) if is_nobody and lemma != "say" else None
        return None

    def _asks(self, verb: int) -> bool:
        """Whether the first mark after a verb that ends a sentence asks."""
        end = SENTENCE_END.search(self.syntax.source, int(self.syntax.end[verb]))
        return end is not None and end.group() == "?"

    def _is_third(self, subject: int) -> bool:
        return self.syntax.lower[subject] not in ("i", "you", "we")

    def _people(self, token: int) -> list[int]:
        found = [self.mention_of[token][0]] if token in self.mention_of else []
        for child in self.syntax.children[token]:
            if self.syntax.dep[child] == "conj":
                found += self._people(child)
        return found

    def _owners(self, token: int) -> list[int]:
        return [e for c in self.syntax.children[token] if self.syntax.dep[c] == "poss" for e in self._people(c)]


class _Judge:
    """What the narration says of a claim."""

    def __init__(
        self,
        syntax: Syntax,
        finder: _ClaimFinder,
        quotes: pa.Table,
        events: pa.Table,
        layers: pa.Table,
        scenes: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.scene_starts: list[int] = scenes["start"].to_pylist()
        self.scene_ends: list[int] = scenes["end"].to_pylist()
        unreal = [kind in UNREAL for kind in layers["kind"].to_pylist()]
        self.acts: dict[int, list[tuple[int, int]]] = defaultdict(list)  # by entity: what it does at the present level
        columns = ("start", "end", "kind", "trigger_token", "agent", "layer")
        for start, end, kind, token, agent, layer in zip_columns(events, *columns):
            is_present = kind == "realis" and (layer is None or not unreal[layer])
            if agent is not None and is_present and finder.quote_of[token] < 0:
                self.acts[agent].append((start, end))
        for start, end, kind, mode, speaker in zip_columns(quotes, "start", "end", "kind", "mode", "speaker"):
            if speaker is not None and kind == "speech" and mode == "in person":
                self.acts[speaker].append((start, end))
        for acts in self.acts.values():
            acts.sort()
        self.told: dict[tuple[str, int], list[_Claim]] = defaultdict(list)  # what the narration states itself
        for claim in finder.claims(lambda token: finder.quote_of[token] < 0):
            for entity in claim.about:
                self.told[claim.kind, entity].append(claim)

    def truth(self, claim: _Claim) -> tuple[str, tuple[int | None, int | None]]:
        """Whether it is confirmed or contradicted, and the words that show it."""
        at = int(self.syntax.start[claim.verb])
        if claim.kind == "death":
            for entity in claim.about:
                acts = self.acts[entity]
                after = bisect_left(acts, (at + AFTER_A_DEATH,))
                if len(acts) - after >= FEWEST_ACTS:
                    return "contradicted", acts[after]
        if claim.kind == "absence":
            end = self._scene_end(at)
            for entity in claim.about:
                acts = self.acts[entity]
                after = bisect_left(acts, (at + 1,))
                if after < len(acts) and acts[after][0] < end:
                    return "contradicted", acts[after]
        if claim.kind in ("death", "relationship"):
            for entity in claim.about:
                for other in self.told[claim.kind, entity]:
                    if other.verb != claim.verb and set(other.about) >= set(claim.about):
                        return "confirmed", (int(self.syntax.start[other.verb]), int(self.syntax.end[other.verb]))
        if claim.kind == "identity" and claim.said_of is not None and claim.said_of in claim.about:
            return "confirmed", (int(self.syntax.start[claim.verb]), int(self.syntax.end[claim.verb]))
        return "open", (None, None)

    def _scene_end(self, at: int) -> int:
        place = bisect_left(self.scene_starts, at + 1) - 1
        return self.scene_ends[place] if place >= 0 else at
