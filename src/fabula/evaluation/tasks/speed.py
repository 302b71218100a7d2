"""``fabula evaluate speed FILES``: seconds and memory of reading each file in a process of its own.

A fresh process makes the figures cold: start-up, imports and the loading of models are in ``seconds``,
and the peak memory is that of one book, not of all before it. ``steps`` are the reader's own seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fabula import errors
from fabula.errors import BadCorpus, FabulaError
from fabula.evaluation.report import Report, save_predictions, short_name

CHILD = "import sys; from fabula.evaluation.tasks.speed import measure_child; measure_child(sys.argv[1])"
COLUMNS = ("file", "words", "seconds", "words/s", "peak MB")
NOTES = (
    "Each file is read in a fresh process; its seconds include the start.",
    "Below the files, the reader's own seconds by step, all files together.",
)


def run(paths: Sequence[Path], predictions: Path | None, on_document: Callable[[str], None]) -> Report:
    """Words, seconds in all and by step, words per second and peak memory of each file."""
    began = time.perf_counter()
    files: dict[str, dict[str, Any]] = {}
    if not paths:
        raise BadCorpus("no file given; give one or more books to read")
    for path in paths:
        on_document(path.name)
        files[str(path)] = measure(path)
    save_predictions(predictions, ({"file": file, **figures} for file, figures in files.items()))
    steps = _sum_of_steps(list(files.values()))
    rows = [_row(Path(file).name, figures) for file, figures in files.items()]
    rows += [(f"· {step}", "", f"{seconds:.2f}", "", "") for step, seconds in steps.items()]
    figures = {"files": files, "steps": steps}
    return Report("speed", COLUMNS, tuple(rows), figures, time.perf_counter() - began, NOTES)


def measure(path: Path) -> dict[str, Any]:
    """The figures of reading one file in a fresh process.

    Raises  what reading the file raises; FabulaError (E00) if the process died
    """
    began = time.perf_counter()
    child = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    try:
        told: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        last = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
        raise FabulaError(f"{path}: reading it ended with {last[:200]}; try fabula read {path.name}") from error
    if "error" in told:
        raise _error_of(told["code"])(told["error"])
    return {"words": told["words"], "seconds": seconds, "words_per_second": told["words"] / seconds, **told}


def measure_child(path: str) -> None:
    """Read one file and write its figures, or the error met, as one line of JSON."""
    from fabula.reading import read

    try:
        story = read(path)
    except FabulaError as error:
        told: dict[str, Any] = {"error": str(error), "code": error.code}
    else:
        steps = dict(story.provenance.get("seconds", {}))
        told = {"words": story.n_words, "steps": steps, "peak_megabytes": peak_megabytes()}
    sys.stdout.write(json.dumps(told) + "\n")


def peak_megabytes() -> float | None:
    """The most memory this process has held, in 10^6 bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


def _error_of(code: str) -> type[FabulaError]:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FabulaError)]
    return next((kind for kind in kinds if kind.code == code), FabulaError)


def _sum_of_steps(files: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    steps: dict[str, float] = {}
    for file in files:
        for step, seconds in file["steps"].items():
            steps[step] = steps.get(step, 0.0) + seconds
    return steps


def _row(name: str, figures: Mapping[str, Any]) -> tuple[str, ...]:
    peak = figures["peak_megabytes"]
    return (
        short_name(name),
        f"{figures['words']:,}",
        f"{figures['seconds']:.1f}",
        f"{figures['words_per_second']:,.0f}",
        "–" if peak is None else f"{peak:,.0f}",
    )
