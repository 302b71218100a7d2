"""Whom the words of a letter name: its heading, its greeting, its signature, the sentence before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

import pyarrow as pa

from fabula.schema import zip_columns

_HONORIFIC = re.compile(r"(?:the\s+|rev\.?\s+|reverend\s+|hon\.?\s+|right\s+|my\s+|your\s+)+", re.IGNORECASE)
_FROM_WHOM = re.compile(r"\b(?:from|by|of)\s+(?:(?:my|his|her|our|the|dear|own|poor|old)\s+){0,3}$", re.IGNORECASE)
_WHOSE = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:letter|note|message|diary|journal|writing|hand(?:writing)?|reply|answer|e-?mail|postcard)\b"
    r"|\s+(?:had\s+)?(?:wrote|written|writes|typed|types|texted|scrawled|scribbled)\b",
    re.IGNORECASE,
)


class People:
    """The people of the cast by their names, and where they are named."""

    def __init__(self, names: pa.Table, entities: pa.Table, entity_names: pa.Table) -> None:
        is_person = [kind == "person" for kind in entities["kind"].to_pylist()]
        rows = sorted(
            (start, end, entity)
            for start, end, entity in zip_columns(names, "start", "end", "entity")
            if entity is not None and is_person[entity]
        )
        self._starts = [start for start, _, _ in rows]
        self._rows = rows
        self._called: dict[str, int] = {}
        self._by_initial: dict[str, set[int]] = defaultdict(set)
        for entity, name, _ in sorted(zip_columns(entity_names, "entity", "name", "count"), key=lambda row: row[2]):
            if is_person[entity]:
                self._called[name.casefold()] = entity
                self._by_initial[name[:1]].add(entity)

    def called(self, name: str) -> int | None:
        """Who is called so, in whatever letters; a name may be cut short from the left, initials be resolved."""
        bare = name.strip(" .,;:\"“”‘'—–-")
        words = _HONORIFIC.sub("", bare).casefold().split()
        for first in range(len(words)):
            if (found := self._called.get(" ".join(words[first:]))) is not None:
                return found
        known = self._by_initial.get(bare[:1], set())
        return min(known) if len(bare) <= 2 and len(known) == 1 else None

    def named(self, start: int, end: int) -> list[int]:
        """Those named in [start, end) of the text, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [entity for _, _, entity in self._rows[low:high]]

    def writer_before(self, text: str, start: int, end: int) -> int | None:
        """Who the words before a letter say has written it: a letter from Anna; Anna's note; Anna wrote."""
        found = None
        for begin, finish, entity in self._rows[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if _FROM_WHOM.search(text[max(start, begin - 40) : begin]) or _WHOSE.match(text[finish : finish + 30]):
                found = entity
        return found
