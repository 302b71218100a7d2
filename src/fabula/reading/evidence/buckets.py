"""Numbers of any size as few values, fine where they are small."""

from __future__ import annotations

from collections.abc import Sequence


def digits(number: int, highest: int) -> int:
    """Binary digits of a number, at most ``highest``."""
    return min(int(number).bit_length(), highest)


def bucket(share: float, borders: Sequence[float]) -> int:
    """How many of the borders a share is above."""
    return sum(share > border for border in borders)
