"""One world for all tests that may share it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import DESIGN, Opened, opened


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """A copy of the small design, to be changed."""
    return Path(shutil.copy(DESIGN, tmp_path / "garden.toml"))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The small design, opened, with invitations for many."""
    pytest.importorskip("evennia", reason="evennia is not installed")
    path = Path(shutil.copy(DESIGN, tmp_path_factory.mktemp("world") / "garden.toml"))
    with opened(path, "--guests", "150") as started:
        yield started
