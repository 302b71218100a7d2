"""LitBank: excerpts of 2,000 words with entities, events, quotations and mentions, a folder for each layer.

All layers share their words and sentences. Where two layers mark the same thing they do not wholly agree:
of the names and descriptions in ``entities`` about one in fourteen is not in ``coref`` so, and conversely
one in forty. LitBank does not keep paragraphs; to guess them from quotation marks gains nothing (F1 of
quotations 0.90 with and without), so none are given.

Source  Bamman, Popat and Shen 2019; Sims, Park and Bamman 2019; Bamman, Lewke and Mansoor 2020
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.text import read_corpus_text
from fabula.evaluation.corpora.words import TokenSpan, WordDocument

Line = TypeVar("Line")


@dataclass(frozen=True)
class TypedSpan:
    """Words [start, end) of a document with their type, and what else the layer says of them."""

    span: TokenSpan
    kind: str  # PER FAC GPE LOC VEH ORG
    form: str = ""  # PROP NOM PRON
    entity: str = ""  # the annotation's id of what they refer to


@dataclass(frozen=True)
class QuotedSpan:
    """One stretch of direct speech, marks included, and the annotation's id of who says it."""

    id: str
    span: TokenSpan
    speaker: str | None


def layer_files(paths: Sequence[Path], layer: str, suffix: str) -> list[Path]:
    """The files of a layer at ``paths``: such files, the layer's folder, or any folder above it.

    Raises  BadCorpus (D01): a path without one
    """
    files: list[Path] = []
    for path in paths:
        inside = path.glob(f"*{suffix}") if path.name == layer else path.glob(f"**/{layer}/*{suffix}")
        found = [path] if path.is_file() else sorted(inside)
        if not found:
            raise BadCorpus(f"{path}: no file {layer}/*{suffix} of LitBank here")
        if found[0].suffix != suffix:
            raise BadCorpus(f"{path}: LitBank's {layer} are in {suffix} files")
        files += [file for file in found if file not in files]
    if not files:
        raise BadCorpus("no file given; give LitBank's folder, or files of it")
    return files


def read_entities(path: Path) -> tuple[WordDocument, list[TypedSpan]]:
    """The words of ``entities/*.tsv`` and its spans, which may nest: each column is one layer of BIO tags.

    Raises  BadCorpus (D01): a tag that is not BIO, or an I- that continues nothing
    """
    sentences = _tagged_sentences(path)
    spans: set[TypedSpan] = set()
    first = 0
    for sentence in sentences:
        for column in range(max(len(word.tags) for word in sentence)):
            spans |= _bio_spans(path, sentence, column, first)
        first += len(sentence)
    return _document(path, sentences), sorted(spans, key=lambda found: found.span)


def read_events(path: Path) -> tuple[WordDocument, set[int]]:
    """The words of ``events/*.tsv`` and the positions of those that name an event asserted to have happened.

    Raises  BadCorpus (D01): a tag that is neither EVENT nor O
    """
    sentences = _tagged_sentences(path)
    words = [word for sentence in sentences for word in sentence]
    for word in words:
        if word.tags[0] not in ("EVENT", "O"):
            raise BadCorpus(f"{path}, line {word.line}: the tag {word.tags[0]!r} is neither EVENT nor O")
    return _document(path, sentences), {token for token, word in enumerate(words) if word.tags[0] == "EVENT"}


def read_mentions(path: Path) -> tuple[WordDocument, list[TypedSpan]]:
    """The words of ``coref/*.txt`` and the mentions of the ``.ann`` beside it, with kind, form and entity.

    Raises  BadCorpus (D01): a missing .txt, too few columns, a position outside the text
    """
    document = _document_beside(path)
    annotations = list(_annotations(path, {"MENTION": 9, "COREF": 3}))
    entities = {fields[1]: fields[2] for _, fields in annotations if fields[0] == "COREF"}
    mentions = [
        TypedSpan(_span(path, number, document, fields[2:6]), fields[7], fields[8], entities.get(fields[1], ""))
        for number, fields in annotations
        if fields[0] == "MENTION"
    ]
    return document, mentions


