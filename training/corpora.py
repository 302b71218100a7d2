"""The annotated corpora in one form: words, sentences, quotations, and whatever of mentions and events is marked.

LitBank marks mentions of six kinds with their form, coreference with singletons, and events. GUM marks everything
that can be referred to; its persons, organisations and places are mentions here, its animals and objects (of which
LitBank would mark some) count neither for nor against. FantasyCoref marks no singletons, and stories of our own
(``evaluation/coreference``) people alone, and so both train coreference alone. Quotations, sentences' syntax and the
head words of mentions are fabula's own, as they are when it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.evaluation.corpora.conll import read_conll
from fabula.evaluation.corpora.corefud import read_corefud
from fabula.evaluation.corpora.litbank import read_entities, read_events, read_mentions
from fabula.evaluation.corpora.words import GoldMention, TokenSpan, WordDocument
from fabula.language.noun_phrases import head_word
from fabula.language.syntax import Syntax
from fabula.model.heads import FORMS, KINDS
from fabula.reading import document_of_words
from fabula.reading.headed_lines import find_headed_lines
from fabula.reading.quotes import find_quotes
from training.kept import kept

STORIES = Path(__file__).parent.parent / "evaluation" / "coreference" / "train"  # of our own
LONGEST = 2600  # words trained on at once; longer documents are cut
GUM_KINDS = {"person": ("PER",), "organization": ("ORG",), "place": ("FAC", "GPE", "LOC")}
GUM_UNDECIDED = ("animal", "object", "plant", "substance")


@dataclass(frozen=True)
class Judgement:
    """How likely a teacher holds it.

    ``spans`` int64 [n, 2] to be mentions, ``chances`` float32 [n, 2] in the layers of coreference and of entities;
    ``events`` float32 [n_words].
    """

    spans: NDArray[np.int64]
    chances: NDArray[np.float32]
    events: NDArray[np.float32]


@dataclass
class Example:
    """One document, or a part of it, in words counted from its beginning.

    ``sentence`` and ``quote`` (-1 outside) int64 [n_words]; ``tag`` and ``head`` are spaCy's. ``spans`` int64
    [n_mentions, 2] are half-open; ``kinds`` bool [n_mentions, 6] are the kinds each may be of (all: unknown);
    ``forms`` and ``clusters`` int64 [n_mentions].
    """

    name: str
    corpus: str
    words: list[str]
    sentence: NDArray[np.int64]
    quote: NDArray[np.int64]
    tag: list[str]
    head: NDArray[np.int64]
    spans: NDArray[np.int64]
    kinds: NDArray[np.bool_]
    forms: NDArray[np.int64]
    clusters: NDArray[np.int64]
    has_all_mentions: bool
    undecided: list[TokenSpan] = field(default_factory=list)
    entities: list[TokenSpan] | None = None  # LitBank's entities layer, which differs a little
    events: NDArray[np.bool_] | None = None
    judgement: Judgement | None = None  # of a teacher, in place of what annotators marked


def load_examples(data: Path, part: str, cache: Path) -> list[Example]:
    """The examples of ``train`` or ``dev``, from ``cache`` if they were made before."""
    examples: list[Example] = kept(cache / f"{part}.pickle", lambda: list(_examples(data, part)))
    return examples


def _examples(data: Path, part: str) -> Iterator[Example]:
    for path in sorted((data / "litbank" / part / "coref").glob("*.conll")):
        yield from _cut(_litbank(path))
    for path in sorted((data / "gum" / part).glob("*.conllu")):
        for document in read_corefud(path):
            yield from _cut(_gum(document))
    if part == "train":
        for document in read_conll(data / "fantasycoref" / "gft.conll"):
            yield from _cut(_links_alone(document, "fantasycoref"))
        for path in sorted(STORIES.glob("*.conllu")):
            yield from _cut(_links_alone(read_corefud(path)[0], "stories"))


def _litbank(path: Path) -> Example:
    document = read_conll(path)[0]
    _, marked = read_mentions(path.with_suffix(".ann"))
    marks = {mention.span: mention for mention in marked}
    mentions = _in_order(mention for mention in document.mentions if mention.span in marks)
    example = _example(document, "litbank", mentions, has_all_mentions=True)
    for row, mention in enumerate(mentions):
        example.kinds[row] = [kind == marks[mention.span].kind for kind in KINDS]
        example.forms[row] = FORMS.index(marks[mention.span].form)
    folder, name = path.parent.parent, f"{path.stem}.tsv"
    example.entities = [entity.span for entity in read_entities(folder / "entities" / name)[1]]
    events = np.zeros(len(example.words), bool)
    events[list(read_events(folder / "events" / name)[1])] = True
    example.events = events
    return example


def _gum(document: WordDocument) -> Example:
    mentions = _in_order(mention for mention in document.mentions if mention.kind in GUM_KINDS)
    example = _example(document, "gum", mentions, has_all_mentions=True)
    for row, mention in enumerate(mentions):
        example.kinds[row] = [kind in GUM_KINDS[str(mention.kind)] for kind in KINDS]
    example.undecided = [mention.span for mention in document.mentions if mention.kind in GUM_UNDECIDED]
    return example


def _links_alone(document: WordDocument, corpus: str) -> Example:
    return _example(document, corpus, _in_order(document.mentions), has_all_mentions=False)


def _in_order(mentions: Iterable[GoldMention]) -> list[GoldMention]:
    """One mention of each span, in reading order, longer before shorter."""
    return sorted({m.span: m for m in mentions}.values(), key=lambda m: (m.start_token, -m.end_token))


def _example(document: WordDocument, corpus: str, mentions: Sequence[GoldMention], has_all_mentions: bool) -> Example:
    """The document with fabula's quotations and syntax and with mentions in order, row by row."""
    source, tables = document_of_words(document.sentences, document.new_paragraphs)
    syntax = Syntax.of(source.text, tables["tokens"], tables["sentences"])
    if len(syntax) != len(document.words):
        raise ValueError(f"{document.name}: its words were not kept")
    return example_of(document.name, corpus, syntax, tables, mentions, has_all_mentions)


