"""The front door of evaluation: its tasks, its errors, and how light it is to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fabula.errors import UnknownTask
from fabula.evaluation import run_task


def test_an_unknown_task_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownTask, match="did you mean speakers"):
        run_task("speaker", [])
    with pytest.raises(UnknownTask, match="choose one of speakers, coref"):
        run_task("zzz", [])


def test_importing_evaluation_loads_neither_scipy_nor_the_reader() -> None:
    heavy = "('scipy', 'spacy', 'fabula.reading')"
    code = f"import sys, fabula.evaluation; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
