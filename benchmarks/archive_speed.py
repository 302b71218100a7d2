"""Words per second of ``fabula archive read`` with one worker and with two, on novels and on stories cut from them.

    python benchmarks/archive_speed.py BOOK... [--stories 400] [--workers 1 2]

The novels are read as they are, then so many stories of 500 to 5,000 words (the shorter the more, half of them under
910), whole paragraphs cut from the same novels from the beginning on, and from the beginning again with other lengths
until there are enough, as the lines of a file of JSON Lines. One worker has one core, two have two. Time is that of the
whole command, start-up included; processor time is that of all its processes; memory is the largest resident set of a
worker in each quarter of the run, which shows whether it grows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from fabula.archive import Archive

SHORTEST, LONGEST = 500, 5_000
SEED = 7
EVERY = 0.5  # seconds between looks at the memory of the workers


@dataclass(frozen=True)
class Run:
    """One archive read."""

    stories: int
    words: int
    seconds: float
    processor: float
    memory: tuple[int, ...]  # MB of the largest worker, by quarters of the run


def main() -> None:
    """Cut, read and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("books", nargs="+", type=Path)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    print("| inputs | workers | stories | words | seconds | words/s | words/s of processor | worker's MB by quarters |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        cut = Path(folder, "stories.jsonl")
        with cut.open("w", encoding="utf-8") as file:
            for story in stories_cut_from(arguments.books, arguments.stories):
                file.write(json.dumps({"text": story}) + "\n")
        for label, inputs in (("novels", arguments.books), ("short stories", [cut])):
            for workers in arguments.workers:
                run = read(inputs, Path(folder, f"{label} {workers}"), workers)
                memory = ", ".join(map(str, run.memory))
                print(
                    f"| {label} | {workers} | {run.stories:,} | {run.words:,} | {run.seconds:.1f} | "
                    f"{run.words / run.seconds:,.0f} | {run.words / run.processor:,.0f} | {memory} |",
                    flush=True,
                )


def stories_cut_from(books: list[Path], count: int) -> Iterator[str]:
    """So many texts of whole paragraphs, an equal number from each book, one after the other from its beginning."""
    chance = random.Random(SEED)
    for number, book in enumerate(books):
        whole = book.read_text(encoding="utf-8-sig").split("\n\n")
        most = sum(len(paragraph.split()) for paragraph in whole)
        paragraphs: Iterator[str] = iter(())
        for _ in range(count // len(books) + (number < count % len(books))):
            length, taken, words = min(_drawn_length(chance), most), [], 0
            while words < length:
                paragraph = next(paragraphs, None)
                if paragraph is None:
                    paragraphs, taken, words = iter(whole), [], 0
                    continue
                taken.append(paragraph)
                words += len(paragraph.split())
            yield "\n\n".join(taken)


def _drawn_length(chance: random.Random) -> int:
    """Words of a story: twice as long is a quarter as likely."""
    return round(1 / chance.uniform(1 / LONGEST, 1 / SHORTEST))


def read(inputs: list[Path], archive: Path, workers: int) -> Run:
    """Read into an archive on as many cores as workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "fabula", "archive", "read", *map(str, inputs), "--to", str(archive), "-q"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers]),
    )
    seen: list[int] = []
    while process.poll() is None:
        seen.append(_largest(process.pid))
        time.sleep(EVERY)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    read_stories = Archive(str(archive)).table("stories")
    quarter = max(1, len(seen) // 4)
    return Run(
        stories=len(read_stories),
        words=sum(read_stories["n_words"].to_pylist()),
        seconds=seconds,
        processor=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        memory=tuple(max(seen[at : at + quarter]) for at in range(0, quarter * 4, quarter) if seen[at : at + quarter]),
    )


def _largest(driver: int) -> int:
    """MB of the largest process that a driver has started."""
    try:
        workers = psutil.Process(driver).children(recursive=True)
    except psutil.NoSuchProcess:
        return 0
    sizes = [0]
    for worker in workers:
        try:
            sizes.append(worker.memory_info().rss // 1_000_000)
        except psutil.NoSuchProcess:
            continue
    return max(sizes)


if __name__ == "__main__":
    main()
