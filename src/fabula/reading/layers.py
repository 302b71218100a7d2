"""Find the stretches at another level than the story's present: letters, dreams, memories, tales, calls, plans.

The problem. What is told is not all real: a dream is told like the day, a memory like the present.
Not tried yet: any of them. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.schema import empty_table


def find_layers(quotes: pa.Table) -> dict[str, pa.Table]:
    """Gives ``layers`` and ``layer_addressees``."""
    return {"layers": empty_table("layers"), "layer_addressees": empty_table("layer_addressees")}
