"""Who tells each stretch of the story: its grammatical person, its tense, and who in the story says "I" in it.

The problem. A third-person novel is full of "I", but inside quotation marks; a story may change hands at a heading, a
break, in a letter:
    ANNA'S POV
    I had called upon my friend. "I am glad," said he.
A stretch is what stands between two headings or breaks, or a letter. Its narrator is whom a heading or a signature
names; else whom others call by name next to what "I" say, unless the stretch itself names them.
Not tried: changes of hands in running text. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.reading.narrator import named_narrator
from fabula.schema import table_of, zip_columns

FIRST, FIRST_IN_STORY, FIRST_ELSEWHERE = 0.008, 0.004, 0.02  # "I": in a story told so; in its stretches; in others'
SECOND_PERSON = 0.02
FEWEST_WORDS = 40  # of a stretch with a person of its own
POINT_OF_VIEW = re.compile(r"\b(?:pov|point of view)\b", re.IGNORECASE)
LONGEST_NAME_LINE = 5  # words of a line that only names who tells
NAMED_OFTEN = 3  # times in the narration of a stretch, from which on nobody tells it themselves


@dataclass
class _Stretch:
    """What one voice tells; ``tokens`` are those outside quotation marks."""

    start: int
    end: int
    heading: str
    letter: int | None
    tokens: list[int] = field(default_factory=list)
    person: str = "third"
    tense: str = "past"
    narrator: int | None = None


def find_tellers(
    paragraphs: pa.Table,
    syntax: Syntax,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    tags: pa.Table,
    quote_spans: pa.Table,
    letters: pa.Table,
) -> dict[str, pa.Table]:
    """One row for each stretch; a letter is cut out of the stretch around it.

    Gives   tellers: start, end, letter (null outside), person, tense, narrator (null for nobody known in the story)
            entities, profiles: a narrator without a name added; who tells a stretch that is no letter marked
    """
    quoted = syntax.flags(quote_spans)
    people = [kind == "person" for kind in entities["kind"].to_pylist()]
    stretches = _stretches(syntax, paragraphs, letters, quoted)
    _tell_person(stretches, syntax)
    _name_by_heading(stretches, _called(entity_names, people))
    writers = letters["writer"].to_pylist()
    is_whole = _whole_letters(stretches)
    for stretch in stretches:
        if stretch.letter is not None and stretch.person == "first" and stretch.narrator is None:
            stretch.narrator = writers[stretch.letter]
    untold = [s for s in stretches if s.person == "first" and s.narrator is None and (s.letter is None or is_whole)]
    unnamed = len(people)
    while untold:
        narrator = named_narrator(syntax, names, entities, tags, quote_spans, _tokens_of(untold, syntax))
        own = [s for s in untold if narrator is None or _times_named(s, names, narrator) < NAMED_OFTEN]
        if not own:
            narrator, own = None, untold
        for stretch in own:
            stretch.narrator = unnamed if narrator is None else narrator
        untold = [s for s in untold if s not in own]
    return _tables(stretches, entities, profiles)


def _stretches(syntax: Syntax, paragraphs: pa.Table, letters: pa.Table, quoted: Sequence[bool]) -> list[_Stretch]:
    """Runs of prose between headings and breaks; a letter, the innermost, is a stretch of its own."""
    starts: list[int] = paragraphs["start"].to_pylist()
    letter_of: list[int | None] = [None] * len(starts)
    for letter, (begin, finish) in enumerate(zip_columns(letters, "start", "end")):
        for paragraph, start in enumerate(starts):
            if begin <= start < finish:
                letter_of[paragraph] = letter
    found: list[_Stretch] = []
    heading, is_new = "", True
    for (start, end, kind), letter in zip(zip_columns(paragraphs, "start", "end", "kind"), letter_of, strict=True):
        line = " ".join(syntax.source[start:end].split()).strip("*_#~-—–=[] ")
        if kind != "prose" or (POINT_OF_VIEW.search(line) and len(line.split()) <= LONGEST_NAME_LINE):
            heading = line if any(letter.isalpha() for letter in line) else heading
            is_new = True
            continue
        if is_new or found[-1].letter != letter:
            found.append(_Stretch(start, end, heading if is_new else "", letter))
            heading, is_new = "", False
        found[-1].end = end
        is_letter = letter is not None
        found[-1].tokens += [token for token in syntax.tokens_in(start, end) if is_letter or not quoted[token]]
    return found


def _tell_person(stretches: list[_Stretch], syntax: Syntax) -> None:
    """Fill in person and tense; a short stretch is told as the one before it in the same hands."""
    outside = [syntax.lower[token] for s in stretches if s.letter is None for token in s.tokens]
    is_first = sum(word in FIRST_SINGULAR for word in outside) > FIRST * len(outside)
    for number, stretch in enumerate(stretches):
        words = [syntax.lower[token] for token in stretch.tokens]
        first, second = (sum(word in some for word in words) for some in (FIRST_SINGULAR, SECOND))
        tags = Counter(syntax.tag[token] for token in stretch.tokens)
        earlier = next((s for s in reversed(stretches[:number]) if s.letter is None), None)
        if stretch.letter is not None:
            stretch.person = "first" if first else "third"
        elif len(words) < FEWEST_WORDS and earlier is not None and not stretch.heading:
            stretch.person, stretch.tense = earlier.person, earlier.tense
            continue
        elif first > max((FIRST_IN_STORY if is_first else FIRST_ELSEWHERE) * len(words), second / 2):
            stretch.person = "first"
        elif second > SECOND_PERSON * len(words):
            stretch.person = "second"
        stretch.tense = "present" if tags["VBZ"] + tags["VBP"] > tags["VBD"] else "past"


def _called(entity_names: pa.Table, people: Sequence[bool]) -> dict[str, int]:
    """Whom each name means most often."""
    rows = sorted(zip_columns(entity_names, "entity", "name", "count"), key=lambda row: row[2])
    return {name.casefold(): entity for entity, name, _ in rows if people[entity]}


def _name_by_heading(stretches: list[_Stretch], called: dict[str, int]) -> None:
    """Whom a heading names tells what stands under it, if the heading says so or several headings name people."""
    named: dict[int, int] = {}
    for number, stretch in enumerate(stretches):
        words = re.sub(r"['’]s\b", "", POINT_OF_VIEW.sub("", stretch.heading)).strip(" :.-—–()")
        words = re.sub(r"^(?:chapter|part)?\s*(?:\d+|[ivxlc]+)?\s*[:.—–-]*\s*", "", words, flags=re.IGNORECASE)
        entity = called.get(words.casefold())
        if entity is not None and len(words.split()) <= LONGEST_NAME_LINE:
            named[number] = entity
    is_told = any(POINT_OF_VIEW.search(stretches[number].heading) for number in named)
    if not is_told and len(set(named.values())) < 2:
        return
    for number, entity in named.items():
        stretches[number].narrator = entity
        for later in stretches[number + 1 :]:
            if later.heading:
                break
            later.narrator = entity if later.letter is None else later.narrator


def _whole_letters(stretches: list[_Stretch]) -> bool:
    """Whether the story is told in letters or entries of a diary."""
    inside = sum(len(stretch.tokens) for stretch in stretches if stretch.letter is not None)
    return inside > sum(len(stretch.tokens) for stretch in stretches) / 2


def _tokens_of(stretches: list[_Stretch], syntax: Syntax) -> list[bool]:
    """For each token whether it stands in one of the stretches."""
    flags = [False] * len(syntax)
    for stretch in stretches:
        for token in syntax.tokens_in(stretch.start, stretch.end):
            flags[token] = True
    return flags


def _times_named(stretch: _Stretch, names: pa.Table, entity: int) -> int:
    """How often the narration of a stretch names somebody."""
    own = set(stretch.tokens)
    return sum(e == entity and token in own for token, e in zip_columns(names, "first_token", "entity"))


def _tables(stretches: list[_Stretch], entities: pa.Table, profiles: pa.Table) -> dict[str, pa.Table]:
    narrators = {stretch.narrator for stretch in stretches if stretch.person == "first" and stretch.letter is None}
    whole = _whole_letters(stretches)
    narrators |= {stretch.narrator for stretch in stretches if whole and stretch.person == "first"}
    known, told = entities.to_pydict(), profiles.to_pydict()
    if len(known["kind"]) in narrators:
        known = {
            key: [*column, new]
            for (key, column), new in zip(known.items(), ("person", "the narrator", False), strict=True)
        }
        told = {key: [*column, new] for (key, column), new in zip(told.items(), ("unknown", 0.0, False), strict=True)}
    told["is_narrator"] = [entity in narrators for entity in range(len(told["is_narrator"]))]
    columns = ("start", "end", "letter", "person", "tense", "narrator")
    return {
        "tellers": table_of("tellers", {name: [getattr(stretch, name) for stretch in stretches] for name in columns}),
        "entities": table_of("entities", known),
        "profiles": table_of("profiles", told),
    }
