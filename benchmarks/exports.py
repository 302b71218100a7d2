"""How long each export of a book takes, and how fast DuckDB answers over a shelf of Parquet folders.

python benchmarks/exports.py STORY.fabula... [--novels 97]

The first story is exported by the command, in a process of its own for each format: start-up and reading the .fabula
file are in the figure. Then each story is exported to Parquet, its folder copied until there are so many novels, and
DuckDB counts the lines of each character of each book.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import duckdb

from fabula.exports import FORMATS

LINES = """
SELECT parse_path(quotes.filename)[-2] AS book, entities.name AS character, count(*) AS lines
FROM read_parquet('{folder}/*/quotes.parquet', filename = true) AS quotes
JOIN read_parquet('{folder}/*/entities.parquet', filename = true, file_row_number = true) AS entities
  ON parse_path(entities.filename)[-2] = parse_path(quotes.filename)[-2]
  AND entities.file_row_number = quotes.speaker
GROUP BY book, character, entities.file_row_number
ORDER BY book, lines DESC
"""
RUNS = 5


def main() -> None:
    """Export, ask, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="+", type=Path)
    parser.add_argument("--novels", type=int, default=97)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{arguments.stories[0].stem}\n\n| format | seconds | processor seconds | MB |\n|---|---:|---:|---:|")
        for format in FORMATS:
            out = folder / format
            seconds, processor = _timed_export(arguments.stories[0], format, out)
            print(f"| {format} | {seconds:.2f} | {processor:.2f} | {_size(out) / 1e6:.1f} |", flush=True)
        shelf = folder / "shelf"
        _fill(shelf, arguments.stories, arguments.novels)
        _print_answer(shelf)


def _timed_export(story: Path, format: str, out: Path) -> tuple[float, float]:
    """Wall and processor seconds of the command, the better of two."""
    command = [sys.executable, "-m", "fabula", "export", str(story), "--to", format, "-o", str(out), "--force"]
    times = []
    for _ in range(2):
        before, start = _processor_seconds(), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append((time.perf_counter() - start, _processor_seconds() - before))
    return min(times)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def _fill(shelf: Path, stories: list[Path], novels: int) -> None:
    """A folder with a Parquet folder for each novel, the stories again and again."""
    for story in stories:
        _timed_export(story, "parquet", shelf / story.stem)
    for number, story in enumerate(islice(cycle(stories), len(stories), novels), start=len(stories)):
        shutil.copytree(shelf / story.stem, shelf / f"{number:03} {story.stem}")


def _print_answer(shelf: Path) -> None:
    """Seconds from opening DuckDB to the answer, the first time and the median of later ones."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        with duckdb.connect() as database:
            rows = database.sql(LINES.format(folder=shelf)).fetchall()
        seconds.append(time.perf_counter() - start)
    books = {row[0] for row in rows}
    lines = sum(row[2] for row in rows)
    print(
        f"\n{len(books)} books, {_size(shelf) / 1e6:.0f} MB of Parquet: {len(rows):,} characters speak {lines:,} lines;"
    )
    print(f"first answer in {seconds[0]:.2f} s, median of {RUNS} {sorted(seconds)[RUNS // 2]:.2f} s")


if __name__ == "__main__":
    main()
