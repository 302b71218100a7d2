"""Whom each token of a name names."""

from __future__ import annotations

import pyarrow as pa

from fabula.schema import zip_columns


def entity_by_token(names: pa.Table) -> dict[int, int]:
    """Whom the name that holds a token names, once the cast is known."""
    return {
        token: entity
        for first, last, entity in zip_columns(names, "first_token", "last_token", "entity")
        if entity is not None
        for token in range(first, last + 1)
    }
