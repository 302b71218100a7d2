"""The row views through which a person looks at a story.

Rows hold no data of their own: they read cached NumPy columns on demand. To walk over many rows, use the columns
(``story.tables["quotes"]``), not the views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

import numpy as np
import pyarrow as pa

RowType = TypeVar("RowType", bound="Row")


class Columns(Protocol):
    """What a view needs of its story."""

    text: str
    tables: Mapping[str, pa.Table]

    def column(self, table: str, name: str) -> Any:
        """One column as a NumPy array."""

    def rows_where(self, table: str, key: str, value: int) -> list[int]:
        """The rows of ``table`` whose ``key`` column is ``value``."""


class Row:
    """A view of one row of a table: it reads the story's columns and holds nothing itself."""

    __slots__ = ("_story", "id")
    table = ""

    def __init__(self, story: Columns, id: int) -> None:
        self._story = story
        self.id = int(id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._story, self.table, self.id) == (
            other._story,
            other.table,
            other.id,
        )

    def __hash__(self) -> int:
        return hash((id(self._story), self.table, self.id))

    def _value(self, column: str) -> Any:
        value = self._story.column(self.table, column)[self.id]
        value = value.item() if isinstance(value, np.generic) else value
        return None if value != value else value  # NaN is null in a float column

    def _character(self, column: str) -> Character | None:
        entity = self._value(column)
        return Character(self._story, entity) if entity >= 0 else None


class Stretch(Row):
    """A row that is a stretch of text of some kind; further columns are attributes by name."""

    __slots__ = ("table",)

    def __init__(self, story: Columns, id: int, table: str) -> None:
        super().__init__(story, id)
        self.table = table

    def __repr__(self) -> str:
        return f"<{self.table} {self.id}: {self.kind} {self.start}-{self.end}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._story.tables[self.table].column_names:
            raise AttributeError(name)
        return self._value(name)

    @property
    def text(self) -> str:
        """The stretch itself."""
        return self._story.text[self.start : self.end]


class Spanned(Row):
    """A row with a start and an end."""

    __slots__ = ()

    @property
    def start(self) -> int:
        """Where it begins, in code points of the text."""
        return int(self._value("start"))

    @property
    def end(self) -> int:
        """Where it ends, in code points of the text."""
        return int(self._value("end"))

    @property
    def text(self) -> str:
        """The stretch itself."""
        return self._story.text[self.start : self.end]


class Chapter(Spanned):
    """A chapter of the text."""

    __slots__ = ()
    table = "chapters"

    def __repr__(self) -> str:
        return f"<Chapter {self.id}: {self.title!r}>"

    @property
    def title(self) -> str:
        """Its heading on one line; empty without one."""
        return str(self._value("title"))


class Character(Row):
    """A person or group that acts, speaks or is named."""

    __slots__ = ()
    table = "entities"

    def __repr__(self) -> str:
        return f"<Character {self.id}: {self.name!r}>"

    @property
    def name(self) -> str:
        """The name to show."""
        return str(self._value("name"))

    @property
    def kind(self) -> str:
        """``person`` or ``group``."""
        return str(self._value("kind"))

    @property
    def names(self) -> dict[str, int]:
        """Surface form -> how often the text uses it, most used first."""
        rows = self._story.rows_where("entity_names", "entity", self.id)
        names, counts = (
            self._story.column("entity_names", "name"),
            self._story.column("entity_names", "count"),
        )
        return {str(names[row]): int(counts[row]) for row in sorted(rows, key=lambda row: -counts[row])}

    @property
    def pronouns(self) -> str | None:
        """Pronouns from use, such as ``she/her``; None when the text does not show them."""
        return self._value("pronouns")  # type: ignore[no-any-return]

    @property
    def is_narrator(self) -> bool:
        """Whether they tell some stretch of the story."""
        return bool(self._value("is_narrator"))

    @property
    def mentions(self) -> Rows[Mention]:
        """Where the text refers to them, in order."""
        return Rows(
            self._story,
            Mention,
            np.array(self._story.rows_where("mentions", "entity", self.id), dtype=np.int64),
        )

    @property
    def quotes(self) -> Rows[Quote]:
        """What they say, think or write, in order."""
        return Rows(self._story, Quote, np.array(self._story.rows_where("quotes", "speaker", self.id), dtype=np.int64))


class Mention(Spanned):
    """A reference to an entity."""

    __slots__ = ()
    table = "mentions"

    def __repr__(self) -> str:
        return f"<Mention {self.id}: {self.text!r}>"

    @property
    def form(self) -> str:
        """``proper``, ``common`` or ``pronoun``."""
        return str(self._value("form"))

    @property
    def entity(self) -> Character | None:
        """Whom or what it refers to."""
        return self._character("entity")

    @property
    def confidence(self) -> float | None:
        """How sure the entity is, 0 to 1."""
        return self._value("entity_confidence")  # type: ignore[no-any-return]


