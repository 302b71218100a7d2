"""Find letters, diary entries and notes that stand as paragraphs of their own, with who writes and to whom.

The problem. A letter is told in another voice: its "I" is the writer. It may stand without marks, in quotation marks,
or as a whole chapter, and another letter may be inside it:
    Berry Hill, July 21st.
    O my dear Miss Mirvan, ... I will copy his letter.
    "To Miss Anville. ... "ORVILLE."
What opens one is a place and date, a form of greeting on a line of its own, a heading; what closes it is a signature,
the end of the marks, of the chapter or the scene.
Not tried: letters in verse, parts of letters quoted in running prose. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import table_of, zip_columns

OPENING_MARKS, CLOSING_MARKS = "\"“'‘«", "\"”'’»"
SET_OFF = "_*>|~ \t" + OPENING_MARKS  # what may stand before the first word
MONTH = r"(?:Jan|Feb|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:of\s+)?{MONTH}(?!\w)|\b{MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\b{DAY}\b|\b1[5-9]\d\d\b|\b20\d\d\b|\b1[78](?:--|—|–)|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b"
)
GREETING = re.compile(
    r"(?:(?:O|Oh),?\s+)?(?:my\s+)?(?:own\s+|very\s+|most\s+)*"
    r"(?:dear(?:est)?|darling|beloved|honou?red|hi|hello|hey)\b[^.!?\n“”\"]{0,50}?(?:,|:|;|\.|!|--|—|–)+\s*"
    r"|(?:sirs?|madam|mesdames|gentlemen|my\s+lord|my\s+lady|reverend\s+sir)\s*[,:;.—–-]+\s*"
    r"|to\s+(?:the\s+)?(?:mrs?|miss|ms|dr|mme|lady|lord|sir|rev|hon|master|captain|colonel|major)\b[^,;:!?\n]{0,50}[,.:]?\s*$",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"(?:(?:i\s+)?(?:am|remain|have\s+the\s+honou?r)\b.{0,80}?\b)?"
    r"(?:(?:yours?|thine)(?:\s+\w+){0,6}|(?:with\s+)?(?:all\s+my\s+|much\s+|lots\s+of\s+|best\s+)?love(?:\s+always)?"
    r"|(?:yours\s+)?(?:sincerely|faithfully|truly|affectionately|respectfully|always|ever|forever)(?:\s+yours)?"
    r"|(?:kind(?:est)?|best|warm(?:est)?)?\s*(?:regards|wishes)|best|cheers|xo+|adieu|farewell|until\s+then)[,.!—–-]*\s*",
    re.IGNORECASE,
)
AFTERTHOUGHT = re.compile(r"p\.?\s?(?:p\.?\s?)?s\b", re.IGNORECASE)
FROM_TO = re.compile(r"(?:letter\s+)?(?:from\s+)?(.{2,40}?)\s+to\s+(.{2,40}?)[.:]*$", re.IGNORECASE)
OWN_BOOK = re.compile(
    r"(.{2,40}?)['’]s\s+(?:diary|journal|log|log-?book|notebook|letter|note|memorandum)\b", re.IGNORECASE
)
NUMBERED = re.compile(r"letter\s+(?:the\s+)?(?:\d+|[ivxlc]+\b|\w+(?:st|nd|rd|th|first|second)\b)", re.IGNORECASE)
FROM_CUE = re.compile(
    r"\b(?:letter|note|message|e-?mail|postcard|telegram|wire|diary|journal|lines?|words|it|envelope|paper|page)\b"
    r"|\b(?:wrote|written|writes|write|reads?|read|ran|follows|following|signed|scrawled|copied?|enclosed?)\b",
    re.IGNORECASE,
)
SHORT_LINE, LONGEST_SIGNATURE, LONGEST_FAREWELL = 16, 7, 22  # words
MOST_PARAGRAPHS = 40  # of a letter without an end that shows


@dataclass
class _Letter:
    """Paragraphs from ``first`` to ``last``, both included, and whom its own words name."""

    first: int
    last: int
    opened_by: tuple[int, int]
    confidence: float
    writer: int | None = None
    readers: list[int] = field(default_factory=list)


def find_letters(
    chapters: pa.Table,
    paragraphs: pa.Table,
    syntax: Syntax,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
) -> dict[str, pa.Table]:
    """Letters that are paragraphs of their own, in the order of their starts; one inside another comes after it.

    Gives   letters: start, end, confidence, evidence_start, evidence_end (what opens it), writer (an entity or null)
            letter_readers: letter, entity
    """
    reader = _LetterReader(syntax.source, chapters, paragraphs, names, entities, entity_names)
    letters = reader.letters()
    bounds = [reader.bounds(letter) for letter in letters]
    return {
        "letters": table_of(
            "letters",
            {
                "start": [start for start, _ in bounds],
                "end": [end for _, end in bounds],
                "confidence": [letter.confidence for letter in letters],
                "evidence_start": [letter.opened_by[0] for letter in letters],
                "evidence_end": [letter.opened_by[1] for letter in letters],
                "writer": [letter.writer for letter in letters],
            },
        ),
        "letter_readers": table_of(
            "letter_readers",
            {
                "letter": [row for row, letter in enumerate(letters) for _ in letter.readers],
                "entity": [entity for letter in letters for entity in letter.readers],
            },
        ),
    }


class _LetterReader:
    """The paragraphs of one text, and the people whom they name."""

    def __init__(
        self,
        text: str,
        chapters: pa.Table,
        paragraphs: pa.Table,
        names: pa.Table,
        entities: pa.Table,
        entity_names: pa.Table,
    ) -> None:
        self.text = text
        self.spans = list(zip_columns(paragraphs, "start", "end"))
        self.kinds: list[str] = paragraphs["kind"].to_pylist()
        self.chapter: list[int] = paragraphs["chapter"].to_pylist()
        self.titles: list[str] = chapters["title"].to_pylist()
        self.lines = [self._bare(start, end) for start, end in self.spans]
        kinds = entities["kind"].to_pylist()
        self.people = [
            (start, entity)
            for start, entity in zip_columns(names, "start", "entity")
            if entity is not None and kinds[entity] == "person"
        ]
        self.called: dict[str, int] = {}
        for entity, name, _ in sorted(zip_columns(entity_names, "entity", "name", "count"), key=lambda row: row[2]):
            if kinds[entity] == "person":
                self.called[name.casefold()] = entity

    def letters(self) -> list[_Letter]:
        """All of them, outer before inner."""
        found: list[_Letter] = []
        heading = ""
        for paragraph, kind in enumerate(self.kinds):
            if kind == "heading":
                heading = f"{heading} {self.lines[paragraph]}".strip()
                continue
            is_first = paragraph == 0 or self.kinds[paragraph - 1] == "heading"
            if is_first or self._is_open_to(found, paragraph):
                letter = self._opened(paragraph, heading if is_first else "")
                if letter is not None:
                    found.append(letter)
            heading = ""
        return found

    def bounds(self, letter: _Letter) -> tuple[int, int]:
        """Where it begins and ends in the text."""
        return self.spans[letter.first][0], self.spans[letter.last][1]

    def _is_open_to(self, found: list[_Letter], paragraph: int) -> bool:
        """Whether a letter may begin here: not in the head of one that has just begun."""
        return not found or not found[-1].first <= paragraph <= found[-1].first + 2

    def _opened(self, first: int, heading: str) -> _Letter | None:
        """The letter that opens with this paragraph, if one does."""
        place = first
        dated = self._is_dateline(place)
        if dated and place + 1 < len(self.lines) and self.kinds[place + 1] == "prose":
            place += 1
            if self._is_dateline(place) and not self._greeting(place):
                place = min(place + 1, len(self.lines) - 1)
        greeting = self._greeting(place)
        headed = self._headed(heading)
        if not greeting and not headed and not dated:
            return None
        is_alone = bool(greeting) and not self.lines[place][len(greeting) :].strip(CLOSING_MARKS + "_* ")
        is_quoted = self._is_quoted(first)
        closes = self.text[self.spans[place][1] - 1] in CLOSING_MARKS
        is_sure = headed or (is_alone and not (is_quoted and closes)) or (dated and bool(greeting))
        if not is_sure:
            shouted = bool(greeting) and greeting.split(",")[0].isupper()
            told = self._is_led_in(first)
            if not (
                (greeting and (shouted or (told and not closes) or re.search("--|—|–", greeting))) or (dated and told)
            ):
                return None
            if is_quoted and not told and not shouted:
                return None
        last = self._end(first, place, is_quoted, bool(headed))
        if last is None:
            return None
        start = self.spans[first][0]
        letter = _Letter(
            first, last, (start, self.spans[place][1] if greeting and is_alone else start + 1), 0.9 if is_sure else 0.7
        )
        letter.opened_by = (start, min(self.spans[place][0] + max(len(greeting), 1), self.spans[place][1]))
        self._name(letter, place, greeting, headed)
        return letter

    def _end(self, first: int, greeted: int, is_quoted: bool, is_headed: bool) -> int | None:
        """The last paragraph of a letter; None if nothing shows where it ends and it is no chapter of its own."""
        last = greeted
        for paragraph in range(greeted, len(self.lines)):
            if self.kinds[paragraph] != "prose" or self.chapter[paragraph] != self.chapter[first]:
                return last if is_headed or is_quoted or last - greeted < MOST_PARAGRAPHS else None
            if is_quoted and paragraph > greeted and not self._is_quoted(paragraph):
                return last
            last = paragraph
            if paragraph > greeted and self._is_signature(paragraph):
                if not self._goes_on(paragraph):
                    return paragraph
            elif is_quoted and self._closes(paragraph) and not self._signs_next(paragraph):
                return paragraph
        return last if is_headed or is_quoted or last - greeted < MOST_PARAGRAPHS else None

    def _goes_on(self, paragraph: int) -> bool:
        """Whether after a signature there is another line of it, or an afterthought."""
        following = paragraph + 1
        if following >= len(self.lines) or self.kinds[following] != "prose":
            return False
        return self._is_signature(following) or bool(AFTERTHOUGHT.match(self.lines[following]))

    def _signs_next(self, paragraph: int) -> bool:
        following = paragraph + 1
        return following < len(self.lines) and self._is_quoted(following) and self._is_signature(following)

    def _closes(self, paragraph: int) -> bool:
        return self.text[self.spans[paragraph][1] - 1] in CLOSING_MARKS

    def _is_quoted(self, paragraph: int) -> bool:
        return self.text[self.spans[paragraph][0]] in OPENING_MARKS

    def _bare(self, start: int, end: int) -> str:
        """A paragraph on one line, without the marks that set it off."""
        return " ".join(self.text[start:end].split()).strip(SET_OFF)

    def _is_dateline(self, paragraph: int) -> bool:
        """Berry Hill, July 21st."""
        words = self.lines[paragraph].split()
        return 0 < len(words) <= SHORT_LINE and bool(DATE.search(self.lines[paragraph])) and words[0][0].isupper()

    def _greeting(self, paragraph: int) -> str:
        found = GREETING.match(self.lines[paragraph])
        return found.group() if found else ""

    def _is_signature(self, paragraph: int) -> bool:
        """Your affectionate friend, / Elizabeth Lavenza."""
        if self._greeting(paragraph):
            return False
        line = self.lines[paragraph].strip(CLOSING_MARKS + "-—–. ")
        words = line.split()
        if not words:
            return False
        farewell = FAREWELL.match(line)
        if farewell and len(words) <= LONGEST_FAREWELL:
            rest = line[farewell.end() :].split()
            return len(rest) <= LONGEST_SIGNATURE and all(word[0].isupper() or len(word) < 4 for word in rest)
        is_name = all(word[0].isupper() or word in ("de", "of", "von", "and", "the", "your") for word in words)
        return len(words) <= LONGEST_SIGNATURE and is_name and self.lines[paragraph][-1:] not in "?!:,;"

    def _headed(self, heading: str) -> str:
        """A heading that makes what follows a letter or an entry of a diary."""
        line = heading.strip()
        is_one = NUMBERED.match(line) or OWN_BOOK.search(line)
        if not is_one and (found := FROM_TO.search(line)):
            is_one = any(self._person(name) is not None for name in found.groups())
        return line if is_one else ""

    def _is_led_in(self, paragraph: int) -> bool:
        """Whether the sentence before speaks of something written."""
        if paragraph == 0:
            return False
        before = self.lines[paragraph - 1]
        return bool(FROM_CUE.search(before[-160:]))

    def _name(self, letter: _Letter, greeted: int, greeting: str, headed: str) -> None:
        """Fill in writer and readers: by the heading, the signature, the greeting, the sentence before."""
        if headed and (found := FROM_TO.search(headed)):
            letter.writer = self._person(found.group(1))
            reader = self._person(found.group(2))
            letter.readers += [reader] if reader is not None else []
        elif headed and (own := OWN_BOOK.search(headed)):
            letter.writer = self._person(own.group(1))
        for paragraph in range(letter.last, max(letter.last - 4, greeted), -1):
            if letter.writer is None and self._is_signature(paragraph):
                letter.writer = self._last_named(*self.spans[paragraph]) or self._person(self.lines[paragraph])
        start = self.spans[letter.first][0]
        greeted_end = self.spans[greeted][0] + len(greeting) + 2
        for _, entity in self._named_in(start, greeted_end):
            if entity != letter.writer and entity not in letter.readers and not headed:
                letter.readers.append(entity)
        if letter.writer is None and letter.first:
            before = self.spans[letter.first - 1]
            named = [entity for _, entity in self._named_in(*before) if entity not in letter.readers]
            cue = re.search(
                r"\b(?:from|by|of)\s+(?:\w+\.?\s+){0,2}$|['’]s?\s+(?:letter|note|message)", self.text[slice(*before)]
            )
            letter.writer = named[-1] if named and cue else None

    def _person(self, name: str) -> int | None:
        return self.called.get(name.strip(" .,;:").casefold())

    def _last_named(self, start: int, end: int) -> int | None:
        named = self._named_in(start, end)
        return named[-1][1] if named else None

    def _named_in(self, start: int, end: int) -> list[tuple[int, int]]:
        low = bisect_left(self.people, (start, -1))
        return self.people[low : bisect_left(self.people, (end, -1))]
