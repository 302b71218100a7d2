from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fabula import Library
from fabula.story import Story
from fabula.testing import tiny_story

MakeStory = Callable[..., Story]


def story_called(title: str, **metadata: object) -> Story:
    tiny = tiny_story()
    return Story(tiny.text, tiny.tables, replace(tiny.metadata, title=title, **metadata), {"name": f"{title}.txt"})


@pytest.fixture
def make_story() -> MakeStory:
    """A story with the text and tables of ``tiny_story`` under another title."""
    return story_called


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


@pytest.fixture
def shelf(library: Library) -> Library:
    """A library of two stories, by different authors."""
    library.add_story(story_called("Gull Point", author="A. Nonymous", fandoms=("Lighthouses",)))
    library.add_story(story_called("Other Point", author="Wren Morrow", fandoms=("Ships at Sea",)))
    return library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of six saved stories."""
    books = tmp_path / "books"
    books.mkdir()
    for number in range(6):
        story_called(f"Book {number}").save(books / f"{number}.fabula")
    return books
