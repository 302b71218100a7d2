"""Seconds and memory of ``fabula read`` on whole books, each in a fresh process.

    python benchmarks/speed.py BOOK... [--runs 3] [--steps]

Prints a Markdown table. The seconds are the best of the runs, from the start of the process to its end, with
start-up, loading of models and writing of both files in them; the memory is the peak resident set.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import fabula

STEPS = "import json, sys, fabula; print(json.dumps(fabula.read(sys.argv[1]).provenance['seconds']))"


@dataclass(frozen=True)
class Run:
    """One reading of one book."""

    book: str
    words: int
    seconds: float
    peak_mb: float


def read_cold(book: Path) -> Run:
    """Read ``book`` by the command in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fabula", "read", str(book), "--quiet", "-o", f"{folder}/book"]
        began = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if status:
            raise SystemExit(f"fabula read {book} failed")
        story = fabula.load(Path(folder, "book.fabula"))
        return Run(book.stem, story.n_words, seconds, usage.ru_maxrss / 1024)


def table(runs: list[Run]) -> str:
    """The runs as a Markdown table."""
    lines = ["| book | words | seconds | words/s | peak MB |", "|---|---:|---:|---:|---:|"]
    for run in runs:
        speed = run.words / run.seconds
        lines.append(f"| {run.book} | {run.words:,} | {run.seconds:.1f} | {speed:,.0f} | {run.peak_mb:.0f} |")
    return "\n".join(lines)


def table_of_steps(books: list[Path]) -> str:
    """Where the time goes: seconds by step, over all books, in a further reading of each."""
    seconds: dict[str, float] = {}
    all_seconds = 0.0
    for book in books:
        began = time.perf_counter()
        said = subprocess.run([sys.executable, "-c", STEPS, str(book)], check=True, capture_output=True, text=True)
        all_seconds += time.perf_counter() - began
        for step, spent in json.loads(said.stdout).items():
            seconds[step] = seconds.get(step, 0.0) + spent
    seconds["starting"] = all_seconds - sum(seconds.values())
    lines = ["| step | seconds | share |", "|---|---:|---:|"]
    for step, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        lines.append(f"| {step} | {spent:.2f} | {spent / all_seconds:.0%} |")
    return "\n".join(lines)


def main() -> None:
    """Read the books named on the command line and print the table."""
    parser = argparse.ArgumentParser(description="Seconds and memory of fabula read, in fresh processes.")
    parser.add_argument("books", nargs="+", type=Path, metavar="BOOK")
    parser.add_argument("--runs", type=int, default=1, help="readings of each book; the fastest counts")
    parser.add_argument("--steps", action="store_true", help="print seconds by step, too")
    options = parser.parse_args()
    best = [min((read_cold(book) for _ in range(options.runs)), key=lambda run: run.seconds) for book in options.books]
    print(table(best))
    if options.steps:
        print("\n" + table_of_steps(options.books))


if __name__ == "__main__":
    main()
