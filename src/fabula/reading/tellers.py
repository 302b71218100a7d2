"""Who tells each stretch of the story: its grammatical person, and who in the story says "I", or is "you", in it.

The problem. A third-person novel is full of "I", but inside quotation marks; a story may change hands at a heading, a
break, in a letter:
    ANNA'S POV
    I had called upon my friend. "I am glad," said he.
A voice is what stands between two headings or breaks, or a letter; it goes on after a letter inside it. Its narrator is
whom a heading (``teller_headings``) or a signature names; else whom others call by name next to what "I" say, unless
the stretch itself names them (``narrator``).
Not tried: changes of hands in running text. Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, SECOND
from fabula.reading.narrator import Naming
from fabula.reading.tales import find_tales, tale_table
from fabula.reading.teller_headings import name_lines, tellers_by_heading
from fabula.schema import table_of, zip_columns

FIRST, FIRST_IN_STORY, FIRST_ELSEWHERE = 0.008, 0.004, 0.02  # "I": in a story told so; in its stretches; in others'
SECOND_PERSON = 0.02
WE, PLURAL = 0.02, frozenset("we us our ours ourselves".split())  # "I" and "we" together, where there is an "I"
SPREAD = 0.2  # share of its words that stand in paragraphs with an "I" or "we", from which on it is told so
TITLES = (["lady"], ["lord"], ["lords"], ["liege"])  # my Lady
FEWEST_WORDS = 40  # of a stretch with a person of its own
LONG_LETTER, NEAR = 150, 200  # tokens of letters whose writer is somebody; between letters of one hand
FEWEST_LETTERS = 2  # of a story told in letters
NAMED_OFTEN = 3  # times in the narration of a stretch, from which on nobody tells it themselves


@dataclass
class _Voice:
    """What one voice tells, in one or more pieces; ``tokens`` are those outside quotation marks, of a letter all."""

    heading: str
    letter: int | None
    pieces: list[tuple[int, int]] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    person: str = "third"
    narrator: int | None = None

    @property
    def is_letter(self) -> bool:
        return self.letter is not None


def find_tellers(
    paragraphs: pa.Table,
    syntax: Syntax,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    tags: pa.Table,
    quotes: pa.Table,
    quote_spans: pa.Table,
    letters: pa.Table,
    letter_readers: pa.Table,
) -> dict[str, pa.Table]:
    """One row for each piece of a voice, in order; a letter is cut out of the stretch around it.

    Gives   tellers: start, end, letter (null outside), person, narrator (null for nobody known in the story; of the
            second person whose "you" it is)
            tales: quote, tale, teller (somebody without a name)
            entities, profiles, entity_names: narrators whom only a heading names, and one without a name, added; who
            tells a stretch that is no letter marked
    """
    cast = _Cast(entities, profiles, entity_names)
    voices = _voices(syntax, paragraphs, letters, syntax.flags(quote_spans))
    _tell_person(voices, syntax)
    first = [voice for voice in voices if voice.person == "first" and not voice.is_letter]
    for number, name in tellers_by_heading([voice.heading for voice in first], cast.people_by_name()).items():
        first[number].narrator = name if isinstance(name, int) else cast.added(name)
    writers = [
        cast.added(name.title() if name.isupper() else name) if writer is None and name is not None else writer
        for writer, name in zip_columns(letters, "writer", "writer_name")
    ]
    for voice in voices:
        if voice.letter is not None and voice.person == "first":
            voice.narrator = writers[voice.letter]
    naming = Naming(syntax, names, entities, tags, quote_spans)
    _name_by_themselves(first, naming)
    readers = Counter(letter_readers["entity"].to_pylist())
    _name_by_others([voice for voice in first if voice.narrator is None], naming, readers, syntax, cast)
    _name_writers(voices, naming, syntax, cast)
    _add_writers(voices, cast)
    you = [voice for voice in voices if voice.person == "second"]
    hero = naming.narrator(_tokens_of(you, syntax), readers, "you") if you else None
    if you and hero is None:
        hero = cast.added_unnamed("you")
    for voice in you:
        voice.narrator = hero
    tales = find_tales(syntax, quotes, paragraphs, letters)
    teller = cast.added_unnamed("the teller") if tales else None
    return {**_tables(voices, cast), "tales": tale_table(tales, teller)}


def _voices(syntax: Syntax, paragraphs: pa.Table, letters: pa.Table, quoted: Sequence[bool]) -> list[_Voice]:
    """Runs of prose between headings and breaks; a letter, the innermost around it, is a voice of its own."""
    rows = list(zip_columns(paragraphs, "start", "end", "kind"))
    letter_of = _letters_of_paragraphs([(start, end) for start, end, _ in rows], letters)
    lines = name_lines(syntax.source, paragraphs)
    found: list[_Voice] = []
    of_letter: dict[int | None, _Voice] = {}
    heading, last = "", None
    for (start, end, kind), letter, name_line in zip(rows, letter_of, lines, strict=True):
        if kind != "prose" or name_line:
            heading, last = name_line or heading, None
            of_letter.pop(None, None)  # what stands outside letters does not go on after a heading
            continue
        if letter not in of_letter:
            of_letter[letter] = _Voice(heading, letter)
            found.append(of_letter[letter])
            heading = ""
        voice = of_letter[letter]
        if voice is last:
            voice.pieces[-1] = voice.pieces[-1][0], end
        else:
            voice.pieces.append((start, end))
        last = voice
        is_letter = letter is not None
        voice.tokens += [token for token in syntax.tokens_in(start, end) if is_letter or not quoted[token]]
    return found


def _letters_of_paragraphs(spans: Sequence[tuple[int, int]], letters: pa.Table) -> list[int | None]:
    """For each paragraph the innermost letter that is most of it, or that begins in it and goes on after it."""
    starts = [start for start, _ in spans]
    letter_of: list[int | None] = [None] * len(spans)
    for letter, (begin, finish) in enumerate(zip_columns(letters, "start", "end")):
        first = max(bisect_right(starts, begin) - 1, 0)
        for number in range(first, bisect_left(starts, finish)):
            start, end = spans[number]
            if end < finish or 2 * (min(end, finish) - max(start, begin)) >= end - start:
                letter_of[number] = letter
    return letter_of


def _tell_person(voices: list[_Voice], syntax: Syntax) -> None:
    """Fill in the person; a short stretch is told as the one before it in the same hands."""
    outside = [token for voice in voices if not voice.is_letter for token in voice.tokens]
    is_first = len(_of_myself(outside, syntax)) > FIRST * len(outside)
    earlier = None
    for voice in voices:
        n_words, mine = len(voice.tokens), _of_myself(voice.tokens, syntax)
        we = [token for token in voice.tokens if syntax.lower[token] in PLURAL]
        second = sum(syntax.lower[token] in SECOND for token in voice.tokens)
        if voice.is_letter:
            voice.person = "first" if mine else "third"
            continue
        limit = max((FIRST_IN_STORY if is_first else FIRST_ELSEWHERE) * n_words, second / 2)
        is_of_us = bool(mine) and len(mine) + len(we) > max(WE * n_words, second / 2)
        if n_words < FEWEST_WORDS and earlier is not None and not voice.heading:
            voice.person = earlier.person
        elif (len(mine) > limit or is_of_us) and _spread([*mine, *we], voice, syntax) >= SPREAD:
            voice.person = "first"
        elif second > SECOND_PERSON * n_words:
            voice.person = "second"
        earlier = voice


def _of_myself(tokens: Sequence[int], syntax: Syntax) -> list[int]:
    """The words "I", "me" and so on; "my Lady" is nobody's."""
    lower = syntax.lower
    return [
        token
        for token in tokens
        if lower[token] in FIRST_SINGULAR and not (lower[token] == "my" and lower[token + 1 : token + 2] in TITLES)
    ]


