"""Every column of every table: its type, its meaning, and the step that makes it.

A table is a ``pyarrow.Table``; the id of a row is its index. Offsets are half-open, in Unicode code
points of ``story.text``; columns that end in ``_token`` are row numbers of ``tokens``. A step may leave
columns of a later step out (``table_of`` lets it), and a later step may fill in a null; nothing that
was decided is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fabula.errors import BadTable

NAME = pa.dictionary(pa.int32(), pa.string())
INTEGER = pa.int32()
SHARE = pa.float32()
PERSON = pa.struct({"name": pa.string(), "at": pa.string()})  # at: words beside a mention, where several are called so

FURNITURE_KINDS = (
    "counter",  # reads, votes and comments at the head of a copied page
    "slogan",  # a site's slogan stuck to the text
    "note",  # an author's note or disclaimer
    "licence",  # Project Gutenberg's header and licence
    "contents",  # a table of contents, a list of illustrations
    "running-head",  # a page header or page number
    "credit",  # of a translator, an illustrator, a producer
    "navigation",  # chapter navigation, buttons, share links
)
ENTITY_KINDS = ("person", "group", "place", "organisation", "vehicle")
PLACE_KINDS = ("facility", "geopolitical", "location")
FORMS = ("proper", "common", "pronoun")
QUOTE_KINDS = ("speech", "thought", "writing")
QUOTE_MODES = ("in person", "call", "message", "remembered", "imagined")
LAYER_KINDS = ("memory", "dream", "letter", "call", "hypothetical", "told")
PRESENCE_KINDS = ("present", "distant", "spoken of")
CLAIM_KINDS = ("death", "absence", "identity", "relationship", "secret")
TRUTHS = ("confirmed", "contradicted", "open")
DECIDERS = ("rule", "model", "correction")
PROBLEMS = {
    "Q01": ("quotes", "no direct speech found: does the text mark it in an unusual way?"),
    "Q02": ("speakers", "more than a third of the quotations have no speaker"),
    "C01": ("cast", "nobody with a name found"),
    "T01": ("sources", "the text ends in mid-sentence: is it cut short?"),
    "K01": ("corrections", "a correction is about somebody who is not in this story"),
    "K02": ("corrections", "the words that a correction cites are not in this text"),
    "K03": ("corrections", "a correction fits several characters or several places in the text"),
    "K04": ("corrections", "a correction contradicts another one, or changes nothing"),
}
"""What may be odd: code -> the step it concerns and one line for a person."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Column:
    """One column: Arrow type, meaning, and what its values may be.

    ``key_of`` names the table whose row numbers the column holds; ``values`` lists the only strings
    allowed; ``made_by`` is the step that fills it.
    """

    name: str
    dtype: pa.DataType
    meaning: str
    made_by: str
    key_of: str | None = None
    values: tuple[str, ...] | None = None
    nullable: bool = False


def _span(step: str, what: str) -> tuple[Column, Column]:
    return (
        Column("start", INTEGER, f"where {what} begins", step),
        Column("end", INTEGER, f"where {what} ends", step),
    )


def _decided(name: str, step: str, meaning: str, key_of: str) -> tuple[Column, ...]:
    """A decision with its confidence, who decided, and the span of text that shows it."""
    return (
        Column(name, INTEGER, meaning, step, key_of=key_of, nullable=True),
        Column(f"{name}_confidence", SHARE, f"how sure {name} is, 0 to 1; null without one", step, nullable=True),
        Column(
            f"{name}_by",
            NAME,
            f"who decided {name}",
            step,
            values=DECIDERS,
            nullable=True,
        ),
        Column(f"{name}_evidence_start", INTEGER, f"where the evidence for {name} begins", step, nullable=True),
        Column(f"{name}_evidence_end", INTEGER, f"where the evidence for {name} ends", step, nullable=True),
    )


