"""Read stories again and again while processes are killed at random, and count stories lost or doubled.

    python benchmarks/archive_kills.py tests/stories/*.txt --runs 20

A run reads all stories with two workers and is begun again until it ends by itself. Meanwhile, every few seconds, a
process is killed (kill -9): mostly a reader, sometimes the driver with all that it knows. Then every table is compared
with that of a run nobody disturbed: stories that are missing, there twice, or not the same are counted.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fabula.archive import Archive

DRIVER = """
import sys
from fabula.archive import Settings, read_archive

read_archive(sys.argv[3:], Settings(sys.argv[1]), workers=2, unit_size=int(sys.argv[2]))
"""
UNIT = 3_000
DRIVERS = 0.25  # of the kills


def main() -> None:
    """Kill and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="+")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--every", type=float, default=12.0, help="seconds between kills, about")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    print("run  readers killed  drivers killed  read  failed  lost  doubled  other bytes  seconds")
    totals: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole")
        while start(whole, given.stories).wait() != 0:
            pass
        for run in range(1, given.runs + 1):
            begun = time.perf_counter()
            archive = Path(folder, str(run))
            killed = kill_until_done(archive, given.stories, given.every, chance)
            counted = killed + count(archive, whole, given.stories)
            totals += counted
            print(line(str(run), counted, time.perf_counter() - begun), flush=True)
    print(line("all", totals, 0))


def line(name: str, counted: Counter[str], seconds: float) -> str:
    """A line of the table."""
    columns = (("readers", 16), ("drivers", 16), ("read", 6), ("failed", 8), ("lost", 6), ("doubled", 9), ("other", 13))
    return f"{name:>3}" + "".join(f"{counted[key]:>{width}}" for key, width in columns) + f"{seconds:>9.0f}"


def start(archive: Path, stories: list[str]) -> subprocess.Popen[bytes]:
    """A driver."""
    return subprocess.Popen([sys.executable, "-c", DRIVER, str(archive), str(UNIT), *stories], env=os.environ.copy())


def kill_until_done(archive: Path, stories: list[str], every: float, chance: random.Random) -> Counter[str]:
    """Read, kill, begin again, until all is read; how many readers and drivers were killed."""
    killed: Counter[str] = Counter()
    driver = start(archive, stories)
    while True:
        try:
            if driver.wait(timeout=chance.uniform(0.2, 2 * every)) == 0:
                return killed
            driver = start(archive, stories)
        except subprocess.TimeoutExpired:
            readers = children(driver.pid)
            if chance.random() < DRIVERS or not readers:
                driver.kill()
                killed["drivers"] += 1
            else:
                os.kill(chance.choice(readers), signal.SIGKILL)
                killed["readers"] += 1


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def count(archive: Path, whole: Path, stories: list[str]) -> Counter[str]:
    """What became of the stories, by the archive's own tables; and how many files differ from the undisturbed run's."""
    opened = Archive(str(archive))
    read = Counter(opened.table("stories", ["source"])["source"].to_pylist())
    failed = Counter(opened.table("failures", ["source"])["source"].to_pylist())
    found = read + failed
    files = {path.relative_to(whole): path.read_bytes() for path in whole.rglob("*.parquet")}
    same = {path.relative_to(archive): path.read_bytes() for path in archive.rglob("*.parquet")}
    return Counter(
        read=read.total(),
        failed=failed.total(),
        lost=sum(found[story] == 0 for story in stories),
        doubled=sum(found[story] > 1 for story in stories),
        other=sum(files.get(name) != same.get(name) for name in {*files, *same}),
    )


if __name__ == "__main__":
    main()
