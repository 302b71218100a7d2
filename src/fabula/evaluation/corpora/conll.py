"""CoNLL-2012 coreference: one word a line, the word in the fourth column, its clusters in the last.

LitBank and FantasyCoref write it so. A cluster cell holds ``(3`` where a mention of cluster 3 begins,
``3)`` where it ends, ``(3)`` where it is one word, joined by ``|``. Mentions of a cluster that nest are
closed innermost first. The format knows no paragraphs.
"""

from __future__ import annotations

import re
from pathlib import Path

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.text import read_corpus_text
from fabula.evaluation.corpora.words import GoldMention, WordDocument

BEGIN = re.compile(r"#begin document \(?([^;]*?)\)?;?(?:\s+part (\d+))?\s*$")
PART = re.compile(r"(\()?([^()|]+)(\))?")
NO_CLUSTER = ("", "-", "_", "*")


def read_conll(path: Path) -> list[WordDocument]:
    """The documents of a CoNLL file.

    Raises  BadCorpus (D01): no document, too few columns, a mention that is not closed or not opened
    """
    documents: list[WordDocument] = []
    reader: _DocumentReader | None = None
    for number, line in enumerate(read_corpus_text(path).splitlines(), start=1):
        begin = BEGIN.match(line)
        if begin:
            documents += [reader.document()] if reader else []
            part = begin[2] if begin[2] and int(begin[2]) else None
            reader = _DocumentReader(path, f"{begin[1]}-{part}" if part else begin[1])
        elif line.startswith("#"):
            continue
        elif reader is None:
            if line.strip():
                raise BadCorpus(f"{path}, line {number}: a word before #begin document; is this a CoNLL file?")
        else:
            reader.read(number, line)
    documents += [reader.document()] if reader else []
    if not documents:
        raise BadCorpus(f"{path}: no #begin document in it; is this a CoNLL file?")
    return documents


class _DocumentReader:
    """Gathers the lines of one document."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.sentences: list[list[str]] = [[]]
        self.open: dict[str, list[tuple[int, int]]] = {}  # by cluster: where mentions began, on which line
        self.mentions: list[GoldMention] = []
        self.n_words = 0

    def read(self, number: int, line: str) -> None:
        if not line.strip():
            if self.sentences[-1]:
                self.sentences.append([])
            return
        columns = line.split("\t") if "\t" in line else line.split()
        if len(columns) < 5:
            raise BadCorpus(f"{self.path}, line {number}: {len(columns)} columns where at least 5 were expected")
        self.sentences[-1].append(columns[3])
        cell = columns[-1].strip()
        for opens, cluster, closes in PART.findall("" if cell in NO_CLUSTER else cell):
            if opens:
                self.open.setdefault(cluster, []).append((self.n_words, number))
            if closes:
                if not self.open.get(cluster):
                    raise BadCorpus(f"{self.path}, line {number}: cluster {cluster} ends but did not begin")
                start, _ = self.open[cluster].pop()
                self.mentions.append(GoldMention(start, self.n_words + 1, cluster))
        self.n_words += 1

    def document(self) -> WordDocument:
        unclosed = [(number, cluster) for cluster, starts in self.open.items() for _, number in starts]
        if unclosed:
            number, cluster = min(unclosed)
            raise BadCorpus(f"{self.path}, line {number}: a mention of cluster {cluster} begins and never ends")
        sentences = tuple(tuple(sentence) for sentence in self.sentences if sentence)
        if not sentences:
            raise BadCorpus(f"{self.path}: document {self.name} has no words")
        return WordDocument(self.name, sentences, (0,), tuple(self.mentions))