TABLES: dict[str, tuple[Column, ...]] = {
    "chapters": (
        *_span("chapters", "the chapter, with its heading,"),
        Column("title", pa.string(), "its heading, on one line; empty without one", "chapters"),
        Column("heading_end", INTEGER, "where the heading ends; start if there is none", "chapters"),
    ),
    "furniture": (
        *_span("sources", "the stretch that is not story"),
        Column("kind", NAME, "what it is", "sources", values=FURNITURE_KINDS),
    ),
    "emphasis": _span("sources", "the stretch in italics or bold"),
    "paragraphs": (
        *_span("language", "the paragraph"),
        Column("chapter", INTEGER, "the chapter it stands in", "language", key_of="chapters"),
        Column(
            "kind",
            NAME,
            "prose, heading, or a mark between scenes",
            "language",
            values=("prose", "heading", "break"),
        ),
    ),
    "sentences": (
        *_span("language", "the sentence"),
        Column("paragraph", INTEGER, "the paragraph it stands in", "language", key_of="paragraphs"),
    ),
    "tokens": (
        *_span("language", "the token"),
        Column("sentence", INTEGER, "the sentence it stands in", "language", key_of="sentences"),
        Column("lemma", NAME, "dictionary form", "language"),
        Column("pos", NAME, "universal part of speech", "language"),
        Column("tag", NAME, "Penn Treebank tag", "language"),
        Column("dep", NAME, "dependency label (spaCy, ClearNLP style)", "language"),
        Column("head_token", INTEGER, "its syntactic head; itself at the root", "language", key_of="tokens"),
    ),
    "entities": (
        Column("kind", NAME, "what it is", "cast", values=ENTITY_KINDS),
        Column("name", pa.string(), "the name to show: its fullest common form", "cast"),
        Column("is_named", pa.bool_(), "whether the text gives a proper name", "cast"),
        Column(
            "pronouns",
            NAME,
            "pronouns from use, such as she/her; null when the text does not show them",
            "characters",
            nullable=True,
        ),
        Column("pronouns_confidence", SHARE, "how sure the pronouns are, 0 to 1", "characters", nullable=True),
        Column("n_mentions", INTEGER, "how many mentions refer to it", "characters"),
        Column("is_character", pa.bool_(), "a person or group that acts, speaks or is named", "characters"),
        Column("is_narrator", pa.bool_(), "whether it tells some stretch of the story", "characters"),
    ),
    "entity_names": (
        Column("entity", INTEGER, "who is called so", "cast", key_of="entities"),
        Column("name", pa.string(), "a surface form, on one line", "cast"),
        Column("count", INTEGER, "how often the text uses it", "cast"),
    ),
    "mentions": (
        *_span("mentions", "the mention"),
        Column("head_token", INTEGER, "its head word", "mentions", key_of="tokens"),
        Column("form", NAME, "proper name, common noun or pronoun", "mentions", values=FORMS),
        Column("kind", NAME, "the kind of thing it refers to", "mentions", values=ENTITY_KINDS),
        Column(
            "place_kind",
            NAME,
            "of places: something built, a country or town as such, or any other; null otherwise",
            "mentions",
            values=PLACE_KINDS,
            nullable=True,
        ),
        *_decided("entity", "link", "what it refers to; null: to nothing else that is mentioned", "entities"),
    ),
    "quotes": (
        *_span("quotes", "the whole quotation, marks included; what narration splits it is inside,"),
        Column("kind", NAME, "spoken, thought or written", "quotes", values=QUOTE_KINDS),
        Column(
            "mode",
            NAME,
            "how it reaches its hearer; what is said again and again ('would say', 'used to say') is remembered, "
            "unless it hangs on a condition or the story is told in the present tense",
            "modes",
            values=QUOTE_MODES,
        ),
        *_decided("speaker", "speakers", "who says, thinks or writes it", "entities"),
    ),
    "quote_spans": (
        Column("quote", INTEGER, "the quotation", "quotes", key_of="quotes"),
        *_span("quotes", "one stretch of it, marks included,"),
    ),
    "quote_addressees": (
        Column("quote", INTEGER, "the quotation", "speakers", key_of="quotes"),
        *_decided("entity", "speakers", "one of those spoken to", "entities"),
    ),
    "quote_alternatives": (
        Column("quote", INTEGER, "the quotation", "speakers", key_of="quotes"),
        Column("entity", INTEGER, "who else may say it; the likeliest comes first", "speakers", key_of="entities"),
        Column("confidence", SHARE, "how likely that is, 0 to 1", "speakers"),
    ),
    "narration": (
        *_span("narration", "the stretch"),
        Column(
            "kind",
            NAME,
            "the narrating person again, for row views",
            "narration",
            values=("first", "second", "third"),
        ),
        Column(
            "person",
            NAME,
            "grammatical person of the telling",
            "narration",
            values=("first", "second", "third"),
        ),
        Column("tense", NAME, "tense of the telling", "narration", values=("past", "present")),
        *_decided("narrator", "narration", "who tells it; null for nobody in the story", "entities"),
        *_decided("focal", "narration", "through whose senses it is told; null for nobody's", "entities"),
    ),
    "events": (
        *_span("events", "the trigger word"),
        Column("kind", NAME, "realis (it happened) or other", "events", values=("realis", "other")),
        Column("trigger_token", INTEGER, "the word that names the event", "events", key_of="tokens"),
        Column("lemma", NAME, "dictionary form of the trigger", "events"),
        Column("agent", INTEGER, "who does it", "events", key_of="entities", nullable=True),
        Column("patient", INTEGER, "to whom it is done", "events", key_of="entities", nullable=True),
        Column("scene", INTEGER, "the scene in which it is told", "scenes", key_of="scenes"),
        Column("layer", INTEGER, "the innermost layer around it", "scenes", key_of="layers", nullable=True),
    ),
    "layers": (
        *_span("layers", "the stretch at another level than the story's present"),
        Column("kind", NAME, "what it is", "layers", values=LAYER_KINDS),
        Column("confidence", SHARE, "how sure it is, 0 to 1", "layers"),
        Column("evidence_start", INTEGER, "where the words that show it begin", "layers"),
        Column("evidence_end", INTEGER, "where they end", "layers"),
        *_decided("owner", "layers", "who remembers, dreams, writes, tells, plans, is heard over the wire", "entities"),
        Column("narrator", INTEGER, "who says I in it, if another", "layers", key_of="entities", nullable=True),
        Column("parent", INTEGER, "the layer around it", "layers", key_of="layers", nullable=True),
    ),
    "layer_addressees": (
        Column("layer", INTEGER, "the letter, call or tale", "layers", key_of="layers"),
        Column("entity", INTEGER, "one of those it is meant for", "layers", key_of="entities"),
    ),
    "scenes": (
        *_span("scenes", "the scene"),
        Column("kind", NAME, "how its beginning is marked", "scenes", values=("chapter", "break", "unmarked")),
        Column("layer", INTEGER, "the layer that holds all of it", "scenes", key_of="layers", nullable=True),
        *_decided("place", "places", "where it plays", "entities"),
        Column("time_start", INTEGER, "where the words that say when it plays begin", "scenes", nullable=True),
        Column("time_end", INTEGER, "where they end", "scenes", nullable=True),
        Column("focal", INTEGER, "through whose senses it is told", "scenes", key_of="entities", nullable=True),
    ),
    "presence": (
        Column("scene", INTEGER, "the scene", "presence", key_of="scenes"),
        Column("entity", INTEGER, "who is there", "presence", key_of="entities"),
        Column(
            "kind", NAME, "bodily there, on the wire, or only spoken or thought of", "presence", values=PRESENCE_KINDS
        ),
        Column("confidence", SHARE, "how sure that is, 0 to 1", "presence"),
        *_span("presence", "the mention that shows it"),
        Column("enters_token", INTEGER, "by which they come", "presence", key_of="tokens", nullable=True),
        Column("leaves_token", INTEGER, "by which they go", "presence", key_of="tokens", nullable=True),
    ),
    "place_parts": (
        Column("place", INTEGER, "the place within", "places", key_of="entities"),
        Column("within", INTEGER, "the place that holds it", "places", key_of="entities"),
        *_span("places", "the words that say so"),
    ),
    "claims": (
        *_span("claims", "the clause"),
        Column("kind", NAME, "what it is about", "claims", values=CLAIM_KINDS),
        Column("holder", INTEGER, "who says or believes it", "claims", key_of="entities", nullable=True),
        Column("quote", INTEGER, "the quotation it stands in", "claims", key_of="quotes", nullable=True),
        Column("layer", INTEGER, "the layer it stands in", "claims", key_of="layers", nullable=True),
        Column("truth", NAME, "what the narration later says of it", "claims", values=TRUTHS),
        Column("shown_start", INTEGER, "where the words that decide it begin", "claims", nullable=True),
        Column("shown_end", INTEGER, "where they end", "claims", nullable=True),
        Column("confidence", SHARE, "how sure kind and truth are, 0 to 1", "claims"),
    ),
    "claim_characters": (
        Column("claim", INTEGER, "the claim", "claims", key_of="claims"),
        Column("entity", INTEGER, "one of those it is about", "claims", key_of="entities"),
    ),
    "order": (
        Column("kind", NAME, "what the two rows are of", "chronology", values=("scenes", "layers")),
        Column("earlier", INTEGER, "row of what happens first in the world", "chronology"),
        Column("later", INTEGER, "row of what happens after it", "chronology"),
        Column("confidence", SHARE, "how sure that is, 0 to 1", "chronology"),
        *_span("chronology", "the words that show it"),
    ),
    "relationships": (
        *_span("relationships", "the passage that shows it"),
        Column("kind", NAME, "what ties them", "relationships"),
        Column("source", INTEGER, "the one", "relationships", key_of="entities"),
        Column("target", INTEGER, "the other", "relationships", key_of="entities"),
    ),
    "notes": (
        *_span("notes", "the passage"),
        Column("kind", NAME, "what a reader may want to know of first", "notes"),
        Column("reality", NAME, "whether it happens, is remembered, feared or only told", "notes"),
    ),
    "problems": (
        *_span("any", "the odd place; the whole text where it is about the whole"),
        Column("code", NAME, "what is odd (see docs/tables.md)", "any"),
        Column("step", NAME, "the step that met it", "any"),
        Column("message", pa.string(), "one line for a person", "any"),
    ),
}


