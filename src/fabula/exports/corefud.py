"""CorefUD: CoNLL-U with mentions and who they are as nested brackets, ``Entity=``, in the last column.

    # global.Entity = eid-etype-head-other   the number of what is meant, its kind, the mention's head word, counted
                                             from 1, its form; at the first mention also the name, percent-encoded

Every mention is kept, also of what is mentioned once. The dependency relations are spaCy's (ClearNLP style), not those
of Universal Dependencies; words are spaCy's, so *do* and *n't* are two. White space between words is a space or nothing
(``SpaceAfter=No``), inside a word ``_``. Source: Nedoluzhko et al. 2022, CorefUD 1.0; the CorefUD 1.0 format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from fabula.exports.visible import visible_word
from fabula.exports.word_lines import WordSpan, bracketed, document_name, mention_spans, sentences_of, words_of
from fabula.output import atomic_write
from fabula.story import Story

NOTHING = "_"


def write_corefud(story: Story, path: str | Path) -> None:
    """Write the document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        file.write("".join(f"{line}\n" for line in corefud_lines(story)).encode("utf-8"))


def corefud_lines(story: Story) -> Iterator[str]:
    r"""The lines of the document.

    >>> from fabula.testing import tiny_story
    >>> next(line for line in corefud_lines(tiny_story()) if "\tTom\t" in line).split("\t")[-1]
    'Entity=(e1-person-1-form:proper)|SpaceAfter=No'
    """
    name = document_name(story)
    words, relations = words_of(story), _relations(story)
    lemmas, parts, tags = (
        [visible_word(value) or NOTHING for value in story.column("tokens", column).tolist()]
        for column in ("lemma", "pos", "tag")
    )
    spans = mention_spans(story)
    cells = bracketed(spans, _openings(story, spans).__getitem__, lambda span: f"e{span.cluster}")
    is_joined = _is_joined(story)
    paragraphs = story.column("sentences", "paragraph")[story.column("tokens", "sentence")].tolist()
    yield f"# newdoc id = {name}"
    yield "# global.Entity = eid-etype-head-other"
    for number, (first, end) in enumerate(sentences_of(story), start=1):
        if first == 0 or paragraphs[first] != paragraphs[first - 1]:
            yield "# newpar"
        yield f"# sent_id = {name}-{number}"
        text = "".join(words[word] + ("" if is_joined[word] else " ") for word in range(first, end))
        yield f"# text = {text.rstrip(' ')}"
        for word in range(first, end):
            head, relation = relations[word]
            more = [f"Entity={''.join(cells[word])}"] if word in cells else []
            more += ["SpaceAfter=No"] if is_joined[word] else []
            columns = (words[word], lemmas[word], parts[word], tags[word], NOTHING, head, relation, NOTHING)
            yield "\t".join([str(word - first + 1), *columns, "|".join(more) or NOTHING])
        yield ""


def _openings(story: Story, spans: Sequence[WordSpan]) -> dict[WordSpan, str]:
    """What stands after the opening bracket of each mention."""
    kinds, names = (story.column("entities", name).tolist() for name in ("kind", "name"))
    heads, forms, own_kinds = (story.column("mentions", name).tolist() for name in ("head_token", "form", "kind"))
    told: set[int] = set()
    found = {}
    for span in spans:
        is_entity = span.cluster < len(kinds)
        kind = kinds[span.cluster] if is_entity else own_kinds[span.row]
        head = heads[span.row] - span.first + 1
        about = f"form:{forms[span.row]}"
        if is_entity and span.cluster not in told:
            told.add(span.cluster)
            about += f",name:{_encoded(names[span.cluster])}"
        found[span] = f"e{span.cluster}-{kind}-{head if 0 < head <= span.end - span.first else 1}-{about}"
    return found


def _encoded(name: str) -> str:
    """The name in letters, digits and percent signs, so that it holds none of the format's marks."""
    return quote(name, safe="", errors="replace").replace("-", "%2D")


def _relations(story: Story) -> list[tuple[str, str]]:
    """For each word the number of its head in the sentence, 0 for the one root, and how it depends on it."""
    heads, labels = (story.column("tokens", name).tolist() for name in ("head_token", "dep"))
    found = []
    for first, end in sentences_of(story):
        roots = [word for word in range(first, end) if heads[word] == word or not first <= heads[word] < end]
        for word in range(first, end):
            if word not in roots:
                found.append((str(heads[word] - first + 1), visible_word(labels[word]) or NOTHING))
            elif word == roots[0]:
                found.append(("0", "root"))
            else:  # the format allows one root alone
                found.append((str(roots[0] - first + 1), "parataxis"))
    return found


def _is_joined(story: Story) -> list[bool]:
    """For each word whether the next follows without white space."""
    starts, ends = (story.column("tokens", name).tolist() for name in ("start", "end"))
    return [start == end for start, end in zip(starts[1:], ends[:-1], strict=True)] + [False] * bool(starts)
