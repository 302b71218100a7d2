"""Story: the text and its tables. It never changes; ``rows.py`` has the views through which a person looks at it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from fabula.errors import UnknownCharacter
from fabula.file_titles import title_of
from fabula.rows import (
    Chapter,
    Character,
    Event,
    Layer,
    Mention,
    Narration,
    Place,
    Problem,
    Quote,
    Rows,
    Scene,
    Stretch,
)
from fabula.schema import check_story_tables
from fabula.sources.document import COUNTS, Metadata
from fabula.ties import Description, Emotion, Mood, Note, Relationship

__all__ = ["Character", "Layer", "Place", "Quote", "Scene", "Story", "metadata_from_json", "metadata_to_json"]

if TYPE_CHECKING:
    from fabula.contradictions.contradiction import Contradiction
    from fabula.questions import Questions
    from fabula.questions.answer import Reply
    from fabula.sheets import Sheet


class Story:
    """A text and what has been read in it.

    ``text`` is the source, decoded; ``tables`` maps names to ``pyarrow.Table`` (see ``fabula.schema``);
    ``metadata`` is what the source says of itself; ``provenance`` holds the version of fabula, the source's
    name and format, the file of corrections that was applied, and, until it is saved, the seconds each step took.
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
    def layers(self) -> Rows[Layer]:
        """Dreams, memories, letters and the like, in the order of the text."""
        return Rows(self, Layer, np.arange(len(self.tables["layers"])))

    @cached_property
    def scenes(self) -> Rows[Scene]:
        """Continuous action in one place and time; scenes tile the prose."""
        return Rows(self, Scene, np.arange(len(self.tables["scenes"])))

    @cached_property
    def chronology(self) -> list[Scene | Layer]:
        """Scenes, and layers that are no scene of their own, in the order of the world as far as it is known.

        What nothing orders stands as it is told; ``fabula.chronology.happens_before`` says which pairs are known.
        """
        from fabula.chronology import chronology

        return chronology(self)

    def network(self, kind: Literal["company", "dialogue", "mention"] = "company", chapter: int | None = None) -> Any:
        """The characters as a NetworkX graph: who is with whom, who speaks to whom, or who speaks of whom.

        Takes   chapter: of that chapter alone, counted from 0; see ``fabula.networks`` for its measures
        Raises  ValueError: a kind that is none; IndexError: no such chapter
        """
        from fabula.networks import network

        return network(self, kind, chapter)

    @cached_property
    def relationships(self) -> Rows[Relationship]:
        """Ties between two characters."""
        return Rows(self, Relationship, np.arange(len(self.tables["relationships"])))

    @cached_property
    def descriptions(self) -> Rows[Description]:
        """Words that say how somebody is, in the order of the text."""
        return Rows(self, Description, np.arange(len(self.tables["descriptions"])))

    @cached_property
    def emotions(self) -> Rows[Emotion]:
        """Feelings that words name or show, in the order of the text."""
        return Rows(self, Emotion, np.arange(len(self.tables["emotions"])))

    @cached_property
    def moods(self) -> Rows[Mood]:
        """How each scene feels: that of the telling first, then those of its characters."""
        return Rows(self, Mood, np.arange(len(self.tables["moods"])))

    @cached_property
    def notes(self) -> Rows[Note]:
        """Passages that a reader may want to know of first, in the order of the text."""
        return Rows(self, Note, np.arange(len(self.tables["notes"])))

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        """Pairs of passages that cannot both be so, the surest first; found when first asked for."""
        from fabula.contradictions import contradictions_of

        return contradictions_of(self)

    @cached_property
    def problems(self) -> Rows[Problem]:
        """Oddities met while reading."""
        return Rows(self, Problem, np.arange(len(self.tables["problems"])))

    @property
    def narrators(self) -> list[Character]:
        """The characters who tell the story or a part of it, more than a letter in it; who tells most comes first."""
        lengths: dict[int, int] = {}
        tells = self.column("entities", "is_narrator")
        narrators = self.column("narration", "narrator")
        sizes = self.column("narration", "end") - self.column("narration", "start")
        for narrator, size in zip(narrators.tolist(), sizes.tolist(), strict=True):
            if narrator >= 0 and tells[narrator]:
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

    def with_metadata(self, metadata: Metadata) -> Story:
        """The story with what ``metadata`` knows, as a catalogue does, in place of what its file says."""
        known = {name: value for name, value in vars(metadata).items() if value not in (None, ())}
        if not known:
            return self
        return Story(self.text, self.tables, dataclasses.replace(self.metadata, **known), self.provenance)

    def character(self, name: str) -> Character:
        """Who is called so, by any of their names and in any case; of several the one who is mentioned most.

        Raises  UnknownCharacter (A02): nobody is
        """
        wanted = " ".join(name.split()).casefold()
        names: dict[str, Character] = {}
        for character in self.characters:
            for called in (character.name, *character.names):
                names.setdefault(called.casefold(), character)
        if wanted in names:
            return names[wanted]
        near = [names[key].name for key in get_close_matches(wanted, names, n=3)]
        hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "fabula show BOOK lists the cast"
        raise UnknownCharacter(f"nobody in {self.title} is called {name!r}; {hint}")

    def sheet(self, character: Character) -> Sheet:
        """What the story says of one character: deeds, looks, things, places, words, names, each with its passages.

        Raises  ValueError: the character is of another story
        """
        from fabula.sheets import sheet_of

        return sheet_of(self, character)

    def ask(self, question: str) -> Reply:
        """Answers to a question in English, from the tables, each with its passage; none where the story does not say.

        Raises  QuestionNotUnderstood (A01): the question has a form that fabula does not know
        """
        return self._questions.ask(question)

    @cached_property
    def _questions(self) -> Questions:
        from fabula.questions import Questions

        return Questions(self)

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
    """The metadata that ``metadata_to_json`` wrote.

    Raises  TypeError: a value is not of the type that its field has
    """
    given: dict[str, Any] = {}
    for field in dataclasses.fields(Metadata):
        value = values.get(field.name)
        if value is None:
            continue
        if isinstance(field.default, tuple):
            is_right = isinstance(value, list) and all(isinstance(one, str) for one in value)
            value = tuple(value) if is_right else value
        else:
            is_right = isinstance(value, int if field.name in COUNTS else str)
        if not is_right:
            raise TypeError(f"metadata: {field.name} is {str(value)[:40]!r}")
        given[field.name] = value
    return Metadata(**given)
