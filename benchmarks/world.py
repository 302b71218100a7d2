"""Measure a world: how long a design and opening take, a command among many guests, and what 20 kills leave.

python benchmarks/world.py STORY.fabula [--guests 50] [--seconds 20] [--kills 20]
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "world"))

from worlds import COMMAND, Guest, come_back, come_in, open_world, opened

from fabula.world.record import happenings

BETWEEN = 1.0  # seconds between two commands of one guest, on average


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("story", type=Path)
    parser.add_argument("--guests", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    print(f"load before {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        design = Path(folder) / "world.toml"
        begun = time.perf_counter()
        subprocess.run([*COMMAND, "design", str(given.story), "-o", str(design)], check=True, capture_output=True)
        print(f"design                 {time.perf_counter() - begun:8.2f} s")
        begun = time.perf_counter()
        with opened(design, "--guests", str(given.guests)) as world:
            print(f"open, the first time   {time.perf_counter() - begun:8.2f} s")
            measure_load(world, given.guests, given.seconds)
        begun = time.perf_counter()
        with opened(design, "--guests", "2") as world:
            print(f"open, again            {time.perf_counter() - begun:8.2f} s")
            keys = [come_in(world, name).key for name in ("Anna", "Bert")]
        measure_kills(design, keys, given.kills)
    print(f"load after {os.getloadavg()[0]:.1f}")


def measure_load(world: object, count: int, seconds: float) -> None:
    """Guests spread over the world who say, look and go at random times; how long each waits for the answer."""
    guests = [come_in(world, f"Guest {number}") for number in range(count)]  # type: ignore[arg-type]
    for guest in guests:
        ways = guest.do("look", "Ways:") + guest.rest(0.1)
        near = ways.rsplit("Ways:", 1)[-1].split("\n")[0].strip(" .").split(", ")
        guest.send(f"go {random.Random(guest.name).choice(near)}")
    time.sleep(1)
    for guest in guests:
        guest.rest(0.05)
    waited: list[float] = []
    lost: list[str] = []
    threads = [threading.Thread(target=_act, args=(guest, seconds, waited, lost)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waited.sort()
    said = {one.text for one in happenings(world.data) if one.kind == "say"}  # type: ignore[attr-defined]
    missing = [text for text in lost if text not in said]
    print(
        f"{count} guests, {len(waited)} commands: median {statistics.median(waited) * 1000:.0f} ms, "
        f"p95 {waited[int(len(waited) * 0.95)] * 1000:.0f} ms, slowest {waited[-1] * 1000:.0f} ms, "
        f"{len(missing)} sayings lost"
    )
    for guest in guests:
        guest.close()


def _act(guest: Guest, seconds: float, waited: list[float], lost: list[str]) -> None:
    dice = random.Random(guest.name)
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        time.sleep(dice.uniform(0, 2 * BETWEEN))
        number += 1
        command, wanted = dice.choice(
            (
                (f"say {guest.name} {number}", f"You say, “{guest.name} {number}”"),
                (f":waves {number}", f"{guest.name} waves {number}"),
                ("look", "Ways:"),
                ("who", f"{guest.name}: in "),
            )
        )
        begun = time.perf_counter()
        guest.do(command, wanted)
        waited.append(time.perf_counter() - begun)
        if command.startswith("say"):
            lost.append(f"{guest.name} {number}")


def measure_kills(design: Path, keys: list[str], kills: int) -> None:
    """Kill everything while two talk, again and again; each line that was shown to anybody must be in the record."""
    shown: set[str] = set()
    dice = random.Random(0)
    for kill in range(kills):
        world = open_world(design)
        guests = [come_back(world, key) for key in keys]
        for guest in guests:
            guest.expect("Ways:")
        until = time.monotonic() + dice.uniform(0.2, 1.2)
        number = 0
        while time.monotonic() < until:
            for guest in guests:
                number += 1
                guest.send(f"say kill {kill} line {number} of {guest.key[:4]}")
            for guest in guests:
                shown |= _lines(guest.rest(0.01))
        world.kill()
        for guest in guests:
            guest.close()
    kept = {one.text for one in happenings(design.with_suffix(".world")) if one.kind == "say"}
    print(f"{kills} kills: {len(shown)} lines were shown, {len(shown - kept)} of them are missing afterwards")


def _lines(seen: str) -> set[str]:
    return {part.split("”")[0] for part in seen.split("“")[1:] if "”" in part and part.startswith("kill ")}


if __name__ == "__main__":
    main()