def _spread(shown: Sequence[int], voice: _Voice, syntax: Syntax) -> float:
    """The share of a voice's words that stand in paragraphs with some of its words: a letter amidst it fills few."""
    words = Counter(syntax.paragraph[token] for token in voice.tokens)
    return sum(words[paragraph] for paragraph in {syntax.paragraph[token] for token in shown}) / len(voice.tokens)


def _name_by_themselves(voices: list[_Voice], naming: Naming) -> None:
    """Fill in narrators who say who they are, where several tell, each in stretches of their own."""
    names = [voice.narrator if voice.narrator is not None else naming.own_name(voice.tokens) for voice in voices]
    if len({name for name in names if name is not None}) > 1:
        for voice, name in zip(voices, names, strict=True):
            voice.narrator = name


def _name_by_others(untold: list[_Voice], naming: Naming, readers: Counter[int], syntax: Syntax, cast: _Cast) -> None:
    """Fill in narrators of stretches whom nothing names but other people; the rest is told by one without a name."""
    while untold:
        narrator = naming.narrator(_tokens_of(untold, syntax), readers)
        own = [v for v in untold if narrator is None or naming.times_named(v.tokens, narrator) < NAMED_OFTEN]
        if not own:
            narrator, own = None, untold
        for voice in own:
            voice.narrator = cast.unnamed if narrator is None else narrator
        untold = [voice for voice in untold if voice not in own]


