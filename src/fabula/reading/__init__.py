"""Reading: the visible list of steps that turn a Document into a Story."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from fabula.corrections import Corrections, join_corrections, read_corrections
from fabula.destinations import corrections_path
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse, parse_words
from fabula.language.workers import available_cores
from fabula.reading.attributions import find_attributions
from fabula.reading.callings import find_callings
from fabula.reading.cast import find_cast
from fabula.reading.chapters import document_of, source_tables
from fabula.reading.characters import describe_entities
from fabula.reading.claims import find_claims
from fabula.reading.coreference import link_mentions
from fabula.reading.corrections import apply_corrections
from fabula.reading.descriptions import find_descriptions
from fabula.reading.dialogue import link_dialogue
from fabula.reading.events import find_events
from fabula.reading.feelings import find_feelings
from fabula.reading.headed_lines import find_headed_lines
from fabula.reading.layers import find_layers
from fabula.reading.letters import find_letters
from fabula.reading.mentions import find_mentions
from fabula.reading.modes import find_modes
from fabula.reading.names import find_names
from fabula.reading.narration import find_narration
from fabula.reading.notes import find_notes
from fabula.reading.order import find_order
from fabula.reading.places import find_places
from fabula.reading.presence import find_presence
from fabula.reading.problems import find_problems
from fabula.reading.quotes import find_quotes
from fabula.reading.scenes import find_scenes
from fabula.reading.speakers import find_speakers, suppose_speakers
from fabula.reading.tags import find_tags
from fabula.reading.tellers import find_tellers
from fabula.reading.ties import find_ties
from fabula.schema import TABLES, empty_table, table_of
from fabula.sources.document import Chapter, Document
from fabula.story import Story

Progress = Callable[[int, int, str], None]  # steps done, steps in all, name of the step that starts
Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class Step:
    """A pure function of tables, named by its parameters, that makes further tables.

    The parameter ``syntax`` stands for the text with its ``tokens`` and ``sentences``, ``threads`` for how many
    processor cores to use.
    """

    name: str
    function: Callable[..., Mapping[str, pa.Table]]
    makes: tuple[str, ...]

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """What it takes, by the names of its parameters."""
        return tuple(inspect.signature(self.function).parameters)

    def run(self, syntax: Syntax, threads: int, tables: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
        """The tables it makes of these."""
        known: dict[str, Any] = {"syntax": syntax, "threads": threads}
        return self.function(**{name: known[name] if name in known else tables[name] for name in self.needs})


CAST = (
    *("names", "mentions", "entities", "entity_names", "profiles"),
    *("letters", "letter_readers", "tellers", "guesses", "tales"),
)
"""What changes where two entities turn out to be one: they and what points to them."""

STEPS = (
    Step("lines", find_headed_lines, makes=("headed_lines",)),
    Step("quotes", find_quotes, makes=("quotes", "quote_spans")),
    Step("names", find_names, makes=("names",)),
    Step("speech tags", find_tags, makes=("tags",)),
    Step("modes", find_modes, makes=("quotes",)),
    Step("attributions", find_attributions, makes=("tags",)),
    Step("cast", find_cast, makes=("entities", "entity_names", "profiles", "names")),
    Step("letters", find_letters, makes=("letters", "letter_readers")),
    Step("tellers", find_tellers, makes=("tellers", "tales", "entities", "entity_names", "profiles")),
    Step("mentions", find_mentions, makes=("mentions", "mention_states", "triggers", "sentence_states", "entities")),
    Step("references", link_mentions, makes=("mentions", "entities", "entity_names", "profiles", "guesses")),
    Step("first look", suppose_speakers, makes=("supposed_speakers",)),
    Step("callings", find_callings, makes=CAST),
    Step("corrections", apply_corrections, makes=(*CAST, "corrected_speakers", "misfits")),
    Step("speakers", find_speakers, makes=("quotes", "quote_addressees", "quote_alternatives")),
    Step("dialogue", link_dialogue, makes=("mentions",)),
    Step("characters", describe_entities, makes=("entities",)),
    Step("narration", find_narration, makes=("narration",)),
    Step("events", find_events, makes=("events",)),
    Step("layers", find_layers, makes=("layers", "layer_addressees")),
    Step("scenes", find_scenes, makes=("scenes", "events")),
    Step("places", find_places, makes=("scenes", "place_parts", "entities", "entity_names", "mentions")),
    Step("presence", find_presence, makes=("presence",)),
    Step("chronology", find_order, makes=("order",)),
    Step("claims", find_claims, makes=("claims", "claim_characters")),
    Step("feelings", find_feelings, makes=("emotions", "moods")),
    Step("descriptions", find_descriptions, makes=("descriptions",)),
    Step("relationships", find_ties, makes=("relationships", "relationship_signs", "valences")),
    Step("notes", find_notes, makes=("notes",)),
    Step("problems", find_problems, makes=("problems",)),
)
"""The order of reading."""


def read(
    path: str | Path,
    *,
    progress: bool | Progress = False,
    format: str | None = None,
    threads: int | None = None,
    corrections: Corrections | None = None,
    largest: int | None = None,
) -> Story:
    """The story in the file at ``path``: a book, a ``.fabula`` file, or ``"-"`` for standard input.

    A reader's corrections are taken from ``BOOK.corrections.toml`` beside the book (see docs/corrections.md); what of
    them does not fit the text is in ``story.problems``. A ``.fabula`` file keeps what was corrected when it was made.

    Takes   progress: True shows a bar on a terminal; a function is called before each step
            format: ``txt``, ``md``, ``html``, ``epub`` or ``docx``; by default told from the file
            threads: how many processor cores to use; all by default
            corrections: further ones than those beside the book
            largest: bytes that a book's file may have; 200 MB by default
    Raises  SourceError (S01-S12), CorrectionsError (C01-C03), StoryFileError (F01, F02), ModelError (M01-M03),
            ValueError: less than one thread
    """
    from fabula.sources.opening import LARGEST, open_document
    from fabula.story_file import is_story_file

    if format is None and is_story_file(Path(path)):
        return load(path)
    with _progress_of(progress) as report:
        start = time.perf_counter()
        report(0, len(STEPS) + 2, "source")
        document = open_document(path, format, LARGEST if largest is None else largest)
        beside = corrections_path(path)
        corrections = join_corrections(read_corrections(beside) if beside else None, corrections)
        return read_document(document, report, {"source": time.perf_counter() - start}, threads, corrections)


def read_text(text: str, title: str | None = None, *, threads: int | None = None) -> Story:
    """The story in ``text``, taken as it is; ``threads`` as in ``read``.

    Raises  SourceError (S03, S04, S10), ModelError (M01-M03), ValueError: less than one thread

    >>> story = read_text('"I am Anne," said Anne Shirley. "With an e," she added.')
    >>> [(quote.text, quote.speaker.name) for quote in story.quotes]
    [('"I am Anne,"', 'Anne Shirley'), ('"With an e,"', 'Anne Shirley')]
    """
    from fabula.sources import document_from_text

    return read_document(document_from_text(text, title=title), threads=threads)


def read_again(
    story: Story,
    corrections: Corrections | None = None,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Story:
    """A story read anew from its own text, without its file, with these corrections and no others.

    Raises  ModelError (M01-M03), ValueError: less than one thread
    """
    return read_document(document_of(story), progress, None, threads, corrections)


def read_document(
    document: Document,
    progress: Progress | None = None,
    seconds: Mapping[str, float] | None = None,
    threads: int | None = None,
    corrections: Corrections | None = None,
    steps: Sequence[Step] = STEPS,
) -> Story:
    """The story in a document that a source format has given.

    Takes   seconds: those already spent, by step
            steps: others where what a step would find is known; they make what the steps of the same names make
    Raises  ValueError: less than one thread; ModelError (M01-M03)
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads={threads}: at least 1 is needed, or None for all processor cores")
    report = progress or _no_report
    spent = dict(seconds or {})
    tables: Tables = source_tables(document)
    report(1, len(steps) + 2, "sentences")
    start = time.perf_counter()
    tables["paragraphs"] = split_paragraphs(document)
    cores = threads or available_cores()
    tables.update(parse(document.text, tables["paragraphs"], cores))
    spent["sentences"] = time.perf_counter() - start
    return _finish(document, tables, spent, report, cores, corrections, steps)


