"""How soon ``fabula serve`` answers, and whether it answers many at once.

python benchmarks/serve.py STORY.fabula... [--stories 10000] [--library FILE] [--readers 50] [--seconds 20]

The stories are added again and again under other titles, by many authors and with tags, until the library holds so
many; a FILE that is there already is served as it is. Then `fabula serve` is started on this machine alone, and each
kind of page is asked for by one reader after the other, and by so many readers at once for so many seconds, each of
whom goes from the shelf to a search, a story, and its text. First byte is the time until an answer begins.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pyarrow as pa

import fabula
from fabula.library import Library, store
from fabula.library.packing import pack
from fabula.story import Story

SEED = 7
WORDS = ("door", "hand", "night", "letter", "house", "window", "morning", "garden", "voice", "lamp")
TAGS = ("Fluff", "Slow Burn", "Angst", "Case Fic", "Found Family", "Alternate Universe", "Letters", "Sea Stories")


def main() -> None:
    """Build the library, serve it, print the tables."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(arguments.library or Path(folder, "library.db"))
        if not path.exists():
            _fill(path, arguments.paths, arguments.stories)
        with Library(path, create=False) as library:
            n_stories, ids = len(library), [entry.id for entry in library.stories(limit=200)]
        print(f"{n_stories} stories, {path.stat().st_size / 1e6:.0f} MB\n")
        with _served(path) as address:
            _alone(address, ids)
            asyncio.run(_together(address, ids, arguments.readers, arguments.seconds))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="STORY.fabula")
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    return parser.parse_args()


def _fill(path: Path, paths: list[Path], n_stories: int) -> None:
    """Add the stories under ever new titles; the bytes of each are packed once only."""
    packed: dict[int, bytes] = {}

    def pack_once(text: str, tables: Mapping[str, pa.Table]) -> bytes:
        if len(text) not in packed:
            packed[len(text)] = pack(text, tables)
        return packed[len(text)]

    store.pack = pack_once
    stories = [fabula.load(path) for path in paths]
    chance = random.Random(SEED)
    start = time.perf_counter()
    with Library(path) as library:
        for number in range(n_stories):
            story = stories[number % len(stories)]
            author = f"Author {chance.randrange(1, 900)}"
            tags = tuple(chance.sample(TAGS, 3))
            metadata = replace(story.metadata, title=f"{story.title} {number}", author=author, tags=tags)
            library.add_story(Story(story.text, story.tables, metadata, story.provenance), f"{number}")
    print(f"{n_stories} stories added in {time.perf_counter() - start:.0f} s")


@contextlib.contextmanager
def _served(path: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "fabula", "serve", "--library", str(path), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield process.stderr.readline().split()[0] if process.stderr else ""
    finally:
        process.terminate()
        _, _, used = os.wait4(process.pid, 0)
        print(f"\nprocessor time of the server, its start included: {used.ru_utime + used.ru_stime:.1f} s")


def _addresses(ids: list[int], chance: random.Random) -> dict[str, str]:
    """A page of each kind, another at each call."""
    story, word = chance.choice(ids), chance.choice(WORDS)
    return {
        "shelf": f"/?page={chance.randrange(1, 100)}",
        "shelf, narrowed": f"/?tag={chance.choice(TAGS)}&order=longest",
        "search": f"/search?q={word}",
        "search in a story": f"/search?q={word}&story={story}",
        "cover": f"/stories/{story}/cover.svg",
        "story": f"/stories/{story}",
        "story, its text": f"/stories/{story}/read",
        "API, stories": "/api/stories?limit=48&order=title",
        "API, search": f"/api/search?q={word}",
    }


def _alone(address: str, ids: list[int], times: int = 40) -> None:
    """One reader: milliseconds until each kind of page begins; the first of each apart."""
    chance = random.Random(SEED)
    first: dict[str, float] = {}
    later: dict[str, list[float]] = {}
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.get("/static/app.css")  # the server has started when it comes
        for _ in range(times):
            for kind, page in _addresses(ids, chance).items():
                start = time.perf_counter()
                with client.stream("GET", page) as answer:
                    begun = 1000 * (time.perf_counter() - start)
                    answer.raise_for_status()
                    answer.read()
                if kind in first:
                    later.setdefault(kind, []).append(begun)
                else:
                    first[kind] = begun
    print(f"| {'one reader':<18} | first ms | p50 ms | p95 ms |\n|---|---:|---:|---:|")
    for kind, values in later.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"| {kind:<18} | {first[kind]:.0f} | {statistics.median(values):.0f} | {p95:.0f} |")


async def _together(address: str, ids: list[int], n_readers: int, seconds: float) -> None:
    """Many readers at once: how many pages they got, how soon, and how many errors."""
    end = time.perf_counter() + seconds
    times: dict[str, list[float]] = {}
    errors: list[str] = []

    async def read(number: int) -> None:
        chance = random.Random(number)
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
            while time.perf_counter() < end:
                for kind, page in _addresses(ids, chance).items():
                    start = time.perf_counter()
                    try:
                        (await client.get(page)).raise_for_status()
                    except httpx.HTTPError as error:
                        errors.append(f"{page}: {error!r}")
                    times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))

    await asyncio.gather(*(read(number) for number in range(n_readers)))
    n_pages = sum(map(len, times.values()))
    print(f"\n{n_readers} readers at once: {n_pages} pages in {seconds:.0f} s, {len(errors)} errors")
    print("".join(f"{error}\n" for error in errors[:5]))
    print(f"| {'together':<18} | p50 ms | p95 ms |\n|---|---:|---:|")
    for kind, values in times.items():
        print(f"| {kind:<18} | {statistics.median(values):.0f} | {statistics.quantiles(values, n=20)[-1]:.0f} |")


if __name__ == "__main__":
    main()
