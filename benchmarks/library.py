"""How large a library is and how long a search takes.

python benchmarks/library.py STORY.fabula... [--words 40] [--library FILE] [--queries 400]

The stories are added again and again, each time under another title, until the library holds so many millions of
words; a FILE that is there already is searched as it is. Copies have the same vocabulary and the same names, so a
name is that of as many characters as there are copies. Then come searches drawn at random: words by how frequent they
are in the text, phrases that stand in it, and each filter with a word and without one.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

import fabula
from fabula.library import Library, store
from fabula.library.packing import pack

WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
SEED = 7


def main() -> None:
    """Build the library, search it, print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(arguments.library or Path(folder, "library.db"))
        is_new = not path.exists()
        with Library(path) as library:
            if is_new:
                _fill(library, arguments.stories, arguments.words * 1_000_000)
            _print_size(path)
            searches = _searches(arguments.stories, arguments.queries)
            print(f"{'searches':<34}{'n':>5}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}")
            everything: list[float] = []
            for kind, asked in searches.items():
                seconds = [_timed(library, question) for question in asked]
                everything += seconds
                _print_times(kind, seconds)
            _print_times("all", everything)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="+", type=Path)
    parser.add_argument("--words", type=float, default=2, help="millions of words to reach")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--queries", type=int, default=400)
    return parser.parse_args()


def _fill(library: Library, paths: list[Path], words: float) -> None:
    """Add the stories under ever new titles; each is packed once only, which is most of the time that adding takes."""
    packed: dict[int, bytes] = {}

    def pack_once(text: str, tables: Mapping[str, pa.Table]) -> bytes:
        if len(text) not in packed:
            packed[len(text)] = pack(text, tables)
        return packed[len(text)]

    store.pack = pack_once
    stories = {path: fabula.load(path) for path in paths}
    start, n_words, copy, n_stories = time.perf_counter(), 0, 0, 0
    while n_words < words:
        for path, story in stories.items():
            library.add_story(story, f"{path.stem}, copy {copy}")
            n_words, n_stories = n_words + story.n_words, n_stories + 1
            if n_words >= words:
                break
        copy += 1
    seconds = time.perf_counter() - start
    print(f"{n_stories} stories, {n_words / 1e6:.1f}M words added in {seconds:.0f} s")


def _print_size(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stories, words, passages = connection.execute(
        "SELECT count(*), sum(words), sum(last_passage - first_passage + 1) FROM stories"
    ).fetchone()
    (text,) = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM passages").fetchone()
    connection.close()
    size = path.stat().st_size
    print(f"{stories} stories, {words / 1e6:.1f}M words, {passages} passages")
    print(f"{size / 1e6:.0f} MB for {text / 1e6:.0f} MB of text: {size / text:.2f} times")


def _searches(paths: list[Path], n: int) -> dict[str, list[dict[str, Any]]]:
    """Searches by kind."""
    chance = random.Random(SEED)
    stories = [fabula.load(path) for path in paths[:6]]
    texts = [story.text for story in stories]
    counts = Counter(word.lower() for text in texts for word in WORD.findall(text))
    by_count = [word for word, _ in counts.most_common()]
    frequent, usual, rare = by_count[50:300], by_count[300:3000], by_count[3000:20000]
    names = [[character.name for character in story.characters[:8]] for story in stories]

    def phrase() -> str:
        words = WORD.findall(chance.choice(texts))
        place = chance.randrange(len(words) - 3)
        return '"' + " ".join(words[place : place + 3]) + '"'

    def name() -> str:
        return chance.choice(chance.choice(names))

    def two_names() -> tuple[str, ...]:
        return tuple(chance.choice(names)[:2])

    usual_word: Callable[[], str] = lambda: chance.choice(usual)  # noqa: E731
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "a rare word": lambda: {"words": chance.choice(rare)},
        "a usual word": lambda: {"words": usual_word()},
        "a frequent word": lambda: {"words": chance.choice(frequent)},
        "two usual words": lambda: {"words": f"{usual_word()} {usual_word()}"},
        "a phrase of three": lambda: {"words": phrase()},
        "word, said by": lambda: {"words": usual_word(), "said_by": name()},
        "word, said by and to": lambda: {"words": usual_word(), "said_by": name(), "said_to": name()},
        "word, about": lambda: {"words": usual_word(), "about": name()},
        "word, with two": lambda: {"words": usual_word(), "with_": two_names()},
        "word, layer": lambda: {"words": usual_word(), "layer": chance.choice(["memory", "letter", "dream"])},
        "word, actual": lambda: {"words": usual_word(), "actual": True},
        "word, note": lambda: {"words": usual_word(), "note": chance.choice(["death", "violence", "alcohol"])},
        "word, person and length": lambda: {"words": usual_word(), "person": "first", "min_words": 50_000},
        "said by": lambda: {"said_by": name()},
        "said by and to, about": lambda: {"said_by": name(), "said_to": name(), "about": name()},
        "with two, layer": lambda: {"with_": two_names(), "layer": "memory"},
    }
    return {kind: [make() for _ in range(max(1, n // len(makers)))] for kind, make in makers.items()}


def _timed(library: Library, question: dict[str, Any]) -> float:
    """Seconds of processor time that a search takes: where nothing else runs, those that it takes."""
    start = time.process_time()
    library.search(**question)
    return time.process_time() - start


def _print_times(kind: str, seconds: list[float]) -> None:
    milliseconds = sorted(1000 * each for each in seconds)
    p95 = statistics.quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0]
    print(f"{kind:<34}{len(milliseconds):>5}{statistics.median(milliseconds):>9.1f}{p95:>9.1f}{milliseconds[-1]:>9.1f}")


if __name__ == "__main__":
    main()