def read_words(sentences: Sequence[Sequence[str]], new_paragraphs: Sequence[int] = (0,)) -> Story:
    """The story in text that is already split: its words and sentences are kept, joined by single spaces.

    Takes   sentences: words of each sentence; new_paragraphs: indices of the sentences that begin a paragraph
    """
    document, tables = document_of_words(sentences, new_paragraphs)
    return _finish(document, tables, {}, _no_report, available_cores())


def document_of_words(
    sentences: Sequence[Sequence[str]], new_paragraphs: Sequence[int] = (0,)
) -> tuple[Document, Tables]:
    """The document of words that are already split, and its tables up to the tokens; see ``read_words``."""
    lines = [" ".join(words) for words in sentences]
    text = " ".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    first = [*sorted({0, *new_paragraphs} & set(range(len(lines)))), len(lines)]
    document = Document(text, "words", "words", chapters=(Chapter(0, len(text), "", 0),))
    tables = source_tables(document)
    paragraphs = [(starts[low], starts[high] - 1) for low, high in pairwise(first)]
    tables["paragraphs"] = table_of(
        "paragraphs",
        {
            "start": [start for start, _ in paragraphs],
            "end": [end for _, end in paragraphs],
            "chapter": [0] * len(paragraphs),
            "kind": ["prose"] * len(paragraphs),
        },
    )
    tables.update(parse_words(sentences, tables["paragraphs"]))
    return document, tables