def _name_writers(voices: list[_Voice], naming: Naming, syntax: Syntax, cast: _Cast) -> None:
    """Where a story is told in letters, those that nobody signs are by the only one who signs any.

    If nobody does they are all by whom others call by name in them. What is told before the first of them, where a text
    is cut from the middle, is of the same hand; a story that goes on after them is not told in letters.
    """
    first = [voice for voice in voices if voice.person == "first" and not _is_inside(voice, voices)]
    outer = [voice for voice in first if voice.is_letter]
    inside = sum(len(voice.tokens) for voice in voices if voice.is_letter)
    begun = min((voice.pieces[0][0] for voice in outer), default=0)
    goes_on = any(voice.pieces[-1][1] > begun for voice in first if not voice.is_letter)
    if len(outer) < FEWEST_LETTERS or goes_on or inside < sum(len(voice.tokens) for voice in voices) / 2:
        return
    untold = [voice for voice in first if voice.narrator in (None, cast.known_unnamed)]
    known = sorted({voice.narrator for voice in first if voice not in untold and voice.narrator is not None})
    narrator = known[0] if len(known) == 1 else None
    if not known:
        narrator = naming.narrator(_tokens_of(untold, syntax), Counter())
        narrator = cast.unnamed if narrator is None else narrator
    for voice in untold:
        voice.narrator = voice.narrator if narrator is None else narrator


def _is_inside(letter: _Voice, voices: list[_Voice]) -> bool:
    """Whether a letter stands between pieces of another one."""
    start, end = letter.pieces[0][0], letter.pieces[-1][1]
    return any(
        other is not letter and other.is_letter and other.pieces[0][0] < start and other.pieces[-1][1] > end
        for other in voices
    )


def _add_writers(voices: list[_Voice], cast: _Cast) -> None:
    """Fill in somebody without a name as the writer of long unsigned letters; those close together have one."""
    untold = [voice for voice in voices if voice.is_letter and voice.person == "first" and voice.narrator is None]
    groups: list[list[_Voice]] = []
    for voice in untold:
        if groups and voice.tokens[0] - groups[-1][-1].tokens[-1] < NEAR:
            groups[-1].append(voice)
        else:
            groups.append([voice])
    for group in groups:
        if sum(len(voice.tokens) for voice in group) >= LONG_LETTER:
            writer = cast.added_unnamed("the writer")
            for voice in group:
                voice.narrator = writer


def _tokens_of(voices: list[_Voice], syntax: Syntax) -> list[bool]:
    """For each token whether it stands in one of the voices, quotations included."""
    flags = [False] * len(syntax)
    for voice in voices:
        for start, end in voice.pieces:
            for token in syntax.tokens_in(start, end):
                flags[token] = True
    return flags


class _Cast:
    """The entities, and narrators to be added to them."""

    def __init__(self, entities: pa.Table, profiles: pa.Table, entity_names: pa.Table) -> None:
        self.entities: dict[str, list[Any]] = entities.to_pydict()
        self.profiles: dict[str, list[Any]] = profiles.to_pydict()
        self.names: dict[str, list[Any]] = entity_names.to_pydict()
        self.known_unnamed: int | None = None  # the narrator whom nothing names, if there is one

    def people_by_name(self) -> dict[str, int]:
        """Whom each name, in small letters, means most often."""
        rows = sorted(zip(*self.names.values(), strict=True), key=lambda row: row[2])
        return {name.casefold(): entity for entity, name, _ in rows if self.entities["kind"][entity] == "person"}

    def added(self, name: str) -> int:
        """The entity of a person of this name, whom only headings name."""
        known = self.people_by_name().get(name.casefold())
        if known is not None:
            return known
        entity = self._append(name, is_named=True)
        for column, value in zip(self.names.values(), (entity, name, 1), strict=True):
            column.append(value)
        return entity

    @property
    def unnamed(self) -> int:
        """The entity of a narrator whom nothing names."""
        if self.known_unnamed is None:
            self.known_unnamed = self.added_unnamed("the narrator")
        return self.known_unnamed

    def added_unnamed(self, name: str) -> int:
        """A new entity of somebody whom nothing names."""
        return self._append(name, is_named=False)

    def _append(self, name: str, is_named: bool) -> int:
        entity = len(self.entities["kind"])
        for column, value in zip(self.entities.values(), ("person", name, is_named), strict=True):
            column.append(value)
        for column, value in zip(self.profiles.values(), ("unknown", 0.0, False), strict=True):
            column.append(value)
        return entity


def _tables(voices: list[_Voice], cast: _Cast) -> dict[str, pa.Table]:
    is_in_letters = sum(len(voice.tokens) * (1 if voice.is_letter else -1) for voice in voices) > 0
    narrators = {
        voice.narrator for voice in voices if voice.person == "first" and (is_in_letters or not voice.is_letter)
    }
    cast.profiles["is_narrator"] = [entity in narrators for entity in range(len(cast.entities["kind"]))]
    pieces = sorted((start, end, number) for number, voice in enumerate(voices) for start, end in voice.pieces)
    tellers = {
        "start": [start for start, _, _ in pieces],
        "end": [end for _, end, _ in pieces],
        **{name: [getattr(voices[n], name) for _, _, n in pieces] for name in ("letter", "person", "narrator")},
    }
    return {
        "tellers": table_of("tellers", tellers),
        "entities": table_of("entities", cast.entities),
        "entity_names": table_of("entity_names", cast.names),
        "profiles": table_of("profiles", cast.profiles),
    }