class Quote(Spanned):
    """A direct quotation: one utterance, possibly in several spans."""

    __slots__ = ()
    table = "quotes"

    def __repr__(self) -> str:
        return f"<Quote {self.id}: {self.text[:40]!r}>"

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Its stretches as (start, end), marks included, in order."""
        starts, ends = self._story.column("quote_spans", "start"), self._story.column("quote_spans", "end")
        return [(int(starts[row]), int(ends[row])) for row in self._story.rows_where("quote_spans", "quote", self.id)]

    @property
    def text(self) -> str:
        """Its stretches joined by a space, marks included; narration between them left out."""
        return " ".join(self._story.text[start:end] for start, end in self.spans)

    @property
    def kind(self) -> str:
        """``speech``, ``thought`` or ``writing``."""
        return str(self._value("kind"))

    @property
    def mode(self) -> str:
        """``in person``, ``call``, ``message``, ``remembered`` or ``imagined``."""
        return str(self._value("mode"))

    @property
    def speaker(self) -> Character | None:
        """Who says, thinks or writes it; None when unknown."""
        return self._character("speaker")

    @property
    def confidence(self) -> float:
        """How sure the speaker is, 0 to 1; 0 without one."""
        return float(self._value("speaker_confidence") or 0.0)

    @property
    def alternatives(self) -> list[tuple[Character, float]]:
        """Who else may say it and how likely that is, 0 to 1; the likeliest first."""
        entities, shares = (self._story.column("quote_alternatives", name) for name in ("entity", "confidence"))
        rows = self._story.rows_where("quote_alternatives", "quote", self.id)
        return [(Character(self._story, entities[row]), float(shares[row])) for row in rows]

    @property
    def evidence(self) -> tuple[int, int] | None:
        """The span of text that shows the speaker."""
        start, end = self._value("speaker_evidence_start"), self._value("speaker_evidence_end")
        return (start, end) if start >= 0 else None

    @property
    def addressees(self) -> list[Character]:
        """Those spoken to, as far as known."""
        entities = self._story.column("quote_addressees", "entity")
        rows = self._story.rows_where("quote_addressees", "quote", self.id)
        return [Character(self._story, entities[row]) for row in rows]


class Narration(Spanned):
    """A stretch of text with one narrator."""

    __slots__ = ()
    table = "narration"

    def __repr__(self) -> str:
        return f"<Narration {self.id}: {self.person} person>"

    @property
    def kind(self) -> str:
        """The same as ``person``."""
        return self.person

    @property
    def person(self) -> str:
        """``first``, ``second`` or ``third``."""
        return str(self._value("person"))

    @property
    def tense(self) -> str:
        """``past`` or ``present``."""
        return str(self._value("tense"))

    @property
    def narrator(self) -> Character | None:
        """Who tells it; None for nobody in the story."""
        return self._character("narrator")

    @property
    def focal(self) -> Character | None:
        """Through whose senses it is told; None when unknown."""
        return self._character("focal")


class Place(Row):
    """A place, a vehicle or the like, that has a name or a description."""

    __slots__ = ()
    table = "entities"

    def __repr__(self) -> str:
        return f"<Place {self.id}: {self.name!r}>"

    @property
    def name(self) -> str:
        """The name to show."""
        return str(self._value("name"))

    @property
    def kind(self) -> str:
        """``place``, ``vehicle`` or ``organisation``."""
        return str(self._value("kind"))

    @property
    def within(self) -> list[Place]:
        """The places that the text says hold it; not what holds these."""
        rows = self._story.rows_where("place_parts", "place", self.id)
        return [Place(self._story, self._story.column("place_parts", "within")[row]) for row in rows]


class Layer(Spanned):
    """A stretch at another level than the story's present: a memory, a dream, a letter and the like."""

    __slots__ = ()
    table = "layers"

    def __repr__(self) -> str:
        return f"<Layer {self.id}: {self.kind} {self.start}-{self.end}>"

    @property
    def kind(self) -> str:
        """``memory``, ``dream``, ``letter``, ``call``, ``hypothetical`` or ``told``."""
        return str(self._value("kind"))

    @property
    def confidence(self) -> float:
        """How sure it is, 0 to 1."""
        return float(self._value("confidence"))

    @property
    def evidence(self) -> tuple[int, int]:
        """The span of text that shows it."""
        return self._value("evidence_start"), self._value("evidence_end")

    @property
    def owner(self) -> Character | None:
        """Who remembers, dreams, writes, tells, plans, or is heard over the wire."""
        return self._character("owner")

    @property
    def narrator(self) -> Character | None:
        """Who says I in it, if another than tells what is around it."""
        return self._character("narrator")

    @property
    def parent(self) -> Layer | None:
        """The layer around it; None in the story's present."""
        parent = self._value("parent")
        return Layer(self._story, parent) if parent >= 0 else None

    @property
    def addressees(self) -> list[Character]:
        """Those it is meant for."""
        entities = self._story.column("layer_addressees", "entity")
        rows = self._story.rows_where("layer_addressees", "layer", self.id)
        return [Character(self._story, entities[row]) for row in rows]