def load(path: str | Path) -> Story:
    """The story in a ``.fabula`` file.

    Raises  SourceNotFound (S01), StoryFileDamaged (F01), StoryFileOfOtherVersion (F02)
    """
    from fabula.errors import SourceNotFound
    from fabula.story_file import load_story

    if not Path(path).exists():
        raise SourceNotFound(f"{path}: no such file; check the name")
    return load_story(Path(path))


def _finish(
    document: Document,
    tables: Tables,
    seconds: dict[str, float],
    report: Progress,
    threads: int,
    corrections: Corrections | None = None,
    steps: Sequence[Step] = STEPS,
) -> Story:
    """Run the steps over a document whose tokens are known."""
    tables["corrections"] = corrections.table if corrections else empty_table("corrections")
    syntax = Syntax.of(document.text, tables["tokens"], tables["sentences"])
    for number, step in enumerate(steps, start=2):
        report(number, len(steps) + 2, step.name)
        start = time.perf_counter()
        tables.update(step.run(syntax, threads, tables))
        seconds[step.name] = time.perf_counter() - start
    report(len(steps) + 2, len(steps) + 2, "done")
    kept = {name: tables[name] if name in tables else empty_table(name) for name in TABLES}
    return Story(document.text, kept, document.metadata, _provenance(document, seconds, corrections))


def _provenance(document: Document, seconds: Mapping[str, float], corrections: Corrections | None) -> dict[str, Any]:
    from fabula import __version__

    given = (
        {"file": corrections.name, "sha256": corrections.digest, "given": len(corrections.table)} if corrections else {}
    )
    return {
        "fabula": __version__,
        "name": document.name,
        "format": document.format,
        **({"corrections": given} if given else {}),
        "seconds": {step: round(spent, 3) for step, spent in seconds.items()},
    }


def _no_report(_done: int, _total: int, _step: str) -> None:
    """Tell nobody."""


def _progress_of(progress: bool | Progress) -> Any:
    if progress is True:
        from fabula.progress import step_progress

        return step_progress()
    return nullcontext(progress if callable(progress) else _no_report)
