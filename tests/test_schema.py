"""Tables are checked and copied when they are made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fabula.errors import BadTable
from fabula.schema import TABLES, check_story_tables, empty_table, table_of, with_columns
from fabula.story import Story
from fabula.testing import assert_tables_equal, tiny_story

SENTENCES: dict[str, Any] = {"start": [0, 10], "end": [9, 20], "paragraph": [0, 0]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": [0]},
        {"start": [0, 30]},
        {"start": [-1, 10]},
        {"start": [None, 10]},
        {"start": ["a", "b"]},
        {"colour": [0, 0]},
    ],
    ids=["unequal", "ends before it starts", "negative", "null", "text", "unknown column"],
)
def test_a_table_that_breaks_its_schema_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadTable, match="table sentences"):
        table_of("sentences", {**SENTENCES, **wrong})


def test_a_column_that_its_step_makes_may_not_be_left_out() -> None:
    with pytest.raises(BadTable, match="missing columns"):
        table_of("sentences", {"start": [0], "end": [9]})


def test_a_kind_outside_the_list_is_refused() -> None:
    with pytest.raises(BadTable, match="not allowed"):
        table_of("furniture", {"start": [0], "end": [9], "kind": ["sofa"]})


def test_a_table_does_not_share_memory_with_what_it_was_made_from() -> None:
    starts = np.array([0, 10])
    table = table_of("sentences", {**SENTENCES, "start": starts})
    starts[0] = 5
    assert table["start"].to_pylist() == [0, 10]


def test_a_key_that_points_nowhere_is_refused_by_the_story() -> None:
    tables = {name: empty_table(name) for name in TABLES}
    tables["sentences"] = table_of("sentences", {"start": [0], "end": [4], "paragraph": [7]})
    with pytest.raises(BadTable, match="paragraph"):
        Story("Text", tables)


def test_a_span_beyond_the_text_is_refused_by_the_story() -> None:
    tables = dict(tiny_story().tables)
    with pytest.raises(BadTable, match="outside"):
        Story("Short.", tables)


def test_a_confidence_over_one_is_refused() -> None:
    quotes = tiny_story().tables["quotes"]
    with pytest.raises(BadTable, match="speaker_confidence"):
        with_columns("quotes", quotes, {"speaker_confidence": [1.5] * len(quotes)})


def test_columns_of_a_later_step_may_be_left_out_and_added() -> None:
    quotes = tiny_story().tables["quotes"]
    first = table_of("quotes", {name: quotes[name] for name in ("start", "end", "kind", "mode")})
    assert first.column_names == ["start", "end", "kind", "mode"]
    names = [column.name for column in TABLES["quotes"] if column.made_by == "speakers"]
    assert_tables_equal(with_columns("quotes", first, {name: quotes[name] for name in names}), quotes)


def test_minus_one_and_none_both_stand_for_nobody() -> None:
    word = {"start": [0, 0], "end": [1, 1], "kind": ["realis"] * 2, "trigger_token": [0, 0], "lemma": ["a", "b"]}
    events = table_of("events", {**word, "agent": [-1, None], "patient": np.array([-1, 3])})
    assert events["agent"].to_pylist() == [None, None]
    assert events["patient"].to_pylist() == [None, 3]


def test_a_lone_surrogate_in_a_name_becomes_a_replacement_character() -> None:
    names = table_of("entity_names", {"entity": [0], "name": ["A\ud800nn"], "count": [1]})
    assert names["name"].to_pylist() == ["A\ufffdnn"]


def tampered(name: str, column: str, value: int) -> dict[str, pa.Table]:
    tables = dict(tiny_story().tables)
    table = tables[name]
    values = pa.array([value, *table[column].to_pylist()[1:]], table[column].type)
    tables[name] = table.set_column(table.column_names.index(column), table.schema.field(column), values)
    return tables


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("quotes", "speaker", 99),
        ("quotes", "end", 10**6),
        ("chapters", "heading_end", 10**6),
        ("mentions", "head_token", -4),
        ("quote_spans", "quote", 14),
        ("tokens", "head_token", 10**6),
    ],
)
def test_a_row_that_points_nowhere_is_refused_by_name(name: str, column: str, value: int) -> None:
    with pytest.raises(BadTable, match=f"table {name}, column {column}"):
        check_story_tables(tampered(name, column, value), len(tiny_story().text))


def test_a_missing_table_or_column_is_refused() -> None:
    tables = dict(tiny_story().tables)
    with pytest.raises(BadTable, match="table notes is missing"):
        check_story_tables({name: table for name, table in tables.items() if name != "notes"}, 10**6)
    with pytest.raises(BadTable, match="table furniture has columns"):
        check_story_tables({**tables, "furniture": tables["furniture"].select(["start", "end"])}, 10**6)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means_and_points_to_a_table_that_is(name: str) -> None:
    for column in TABLES[name]:
        assert column.meaning
        assert column.key_of is None or column.key_of in TABLES


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_allowed(value: float) -> None:
    with pytest.raises(BadTable, match="no number"):
        table_of("moods", {"scene": [0], "entity": [None], "valence": [value], "arousal": [0.0], "n_words": [1]})
