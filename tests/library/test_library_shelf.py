"""The list of stories: in pages, in order, and counted by what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import Library
from fabula.errors import UnknownFilter
from fabula.library.shelf import bounds_of
from fabula.story import Story


@pytest.fixture
def shelf(library: Library, make_story: Callable[..., Story]) -> Library:
    for title, author, tags in (
        ("beta", "Zoe", ("Fluff", "Sea")),
        ("Alpha", None, ("Sea",)),
        ("Gamma", "anne", ()),
    ):
        library.add_story(make_story(title, author=author, tags=tags, fandoms=("Ships",)))
    return library


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("added", ["beta", "Alpha", "Gamma"]),
        ("newest", ["Gamma", "Alpha", "beta"]),
        ("title", ["Alpha", "beta", "Gamma"]),
        ("author", ["Gamma", "beta", "Alpha"]),
        ("longest", ["Gamma", "Alpha", "beta"]),
    ],
)
def test_stories_come_in_an_order_and_in_pages(shelf: Library, order: str, titles: list[str]) -> None:
    assert [one.title for one in shelf.stories(order=order)] == titles
    pages = [one.title for start in range(3) for one in shelf.stories(order=order, limit=1, offset=start)]
    assert pages == titles
    assert shelf.stories(limit=1)[0].tags == ("Fluff", "Sea")


def test_stories_are_counted_by_what_they_are(shelf: Library) -> None:
    facets = {kind: {one.name: one.count for one in some} for kind, some in shelf.facets().items()}
    assert facets["tag"] == {"Sea": 2, "Fluff": 1}
    assert facets["fandom"] == {"Ships": 3}
    assert facets["author"] == {"anne": 1, "Zoe": 1}
    assert facets["person"] == {"third": 3}
    assert facets["length"] == {"flash": 3}
    assert [one.count for one in shelf.facets(tag="sea", title="ALPHA")["tag"]] == [1]
    assert shelf.count_stories(tag="sea") == 2
    assert shelf.count_stories(note="death") == shelf.count_stories(layer="dream") == 0


def test_the_version_is_another_when_something_has_changed(shelf: Library, make_story: Callable[..., Story]) -> None:
    before = shelf.version()
    assert shelf.version() == before
    shelf.add_story(make_story("Delta"))
    assert shelf.version() != before


def test_an_order_that_is_none_is_refused(shelf: Library) -> None:
    with pytest.raises(UnknownFilter, match="no order of stories"):
        shelf.stories(order="best")
    with pytest.raises(UnknownFilter, match="is no length"):
        bounds_of("epic")
