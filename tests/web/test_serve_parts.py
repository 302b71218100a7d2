"""Covers, links into a story, names of uploads, and what a process that reads may use."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree

import pytest

from fabula import Library
from fabula.library import Outline
from fabula.testing import tiny_story
from fabula.web.app import make_app
from fabula.web.covers import cover_svg
from fabula.web.deep_links import link_to_found, link_to_place
from fabula.web.faults import Fault
from fabula.web.readings import Readings
from fabula.web.settings import Limits, Settings

Value = TypeVar("Value")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add_story(tiny_story())
    return path


def test_a_cover_is_drawn_of_shapes_alone_and_is_always_the_same(path: Path) -> None:
    with Library(path) as library:
        drawn = cover_svg(library.outline(1))
        assert drawn == cover_svg(library.outline(1))
    root = ElementTree.fromstring(drawn)
    assert {element.tag.partition("}")[2] for element in root.iter()} == {"svg", "rect"}
    assert "".join(root.itertext()) == ""
    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, width = float(rect.get("x", 0)), float(rect.get("width", 0))
        assert 0 <= x <= x + width <= 300.1


@pytest.mark.parametrize(
    "outline",
    [
        Outline("", 0, (), ()),
        Outline("00000000", 1, ((0, 1),), ((0, 1, None),)),
        Outline("ffffffff", 10**7, tuple((n, n + 1) for n in range(0, 10**4)), ((0, 10**7, 7),)),
        Outline("zz"[:0], 5, ((3, 3),), ((0, 9, 0), (2, 4, 1))),
    ],
)
def test_any_story_has_a_cover(outline: Outline) -> None:
    ElementTree.fromstring(cover_svg(outline))


def test_links_lead_to_the_quotation_or_to_the_words(path: Path) -> None:
    with Library(path) as library:
        said = library.search("ship", said_by="Mrs. Bell")[0]
        told = library.search("coughed")[0]
        text = library.story(1).text
    for found in (said, told):
        start, end = found.marks[0]
        assert link_to_found(found) == f"/stories/1/read#o{found.start + start}-{found.start + end}"
    assert text[told.start + told.marks[0][0] :].startswith("coughed")
    assert link_to_place(1, 7) == "/stories/1/read#o7"


def test_a_library_is_made_where_there_is_none(tmp_path: Path) -> None:
    make_app(Settings(tmp_path / "new.db"))
    with Library(tmp_path / "new.db", create=False) as library:
        assert len(library) == 0


def finished(work: Coroutine[Any, Any, Value]) -> Value:
    """What comes of a coroutine, in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _read(settings: Settings, book: str) -> tuple[str, str | None]:
    readings = Readings(settings)
    async with readings.running():
        place = readings.place_for("book.txt")
        place.write_text(book)
        reading = readings.upload(place, "book.txt")
        async for one in readings.watch(reading):
            state, message = one.state, one.message
        async with asyncio.timeout(10):
            while place.exists():
                await asyncio.sleep(0.05)
    return state, message


@pytest.mark.skipif(sys.platform != "linux", reason="there are no such limits")
@pytest.mark.parametrize("limits", [Limits(memory=300 * 1024**2, seconds=60), Limits(seconds=2)])
def test_a_book_that_takes_too_much_fails_alone(path: Path, limits: Limits) -> None:
    state, message = finished(_read(Settings(path, limits=limits), "He went. " * 20_000))
    assert state == "failed"
    assert message is not None
    with Library(path) as library:
        assert len(library) == 1
        assert library.check() == []


def test_a_line_that_is_too_long_is_refused(path: Path) -> None:
    async def fill() -> None:
        readings = Readings(replace(Settings(path), limits=Limits(waiting=1)))
        readings.again(1, "The Lamp")
        assert readings.again(1, "The Lamp") is readings.again(1, "The Lamp")
        with pytest.raises(Fault, match="waiting to be read"):
            readings.again(2, "Other")

    finished(fill())
