"""What the readers of our own annotated texts share: TOML files in two halves, some about novels that lie elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.text import read_corpus_text

HALVES = ("build", "measure")


def annotation_files(paths: Sequence[Path]) -> list[Path]:
    """The annotations at ``paths``: files, or all in a folder, in alphabetical order; folders of novels have none."""
    found = [file for path in paths for file in ([path] if path.suffix == ".toml" else sorted(path.glob("*.toml")))]
    return list(dict.fromkeys(found))


def read_toml(path: Path) -> dict[str, Any]:
    """What the file at ``path`` says.

    Raises  BadCorpus (D01): no such file, or not TOML
    """
    try:
        return tomllib.loads(read_corpus_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadCorpus(f"{path}: this is not TOML ({error}); put it right") from error


def novel_called(source: str, folders: Sequence[Path]) -> Path | None:
    """The file of a novel, in the first of the folders that has it."""
    return next((file for folder in folders if (file := folder / f"{source}.txt").is_file()), None)
