"""A comparison of tables that says what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa


def assert_tables_equal(a: pa.Table, b: pa.Table, *, limit: int = 5) -> None:
    """Raise AssertionError, with the first differing rows, unless two tables hold the same.

    >>> from fabula.testing import tiny_story
    >>> assert_tables_equal(tiny_story().tables["quotes"], tiny_story().tables["quotes"])
    """
    lines = [
        *(f"only the first has column {name}" for name in a.column_names if name not in b.column_names),
        *(f"only the second has column {name}" for name in b.column_names if name not in a.column_names),
    ]
    shared = [name for name in a.column_names if name in b.column_names]
    if not lines and a.column_names != b.column_names:
        lines.append(f"columns in another order: {a.column_names} and {b.column_names}")
    lines += [f"column {n}: type {a[n].type} and {b[n].type}" for n in shared if a[n].type != b[n].type]
    if a.num_rows != b.num_rows:
        lines.append(f"{a.num_rows} rows and {b.num_rows} rows")
    differences = list(_differences(a, b, shared))
    lines += differences[:limit]
    if len(differences) > limit:
        lines.append(f"and {len(differences) - limit} more differences")
    if lines:
        raise AssertionError("the tables differ:\n  " + "\n  ".join(lines))


def _differences(a: pa.Table, b: pa.Table, columns: Sequence[str]) -> Iterator[str]:
    pairs = {name: (a[name].to_pylist(), b[name].to_pylist()) for name in columns}
    for row in range(min(a.num_rows, b.num_rows)):
        for name, (left, right) in pairs.items():
            if left[row] != right[row]:
                yield f"row {row}, {name}: {left[row]!r} and {right[row]!r}"
    longer, which = (a, "first") if a.num_rows > b.num_rows else (b, "second")
    for row in range(min(a.num_rows, b.num_rows), longer.num_rows):
        yield f"row {row}, only in the {which}: {longer.slice(row, 1).to_pylist()[0]!r}"
