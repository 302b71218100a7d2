"""Tables as frames of pandas and Polars, with names beside numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from numbers import Integral
from typing import Any

import pytest
from odd_story import ODD_NAMES, odd_story

from fabula.errors import PackageMissing
from fabula.frames import to_pandas, to_polars
from fabula.schema import TABLES
from fabula.testing import tiny_story

MAKERS = {"pandas": to_pandas, "polars": to_polars}


@pytest.fixture(params=MAKERS)
def maker(request: pytest.FixtureRequest) -> Callable[..., Any]:
    pytest.importorskip(request.param)
    return MAKERS[request.param]


def values(frame: Any, column: str) -> list[Any]:
    """A column as Python values, None where nothing is."""
    missing = "<NA>"
    return [None if value is None or str(value) == missing else value for value in list(frame[column])]


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_has_the_rows_of_its_table(maker: Callable[..., Any], table: str) -> None:
    frame = maker(tiny_story(), table)
    assert len(frame) == len(tiny_story().tables[table])
    columns = [name for name in list(frame.columns) if name in tiny_story().tables[table].column_names]
    assert columns == tiny_story().tables[table].column_names
    assert values(frame, columns[0]) == tiny_story().tables[table][columns[0]].to_pylist()


def test_names_stand_beside_the_numbers_of_people(maker: Callable[..., Any]) -> None:
    story = odd_story()
    frame = maker(story, "quotes")
    assert values(frame, "speaker_name") == [ODD_NAMES[quote.speaker.id] for quote in story.quotes if quote.speaker]
    assert list(frame.columns).index("speaker_name") == list(frame.columns).index("speaker") + 1
    assert "agent_name" in list(maker(story, "events").columns)


def test_nobody_has_no_name_and_numbers_stay_whole(maker: Callable[..., Any]) -> None:
    story = tiny_story()
    frame = maker(story, "events")
    agents = story.tables["events"]["agent"].to_pylist()
    assert None in agents
    assert values(frame, "agent") == agents
    assert all(isinstance(agent, Integral) for agent in values(frame, "agent") if agent is not None)
    names = values(frame, "agent_name")
    assert [isinstance(name, str) for name in names] == [agent is not None for agent in agents]


def test_there_is_no_such_table(maker: Callable[..., Any]) -> None:
    with pytest.raises(KeyError, match="quote_spans"):
        maker(tiny_story(), "utterances")


@pytest.mark.parametrize("name", MAKERS)
def test_a_library_that_is_missing_is_named_in_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PackageMissing, match=f"pip install {name}") as raised:
        MAKERS[name](tiny_story(), "quotes")
    assert (raised.value.code, "\n" in str(raised.value)) == ("P01", False)


def test_importing_the_module_loads_neither_library() -> None:
    code = "import sys, fabula.frames; sys.exit(any(name in sys.modules for name in ('pandas', 'polars')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
