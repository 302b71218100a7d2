"""Story: the text and its tables, and the row views through which a person looks at them.

A story never changes. Rows hold no data of their own: they read cached NumPy columns on demand. To walk
over many rows, use the columns (``story.tables["quotes"]``), not the views.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, overload

import numpy as np
import pyarrow as pa

from fabula.file_titles import title_of
from fabula.schema import check_story_tables
from fabula.sources.document import Metadata

RowType = TypeVar("RowType", bound="Row")


class Story:
    """A text and what has been read in it.

    ``text`` is the source, decoded; ``tables`` maps names to ``pyarrow.Table`` (see ``fabula.schema``);
    ``metadata`` is what the source says of itself; ``provenance`` holds the version of fabula, the source's
    name and format, the file of corrections that was applied, and the seconds each step took.
    """

    def __init__(
        self,
        text: str,
        tables: Mapping[str, pa.Table],
        metadata: Metadata = Metadata(),
        provenance: Mapping[str, Any] | None = None,
    ) -> None:
        check_story_tables(tables, len(text))
        self.text = text
        self.tables: Mapping[str, pa.Table] = MappingProxyType(dict(tables))
        self.metadata = metadata
        self.provenance: Mapping[str, Any] = MappingProxyType(dict(provenance or {}))
        self._columns: dict[tuple[str, str], Any] = {}

    def __repr__(self) -> str:
        return f"<Story {self.title!r}: {len(self.characters)} characters, {len(self.quotes)} quotes>"

    @property
    def title(self) -> str:
        """The work's title, or where it has none the one in its file's name."""
        return self.metadata.title or title_of(str(self.provenance.get("name", "Untitled")))

    def column(self, table: str, name: str) -> Any:
        """One column as a cached NumPy array; null is -1 among integers, NaN among fractions, else ``None``."""
        key = (table, name)
        if key not in self._columns:
            self._columns[key] = _numpy_column(self.tables[table][name])
        return self._columns[key]

    @cached_property
    def characters(self) -> Rows[Character]:
        """The cast: people and groups that act, speak or are named, most mentioned first."""
        counts = self.column("entities", "n_mentions")
        ids = np.flatnonzero(self.column("entities", "is_character"))
        return Rows(self, Character, ids[np.argsort(-counts[ids], kind="stable")])

    @cached_property
    def quotes(self) -> Rows[Quote]:
        """Direct speech, marked thoughts and quoted writing, in the order of the text."""
        return Rows(self, Quote, np.arange(len(self.tables["quotes"])))

    @cached_property
    def mentions(self) -> Rows[Mention]:
        """References to entities, in the order of the text."""
        return Rows(self, Mention, np.arange(len(self.tables["mentions"])))

    @cached_property
    def chapters(self) -> Rows[Chapter]:
        """Chapters, in order; they tile the text."""
        return Rows(self, Chapter, np.arange(len(self.tables["chapters"])))

    @cached_property
    def narration(self) -> Rows[Narration]:
        """Stretches by who tells them."""
        return Rows(self, Narration, np.arange(len(self.tables["narration"])))

    @cached_property
    def events(self) -> Rows[Event]:
        """What happens or is said to, by trigger word."""
        return Rows(self, Event, np.arange(len(self.tables["events"])))

    @cached_property
    def furniture(self) -> Rows[Stretch]:
        """Stretches of the page that are not story."""
        return Rows(self, Stretch, np.arange(len(self.tables["furniture"])), table="furniture")

    @cached_property
    def layers(self) -> Rows[Stretch]:
        """Dreams, memories, letters and the like."""
        return Rows(self, Stretch, np.arange(len(self.tables["layers"])), table="layers")

    @cached_property
    def scenes(self) -> Rows[Stretch]:
        """Continuous action in one place and time."""
        return Rows(self, Stretch, np.arange(len(self.tables["scenes"])), table="scenes")

    @cached_property
    def relationships(self) -> Rows[Stretch]:
        """Ties between two characters."""
        return Rows(self, Stretch, np.arange(len(self.tables["relationships"])), table="relationships")

    @cached_property
    def notes(self) -> Rows[Stretch]:
        """Passages that a reader may want to know of first."""
        return Rows(self, Stretch, np.arange(len(self.tables["notes"])), table="notes")

    @cached_property
    def problems(self) -> Rows[Problem]:
        """Oddities met while reading."""
        return Rows(self, Problem, np.arange(len(self.tables["problems"])))

    @property
    def narrators(self) -> list[Character]:
        """The characters who tell some stretch, the one who tells most first."""
        lengths: dict[int, int] = {}
        narrators = self.column("narration", "narrator")
        sizes = self.column("narration", "end") - self.column("narration", "start")
        for narrator, size in zip(narrators.tolist(), sizes.tolist(), strict=True):
            if narrator >= 0:
                lengths[narrator] = lengths.get(narrator, 0) + size
        return [Character(self, narrator) for narrator in sorted(lengths, key=lambda n: -lengths[n])]

    @cached_property
    def n_words(self) -> int:
        """Words of the story proper, furniture left out; "don't" and "Mary's" are one word each."""
        is_word = ~np.isin(self.column("tokens", "pos"), ["PUNCT", "SPACE", "SYM"])
        starts, ends = self.column("tokens", "start"), self.column("tokens", "end")
        is_tail = is_word[1:] & is_word[:-1] & (starts[1:] == ends[:-1])
        return int(is_word.sum() - is_tail.sum())

    def save(self, path: str | Path) -> None:
        """Write the story to one file (``.fabula``): a zip of Parquet tables, the text and a version.

        Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
        """
        from fabula.story_file import save_story

        save_story(self, Path(path))

    @cached_property
    def _rows_by_key(self) -> dict[tuple[str, str], dict[int, list[int]]]:
        return {}

    def rows_where(self, table: str, key: str, value: int) -> list[int]:
        """The rows of ``table`` whose ``key`` column is ``value``, in order; indexed once per column."""
        index = self._rows_by_key.get((table, key))
        if index is None:
            index = {}
            for row, row_key in enumerate(self.column(table, key).tolist()):
                index.setdefault(row_key, []).append(row)
            self._rows_by_key[table, key] = index
        return index.get(value, [])


class Row:
    """A view of one row of a table: it reads the story's columns and holds nothing itself."""

    __slots__ = ("_story", "id")
    table = ""

    def __init__(self, story: Story, id: int) -> None:
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

    def __init__(self, story: Story, id: int, table: str) -> None:
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

    def __init__(self, story: Story, view: type[RowType], ids: Any, table: str | None = None) -> None:
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


def _numpy_column(column: pa.ChunkedArray) -> Any:
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], type=array.type)
    if pa.types.is_integer(array.type):
        values = array.fill_null(-1).to_numpy(zero_copy_only=False)
    elif pa.types.is_dictionary(array.type):
        names = np.array([*array.dictionary.to_pylist(), None], dtype=object)
        values = names[array.indices.fill_null(len(names) - 1).to_numpy(zero_copy_only=False)]
    else:
        values = array.to_numpy(zero_copy_only=False)
    values = values.copy() if values.base is not None else values
    values.setflags(write=False)
    return values


def metadata_to_json(metadata: Metadata) -> dict[str, Any]:
    """The metadata as a JSON object, absent values left out."""
    return {key: value for key, value in dataclasses.asdict(metadata).items() if value not in (None, (), [])}


def metadata_from_json(values: Mapping[str, Any]) -> Metadata:
    """The metadata that ``metadata_to_json`` wrote."""
    known = {field.name for field in dataclasses.fields(Metadata)}
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
    return Metadata(**given)
