"""Fuzz one target in this process, which atheris ends: ``python -m fuzzing.atheris_run TARGET SECONDS FINDINGS``."""

from __future__ import annotations

import sys
import tempfile
import traceback
import warnings
from pathlib import Path
from random import Random

import atheris

INSTRUMENTED = [
    "fabula.sources",
    "fabula.corrections",
    "fabula.archive",
    "fabula.exports",
    "fabula.questions",
    "mammoth",
]
with atheris.instrument_imports(include=INSTRUMENTED):
    from fuzzing.seeds import seeds
    from fuzzing.targets import TARGETS

MEMORY = 3000  # MB
SLOWEST = 30  # seconds for one input
LONGEST = 200_000  # bytes of one input
IN_MEMORY = Path("/dev/shm")
BY_ATHERIS = 0.2  # of the inputs; the others are made by ``mutation.py``


def main() -> None:
    """Fuzz, and keep one input of each kind of finding."""
    name, seconds, findings = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    target = TARGETS[name]
    seen: set[tuple[str, str, int | None]] = set()

    def check(data: bytes) -> None:
        try:
            target.check(data)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind = (type(error).__name__, last.filename, last.lineno)
            if kind not in seen:
                seen.add(kind)
                Path(findings, f"{name}-{len(seen)}").write_bytes(data)
                Path(findings, f"{name}-{len(seen)}.txt").write_text("".join(traceback.format_exception(error)))

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        chance = Random(seed)
        changed = atheris.Mutate(data, longest) if chance.random() < BY_ATHERIS else target.mutate(data, chance)
        return changed if len(changed) <= longest else data

    warnings.simplefilter("ignore")  # of zipfile, for members of one name
    if IN_MEMORY.is_dir():  # what is written is flushed to the disk, which takes longer than all else
        tempfile.tempdir = str(IN_MEMORY)
    with tempfile.TemporaryDirectory() as work:
        for number, seed in enumerate(seeds(name)):
            Path(work, f"{number}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY}", f"-timeout={SLOWEST}", f"-max_len={LONGEST}",
            f"-artifact_prefix={findings}/{name}-", "-print_final_stats=1", "-len_control=0",
            f"-report_slow_units={SLOWEST}",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, work], check, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
