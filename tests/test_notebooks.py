"""The notebooks in examples/ run from the first cell to the last, and are kept without what they printed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
WORDS = "300"  # of each novel on the shelf: 50 novels in a few seconds


def run(name: str, monkeypatch: pytest.MonkeyPatch) -> list[nbformat.NotebookNode]:
    """The cells of code, with what they printed."""
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def printed(cells: list[nbformat.NotebookNode]) -> str:
    """All that the cells printed and gave, as plain text."""
    outputs = [output for cell in cells for output in cell.outputs]
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def n_pictures(cells: list[nbformat.NotebookNode]) -> int:
    """How many pictures the cells drew."""
    return sum("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)


def test_one_novel(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = run("one_novel", monkeypatch)
    assert n_pictures(cells) == 3
    assert "Who broke the stay? - the Major" in printed(cells)
    assert "Who sold the bell? - the story does not say" in printed(cells)


def test_audiobook(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = run("audiobook", monkeypatch)
    assert n_pictures(cells) == 1
    said = printed(cells)
    assert "\nTrue\n" in said, "the script is the whole text"
    assert "[voice:" in said


def test_shelf(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOVELS", str(shared / "data" / "novels"))
    monkeypatch.setenv("WORDS", WORDS)
    cells = run("shelf", monkeypatch)
    assert n_pictures(cells) == 1
    assert "50 read {}" in printed(cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []
