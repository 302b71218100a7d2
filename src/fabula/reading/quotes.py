"""Find quotations: what somebody says, thinks or writes, word for word.

The problem. Not every marked stretch is speech (a "scare quote", a title, a mentioned word), one utterance may stand
in several stretches, and a thought may be set in italics without any mark:
    "My mind," he said, "rebels at stagnation."
    He called it "the system", and read "Rob Roy" twice.
Not tried: free indirect speech. Score: see docs/results.md, `fabula evaluate quotes`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fabula.language.speech_tags import SpeechTag, ends_open, tag_after, tag_before, tags_between
from fabula.language.syntax import Syntax
from fabula.reading.marks import Stretch, find_stretches
from fabula.reading.quotation_kinds import is_thinking, kinds_of
from fabula.reading.surroundings import Surroundings
from fabula.schema import table_of, zip_columns
from fabula.spans import containing, merge

LONGEST_TAG = 160
CLOSING_MARKS = "”\"’'» "
MARKS = "“”\"«»‘’'„‟″ \n_*`"
SAYING = frozenset(
    "say says said ask asks asked answer answers answered reply replies replied cry cries cried whisper whispers "
    "whispered shout shouts shouted murmur murmured mutter muttered add adds added exclaim exclaimed "
    "thought thinks wrote writes written typed types texted texts".split()
)
STARRED = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])((?:[^*\n]|\n(?!\s*\n)){2,600}?)(?<=\S)\1(?![\w*])")
UNDERSCORED = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{2,600}?)(?<=\S)_(?![\w_])")
INNER_VOICE = re.compile(r"\b(?:I|I['’]\w+|me|my|mine|we|us|our|you|your|yours)\b|\?|!")
MENTIONED_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|his|her|its|their|my|our|your|called|named|entitled|titled|word|words|phrase|term|"
    r"so-called|of|in|as|no|such|and|or|is|was|by|read|reading|sang|singing|song|played|book|story|title)\s*$",
    re.IGNORECASE,
)


@dataclass
class _Utterance:
    spans: list[tuple[int, int]]
    first_paragraph: int
    last_paragraph: int
    is_unmarked: bool = False


def find_quotes(
    paragraphs: pa.Table, syntax: Syntax, emphasis: pa.Table, headed_lines: pa.Table
) -> dict[str, pa.Table]:
    """One row per utterance, in reading order.

    Gives   quotes: start, end int32 [n_quotes] (marks included), kind
            quote_spans: quote, start, end; what stands between two spans of a quote is narration
    """
    bounds = list(zip_columns(paragraphs, "start", "end"))
    prose = [i for i, kind in enumerate(paragraphs["kind"].to_pylist()) if kind == "prose"]
    stretches = find_stretches(syntax.source, [bounds[i] for i in prose])
    reader = _QuoteReader(syntax, [bounds[i] for i in prose])
    begins, ends = (headed_lines[name].to_numpy() for name in ("line_start", "end"))
    line_of = containing(begins, ends, np.array([stretch.start for stretch in stretches], np.int64))
    stretches = [stretch for stretch, line in zip(stretches, line_of.tolist(), strict=True) if line < 0]
    utterances = reader.utterances(stretches)
    utterances += [reader.line(start, end) for start, end in zip_columns(headed_lines, "start", "end")]
    italics = [(s, e) for s, e in zip_columns(emphasis, "start", "end")]
    utterances += reader.thoughts(utterances, italics)
    utterances.sort(key=lambda u: u.spans[0])
    written = {start for start, is_written in zip_columns(headed_lines, "start", "is_written") if is_written}
    return _tables(utterances, paragraphs, syntax, written)


class _QuoteReader:
    """The stretches of one text, with what stands around them."""

    def __init__(self, syntax: Syntax, paragraphs: list[tuple[int, int]]) -> None:
        self.syntax = syntax
        self.text = syntax.source
        self.paragraphs = paragraphs
        self.starts = [start for start, _ in paragraphs]

    def utterances(self, stretches: list[Stretch]) -> list[_Utterance]:
        """The stretches that are speech, those of one utterance together."""
        kept: list[_Utterance] = []
        for number, stretch in enumerate(stretches):
            if stretch.dash:
                kept.append(self._dash_utterance(stretch))
                continue
            gap_before, gap_after = self._gaps(stretches, number)
            previous = kept[-1] if kept else None
            if stretch.continues and previous is not None and previous.last_paragraph == stretch.paragraph - 1:
                previous.spans.append((stretch.start, stretch.end))
                previous.last_paragraph = stretch.paragraph
            elif (
                previous is not None
                and previous.last_paragraph == stretch.paragraph
                and previous.spans[-1][1] == gap_before[0]
                and self._is_split(previous.spans[-1], gap_before, stretch, gap_after)
            ):
                previous.spans.append((stretch.start, stretch.end))
            elif self._resumes(previous, gap_before) or self._is_speech(stretch, gap_before, gap_after):
                kept.append(_Utterance([(stretch.start, stretch.end)], stretch.paragraph, stretch.paragraph))
        return kept

    def line(self, start: int, end: int) -> _Utterance:
        """The words of a line that begins with the name of whose they are."""
        paragraph = bisect_right(self.starts, start) - 1
        return _Utterance([(start, end)], paragraph, paragraph)

    def _gaps(self, stretches: list[Stretch], number: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The narration of the paragraph before and after a stretch, up to the next stretch."""
        stretch = stretches[number]
        start, end = self.paragraphs[stretch.paragraph]
        if number and stretches[number - 1].paragraph == stretch.paragraph:
            start = stretches[number - 1].end
        if number + 1 < len(stretches) and stretches[number + 1].paragraph == stretch.paragraph:
            end = stretches[number + 1].start
        return (start, stretch.start), (stretch.end, end)

    def thoughts(self, utterances: list[_Utterance], italics: list[tuple[int, int]]) -> list[_Utterance]:
        """Sentences in italics outside quotation marks that sound like a voice."""
        taken = merge([(u.spans[0][0], u.spans[-1][1]) for u in utterances])
        ends = [end for _, end in taken]
        spans = [(m.start(), m.end()) for m in STARRED.finditer(self.text)]
        spans += [(m.start(), m.end()) for m in UNDERSCORED.finditer(self.text)]
        found: list[_Utterance] = []
        for start, end in merge(spans + italics):
            place = bisect_right(ends, start)
            paragraph = bisect_right(self.starts, start) - 1
            is_free = place >= len(taken) or taken[place][0] >= end
            if not is_free or paragraph < 0 or end > self.paragraphs[paragraph][1]:
                continue
            if found and found[-1].last_paragraph == paragraph and self._thinks_on(found[-1], start, end):
                found[-1].spans.append((start, end))
            elif self._sounds_thought(start, end, paragraph):
                found.append(_Utterance([(start, end)], paragraph, paragraph, is_unmarked=True))
        return found

    def _thinks_on(self, thought: _Utterance, start: int, end: int) -> bool:
        """Whether a thought goes on after its tag: *Two miles,* she thought. *Four knots.*"""
        gap = (thought.spans[-1][1], start)
        inside = self.text[start:end].strip("*_ \n")
        tag = self._tag_after(*gap, True)
        narration = self.text[gap[0] : gap[1]].strip()
        if tag is None or not is_thinking(self.syntax, tag) or len(inside.split()) < 2 or inside[-1] not in ".,!?…—–-":
            return False
        return (len(narration) < LONGEST_TAG and inside[0].isupper()) or narration[-1:] in (":", ",")

    def _sounds_thought(self, start: int, end: int, paragraph: int) -> bool:
        inside = self.text[start:end].strip("*_ \n")
        if not inside or not (inside[0].isupper() or inside[0] in "“\"'‘…I"):
            return False
        before = self.text[self.starts[paragraph] : start].rstrip()
        at_start = not before or before[-1] in '.!?:…—”"’,;'
        tag = self._tag_after(end, self.paragraphs[paragraph][1], inside[-1] in ",!?—")
        if tag is not None and is_thinking(self.syntax, tag) and at_start:
            return True
        ends_well = inside[-1] in ".!?…—–-" or self.text[end : end + 1] in (".", "!", "?", "")
        return at_start and ends_well and len(inside.split()) > 1 and bool(INNER_VOICE.search(inside))

    def _is_split(
        self, span: tuple[int, int], gap: tuple[int, int], stretch: Stretch, gap_after: tuple[int, int]
    ) -> bool:
        """Whether the narration between two stretches only names the speaker of both."""
        core = self.text[gap[0] : gap[1]].strip()
        if not core or gap[1] - gap[0] > LONGEST_TAG:
            return False
        tag, lead = tags_between(self.syntax, *gap, self._ends_open(span[1], gap[1]))
        if tag is None or (lead is not None and lead.is_strong and not self._is_same(lead, tag, stretch)):
            return False
        sentences = core.count(".") - sum(core.count(title) for title in ("Mr.", "Mrs.", "Dr."))
        if sentences > 0 and self._has_own_tag(stretch, gap_after):
            return False
        return core[-1] in ",;—–-" or core[-1] not in ".!?:…" or (core[-1] in ".:" and sentences <= 1)

    def _is_same(self, lead: SpeechTag, tag: SpeechTag, stretch: Stretch) -> bool:
        """Whether a lead-in names the speaker of the tag before it: "I should," she began, and added, "like to." """
        goes_on = self.text[stretch.start : stretch.end].lstrip(MARKS)[:1].islower()
        is_same_word = self.syntax.lower[lead.subject] == self.syntax.lower[tag.subject]
        return lead.subject == tag.subject or (goes_on and is_same_word)

    def _has_own_tag(self, stretch: Stretch, gap_after: tuple[int, int]) -> bool:
        tag = self._tag_after(*gap_after, self._ends_open(stretch.end, gap_after[1]))
        return tag is not None and tag.is_strong

    def _ends_open(self, end: int, limit: int) -> bool:
        return ends_open(self.text, end, limit)

    def _tag_after(self, start: int, end: int, ends_open: bool) -> SpeechTag | None:
        return tag_after(self.syntax, start, end, ends_open)

    def _is_speech(self, stretch: Stretch, before: tuple[int, int], after: tuple[int, int]) -> bool:
        inside = self.text[stretch.start : stretch.end].strip(MARKS)
        if not inside or not any(c.isalnum() for c in inside):
            return len(inside) > 0 and inside[0] in "?!…—"
        ahead = self.text[before[0] : before[1]].rstrip()
        behind = self.text[after[0] : after[1]].strip()
        if not ahead and not behind:
            return True
        if self._breaks_off(stretch):
            return True
        punctuated = inside[-1] in ".,!?…—–-;:" or behind[:1] in (",", ".")
        words = len(inside.split())
        if stretch.continues or stretch.repaired or words > 12:
            return True
        if ahead and ahead[-1] in ",:" and inside[0].isupper() and words > 2:
            return True
        opens_paragraph = not ahead
        if opens_paragraph and (inside[-1] in ".,!?…—–-;:" or self._tagged(stretch, before, after)):
            return True
        if ahead and (ahead[-1].isalnum() or ahead[-1] in ",;"):
            return self._is_speech_within(inside, ahead, before, after)
        return punctuated or self._tagged(stretch, before, after)

    def _breaks_off(self, stretch: Stretch) -> bool:
        """Whether a blank stands before the closing mark, where a text has lost its dash: "The weather " he began."""
        inside = self.text[stretch.start + 1 : stretch.end - 1]
        return self.text[stretch.end - 1] in CLOSING_MARKS and inside[-1:] == " " != inside[:1]

    def _is_speech_within(self, inside: str, ahead: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """A stretch in the middle of a sentence: speech when a verb of saying leads to it, or by its marks."""
        last_word = ahead.split()[-1].strip(",:;—").lower()
        tag = tag_after(self.syntax, *after, inside[-1] == ",")
        if inside[-1] == "," and tag is not None and tag.is_strong:
            return True
        if inside[-1] not in ".,!?…—–-":
            return last_word in SAYING or (ahead[-1] in ",:" and inside[0].isupper())
        if ahead[-1] in ",;" or last_word in SAYING or self._tag_before_is_adjacent(before):
            return True
        if MENTIONED_BEFORE.search(ahead[-20:]):
            return inside[-1] in "!?" and inside[0].isupper() and len(inside.split()) > 2
        if inside[-1] in "!?—…":
            return inside[0].isupper() or len(inside.split()) > 2
        return inside[0].isupper() and (len(inside.split()) > 3 or tag is not None)

    def _resumes(self, previous: _Utterance | None, before: tuple[int, int]) -> bool:
        """Whether another quotation of the paragraph broke off before the narration: "It is" he paused "a farce"."""
        broken = self.text[max(before[0] - 3, 0) : before[0]].rstrip(CLOSING_MARKS)
        narration = self.text[before[0] : before[1]]
        is_after_quote = previous is not None and previous.spans[-1][1] == before[0]
        return is_after_quote and broken[-1:] not in (".", "!", "?", "") and narration.lstrip()[:1].islower()

    def _tag_before_is_adjacent(self, before: tuple[int, int]) -> bool:
        tag = tag_before(self.syntax, *before, True)
        return tag is not None and tag.is_strong and before[1] - int(self.syntax.end[tag.verb]) < 40

    def _tagged(self, stretch: Stretch, before: tuple[int, int], after: tuple[int, int]) -> bool:
        tag = tag_after(self.syntax, *after, self._ends_open(stretch.end, after[1]))
        return (tag is not None and tag.is_strong) or self._tag_before_is_adjacent(before)

    def _dash_utterance(self, stretch: Stretch) -> _Utterance:
        """Speech after a dash: to the end of its paragraph, without the narration that a tag begins."""
        spans = []
        position = stretch.start
        for start, end in self._tag_sentences(stretch):
            spans.append((position, start))
            position = end
        rest = self.text[position : stretch.end].strip()
        if rest:
            begin = position + self.text[position : stretch.end].index(rest)
            spans.append((begin, stretch.end))
        return _Utterance(spans, stretch.paragraph, stretch.paragraph)

    def _tag_sentences(self, stretch: Stretch) -> list[tuple[int, int]]:
        """The stretches of narration inside dash speech, each from its tag to the end of the tag's sentence."""
        found: list[tuple[int, int]] = []
        position = stretch.start
        for mark in re.finditer(r"[,.!?…](?=\s+\S)", self.text[stretch.start : stretch.end]):
            begin = stretch.start + mark.end()
            if begin < position:
                continue
            window = self.syntax.tokens_in(begin, min(begin + 60, stretch.end))
            small = self.text[begin:].lstrip()[:1].islower()
            tag = tag_after(self.syntax, begin, min(begin + 90, stretch.end), small) if len(window) > 1 else None
            if tag is None or not tag.is_strong or tag.verb - window[0] > 3:
                continue
            if mark.group() == "," and self.syntax.lower[tag.subject] in ("you", "i"):
                continue
            stop = re.compile(r"[.!?](?=\s|$)|[,:](?=\s+[A-Z“])").search(
                self.text, int(self.syntax.end[max(tag.verb, tag.subject)]), stretch.end
            )
            position = stop.end() if stop else stretch.end
            found.append((begin, position))
        return found


def _tables(
    utterances: list[_Utterance], paragraphs: pa.Table, syntax: Syntax, written: Set[int]
) -> dict[str, pa.Table]:
    rows = [(quote, *span) for quote, utterance in enumerate(utterances) for span in utterance.spans]
    spans = table_of(
        "quote_spans",
        {"quote": [row[0] for row in rows], "start": [row[1] for row in rows], "end": [row[2] for row in rows]},
    )
    around = Surroundings(syntax.source, paragraphs, spans)
    unmarked = {quote for quote, utterance in enumerate(utterances) if utterance.is_unmarked}
    starts = [utterance.spans[0][0] for utterance in utterances]
    kinds = kinds_of(syntax, around, unmarked)
    columns: dict[str, Sequence[Any]] = {
        "start": starts,
        "end": [utterance.spans[-1][1] for utterance in utterances],
        "kind": ["writing" if start in written else kind for start, kind in zip(starts, kinds, strict=True)],
    }
    return {"quotes": table_of("quotes", columns), "quote_spans": spans}
