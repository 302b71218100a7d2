"""Who tells each stretch of the story, in which person and tense, and through whose senses and thoughts it is told.

The problem. Who tells a stretch is known before its mentions are linked (see ``tellers``), and a long letter or a tale
in quotation marks has a teller of its own:
    Anne took the letter. "MY DEAR SISTER,--I am well ... " She put it away. Had he forgotten her?
The tense (``tenses``) and the one through whom a third-person story is told (``focus``) may change within a stretch; a
narrator of their own story is focal by right.
Not tried: a narrator who stands outside their story. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.reading.focus import Focus, Insides
from fabula.reading.focus_signs import FocusSigns
from fabula.reading.tenses import PAST, tense_runs
from fabula.reading.written_quotes import MARKS
from fabula.schema import table_of, zip_columns

SHORT_LETTER, SHORT = 150, 20  # words of a letter that the story goes on through; of a line above one


@dataclass(frozen=True)
class _Stretch:
    """A stretch in one voice; a tale or a letter in quotation marks speaks inside them, any other outside of them."""

    start: int
    end: int
    person: str
    narrator: int | None
    is_quoted: bool = False
    is_letter: bool = False
    tense: str = PAST
    focus: Focus | None = None


def find_narration(
    tellers: pa.Table,
    tales: pa.Table,
    syntax: Syntax,
    quotes: pa.Table,
    quote_spans: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
    mention_states: pa.Table,
) -> dict[str, pa.Table]:
    """One row for each run of text in the same voice, tense and focus; the rows tile the text.

    Gives   narration: start, end, kind and person, tense, narrator and focal with confidence and evidence
    """
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    stretches = _by_voices(tellers, tales, syntax, quotes)
    insides = Insides(FocusSigns(syntax, quotes, quote_of, entities, mentions, mention_states))
    stretches = _with_focus(stretches, insides, syntax)
    stretches = _with_tenses(stretches, syntax, quote_of)
    return {"narration": _table(list(_merged(stretches)), syntax, quote_of)}


def pieces_told_from_outside(tellers: pa.Table, tales: pa.Table, syntax: Syntax, quotes: pa.Table) -> list[list[range]]:
    """The tokens of each piece of each part that nobody in the story tells; breaks divide the pieces."""
    groups = groupby(_by_voices(tellers, tales, syntax, quotes), key=_is_told_from_outside)
    return [[syntax.tokens_in(one.start, one.end) for one in group] for is_outside, group in groups if is_outside]


def _by_voices(tellers: pa.Table, tales: pa.Table, syntax: Syntax, quotes: pa.Table) -> list[_Stretch]:
    """The stretches in one voice, tales in quotation marks among them."""
    told = quotes.take(tales["quote"])
    pieces = [
        _Stretch(start, end, "first", speaker, is_quoted=True)
        for start, end, speaker in zip_columns(told, "start", "end", "speaker")
    ]
    return _with_tales(_told_by_voices(tellers, syntax), pieces)


def _is_told_from_outside(stretch: _Stretch) -> bool:
    return stretch.person == "third" and not stretch.is_quoted


def _told_by_voices(tellers: pa.Table, syntax: Syntax) -> list[_Stretch]:
    """The pieces of voices; the story goes on through short letters, and a line above a long one is of it."""
    found: list[_Stretch] = []
    waiting: int | None = None  # where a short line begins that may stand above a letter
    rows = list(zip_columns(tellers, "start", "end", "letter", "person", "narrator"))
    lengths: dict[int | None, int] = {}
    for start, end, letter, _, _ in rows:
        lengths[letter] = lengths.get(letter, 0) + len(syntax.tokens_in(start, end))
    is_told_in_letters = 2 * lengths.get(None, 0) < sum(lengths.values())
    for number, (start, end, letter, person, narrator) in enumerate(rows):
        is_letter = letter is not None
        around = [rows[beside][2] for beside in (number - 1, number + 1) if 0 <= beside < len(rows)]
        is_inside = not is_told_in_letters or (len(around) == 2 and around[0] == around[1])
        if is_letter and lengths[letter] < SHORT_LETTER and is_inside:
            continue
        if not is_letter and len(syntax.tokens_in(start, end)) < SHORT and is_told_in_letters:
            waiting = start if waiting is None else waiting
            continue
        begin = start if waiting is None or not is_letter else waiting
        is_quoted = is_letter and syntax.source[start] in MARKS
        found.append(_Stretch(begin, end, person, narrator, is_quoted, is_letter))
        waiting = None
    return found


def _with_tales(stretches: Sequence[_Stretch], tales: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches with the tales cut out of them; a tale may go on through a break or a letter."""
    found: list[_Stretch] = []
    waiting = list(tales)
    position = 0
    for stretch in stretches:
        position = max(position, stretch.start)
        while waiting and waiting[0].start < stretch.end:
            tale = waiting.pop(0)
            if tale.start > position:
                found.append(replace(stretch, start=position, end=tale.start))
            found.append(tale)
            position = tale.end
        if position < stretch.end:
            found.append(replace(stretch, start=position))
    return found


