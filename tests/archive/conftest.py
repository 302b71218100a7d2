from __future__ import annotations

from pathlib import Path

import pytest
from short_stories import SHORT, n_parts, read

from fabula.archive.columns import SCHEMAS


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of four short stories that nobody disturbed."""
    archive = tmp_path_factory.mktemp("undisturbed") / "archive"
    read(archive)
    assert n_parts(archive) == len(SHORT)
    assert all(len(list((archive / table).iterdir())) == len(SHORT) for table in SCHEMAS)
    return archive
