"""What an author says to the readers before and after a chapter, and in between.

    A/N: Sorry for the late update, my laptop died!! Please vote and comment xx
    Disclaimer: I do not own Harry Potter.
The problem: it is written in the same words as the story, first person and all, and ends without a mark. So
a note must name itself, or speak of chapters, votes and reviews at the very edge of a chapter; and it ends at
a line of marks, at a heading, or where the next paragraph could be story.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fabula.sources.document import Furniture
from fabula.sources.headings import Heading
from fabula.sources.lines import block_end, has_blank_lines, is_wrapped

_NAMES = (
    r"author'?s?['’]?s?[ -]?notes?|author[ -]notes?|authors['’] notes?|(?:a )?notes? from (?:the |your )?author",
    r"disclaimer|(?:trigger|content) warnings?|chapter (?:end )?notes?|(?:beginning|end) notes?|endnotes?",
)
_SHORT_NAMES = r"a ?/ ?n\b|(?-i:AN)(?=\s?[:;-])|a\.n\.|(?-i:T/?W|C/?W)(?=\s?:)|notes?(?=\s?:)"
_NAMED = re.compile(
    rf"[*_~#(\[{{<=\s-]*(?:{_SHORT_NAMES}|(?:{'|'.join(_NAMES)})(?=[\s*_~]*(?:[:;.,!)\]—–-]|\n|\Z)))[:;.,!)\]—–\s*_~-]*",
    re.IGNORECASE,
)
_FIELDS = (
    "title|author|summary|rating|rated|pairings?|ships?|fandoms?|genres?|word ?count|words|warnings?|status",
    "published|updated|category|categories|relationships?|characters?|archive warnings?|additional tags",
    "chapters|language|stats|series|collections|tags|beta|prompt|spoilers",
)
_FIELD = re.compile(rf"[*_~#\s-]*(?:{'|'.join(_FIELDS)})[*_~]*\s?:", re.IGNORECASE)
_PART = r"(?:chapter|story|fic|fanfic|update|one[- ]?shot|part)"
_ANSWER = r"(?:reviews?|reviewed|reviewing|comments?|commented|votes?|voted|voting|kudos|favou?rit\w+|follows)"
_SUCH = r"(?:(?:all|the|your|you|those|everyone|lovely|amazing|kind|sweet|wonderful|so many) )*"
_DONT = r"\bi (?:do not|don['’]?t)"
_TALKS = (
    r"\b(?:please|pls|plz|don['’]?t forget to|remember to|be sure to|feel free to) (?:\w+ )?(?:vote|comment|review|r&r|"
    r"read and review|leave (?:an? |me a |some )?(?:review|comment|vote|kudos)s?|like and comment|follow me)\b",
    r"\b(?:votes?|comment|review|kudos)(?:,| and| &|/) ?(?:votes?|comments?|reviews?|share|fan|kudos)\b|\br ?& ?r\b",
    r"\bthanks?(?: you)?(?: all| guys| everyone)?(?: so much| very much)? (?:for|to everyone who) "
    rf"{_SUCH}(?:{_ANSWER}\b|reading (?:this|my|the) {_PART}\b)",
    rf"{_DONT} own (?:(?:any of the|the|these|those) characters\b|(?-i:[A-Z][a-z]+ ?[A-Z]?))",
    r"\ball (?:rights|(?:recogni[sz]able )?characters)[^.\n]{0,60} belongs? to\b",
    r"\b(?:hope|hoping) (?:that )?(?:you|y['’]?all|u|everyone)(?: guys| all)* (?:will )?"
    rf"(?:enjoy(?:ed)?|like[sd]?|love[sd]?) (?:this|the|my)(?: \w+)? {_PART}\b",
    r"\b(?:sorry|apologi[sz]e) (?:for|about) (?:the |such |this |my |not )*(?:\w+ )?"
    r"(?:late update|slow update|short chapter|long wait|updat\w+|wait\b|cliffhanger|typos)",
    r"\bmy first (?:fan ?fic(?:tion)?|story on|wattpad|fic)\b",
    rf"\b(?:next|new) {_PART} (?:will be|is|should be) (?:up|out|posted|coming|soon|on)\b",
    r"\blet me know what you(?: guys| all)? think\b|\bfollow me on (?:twitter|instagram|tumblr|tiktok|wattpad)\b",
    r"\A\W*thanks?(?: you)?[^.!?\n]{0,20} for reading\b\W*(?:x+|xo\w*)?\W*\Z",
    r"[*(\[]\s?(?:un|not )edited\b|\bword count: \d|\bcross-?posted (?:on|to|from)\b",
)
_TALK = re.compile("|".join(_TALKS), re.IGNORECASE)
_SEPARATOR = re.compile(r"[\W_]{3,}\Z|(?:[xo0~*=\-•.]\s?){3,}\Z|(?:ox|xo)+[xo]?\Z", re.IGNORECASE)
_INTO_STORY = re.compile(
    r"[*_~(\s-]*(?:on with the (?:story|show|chapter)|(?:now,? )?on to the (?:story|chapter)|"
    r"enjoy(?: the chapter| reading)?|chapter text|work text)[.!:~*_)\s]*\Z",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"[(\[{] ?(?:A/?N|a/n|A\.N\.|Author['’]?s? [Nn]ote)\b[^()\[\]{}]{0,1000}[)\]}]|\*(?:A/N|a/n)\b[^*\n]{0,600}\*"
)
_AT_LINE_END = re.compile(r"(?<=[.!?…\"”’*~]) ?(?:A/N|Author['’]s [Nn]ote)\b ?[:;.-][^\n]{0,1000}$", re.MULTILINE)
_OWN_PARAGRAPH = re.compile(r"^ *[*_~]*A/N\b ?[:–-]", re.MULTILINE)
_WEAK = re.compile(r"[*_~(\[\s-]*notes?\b", re.IGNORECASE)
_SPEECH = re.compile(r"[\"“”«»]")
_LONGEST_TALK = 800
_SHORT = 100
_SHORT_NOTE = 3  # paragraphs; "Note:" may begin a page of the story too
_N_EDGE = 6  # paragraphs at the end of a chapter in which talk to the readers may begin
_N_NAMED = 14  # and in which a note that names itself may
_N_UNMARKED = 3  # short lines above a note at the head: a title, a name
_LONGEST = 3_000
_WINDOW = 8_000
_BLOCK = re.compile(r"[^\n]+(?:\n(?! *\n)[^\n]+)*")
_ONE_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class _Paragraph:
    start: int
    end: int
    text: str

    @property
    def is_named(self) -> bool:
        """Whether it says that it is a note."""
        return _NAMED.match(self.text) is not None

    @property
    def is_talk(self) -> bool:
        """Whether it speaks to readers of chapters and votes, outside quotation marks."""
        return len(self.text) <= _LONGEST_TALK and bool(_TALK.search(self.text)) and not _SPEECH.search(self.text)

    @property
    def is_mark(self) -> bool:
        """Whether it is a line of marks, or says that the story begins."""
        return bool(_SEPARATOR.match(self.text) or _INTO_STORY.match(self.text))


def find_notes(flat_text: str, headings: Sequence[Heading], known: Sequence[Furniture]) -> Iterator[Furniture]:
    """The notes of ``flat_text``: those that name themselves, and talk to readers at the edges of chapters."""
    inline = list(_inline_notes(flat_text))
    yield from inline
    yield from _own_paragraphs(flat_text)
    pattern = _BLOCK if is_wrapped(flat_text) or has_blank_lines(flat_text) else _ONE_LINE
    is_known = _holder(sorted([*known, *inline], key=lambda piece: piece.start))
    for title, body, end in _bodies(flat_text, headings):
        if _NAMED.match(title) and end - body < 2 * _LONGEST:
            yield from _as_notes(_paragraphs(flat_text, pattern, body, end, is_known))
            continue
        head = _paragraphs(flat_text, pattern, body, min(end, body + _WINDOW), is_known)
        yield from _as_notes(_at_head(head))
        tail = _paragraphs(flat_text, pattern, max(body, end - _WINDOW), end, is_known)
        yield from _as_notes(_at_tail(tail))


def _inline_notes(flat_text: str) -> Iterator[Furniture]:
    """Notes in brackets, and at the end of a line of story."""
    for pattern in (_INLINE, _AT_LINE_END):
        for match in pattern.finditer(flat_text):
            if not _SPEECH.search(match[0]):
                yield Furniture(match.end() - len(match[0].lstrip(" ")), match.end(), "note")


def _own_paragraphs(flat_text: str) -> Iterator[Furniture]:
    """Notes that are paragraphs of their own, wherever they stand."""
    for match in _OWN_PARAGRAPH.finditer(flat_text):
        line_end = flat_text.find("\n", match.end())
        end = block_end(flat_text, match.end(), _LONGEST_TALK) if has_blank_lines(flat_text) else line_end
        if end is not None and match.end() < end <= match.end() + _LONGEST_TALK:
            start = match.end() - len(match[0].lstrip(" "))
            yield Furniture(start, start + len(flat_text[start:end].rstrip()), "note")


def _bodies(flat_text: str, headings: Sequence[Heading]) -> Iterator[tuple[str, int, int]]:
    """Title, begin and end of what each heading heads; first what stands before them all."""
    first = headings[0].start if headings else len(flat_text)
    yield "", 0, first
    ends = [heading.start for heading in headings[1:]] + [len(flat_text)] * bool(headings)
    for heading, end in zip(headings, ends, strict=True):
        yield heading.title, heading.end, end


def _holder(known: Sequence[Furniture]) -> Callable[[int], bool]:
    starts = [piece.start for piece in known]

    def is_known(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < known[at].end

    return is_known


def _paragraphs(
    flat_text: str, pattern: re.Pattern[str], start: int, end: int, is_known: Callable[[int], bool]
) -> list[_Paragraph]:
    """The paragraphs between ``start`` and ``end`` that neither begin nor end with known furniture."""
    found = []
    for match in pattern.finditer(flat_text, start, end):
        text = match[0].strip()
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        if text and not is_known(begin) and not is_known(begin + len(text) - 1):
            found.append(_Paragraph(begin, begin + len(text), text))
    return found


def _as_notes(paragraphs: Sequence[_Paragraph]) -> Iterator[Furniture]:
    for paragraph in paragraphs:
        yield Furniture(paragraph.start, paragraph.end, "note")


def _at_head(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """The notes among the first paragraphs of a chapter, until one that could be story."""
    found: list[_Paragraph] = []
    at = n_unmarked = 0
    while at < len(paragraphs):
        one = paragraphs[at]
        if one.is_named:
            end = _note_end(paragraphs, at)
            found += paragraphs[at:end]
            at = end
        elif one.is_talk or (_FIELD.match(one.text) and not _SPEECH.match(one.text)):
            found.append(one)
            at += 1
        elif n_unmarked < _N_UNMARKED and (len(one.text) <= 60 or one.is_mark) and not _SPEECH.search(one.text):
            n_unmarked += 1
            at += 1
        else:
            break
    return found


def _note_end(paragraphs: list[_Paragraph], begin: int) -> int:
    """The paragraph after the note that ``begin`` opens: a line of marks, or the first that could be story."""
    length = 0
    for at in range(begin + 1, min(len(paragraphs), begin + _N_NAMED)):
        length += len(paragraphs[at].text)
        if paragraphs[at].is_mark and length < _LONGEST:
            return at
        if _SPEECH.search(paragraphs[at].text) or length >= _LONGEST:
            break
    at = begin + 1
    name = _NAMED.match(paragraphs[begin].text)
    is_label = name is not None and name.end() == len(paragraphs[begin].text)
    if is_label and at < len(paragraphs):
        at += 1
    while at < len(paragraphs) and (paragraphs[at].is_talk or paragraphs[at].is_named):
        at += 1
    return at


def _at_tail(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """The notes that end a chapter: from the first that is surely one, if nothing after it could be story."""
    n = len(paragraphs)
    for at in range(max(0, n - _N_NAMED), n):
        rest = paragraphs[at:]
        if sum(len(one.text) for one in rest) > _LONGEST:
            continue
        is_short = len(rest) <= _SHORT_NOTE or not _WEAK.match(rest[0].text)
        if rest[0].is_named and is_short and not any(_SPEECH.match(one.text) for one in rest):
            return rest
        is_near = at >= n - _N_EDGE and at > 0
        if is_near and rest[0].is_talk and all(_may_end_talk(one) for one in rest[1:]):
            return rest
    return []


def _may_end_talk(paragraph: _Paragraph) -> bool:
    if paragraph.is_talk or paragraph.is_named or paragraph.is_mark:
        return True
    return len(paragraph.text) <= _SHORT and _SPEECH.search(paragraph.text) is None
