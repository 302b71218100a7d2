"""Address: a name that calls upon the hearer ("Come here, Tom.", "Oh, my dear Watson!")."""

from __future__ import annotations

from fabula.language.syntax import Syntax

LEFT = frozenset([",", "“", '"', "‘", "'", "—", "--", "–", "`", "``", "-", "_", "*", "!", "?", ".", "…", "..."])
LEFT_WORDS = frozenset(
    "dear oh o my well and poor old yes no ah but dearest darling hey hi hello come good sweet little now".split()
)
RIGHT = frozenset(
    [",", "!", "?", ".", "—", "--", "–", ";", "”", '"', ":", "''", "...", "…", "’", "'", "_", "*", "-", ")"]
)


def is_address(syntax: Syntax, first: int, last: int) -> bool:
    """Whether the name from token ``first`` to ``last`` is set off on both sides, as a name in address is."""
    before = syntax.text[first - 1] if first else "“"
    after = syntax.text[last + 1] if last + 1 < len(syntax) else "”"
    return (before in LEFT or before.lower() in LEFT_WORDS) and after in RIGHT
