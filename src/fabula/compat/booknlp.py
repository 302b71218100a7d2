"""BookNLP's call: ``from fabula.compat.booknlp import BookNLP`` in place of ``from booknlp.booknlp import BookNLP``."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fabula.exports.booknlp import booknlp_files
from fabula.output import make_folder, write_together
from fabula.reading import read

PIPES = {
    "entity": ("tokens", "entities"),
    "event": ("tokens",),
    "supersense": ("tokens", "supersense"),
    "quote": ("quotes",),
    "coref": ("book", "book.html"),
}
"""What a part of BookNLP's pipeline writes; fabula reads everything in one go and writes what is asked for."""


class BookNLP:
    """A reader with BookNLP's constructor and ``process``; of its settings the pipeline alone means something."""

    def __init__(self, language: str = "en", model_params: Mapping[str, Any] | None = None) -> None:
        """Takes   language: ``en``; model_params: ``pipeline``, such as ``"entity,quote,supersense,event,coref"``.

        Other settings (``model``, ``model_path`` and so on) are taken and not needed: there is one model, and it is
        installed with fabula.
        Raises  ValueError: another language, or an unknown part of the pipeline
        """
        if language != "en":
            raise ValueError(f"there is no reader for the language {language!r}; choose 'en'")
        pipes = str((model_params or {}).get("pipeline", ",".join(PIPES))).split(",")
        unknown = [pipe for pipe in pipes if pipe not in PIPES]
        if unknown:
            raise ValueError(f"there is no part {unknown[0]!r} of the pipeline; choose from {', '.join(PIPES)}")
        self._endings = {ending for pipe in pipes for ending in PIPES[pipe]}

    def process(self, filename: str | Path, outFolder: str | Path, idd: str) -> float:
        """Read the book ``filename`` and write ``idd.tokens`` and so on into ``outFolder``; gives the seconds it took.

        The folder is made where it is not there; files of the same names are replaced, as BookNLP does.
        Raises  SourceError (S01-S12), CannotWrite (O01), DiskFull (O02), ModelError (M01-M03)
        """
        began = time.perf_counter()
        folder = make_folder(Path(outFolder))
        files = booknlp_files(read(filename), idd)
        wanted = {f"{idd}.{ending}" for ending in self._endings}
        write_together({folder / name: write for name, write in files.items() if name in wanted})
        return time.perf_counter() - began
