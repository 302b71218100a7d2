"""A column of a table: its type, its meaning, and the step that makes it."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from fabula.schema.kinds import DECIDERS

NAME = pa.dictionary(pa.int32(), pa.string())
INTEGER = pa.int32()
SHARE = pa.float32()
PERSON = pa.struct({"name": pa.string(), "at": pa.string()})  # at: words beside a mention, where several are called so


@dataclass(frozen=True)
class Column:
    """One column: Arrow type, meaning, and what its values may be.

    ``key_of`` names the table whose row numbers the column holds; ``values`` lists the only strings
    allowed; ``made_by`` is the step that fills it.
    """

    name: str
    dtype: pa.DataType
    meaning: str
    made_by: str
    key_of: str | None = None
    values: tuple[str, ...] | None = None
    nullable: bool = False


def span(step: str, what: str) -> tuple[Column, Column]:
    """The columns ``start`` and ``end`` of what a step finds."""
    return (
        Column("start", INTEGER, f"where {what} begins", step),
        Column("end", INTEGER, f"where {what} ends", step),
    )


def decided(name: str, step: str, meaning: str, key_of: str) -> tuple[Column, ...]:
    """A decision with its confidence, who decided, and the span of text that shows it."""
    return (
        Column(name, INTEGER, meaning, step, key_of=key_of, nullable=True),
        Column(f"{name}_confidence", SHARE, f"how sure {name} is, 0 to 1; null without one", step, nullable=True),
        Column(
            f"{name}_by",
            NAME,
            f"who decided {name}",
            step,
            values=DECIDERS,
            nullable=True,
        ),
        Column(f"{name}_evidence_start", INTEGER, f"where the evidence for {name} begins", step, nullable=True),
        Column(f"{name}_evidence_end", INTEGER, f"where the evidence for {name} ends", step, nullable=True),
    )
