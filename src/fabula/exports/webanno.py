"""WebAnno TSV 3.3, which INCEpTION imports: sentences, tokens, mentions as chains, and who says what.

    coreference    a chain for each entity, with its name on every link; what is mentioned once is a chain of one
    named entity   over each stretch of a quotation, sentence by sentence: the name of who says it, or *

Both layers are INCEpTION's own, so that the file goes into a new project as it is; the second holds speakers because no
layer of its own does. Offsets count UTF-16 units, as the format wants. Line ends and tabs of the text are spaces, other
control characters their pictures, one for one; a backslash in a name is ⧵, for the format cannot end a value with one.
Source: INCEpTION user guide, WebAnno TSV 3.3, and the files that INCEpTION tests itself with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fabula.exports.visible import IN_WORDS, SPACES, visible
from fabula.exports.word_lines import mention_spans, sentences_of
from fabula.output import atomic_write
from fabula.story import Story

HEADER = (
    "#FORMAT=WebAnno TSV 3.3",
    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value",
    "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType",
    "",
)
NOTHING, UNKNOWN = "_", "*"
ONE_LINE: Mapping[int, int | str] = {
    **{code: shown for code, shown in IN_WORDS.items() if code not in SPACES},
    **{ord(mark): " " for mark in "\t\n\r"},
}
IN_VALUES: Mapping[int, int | str] = {**ONE_LINE, **{ord(mark): f"\\{mark}" for mark in "[]|_;*"}, ord("\\"): "⧵"}


def write_webanno(story: Story, path: str | Path) -> None:
    """Write the document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        file.write("".join(f"{line}\n" for line in webanno_lines(story)).encode("utf-8"))


def webanno_lines(story: Story) -> Iterator[str]:
    r"""The lines of the document.

    >>> from fabula.testing import tiny_story
    >>> next(line for line in webanno_lines(tiny_story()) if "\tTom\t" in line).split("\t")[2:6]
    ['Tom', 'Ada Finch[1]', '*->2-2', 'Tom[2]']
    """
    text = story.text.translate(ONE_LINE)
    starts, ends = (story.column("tokens", name).tolist() for name in ("start", "end"))
    units = _units(story)
    firsts, lasts = (units[story.column("tokens", name)].tolist() for name in ("start", "end"))
    sentences = sentences_of(story)
    links, names = _chains(story)
    speakers = _speakers(story, sentences)
    yield from HEADER
    for number, (first, end) in enumerate(sentences, start=1):
        yield ""
        yield f"#Text={text[starts[first] : ends[end - 1]]}".replace("\\", "\\\\")
        for token in range(first, end):
            place = f"{number}-{token - first + 1}\t{firsts[token]}-{lasts[token]}\t{text[starts[token] : ends[token]]}"
            cells = ("|".join(found.get(token, [NOTHING])) for found in (speakers, links, names))
            yield "\t".join([place, *cells, ""])


def escaped(value: str) -> str:
    r"""A value with the format's marks made harmless, on one line.

    >>> escaped("a_b -> [c]")
    'a\\_b \\-> \\[c\\]'
    """
    return visible(value).translate(IN_VALUES).replace("->", "\\->") or UNKNOWN


def _units(story: Story) -> Any:
    """For each position of the text how many UTF-16 units come before it; int64 [length + 1]."""
    codes = np.frombuffer(story.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.concatenate([[0], np.cumsum(1 + (codes > 0xFFFF))])


def _chains(story: Story) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Token -> the links at it, and the names at it, in the same order."""
    entities = [escaped(name) for name in story.column("entities", "name").tolist()]
    links: dict[int, list[str]] = defaultdict(list)
    names: dict[int, list[str]] = defaultdict(list)
    length: Counter[int] = Counter()
    for span in mention_spans(story):
        length[span.cluster] += 1
        chain = span.cluster + 1
        name = entities[span.cluster] if span.cluster < len(entities) else UNKNOWN
        for token in range(span.first, span.end):
            links[token].append(f"{UNKNOWN}->{chain}-{length[span.cluster]}")
            names[token].append(f"{name}[{chain}]")
    return links, names


def _speakers(story: Story, sentences: list[tuple[int, int]]) -> dict[int, list[str]]:
    """Token -> who says it; each stretch of a quotation has a number, and another in each sentence."""
    entities = [escaped(name) for name in story.column("entities", "name").tolist()]
    sentence_of = np.repeat(np.arange(len(sentences)), [end - first for first, end in sentences]).tolist()
    quotes, starts, ends = (story.column("quote_spans", name) for name in ("quote", "start", "end"))
    firsts = np.searchsorted(story.column("tokens", "end"), starts, side="right").tolist()
    lasts = np.searchsorted(story.column("tokens", "start"), ends, side="left").tolist()
    speakers = story.column("quotes", "speaker")[quotes].tolist()
    numbers: dict[tuple[int, int], int] = {}
    found: dict[int, list[str]] = defaultdict(list)
    for stretch, (first, end, speaker) in enumerate(zip(firsts, lasts, speakers, strict=True)):
        name = entities[speaker] if speaker >= 0 else UNKNOWN
        for token in range(first, end):
            number = numbers.setdefault((stretch, sentence_of[token]), len(numbers) + 1)
            found[token].append(f"{name}[{number}]")
    return found
