"""Fixtures for all tests: the shared data where it is, the example story, read once, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fabula

ROOT = Path(__file__).resolve().parents[1]
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
EXAMPLE = ROOT / "examples" / "old_patience.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of books and corpora beside the checkout; the test is skipped where there is none."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("no shared/data beside the checkout: the books and corpora are not there")
    return folder


@pytest.fixture(scope="session")
def example_story() -> fabula.Story:
    """The bundled story, read once for all tests."""
    return fabula.read(EXAMPLE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for all tests."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        except sync_api.Error as error:
            pytest.skip(f"no Chromium to open the page in: {error.message.splitlines()[0]}")
        yield started
        started.close()