class Scene(Spanned):
    """Continuous action in one place and time."""

    __slots__ = ()
    table = "scenes"

    def __repr__(self) -> str:
        return f"<Scene {self.id}: {self.start}-{self.end}>"

    @property
    def kind(self) -> str:
        """How its beginning is marked: ``chapter``, ``break`` or ``unmarked``."""
        return str(self._value("kind"))

    @property
    def layer(self) -> Layer | None:
        """The layer that holds all of it; None in the story's present."""
        layer = self._value("layer")
        return Layer(self._story, layer) if layer >= 0 else None

    @property
    def place(self) -> Place | None:
        """Where it plays; None when the text does not say."""
        place = self._value("place")
        return Place(self._story, place) if place >= 0 else None

    @property
    def time(self) -> str | None:
        """The words that say when it plays, on one line."""
        start, end = self._value("time_start"), self._value("time_end")
        return " ".join(self._story.text[start:end].split()) if start >= 0 else None

    @property
    def focal(self) -> Character | None:
        """Through whose senses it is told; None when unknown."""
        return self._character("focal")

    @property
    def present(self) -> list[Character]:
        """Those bodily there."""
        return self._company("present")

    @property
    def distant(self) -> list[Character]:
        """Those at the other end of a wire."""
        return self._company("distant")

    @property
    def spoken_of(self) -> list[Character]:
        """Those only spoken or thought of."""
        return self._company("spoken of")

    def _company(self, kind: str) -> list[Character]:
        """Those there in one way, the surest first."""
        entities, kinds, sure = (self._story.column("presence", name) for name in ("entity", "kind", "confidence"))
        rows = [row for row in self._story.rows_where("presence", "scene", self.id) if kinds[row] == kind]
        return [Character(self._story, entities[row]) for row in sorted(rows, key=lambda row: -sure[row])]


class Event(Spanned):
    """Something that happened, or is said to."""

    __slots__ = ()
    table = "events"

    def __repr__(self) -> str:
        return f"<Event {self.id}: {self.lemma}>"

    @property
    def kind(self) -> str:
        """``realis`` (asserted to have happened) or ``other``."""
        return str(self._value("kind"))

    @property
    def lemma(self) -> str:
        """Dictionary form of the trigger."""
        return str(self._value("lemma"))

    @property
    def scene(self) -> Scene:
        """The scene in which it is told."""
        return Scene(self._story, self._value("scene"))

    @property
    def layer(self) -> Layer | None:
        """The innermost layer around it; None in the story's present."""
        layer = self._value("layer")
        return Layer(self._story, layer) if layer >= 0 else None

    @property
    def agent(self) -> Character | None:
        """Who does it."""
        return self._character("agent")

    @property
    def patient(self) -> Character | None:
        """To whom it is done."""
        return self._character("patient")


class Problem(Spanned):
    """Something odd met while reading."""

    __slots__ = ()
    table = "problems"

    def __repr__(self) -> str:
        return f"<Problem {self.code}: {self.message}>"

    @property
    def code(self) -> str:
        """Its stable code."""
        return str(self._value("code"))

    @property
    def step(self) -> str:
        """The step that met it."""
        return str(self._value("step"))

    @property
    def message(self) -> str:
        """One line for a person."""
        return str(self._value("message"))


class Rows(Sequence[RowType], Generic[RowType]):
    """A sequence of row views, made on demand."""

    __slots__ = ("_ids", "_make")

    def __init__(self, story: Columns, view: type[RowType], ids: Any, table: str | None = None) -> None:
        self._ids = ids
        self._make: Callable[[int], RowType] = (
            (lambda id: view(story, id)) if table is None else (lambda id: view(story, id, table))  # type: ignore[call-arg]
        )

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> RowType: ...

    @overload
    def __getitem__(self, index: slice) -> list[RowType]: ...

    def __getitem__(self, index: int | slice) -> RowType | list[RowType]:
        if isinstance(index, slice):
            return [self._make(id) for id in self._ids[index]]
        return self._make(self._ids[index])

    def __iter__(self) -> Iterator[RowType]:
        return (self._make(id) for id in self._ids)

    def __repr__(self) -> str:
        shown = ", ".join(repr(row) for row in self[:3])
        return f"[{shown}{', ...' if len(self) > 3 else ''}] ({len(self)})"
