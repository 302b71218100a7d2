"""The Project Dialogism Novel Corpus: every quotation of a novel with who says it to whom, and whom it mentions.

A novel is a folder with ``novel_text.txt``, ``quotation_info.csv`` and ``character_info.csv``. The column
``quoteByteSpans`` holds, in spite of its name, offsets in code points, marks left out; in all 18 novels
of our training and development data they hit the quoted words exactly.

A speaker is written by a main name of the character list or, for some, by an alias that stands in the
list of one character only (both *Cecil* and *Mr. Vyse* of *A Room with a View*): these are one character.

The list has the further name *Narr* or *_narr* for who tells the novel, in all three of our 18 novels that are told by
one of their characters. It tells the gender (M, F; U: unknown) of everybody who speaks; X stands for the others.

Mentions are annotated inside quotations only: for each stretch of a quotation a list of texts, one of spans
(which may begin or end with white space) and one of the characters referred to. In 21 quotations of *A Room
with a View* the last list is of another length, so that nobody can tell whom its stretch's mentions mean.

Source  Vishnubhotla, Hammond and Hirst 2022, The Project Dialogism Novel Corpus.
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.text import read_corpus_text

TEXT, QUOTATIONS, CHARACTERS = "novel_text.txt", "quotation_info.csv", "character_info.csv"
QUOTATION_COLUMNS = ("quoteID", "quoteText", "quoteByteSpans", "speaker", "addressees", "quoteType")
MENTION_COLUMNS = ("mentionSpansList", "mentionEntitiesList")
CHARACTER_COLUMNS = ("Main Name", "Aliases")
MOST_CHARACTERS = 2**31 - 1  # in one cell of a table
NOBODY = ("", "nan", "none", "unknown", "unknowable")
NARRATOR = frozenset(("narr", "_narr"))  # what the list calls the narrator, and no text does
GENDERS = {"M": "man", "F": "woman"}


@dataclass(frozen=True)
class GoldQuote:
    """One annotated quotation; ``spans`` are offsets into the novel's text, without the marks."""

    id: str
    type: str  # explicit, anaphoric, implicit; "" where the corpus says nan
    spans: tuple[tuple[int, int], ...]
    speaker: str | None  # a main name of the character list; None if nobody in particular
    addressees: tuple[str, ...]
    referring_expression: str

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[-1][1]

    @property
    def n_characters(self) -> int:
        """How many code points it has."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True)
class GoldMention:
    """One annotated mention inside a quotation, pronouns among them; white space at its ends is left out."""

    start: int
    end: int
    character: str | None  # as for a speaker; None also where it refers to several


@dataclass(frozen=True)
class PdncNovel:
    """A novel with its quotations.

    ``aliases`` maps each main name to all its names, casefolded; ``genders`` maps those whose gender the list
    tells to ``man`` or ``woman``.
    """

    name: str
    path: Path
    text: str
    aliases: Mapping[str, frozenset[str]]
    genders: Mapping[str, str]
    quotes: tuple[GoldQuote, ...]

    @property
    def characters(self) -> tuple[str, ...]:
        """The main names in the order of the list, crowds and unknown voices left out."""
        return tuple(name for name in self.aliases if not name.startswith("_"))

    @property
    def narrator(self) -> str | None:
        """The character who tells the novel; None where nobody in it does."""
        return next((name for name, names in self.aliases.items() if names & NARRATOR), None)

    @property
    def person(self) -> str:
        """The grammatical person of the telling, ``first`` or ``third``."""
        return "third" if self.narrator is None else "first"

    def names_of(self, character: str) -> frozenset[str]:
        """All names of a character, casefolded; its own for one that is not in the character list."""
        return self.aliases.get(character, frozenset((casefolded(character),)))


def novel_folders(paths: Sequence[Path]) -> list[Path]:
    """The novels at ``paths``: a folder that is one, or folders of novels, in alphabetical order.

    Raises  BadCorpus (D01): a path without a novel
    """
    folders: list[Path] = []
    for path in paths:
        found = [path] if (path / TEXT).is_file() else sorted(file.parent for file in path.glob(f"**/{TEXT}"))
        if not found:
            raise BadCorpus(f"{path}: no novel of the corpus here (a folder with {TEXT} and {QUOTATIONS})")
        folders += [folder for folder in found if folder not in folders]
    if not folders:
        raise BadCorpus("no folder given; give one or more folders of the Project Dialogism Novel Corpus")
    return folders


def read_novel(folder: Path) -> PdncNovel:
    """The novel in ``folder``.

    Raises  BadCorpus (D01): a missing file or column, a value that cannot be read, a span outside the text
    """
    text = read_corpus_text(folder / TEXT)
    aliases: dict[str, frozenset[str]] = {}
    genders: dict[str, str] = {}
    for line, row in _rows(folder / CHARACTERS, CHARACTER_COLUMNS):
        main = row["Main Name"].strip()
        names = [str(name) for name in _literal(folder / CHARACTERS, line, "Aliases", row["Aliases"])]
        aliases[main] = frozenset(casefolded(name) for name in [main, *names])
        if row.get("Gender") in GENDERS:
            genders[main] = GENDERS[row["Gender"]]
    quotes = tuple(
        _quote(folder / QUOTATIONS, line, row, aliases, len(text))
        for line, row in _rows(folder / QUOTATIONS, QUOTATION_COLUMNS)
    )
    if not quotes:
        raise BadCorpus(f"{folder / QUOTATIONS}: no quotation in it")
    return PdncNovel(folder.resolve().name, folder, text, aliases, genders, quotes)


def read_mentions(novel: PdncNovel) -> tuple[GoldMention, ...]:
    """The mentions inside the novel's quotations, in their order; stretches whose lists do not agree are left out.

    Raises  BadCorpus (D01): a missing file or column, a value that cannot be read, a span outside the text
    """
    path = novel.path / QUOTATIONS
    columns = (*QUOTATION_COLUMNS, *MENTION_COLUMNS)
    return tuple(mention for line, row in _rows(path, columns) for mention in _mentions(path, line, row, novel))


def casefolded(name: str) -> str:
    """A name for comparison: casefolded, white space as single spaces.

    >>> casefolded("Mr.  Weston ")
    'mr. weston'
    """
    return " ".join(name.casefold().split())


def _quote(path: Path, line: int, row: dict[str, str], aliases: Mapping[str, frozenset[str]], length: int) -> GoldQuote:
    spans = _spans(path, line, row["quoteByteSpans"], length)
    addressees = [str(name) for name in _literal(path, line, "addressees", row["addressees"])]
    known = [character for name in addressees if (character := _character(name, aliases)) is not None]
    kind = row["quoteType"].strip().casefold()
    return GoldQuote(
        id=row["quoteID"],
        type="" if kind == "nan" else kind,
        spans=spans,
        speaker=_character(row["speaker"], aliases),
        addressees=tuple(dict.fromkeys(known)),
        referring_expression=row.get("referringExpression") or "",
    )


def _spans(path: Path, line: int, value: str, length: int) -> tuple[tuple[int, int], ...]:
    spans = _literal(path, line, "quoteByteSpans", value)
    try:
        pairs = tuple(sorted((int(start), int(end)) for start, end in spans))
    except (TypeError, ValueError) as error:
        raise BadCorpus(f"{path}, line {line}: quoteByteSpans is not a list of [start, end]: {value[:40]}") from error
    if not pairs or any(not 0 <= start < end <= length for start, end in pairs):
        raise BadCorpus(f"{path}, line {line}: a span outside the text of {length} characters: {value[:40]}")
    return pairs


def _mentions(path: Path, line: int, row: dict[str, str], novel: PdncNovel) -> Iterator[GoldMention]:
    spans, characters = (_lists(path, line, column, row[column]) for column in MENTION_COLUMNS)
    for of_spans, of_characters in zip(spans, characters, strict=False):
        if len(of_spans) == len(of_characters):
            for span, names in zip(of_spans, of_characters, strict=True):
                yield _mention(path, line, span, names, novel)


def _mention(path: Path, line: int, span: Any, names: Any, novel: PdncNovel) -> GoldMention:
    match span:
        case [int(start), int(end)] if 0 <= start < end <= len(novel.text) and novel.text[start:end].strip():
            text = novel.text[start:end]
        case _:
            raise BadCorpus(f"{path}, line {line}: mentionSpansList holds no words of the text: {str(span)[:40]}")
    if not isinstance(names, list):
        raise BadCorpus(f"{path}, line {line}: mentionEntitiesList holds no list of names: {str(names)[:40]}")
    known = {_character(str(name), novel.aliases) for name in names}
    return GoldMention(
        start=start + len(text) - len(text.lstrip()),
        end=end - len(text) + len(text.rstrip()),
        character=known.pop() if len(known) == 1 else None,
    )


def _lists(path: Path, line: int, column: str, value: str) -> list[list[Any]]:
    """The list of lists in ``value``, one for each stretch of the quotation."""
    found = _literal(path, line, column, value)
    if not all(isinstance(of_stretch, list) for of_stretch in found):
        raise BadCorpus(f"{path}, line {line}: {column} is not a list of lists: {value[:40]}")
    return list(found)


def _character(name: str, aliases: Mapping[str, frozenset[str]]) -> str | None:
    """The main name of the character so called; the name itself if the list has no such character."""
    name = name.strip()
    if name.startswith("_") or name.casefold() in NOBODY:
        return None
    if name in aliases:
        return name
    holders = [main for main, names in aliases.items() if casefolded(name) in names]
    return holders[0] if len(holders) == 1 else name


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file, each with the number of its last line."""
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.DictReader(io.StringIO(read_corpus_text(path).removeprefix("\ufeff"), newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise BadCorpus(f"{path}, line 1: no column {', '.join(missing)}")
    try:
        for row in reader:
            if any(row[column] is None for column in columns):
                raise BadCorpus(f"{path}, line {reader.line_num}: too few columns")
            yield reader.line_num, row
    except csv.Error as error:
        raise BadCorpus(f"{path}, line {reader.line_num}: {error}") from error


def _literal(path: Path, line: int, column: str, value: str) -> Any:
    """The list or set written in ``value`` as Python writes it."""
    try:
        found = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadCorpus(f"{path}, line {line}: {column} cannot be read: {value[:40]}") from error
    if not isinstance(found, list | tuple | set):
        raise BadCorpus(f"{path}, line {line}: {column} is not a list: {value[:40]}")
    return sorted(found, key=str) if isinstance(found, set) else found
