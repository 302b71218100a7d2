"""CoNLL-2012: a word a line, mentions and who they are as nested brackets in the last column.

    document, part, number of the word in its sentence, word, part of speech (Penn), parse ``-``, lemma, frameset ``-``,
    sense ``-``, speaker, named entity ``*``, coreference

The whole story is one part; columns are parted by tabs, as LitBank has them. The speaker stands beside every word of a
quotation. Mentions that refer to nothing else are kept, each with a number of its own. White space in a name becomes
``_``, a control character its picture. Source: the *_conll files of the CoNLL-2012 shared task.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fabula.exports.visible import visible_word
from fabula.exports.word_lines import bracketed, document_name, mention_spans, sentences_of, words_of
from fabula.output import atomic_write
from fabula.story import Story

NOTHING = "-"


def write_conll(story: Story, path: str | Path) -> None:
    """Write the document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        file.write("".join(f"{line}\n" for line in conll_lines(story)).encode("utf-8"))


def conll_lines(story: Story) -> Iterator[str]:
    r"""The lines of the document.

    >>> from fabula.testing import tiny_story
    >>> next(line for line in conll_lines(tiny_story()) if "\tAda\t" in line).split("\t")[2:]
    ['0', 'Ada', 'XX', '-', 'ada', '-', '-', '-', '*', '(0']
    """
    name = document_name(story)
    words, speakers = words_of(story), _speakers(story)
    tags, lemmas = (
        [visible_word(value) or NOTHING for value in story.column("tokens", column).tolist()]
        for column in ("tag", "lemma")
    )
    cells = bracketed(mention_spans(story), lambda span: str(span.cluster), lambda span: str(span.cluster))
    yield f"#begin document ({name}); part 000"
    for first, end in sentences_of(story):
        for number, word in enumerate(range(first, end)):
            place = f"{name}\t0\t{number}\t{words[word]}\t{tags[word]}\t{NOTHING}\t{lemmas[word]}"
            cell = "|".join(cells[word]) if word in cells else NOTHING
            yield f"{place}\t{NOTHING}\t{NOTHING}\t{speakers[word]}\t*\t{cell}"
        yield ""
    yield "#end document"


def _speakers(story: Story) -> list[str]:
    """For each word the name of who says it."""
    names = [visible_word(name) or NOTHING for name in story.column("entities", "name").tolist()]
    found = [NOTHING] * len(story.tables["tokens"])
    spans = (story.column("quote_spans", name) for name in ("quote", "start", "end"))
    quotes, starts, ends = spans
    firsts = np.searchsorted(story.column("tokens", "end"), starts, side="right").tolist()
    lasts = np.searchsorted(story.column("tokens", "start"), ends, side="left").tolist()
    speakers = story.column("quotes", "speaker")[quotes].tolist()
    for first, end, speaker in zip(firsts, lasts, speakers, strict=True):
        if speaker >= 0:
            found[first:end] = [names[speaker]] * (end - first)
    return found
