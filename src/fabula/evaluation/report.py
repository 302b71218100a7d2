"""What a task of ``fabula evaluate`` gives back, and how predictions are saved beside the gold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabula.output import atomic_write

NAME_WIDTH = 18  # of a document in a printed table, so that a table of eight columns stays under 80


@dataclass(frozen=True)
class Report:
    """The figures of one task.

    ``columns`` and ``rows`` are a table to print (under 80 columns wide); ``figures`` holds everything by
    name and can be written as JSON; ``notes`` are lines that say what the figures are.
    """

    task: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: Mapping[str, Any]
    seconds: float
    notes: tuple[str, ...] = ()


def short_name(name: str) -> str:
    """``name``, cut to fit a printed table.

    >>> short_name("AlicesAdventuresInWonderland")
    'AlicesAdventuresI…'
    """
    return name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1] + "…"


def shown(value: float | None) -> str:
    """A share to three digits; a dash where there is none.

    >>> shown(0.56789), shown(None)
    ('0.568', '–')
    """
    return "–" if value is None else f"{value:.3f}"


def save_predictions(path: Path | None, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line to ``path``, whole or not at all; nothing without a path."""
    if path is None:
        return
    with atomic_write(path) as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
