"""How long the questions of docs/archive.md take over ten million words.

    python benchmarks/archive_queries.py dracula.fabula emma.fabula ... --words 10_000_000 [--keep corpus]

The stories, read before, are put into an archive again and again until it has so many words. Each question is asked
three times; the first time and the best are printed.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

import duckdb

import fabula
from fabula.archive import Archive, Settings, read_archive

PAGE = Path(__file__).resolve().parents[1] / "docs" / "archive.md"
QUESTION = re.compile(r"^### (.+?)\n\n```sql\n(.+?)```", re.M | re.S)


def main() -> None:
    """Build the archive, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=10_000_000)
    parser.add_argument("--keep", type=Path, help="where the archive is, or is to be kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder, "corpus")
        if not place.exists():
            build(place, given.stories, given.words, Path(folder))
        ask(Archive(str(place)))


def build(place: Path, stories: list[Path], words: int, folder: Path) -> None:
    """Put so many copies of the stories into an archive that it has ``words``."""
    n_copies = -(-words // sum(fabula.load(path).n_words for path in stories))
    for copy in range(n_copies):
        shelf = folder / "books" / f"{copy:04}"
        shelf.mkdir(parents=True)
        for path in stories:
            (shelf / path.name).symlink_to(path.resolve())
    summary = read_archive([str(folder / "books")], Settings(str(place)))
    print(f"{summary.read} stories put together in {summary.seconds:.0f} s; {summary.reasons or 'none failed'}")


def ask(archive: Archive) -> None:
    """Ask every question of the page, and print how long it took."""
    n_words = sum(archive.table("stories", ["n_words"])["n_words"].to_pylist())
    n_tokens = len(archive.table("tokens", ["story"]))
    print(f"{len(archive)} stories, {n_words:,} words, {n_tokens:,} tokens; DuckDB {duckdb.__version__}\n")
    connection = archive.connect()
    print("| question | rows | first, s | best of 3, s |\n|---|---|---|---|")
    for title, sql in QUESTION.findall(PAGE.read_text("utf-8")):
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            rows = connection.sql(sql).fetchall()
            taken.append(time.perf_counter() - start)
        print(f"| {title} | {len(rows)} | {taken[0]:.2f} | {min(taken):.2f} |", flush=True)


if __name__ == "__main__":
    main()