def example_of(
    name: str,
    corpus: str,
    syntax: Syntax,
    tables: Mapping[str, pa.Table],
    mentions: Sequence[GoldMention],
    has_all_mentions: bool,
) -> Example:
    """The example of a text whose ``paragraphs`` and ``emphasis`` are in tables, with its mentions in order.

    Their kinds are unknown, their forms by the head's part of speech.
    """
    lines = find_headed_lines(tables["paragraphs"], syntax)["headed_lines"]
    quote_spans = find_quotes(tables["paragraphs"], syntax, tables["emphasis"], lines)["quote_spans"]
    numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(m.cluster for m in mentions))}
    example = Example(
        name=name,
        corpus=corpus,
        words=syntax.text,
        sentence=np.array(syntax.sentence),
        quote=np.array(syntax.rows_of_tokens(quote_spans, "quote")),
        tag=syntax.tag,
        head=np.array(syntax.head),
        spans=np.array([m.span for m in mentions], np.int64).reshape(-1, 2),
        kinds=np.ones((len(mentions), len(KINDS)), bool),
        forms=np.zeros(len(mentions), np.int64),
        clusters=np.array([numbers[m.cluster] for m in mentions], np.int64),
        has_all_mentions=has_all_mentions,
    )
    for row, (first, end) in enumerate(example.spans.tolist()):
        example.forms[row] = _form_of_tag(syntax.tag[head_word(syntax.head, first, end - 1)])
    return example


def _form_of_tag(tag: str) -> int:
    return FORMS.index("PROP" if tag.startswith("NNP") else "PRON" if tag.startswith(("PRP", "W", "DT")) else "NOM")


def _cut(example: Example) -> Iterator[Example]:
    """The example, in parts of at most LONGEST words that end with a sentence."""
    count = len(example.words)
    if count <= LONGEST:
        yield example
        return
    n_parts = -(-count // LONGEST)
    borders = [0]
    for part in range(1, n_parts):
        place = part * count // n_parts
        while example.sentence[place] == example.sentence[place - 1]:
            place += 1
        borders.append(place)
    for low, high in zip(borders, [*borders[1:], count], strict=True):
        yield _part(example, low, high)


def _part(example: Example, low: int, high: int) -> Example:
    kept = (example.spans[:, 0] >= low) & (example.spans[:, 1] <= high)

    def moved(spans: list[TokenSpan]) -> list[TokenSpan]:
        return [(first - low, end - low) for first, end in spans if low <= first and end <= high]

    return Example(
        name=f"{example.name}:{low}",
        corpus=example.corpus,
        words=example.words[low:high],
        sentence=example.sentence[low:high],
        quote=example.quote[low:high],
        tag=example.tag[low:high],
        head=np.clip(example.head[low:high] - low, 0, high - low - 1),
        spans=example.spans[kept] - low,
        kinds=example.kinds[kept],
        forms=example.forms[kept],
        clusters=example.clusters[kept],
        has_all_mentions=example.has_all_mentions,
        undecided=moved(example.undecided),
        entities=None if example.entities is None else moved(example.entities),
        events=None if example.events is None else example.events[low:high],
    )
