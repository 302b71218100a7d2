"""The main pages fit a telephone and a desk; their pictures are left in build/screenshots, to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "build" / "screenshots"
PAGES = {
    "shelf": "/",
    "search": "/search?q=lamp",
    "story": "/stories/1",
    "companion": "/stories/1/read",
    "character": "/stories/1/characters/0",
    "compare": "/compare?first=1&second=2",
    "corrections": "/stories/1/corrections?show=all",
    "upload": "/upload",
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_window(open_page: Callable[..., Any], name: str, width: int) -> None:
    page = open_page(PAGES[name], width)
    keep_picture(page, f"{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_the_companion_fits_its_window(open_page: Callable[..., Any], width: int) -> None:
    page = open_page("/stories/1/read", width)
    page.keyboard.press("c")
    page.select_option("#guard-companion", label="everything")
    for tab in page.locator("[role=tab]").all():
        tab.click()
        keep_picture(page, f"companion-{tab.inner_text().split()[0].lower()}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def keep_picture(page: Any, name: str) -> None:
    """Leave a picture of the window."""
    page.wait_for_timeout(100)
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