def _with_focus(stretches: Sequence[_Stretch], insides: Insides, syntax: Syntax) -> list[_Stretch]:
    """The stretches cut where the focus of what nobody in the story tells changes.

    A story in the second person is told through whoever "you" is, if that is known; they do not tell it.
    """
    found: list[_Stretch] = []
    for is_outside, group in groupby(stretches, key=_is_told_from_outside):
        own = list(group)
        if not is_outside:
            found += [_through_you(stretch) for stretch in own]
            continue
        runs = insides.runs([syntax.tokens_in(stretch.start, stretch.end) for stretch in own])
        for stretch in own:
            inside = [run for run in runs if stretch.start <= syntax.start[run.first] < stretch.end]
            before = [run for run in runs if syntax.start[run.first] < stretch.start][-1:]
            found += _cut(stretch, before, inside, syntax)
    return found


def _through_you(stretch: _Stretch) -> _Stretch:
    if stretch.person != "second":
        return stretch
    return replace(stretch, narrator=None, focus=Focus(-1, stretch.narrator, 0.7, -1))


def _cut(stretch: _Stretch, before: Sequence[Focus], inside: Sequence[Focus], syntax: Syntax) -> list[_Stretch]:
    """A stretch cut at the changes of focus in it; it begins with the one before it if none is at its start."""
    runs = list(inside)
    if before and (not runs or int(syntax.start[runs[0].first]) > stretch.start):
        runs.insert(0, before[0])
    starts = [stretch.start, *(int(syntax.start[run.first]) for run in runs[1:])]
    ends = [*starts[1:], stretch.end]
    if not runs:
        return [stretch]
    return [replace(stretch, start=s, end=e, focus=run) for s, e, run in zip(starts, ends, runs, strict=True)]


def _with_tenses(stretches: Sequence[_Stretch], syntax: Syntax, quote_of: Sequence[int]) -> list[_Stretch]:
    """The stretches cut where the tense of their voice changes."""
    found: list[_Stretch] = []
    for _, group in groupby(stretches, key=lambda one: (one.is_quoted, one.narrator, one.person)):
        own = list(group)
        tokens = [
            token
            for stretch in own
            for token in syntax.tokens_in(stretch.start, stretch.end)
            if stretch.is_quoted or quote_of[token] < 0
        ]
        runs = [(int(syntax.start[token]), tense) for token, tense in tense_runs(syntax, tokens)]
        tense = runs[0][1] if runs else PAST
        for stretch in own:
            position = stretch.start
            for start, changed in runs:
                if stretch.start <= start < stretch.end:
                    if start > position and changed != tense:
                        found.append(replace(stretch, start=position, end=start, tense=tense))
                        position = start
                    tense = changed
            found.append(replace(stretch, start=position, tense=tense))
    return found


def _merged(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches with those joined that follow one another in the same voice, tense and focus."""
    for _, group in groupby(stretches, key=_voice):
        own = list(group)
        yield replace(own[0], end=own[-1].end)


def _voice(stretch: _Stretch) -> tuple[Any, ...]:
    focal = stretch.focus.entity if stretch.focus else stretch.narrator
    return stretch.person, stretch.tense, stretch.narrator, focal


def _table(stretches: Sequence[_Stretch], syntax: Syntax, quote_of: Sequence[int]) -> pa.Table:
    starts = [0, *(stretch.start for stretch in stretches[1:])][: len(stretches)]
    narrators = [_narrator(stretch, syntax, quote_of) for stretch in stretches]
    focals = [_focal(stretch, told, syntax) for stretch, told in zip(stretches, narrators, strict=True)]
    columns: dict[str, list[Any]] = {
        "start": starts,
        "end": [*starts[1:], len(syntax.source)][: len(starts)],
        "kind": [stretch.person for stretch in stretches],
        "person": [stretch.person for stretch in stretches],
        "tense": [stretch.tense for stretch in stretches],
    }
    for name, decided in (("narrator", narrators), ("focal", focals)):
        columns |= {
            name: [one.entity for one in decided],
            f"{name}_confidence": [one.sure for one in decided],
            f"{name}_by": [None if one.entity is None else "rule" for one in decided],
            f"{name}_evidence_start": [one.start for one in decided],
            f"{name}_evidence_end": [one.end for one in decided],
        }
    return table_of("narration", columns)


@dataclass(frozen=True)
class _Decided:
    """Somebody, how sure, and the words that show it."""

    entity: int | None = None
    sure: float | None = None
    start: int | None = None
    end: int | None = None


def _narrator(stretch: _Stretch, syntax: Syntax, quote_of: Sequence[int]) -> _Decided:
    """The narrator of a stretch, shown by its first "I"."""
    if stretch.narrator is None:
        return _Decided()
    for token in syntax.tokens_in(stretch.start, stretch.end):
        if syntax.lower[token] in FIRST_SINGULAR and (stretch.is_quoted or quote_of[token] < 0):
            return _Decided(stretch.narrator, 0.9, int(syntax.start[token]), int(syntax.end[token]))
    return _Decided(stretch.narrator, 0.7, stretch.start, stretch.start)


def _focal(stretch: _Stretch, told: _Decided, syntax: Syntax) -> _Decided:
    """The narrator, or whose inside the stretch shows."""
    if stretch.focus is None or stretch.focus.entity is None:
        return told
    at = stretch.focus.shown_at
    if at < 0:
        return _Decided(stretch.focus.entity, stretch.focus.sure, stretch.start, stretch.start)
    return _Decided(stretch.focus.entity, stretch.focus.sure, int(syntax.start[at]), int(syntax.end[at]))
