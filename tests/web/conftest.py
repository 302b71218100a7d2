"""A really started ``fabula serve`` over a small library, and a browser in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from served import Served, hostile_story, is_ours, other_story, serving

from fabula import Library
from fabula.testing import tiny_story


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over three stories: 1 the tiny one, 2 the same elsewhere, 3 a hostile one."""
    path = tmp_path_factory.mktemp("serve") / "library.db"
    with Library(path) as library:
        for story in (tiny_story(), other_story(), hostile_story()):
            library.add_story(story)
    with serving(path) as started:
        yield started


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A program that asks the server."""
    with served.client() as asking:
        yield asking


@pytest.fixture
def open_page(browser: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """Open a page of the server; the test fails if a page logs anything, runs a dialog, or asks elsewhere."""
    contexts, complaints = [], []

    def opened(address: str = "/", width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=served.address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: None if is_ours(request.url, served) else complaints.append(request.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
