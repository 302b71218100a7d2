"""Seconds to start: ``import fabula``, ``fabula --help`` and the reader's imports, in fresh processes.

    python benchmarks/import_time.py [--runs 5]

Prints a Markdown table of the fastest run and the slowest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

STARTS = {
    "python, nothing": ["-c", "pass"],
    "import fabula": ["-c", "import fabula"],
    "fabula --help": ["-m", "fabula", "--help"],
    "import fabula.story": ["-c", "import fabula.story"],
    "import fabula.reading": ["-c", "import fabula.reading"],
}


def seconds_to_run(arguments: list[str]) -> float:
    """Wall seconds of one Python process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Time each start and print the table."""
    parser = argparse.ArgumentParser(description="Seconds to start.")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print("| start | fastest s | slowest s |\n|---|---:|---:|")
    for name, arguments in STARTS.items():
        seconds = [seconds_to_run(arguments) for _ in range(runs)]
        print(f"| {name} | {min(seconds):.2f} | {max(seconds):.2f} |")


if __name__ == "__main__":
    main()
