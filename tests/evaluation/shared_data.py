"""Where the annotated corpora stand, beside the checkout; tests on them are skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def shared(name: str) -> Path:
    """The folder or file ``name`` of the shared data."""
    return SHARED / name


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip the test where ``path`` is absent."""
    return pytest.mark.skipif(not path.exists(), reason=f"no {path.name} beside the checkout")
