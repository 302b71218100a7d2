"""The list of roles as a CSV file, with the voices proposed for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from fabula.casting.proposal import Casting
from fabula.casting.roles import Role
from fabula.output import atomic_write

COLUMNS = ("character", "voice", "pronouns", "age", "age_words", "lines", "words", "narrator", "shares_with", "sample")


def write_casting(roles: Sequence[Role], casting: Casting | None, path: Path) -> None:
    """Write a line for each role to ``path``; without a proposal the column voice is empty, to be filled in.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    parts = list(casting.parts) if casting else [None] * len(roles)
    rows = [
        {
            "character": role.name,
            "voice": part.voice.name if part else "",
            "pronouns": role.pronouns or "",
            "age": role.age or "",
            "age_words": "; ".join(role.age_words),
            "lines": role.n_lines,
            "words": role.n_words,
            "narrator": "yes" if role.is_narrator else "",
            "shares_with": "; ".join(part.shares_with) if part else "",
            "sample": role.sample,
        }
        for role, part in zip(roles, parts, strict=True)
    ]
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    with atomic_write(path) as file:
        file.write(written.getvalue().encode("utf-8", errors="replace"))