WORKING_TABLES: dict[str, tuple[Column, ...]] = {
    "names": (
        *_span("names", "a proper name"),
        Column("first_token", INTEGER, "its first word", "names", key_of="tokens"),
        Column("last_token", INTEGER, "its last word", "names", key_of="tokens"),
        Column("entity", INTEGER, "whom it names", "cast", key_of="entities", nullable=True),
    ),
    "tags": (
        Column("quote", INTEGER, "the quotation the clause belongs to", "tags", key_of="quotes"),
        Column("verb_token", INTEGER, "the verb of speech", "tags", key_of="tokens"),
        Column("subject_token", INTEGER, "head of the verb's subject", "tags", key_of="tokens"),
        Column("place", NAME, "where it stands by its quotation", "tags", values=("before", "inside", "after")),
        Column("is_strong", pa.bool_(), "whether the clause can hardly be anything else", "tags"),
    ),
    "mention_states": (
        Column("first_token", INTEGER, "first word of the mention of the same row", "mentions", key_of="tokens"),
        Column("last_token", INTEGER, "its last word", "mentions", key_of="tokens"),
        Column("link", pa.list_(pa.float32()), "the model's state of it, for linking", "mentions"),
        Column("new", pa.float32(), "the model's score of its being an entity's first", "mentions"),
    ),
    "sentence_states": (
        Column(
            "state",
            pa.list_(pa.float32()),
            "the model's mean state of a sentence, and its highest cues, for layers",
            "mentions",
        ),
    ),
    "letters": (
        *_span("letters", "a letter, note or entry of a diary that is paragraphs of its own"),
        Column("confidence", SHARE, "how sure it is one, 0 to 1", "letters"),
        Column("evidence_start", INTEGER, "where the words that open it begin", "letters"),
        Column("evidence_end", INTEGER, "where they end", "letters"),
        Column("writer", INTEGER, "who writes it", "letters", key_of="entities", nullable=True),
        Column("writer_name", pa.string(), "by a heading, a writer whom the cast lacks", "letters", nullable=True),
    ),
    "letter_readers": (
        Column("letter", INTEGER, "the letter", "letters", key_of="letters"),
        Column("entity", INTEGER, "one of those it is meant for", "letters", key_of="entities"),
    ),
    "tellers": (
        *_span("tellers", "a piece of what one voice tells, or of a letter"),
        Column("letter", INTEGER, "the letter it is", "tellers", key_of="letters", nullable=True),
        Column("person", NAME, "grammatical person", "tellers", values=("first", "second", "third")),
        Column("narrator", INTEGER, "whose I, or you, it is", "tellers", key_of="entities", nullable=True),
    ),
    "tales": (
        Column("quote", INTEGER, "a quotation in which somebody tells a tale", "tellers", key_of="quotes"),
        Column("tale", INTEGER, "which tale, of one or more quotations", "tellers"),
        Column("teller", INTEGER, "somebody without a name, if nobody is known to", "tellers", key_of="entities"),
    ),
    "guesses": (
        Column("mention", INTEGER, "a noun or pronoun, several rows each", "link", key_of="mentions"),
        Column("entity", INTEGER, "whom the model may take it to mean", "link", key_of="entities"),
        Column("confidence", SHARE, "how sure the model is, 0 to 1; the surest row comes first", "link"),
    ),
    "supposed_speakers": (
        Column("quote", INTEGER, "a quotation", "first look", key_of="quotes"),
        Column("entity", INTEGER, "who seems to say it", "first look", key_of="entities"),
        Column("confidence", SHARE, "how sure that is, 0 to 1", "first look"),
    ),
    "corrections": (
        Column("kind", NAME, "its section in the file", "source", values=("rename", "merge", "split", "speaker")),
        Column("line", INTEGER, "where it stands in the file", "source"),
        Column("characters", pa.list_(PERSON), "whom it is about", "source"),
        Column("to", pa.string(), "of rename and split: the new name", "source", nullable=True),
        Column("names", pa.list_(pa.string()), "of split: forms of name that go to the new one", "source"),
        Column("passages", pa.list_(pa.string()), "of split: words that are about the new one", "source"),
        Column("quote", pa.string(), "of speaker: the quotation's first words", "source", nullable=True),
        Column("after", pa.string(), "of speaker: the words before it", "source", nullable=True),
        Column("occurrence", INTEGER, "of speaker: which of those that fit, from 1", "source", nullable=True),
        Column("is_new", pa.bool_(), "of speaker: whether it is surely nobody whom the text names", "source"),
    ),
    "corrected_speakers": (
        Column("quote", INTEGER, "a quotation whose speaker a reader has set", "corrections", key_of="quotes"),
        Column("entity", INTEGER, "who says it", "corrections", key_of="entities"),
    ),
    "misfits": (
        Column("code", NAME, "why a correction does not fit this text (see PROBLEMS)", "corrections"),
        Column("message", pa.string(), "one line for a person", "corrections"),
    ),
    "triggers": (
        Column("token", INTEGER, "a word that names an event that happened", "mentions", key_of="tokens"),
        Column("confidence", SHARE, "how probable that is", "mentions"),
    ),
    "profiles": (
        Column(
            "gender",
            NAME,
            "first guess from names and titles, one row for each entity",
            "cast",
            values=("man", "woman", "neutral", "unknown"),
        ),
        Column("confidence", SHARE, "how sure the guess is, 0 to 1", "cast"),
        Column("is_narrator", pa.bool_(), "whether the story's I is theirs", "cast"),
    ),
}
"""Tables that one step makes for another and that a Story does not keep."""


