"""Tables are checked and copied when they are made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fabula.errors import BadTable
from fabula.schema import TABLES, empty_table, table_of
from fabula.story import Story
from fabula.testing import tiny_story

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
