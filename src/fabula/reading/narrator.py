"""Whether somebody in the story tells it, and by what name others call them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.syntax import Syntax
from fabula.schema import zip_columns

MOSTLY = 0.6  # the narrator is named to their face and seldom in the narration; others are spoken of
OWN_WORD = 4  # what "my name is" weighs against once being called by a name


def named_narrator(
    syntax: Syntax,
    names: pa.Table,
    entities: pa.Table,
    tags: pa.Table,
    quote_spans: pa.Table,
    is_told: Sequence[bool],
) -> int | None:
    """The narrator by name: whom others call by name next to what "I" say, and whom the narration never names.

    Takes   is_told: for each token whether it stands in what the narrator tells, quotations in it included
    """
    kinds = entities["kind"].to_pylist()
    said_by_me = {q for q, s in zip_columns(tags, "quote", "subject_token") if syntax.lower[s] == "i"}
    taking_turns = {quote + 2 * step for quote in said_by_me for step in (-1, 1)}
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    votes: dict[int, float] = defaultdict(float)
    outside, quoted, addressed = Counter[int](), Counter[int](), Counter[int]()
    own_word: set[int] = set()
    for first, last, entity in zip_columns(names, "first_token", "last_token", "entity"):
        if entity is None or kinds[entity] != "person" or not is_told[first]:
            continue
        in_quote = quote_of[first] >= 0
        outside[entity] += not in_quote
        quoted[entity] += in_quote
        before = " ".join(syntax.lower[max(first - 3, 0) : first])
        mine = not in_quote or quote_of[first] in said_by_me
        if mine and before.endswith(("name is", "name was", "call me", "called me", "calls me", "calling me")):
            votes[entity] += OWN_WORD
            own_word.add(entity)
        elif in_quote and is_address(syntax, first, last):
            addressed[entity] += 1
            if quote_of[first] not in said_by_me:
                beside = {quote_of[first] - 1, quote_of[first] + 1}
                votes[entity] += len(beside & said_by_me) + 0.5 * len(beside & taking_turns - said_by_me)
    candidates = [
        (count, entity)
        for entity, count in votes.items()
        if count >= 2
        and outside[entity] < MOSTLY * (outside[entity] + quoted[entity])
        and (entity in own_word or addressed[entity] >= MOSTLY * quoted[entity])
    ]
    candidates.sort(reverse=True)
    if candidates and (len(candidates) == 1 or candidates[0][0] > 1.3 * candidates[1][0]):
        return candidates[0][1]
    return None
