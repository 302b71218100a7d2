"""A real browser, shared by the tests of the page, and pages opened in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fabula.companion.page import write_page
from fabula.story import Story


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Write a story's page and open it; the test fails if the page logs or asks the network for anything."""
    contexts, complaints = [], []

    def opened(story: Story, width: int = 390, height: int = 844, **options: Any) -> Any:
        path = tmp_path / "page.html"
        write_page(story, path)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if is_outside(request.url, path) else None,
        )
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_outside(url: str, path: Path) -> bool:
    return not url.startswith(("data:", path.as_uri()))