def read_quotations(path: Path) -> tuple[WordDocument, list[QuotedSpan]]:
    """The words of ``quotations/*.txt`` and the quotations of the ``.ann`` beside it.

    Raises  BadCorpus (D01): a missing .txt, too few columns, a position outside the text
    """
    document = _document_beside(path)
    spans: dict[str, TokenSpan] = {}
    speakers: dict[str, str] = {}
    for number, fields in _annotations(path, {"QUOTE": 7, "ATTRIB": 3}):
        if fields[0] == "QUOTE":
            spans[fields[1]] = _span(path, number, document, fields[2:6])
        else:
            speakers[fields[1]] = fields[2]
    return document, [QuotedSpan(id, span, speakers.get(id)) for id, span in spans.items()]


class _TaggedWord(NamedTuple):
    line: int
    word: str
    tags: tuple[str, ...]


def _tagged_sentences(path: Path) -> list[list[_TaggedWord]]:
    """The words of a file with one word a line, its tags after it, and blank lines between sentences."""
    sentences: list[list[_TaggedWord]] = [[]]
    for number, line in enumerate(read_corpus_text(path).splitlines(), start=1):
        if not line.strip():
            sentences += [[]] if sentences[-1] else []
            continue
        word, *tags = line.split("\t")
        if not tags:
            raise BadCorpus(f"{path}, line {number}: a word without a tag; is this a file of LitBank?")
        sentences[-1].append(_TaggedWord(number, word, tuple(tag.strip() or "O" for tag in tags)))
    return _not_empty(path, [sentence for sentence in sentences if sentence])


def _bio_spans(path: Path, sentence: Sequence[_TaggedWord], column: int, first: int) -> set[TypedSpan]:
    """The spans of one column of a sentence whose first word is token ``first``."""
    spans: set[TypedSpan] = set()
    start, kind = 0, ""
    for place, word in enumerate([*sentence, _TaggedWord(0, "", ())]):
        tag = word.tags[column] if column < len(word.tags) else "O"
        if kind and tag == f"I-{kind}":
            continue
        if kind:
            spans.add(TypedSpan((first + start, first + place), kind))
        if tag != "O" and not tag.startswith("B-"):
            raise BadCorpus(f"{path}, line {word.line}: the tag {tag!r} continues nothing")
        start, kind = place, tag.removeprefix("B-") if tag != "O" else ""
    return spans


def _document(path: Path, sentences: Sequence[Sequence[_TaggedWord]]) -> WordDocument:
    return WordDocument(path.stem, tuple(tuple(word.word for word in sentence) for sentence in sentences))


def _document_beside(path: Path) -> WordDocument:
    """The words of the ``.txt`` beside an ``.ann``: a sentence a line, words between spaces."""
    beside = path.with_suffix(".txt")
    lines = read_corpus_text(beside).splitlines()
    return WordDocument(path.stem, tuple(tuple(line.split(" ")) for line in _not_empty(beside, lines)))


def _annotations(path: Path, columns: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each annotation of the given kinds; others are passed over."""
    for number, line in enumerate(read_corpus_text(path).splitlines(), start=1):
        fields = line.split("\t")
        if fields[0] in columns:
            if len(fields) < columns[fields[0]]:
                raise BadCorpus(f"{path}, line {number}: {fields[0]} with {len(fields)} columns")
            yield number, fields


def _span(path: Path, number: int, document: WordDocument, fields: Sequence[str]) -> TokenSpan:
    """The words from a sentence and word to a sentence and word, the last included."""
    try:
        first_sentence, first, last_sentence, last = (int(field) for field in fields)
        inside = first < len(document.sentences[first_sentence]) and last < len(document.sentences[last_sentence])
    except (ValueError, IndexError):
        inside = False
    if not inside:
        raise BadCorpus(f"{path}, line {number}: {' '.join(fields)} is no place in {path.stem}.txt")
    start, end = document.token_of(first_sentence, first), document.token_of(last_sentence, last) + 1
    if start >= end:
        raise BadCorpus(f"{path}, line {number}: {' '.join(fields)} ends before it begins")
    return (start, end)


def _not_empty(path: Path, lines: list[Line]) -> list[Line]:
    if not lines:
        raise BadCorpus(f"{path}: no words in it")
    return lines
