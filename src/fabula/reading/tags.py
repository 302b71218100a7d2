"""Find the clause that names a quotation's speaker: "said Anne", "the old man asked", "I replied".

The problem. The clause stands after the quotation, inside it or before it, and its neighbour's clause is as near:
    "Come," said Anne. "Where?" asked Tom, and she answered, "Home."
Each stretch of narration between two quotations gives its tag to the one that it continues.
"""

from __future__ import annotations

from bisect import bisect_right

import pyarrow as pa

from fabula.language.noun_phrases import head_word
from fabula.language.speech_tags import SpeechTag, ends_open, is_leading_in, tag_after, tag_before, tags_between
from fabula.language.syntax import Syntax
from fabula.schema import table_of, zip_columns


def find_tags(
    paragraphs: pa.Table, syntax: Syntax, quote_spans: pa.Table, headed_lines: pa.Table
) -> dict[str, pa.Table]:
    """At most one row per quotation, in reading order; the head of a line stands for verb and subject.

    Gives   tags: quote, verb_token, subject_token int32 [n_tags], place, is_strong
    """
    spans = list(zip_columns(quote_spans, "quote", "start", "end"))
    bounds = list(zip_columns(paragraphs, "start", "end"))
    rows: dict[int, tuple[SpeechTag, str]] = {}
    used: set[int] = set()
    for gap in _gaps(syntax, spans, bounds):
        for quote, tag, place in _tags_in_gap(syntax, gap):
            is_better = quote not in rows or (tag.is_strong and not rows[quote][0].is_strong)
            if is_better and tag.verb not in used:
                rows[quote] = (tag, place)
                used.add(tag.verb)
    heads = {
        start: head_word(syntax.head, syntax.token_at(low), syntax.token_at(high - 1))
        for start, low, high in zip_columns(headed_lines, "start", "head_start", "head_end")
    }
    for quote, start, _ in spans:
        if start in heads:
            rows[quote] = (SpeechTag(heads[start], heads[start], is_strong=True), "before")
    ordered = sorted(rows.items())
    return {
        "tags": table_of(
            "tags",
            {
                "quote": [quote for quote, _ in ordered],
                "verb_token": [tag.verb for _, (tag, _) in ordered],
                "subject_token": [tag.subject for _, (tag, _) in ordered],
                "place": [place for _, (_, place) in ordered],
                "is_strong": [tag.is_strong for _, (tag, _) in ordered],
            },
        )
    }


Gap = tuple[int, int, int, int]  # start, end, the quote before it or -1, the quote after it or -1


def _gaps(syntax: Syntax, spans: list[tuple[int, int, int]], bounds: list[tuple[int, int]]) -> list[Gap]:
    """The narration around quotation spans, within their paragraphs: before the first, between, after the last.

    Narration that ends in a colon leads in the quotation that opens the next paragraph.
    """
    ordered = sorted(spans, key=lambda s: s[1])
    gaps: list[Gap] = []
    starts = [start for start, _ in bounds]
    for number, (quote, start, end) in enumerate(ordered):
        paragraph = max(bisect_right(starts, start) - 1, 0)
        first, last = bounds[paragraph]
        last_end = ordered[number - 1][2] if number else 0
        if last_end <= first:
            low, high = bounds[paragraph - 1] if paragraph else (0, 0)
            lead = syntax.source[low:high]
            if start == first and is_leading_in(lead) and not lead.isupper():
                gaps.append((max(low, last_end), high, -1, quote))
            else:
                gaps.append((first, start, -1, quote))
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        if after is not None and after[1] < max(last, end):
            gaps.append((end, after[1], quote, after[0]))
        else:
            gaps.append((end, max(last, end), quote, -1))
    return gaps


def _tags_in_gap(syntax: Syntax, gap: Gap) -> list[tuple[int, SpeechTag, str]]:
    """The tag of the quotation before the narration, and that of the one after it: "Come," said Anne, and Tom asked:"""
    start, end, before, after = gap
    narration = syntax.source[start:end].strip(" \n\r\t")
    if not narration:
        return []
    continues = ends_open(syntax.source, start, end)
    if before < 0:
        first, last = None, tag_before(syntax, start, end, is_leading_in(narration))
    elif after < 0:
        first, last = tag_after(syntax, start, end, continues), None
    else:
        first, last = tags_between(syntax, start, end, continues)
    found = [(before, first, "inside" if before == after else "after")]
    if before != after:
        found.append((after, last, "before"))
    return [(quote, tag, place) for quote, tag, place in found if tag is not None]
