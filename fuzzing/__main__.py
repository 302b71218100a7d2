"""Fuzz with atheris: ``python -m fuzzing [TARGET ...] --seconds N``.

The time is shared among the targets, each in a process of its own, which is begun again where one input took too long
or too much memory. What breaks a promise is written to ``--findings``, one input of each kind, with its traceback.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from fuzzing.targets import TARGETS


def main() -> None:
    """Fuzz each target for its share of the time; the exit code is 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all if none is given")
    parser.add_argument("--seconds", type=float, default=3600, help="for all targets together")
    parser.add_argument("--findings", type=Path, default=Path("build/fuzzing"), help="where inputs that break go")
    given = parser.parse_args()
    names = given.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no target is called {unknown[0]}")
    given.findings.mkdir(parents=True, exist_ok=True)
    failed = [name for name in names if not _is_clean(name, given.seconds / len(names), given.findings)]
    print("nothing found" if not failed else f"found something in {', '.join(failed)}: see {given.findings}")
    sys.exit(bool(failed))


def _is_clean(name: str, seconds: float, findings: Path) -> bool:
    print(f"{name}: {seconds:.0f} seconds", flush=True)
    end = time.monotonic() + seconds
    with Path(findings, f"{name}.log").open("a") as log:
        while (left := end - time.monotonic()) > 1:
            line = [sys.executable, "-m", "fuzzing.atheris_run", name, f"{left:.0f}", str(findings)]
            subprocess.run(line, stdout=log, stderr=subprocess.STDOUT, check=False)
    return not list(findings.glob(f"{name}-*"))


if __name__ == "__main__":
    main()