def table_of(name: str, columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]]) -> pa.Table:
    """The Arrow table ``name`` from its columns, checked and copied.

    Takes   columns: one sequence or NumPy array for each column; those that another step makes may be
            left out. ``None`` (or -1 in an integer key column) stands for null where null is allowed.
    Raises  BadTable (T01): unknown, missing or unequal columns, a wrong type, a value that is not allowed,
            a span that ends before it starts.
    """
    schema = {column.name: column for column in (TABLES.get(name) or WORKING_TABLES[name])}
    unknown = [key for key in columns if key not in schema]
    given_steps = {schema[key].made_by for key in columns if key in schema}
    missing = [key for key, column in schema.items() if key not in columns and column.made_by in given_steps]
    if unknown or missing:
        raise BadTable(f"table {name}: unknown columns {unknown}, missing columns {missing}")
    arrays, fields = [], []
    for key, column in schema.items():
        if key in columns:
            arrays.append(_array_of(name, column, columns[key]))
            fields.append(pa.field(key, column.dtype, nullable=column.nullable))
    if len({len(array) for array in arrays}) > 1:
        raise BadTable(f"table {name}: columns of unequal length")
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    _check_spans(name, table)
    return table


def zip_columns(table: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns as tuples of Python values; null is ``None``."""
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def empty_table(name: str) -> pa.Table:
    """The table ``name`` with all its columns and no rows."""
    return table_of(name, {column.name: [] for column in TABLES.get(name) or WORKING_TABLES[name]})


def with_columns(name: str, table: pa.Table, columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]]) -> pa.Table:
    """``table`` with more of its columns (or with nulls filled in), checked as by ``table_of``."""
    merged: dict[str, Any] = {key: table[key] for key in table.column_names}
    return table_of(name, {**merged, **columns})


def check_story_tables(tables: Mapping[str, pa.Table], text_length: int) -> None:
    """Raise BadTable (T01) unless every table is complete, in bounds, and every key points to a row."""
    for name, schema in TABLES.items():
        if name not in tables:
            raise BadTable(f"table {name} is missing")
        table = tables[name]
        if table.column_names != [column.name for column in schema]:
            raise BadTable(f"table {name} has columns {table.column_names}")
        for column in schema:
            if column.key_of is not None:
                _check_range(name, column.name, table[column.name], len(tables[column.key_of]) - 1)
            elif column.name in ("start", "end", "heading_end"):
                _check_range(name, column.name, table[column.name], text_length)


def _array_of(name: str, column: Column, values: Any) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    try:
        if isinstance(values, pa.Array):
            array = values.cast(column.dtype)
        elif isinstance(values, np.ndarray):
            mask = (values < 0) if column.nullable and pa.types.is_integer(column.dtype) else None
            array = pa.array(np.array(values, copy=True), mask=mask).cast(column.dtype)
        else:
            if column.nullable and pa.types.is_integer(column.dtype):
                values = [None if value is None or value < 0 else int(value) for value in values]
            array = _array_of_list(values, column.dtype)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError) as error:
        raise BadTable(f"table {name}, column {column.name}: {error}") from error
    if array.null_count and not column.nullable:
        raise BadTable(f"table {name}, column {column.name}: null is not allowed")
    if column.values is not None:
        used = set(array.dictionary.to_pylist())
        if not used <= {*column.values, None}:
            raise BadTable(f"table {name}, column {column.name}: {sorted(used - set(column.values))} not allowed")
    if column.name.endswith("confidence"):
        _check_range(name, column.name, array, 1.0)
    return array


def _array_of_list(values: Sequence[Any], dtype: pa.DataType) -> pa.Array:
    """``values`` in Arrow, which is UTF-8 and has no lone surrogates: U+FFFD stands for each."""
    try:
        return pa.array(values, type=dtype)
    except UnicodeEncodeError:
        values = [_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in values]
        return pa.array(values, type=dtype)


def _check_range(name: str, column: str, array: pa.Array | pa.ChunkedArray, highest: float) -> None:
    values = (
        array.drop_null().to_numpy(zero_copy_only=False)
        if isinstance(array, pa.Array)
        else array.drop_null().to_numpy()
    )
    if len(values) and (values.min() < 0 or values.max() > highest):
        raise BadTable(f"table {name}, column {column}: a value outside 0 to {highest}")


def _check_spans(name: str, table: pa.Table) -> None:
    if "start" in table.column_names and "end" in table.column_names:
        starts, ends = table["start"].to_numpy(), table["end"].to_numpy()
        if len(starts) and ((ends < starts).any() or starts.min() < 0):
            raise BadTable(f"table {name}: a span that ends before it starts")
