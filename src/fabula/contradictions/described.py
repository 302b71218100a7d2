"""Facts of people from the table of descriptions: its words for one thing put into groups that exclude each other.

The problem. The step that reads descriptions says "pale blue", "scar on left cheek", "thirty-four"; here is wanted
which of the few groups of colours, which side, how many years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.contradictions.cues import COLOURS, NUMBERS, PARTS, ROLES, month_in
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import Fact
from fabula.contradictions.ways import BUILDS

SURE, SURE_IF_SHORT = 0.85, 0.55
WORD = re.compile(r"[a-z]+")
SIDED = re.compile(r"(scar|tattoo|mole|birthmark)\b.* (left|right) (\w+)")


def described(pages: Pages) -> Iterator[Fact]:
    """The facts that descriptions say, in the order of the text; of what is said only what people say of themselves."""
    names = ("start", "end", "entity", "kind", "value", "quote", "confidence")
    columns = (pages.story.column("descriptions", name).tolist() for name in names)
    least = SURE_IF_SHORT if pages.is_short else SURE
    for start, end, entity, kind, value, quote, sure in zip(*columns, strict=True):
        is_own = quote is None or quote < 0 or (pages.is_short and pages.speaker[quote] == entity)
        if sure < (SURE if kind == "age" else least) or not is_own or not (pages.is_short or entity in pages.named):
            continue
        if pages.is_short or kind in ("eyes", "hair", "hand"):
            for what, group in _grouped(kind, value):
                yield Fact(entity, what, group, _token(pages, start, end))


def _token(pages: Pages, start: int, end: int) -> int:
    tokens = pages.syntax.tokens_in(start, end)
    return tokens[-1] if len(tokens) else pages.syntax.token_at(start)


def _grouped(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """What a description is of, with its group: ("eyes", "pale blue") gives eyes: blue."""
    words = WORD.findall(value)
    if kind in ("eyes", "hair"):
        groups = {COLOURS[kind][word] for word in words if word in COLOURS[kind]}
        if kind == "hair" and groups == {"dark", "brown"}:
            groups = {"dark"}
        if len(groups - {"dark"} or groups) == 1:
            yield kind, (groups - {"dark"} or groups).pop()
    elif kind == "hand" and value in ("left", "right"):
        yield "handedness", value
    elif kind == "age" and value in NUMBERS:
        yield "age", str(NUMBERS[value])
    elif kind == "birthday":
        month = month_in({word.title() for word in words})
        if month:
            yield "birthday", month
    elif kind == "role" and words and words[-1] in ROLES:
        yield "job", words[-1]
    elif kind == "face" and (match := SIDED.search(value)) and match[3] in PARTS:
        yield f"side of {'scar' if match[1] == 'scar' else 'mark'}: {PARTS[match[3]]}", match[2]
    elif kind == "build" and len(words) == 1 and words[0] in BUILDS:
        yield BUILDS[words[0]]
