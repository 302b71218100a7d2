"""Who does what a note tells of, and to whom, from the events and the grammar around its telling word."""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.schema import zip_columns

ONE_WHO_HAS_IT = ("death", "injury", "pregnancy loss")  # who is the subject of what is not done to somebody: to whom
ONE_WHO_DOES_IT = ("grief", "suicide and self-harm", "alcohol", "eating disorder")  # and by whom
DONE_TO_SOMEBODY = ("violence", "sexual violence", "abuse", "captivity", "torture", "sedation and drugs")
UNWANTED = ("sexual violence", "abuse", "torture")  # whoever tells of it in speech has mostly suffered it
OBJECTS = ("dobj", "nsubjpass", "dative")
DEEPEST = 4

Pair = tuple[int | None, int | None]


class People:
    """The characters of a text by the words that mean them."""

    def __init__(
        self,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
        mentions: pa.Table,
        entities: pa.Table,
        events: pa.Table,
    ) -> None:
        self.syntax = syntax
        kinds = entities["kind"].to_pylist()
        self.entity_at: dict[int, int] = {
            token: entity
            for token, entity in zip_columns(mentions, "head_token", "entity")
            if entity is not None and kinds[entity] in ("person", "group")
        }
        self.people = set(self.entity_at.values())
        self.event_at: dict[int, tuple[int | None, int | None]] = {
            token: (agent, patient)
            for token, agent, patient in zip_columns(events, "trigger_token", "agent", "patient")
        }
        self.quote_at = syntax.rows_of_tokens(quote_spans, "quote")
        self.speakers: list[int | None] = quotes["speaker"].to_pylist()

    def of(self, kind: str, shown: int, low: int, high: int) -> Pair:
        """By whom and to whom.

        Takes   shown: the telling word; low, high: the note's words
        """
        if kind == "slurs":
            return self._speaker(shown), None
        if kind in ONE_WHO_DOES_IT:
            return self._one(shown, low, high), None
        by, to = self._deed(shown)
        to = None if to == by else to
        if kind in DONE_TO_SOMEBODY:
            return self._completed(kind, by, to, low, high)
        if kind in ONE_WHO_HAS_IT:
            return (by, to) if to is not None else (None, self._one(shown, low, high))
        return by, to

    def _speaker(self, token: int) -> int | None:
        quote = self.quote_at[token]
        return self.speakers[quote] if quote >= 0 else None

    def _deed(self, token: int) -> Pair:
        """Agent and patient of the event that the word names, or under which it stands."""
        for _ in range(DEEPEST):
            if token in self.event_at:
                by, to = (self._person(entity) for entity in self.event_at[token])
                if by is not None or to is not None:
                    return by, to if to is not None else self._aim(token)
            if self.syntax.head[token] == token:
                break
            token = self.syntax.head[token]
        return None, None

    def _completed(self, kind: str, by: int | None, to: int | None, low: int, high: int) -> Pair:
        """By whom and to whom, where only one of them or none is known from the telling word.

        "He locked the door. I said no": whoever tells it is not who did it. "They shot Anna": the object of any verb.
        """
        teller = self._speaker(low)
        persons = {self.entity_at[token] for token in range(low, high) if token in self.entity_at}
        if kind in UNWANTED and to is None and teller in persons:
            by, to = None if by == teller else by, teller
        for token in range(low, high):
            one, verb = self._suffering(token)
            if to is None and one is not None and one != by:
                to = one
            if by is None and one is not None and one == to:
                doers = (child for child in self.syntax.children[verb] if self.syntax.dep[child] == "nsubj")
                by = next((self.entity_at[child] for child in doers if child in self.entity_at), None)
        return (None if by == to else by), to

    def _suffering(self, token: int) -> tuple[int | None, int]:
        """Whom the word means, if a verb does something to them or to their hands and faces, and the verb."""
        syntax = self.syntax
        thing = syntax.head[token] if syntax.dep[token] == "poss" else token
        is_object = syntax.dep[thing] in OBJECTS
        return (self.entity_at.get(token) if is_object else None), syntax.head[thing]

    def _aim(self, verb: int) -> int | None:
        """Whom a verb aims at with a preposition: "fired at him"."""
        for child in self.syntax.children[verb]:
            if self.syntax.dep[child] == "prep" and self.syntax.lower[child] in ("at", "on", "upon", "to", "against"):
                for thing in self.syntax.children[child]:
                    if thing in self.entity_at:
                        return self.entity_at[thing]
        return None

    def _one(self, shown: int, low: int, high: int) -> int | None:
        """Whose it is: the owner of a noun, the subject of its clause, or the first person of the note."""
        token = shown
        for _ in range(DEEPEST):
            labels = ("poss", *SUBJECTS)
            for child in self.syntax.children[token]:
                if self.syntax.dep[child] in labels and child in self.entity_at:
                    return self.entity_at[child]
            if token != shown and token in self.entity_at:
                return self.entity_at[token]
            if self.syntax.head[token] == token:
                break
            token = self.syntax.head[token]
        return next((self.entity_at[token] for token in range(low, high) if token in self.entity_at), None)

    def _person(self, entity: int | None) -> int | None:
        return entity if entity is not None and entity in self.people else None
