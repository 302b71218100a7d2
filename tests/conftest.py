"""Fixtures for all tests: the shared data where it is, and the example story, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

import fabula

ROOT = Path(__file__).resolve().parents[1]
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
