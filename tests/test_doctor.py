"""``fabula doctor`` says what is in order, and finds what is broken in an installation that is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fabula
from fabula.cli import run

PACKAGE = Path(fabula.__file__).parent
LOOKED_AT = ("fabula", "Python", "packages", "model", "runs on", "self-test", "speed", "temporary files", "library")


def test_an_installation_that_is_whole_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    shown = [line[7:24].strip() for line in lines if not line.startswith(" ")]
    assert [name for name in LOOKED_AT if name not in shown] == []
    assert not any(line.startswith("FAULT") for line in lines)


def test_damaged_weights_and_a_place_that_is_no_folder_are_faults(tmp_path: Path) -> None:
    broken = tmp_path / "fabula"
    shutil.copytree(PACKAGE, broken, ignore=shutil.ignore_patterns("weights", "__pycache__"))
    weights = broken / "model" / "weights"
    weights.mkdir()
    for path in (PACKAGE / "model" / "weights").iterdir():
        (weights / path.name).symlink_to(path)
    (weights / "words.onnx").unlink()
    (weights / "words.onnx").write_bytes((PACKAGE / "model" / "weights" / "words.onnx").read_bytes()[:-1])
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "FABULA_LIBRARY": "/proc/nowhere/library.db"}
    command = [sys.executable, "-m", "fabula", "doctor", "--json"]
    answer = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (1, "")
    checks = {check["name"]: check for check in json.loads(answer.stdout)["checks"]}
    assert str(tmp_path) in checks["fabula"]["found"]
    for name, said in (("model", "words.onnx"), ("self-test", "words.onnx"), ("library", "cannot be written to")):
        assert checks[name]["state"] == "fault"
        assert said in checks[name]["found"]
    assert "reinstall" in checks["model"]["found"]
    assert checks["library"]["remedy"]
