"""CorefUD: Universal Dependencies with coreference in the last column, as GUM has it.

``Entity=(17-person-new-...(4-person-...)`` opens a mention of entity 17 and one of entity 4 that is this
word only; ``17)`` closes the first. ``# global.Entity`` names the fields between the hyphens. Words are
the syntactic ones (*do*, *n't*): the lines of multiword tokens and of empty nodes are left out, and so
are split antecedents and bridging. Of a mention in several pieces only the first counts.

Source  Nedoluzhko et al. 2022, CorefUD 1.0; Zeldes 2017, The GUM corpus
"""

from __future__ import annotations

import re
from pathlib import Path

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.text import read_corpus_text
from fabula.evaluation.corpora.words import GoldMention, WordDocument

BRACKET = re.compile(r"(\()?([^()]+)(\))?")
PIECE = re.compile(r"\[(\d+)/\d+\]$")


def read_corefud(path: Path) -> list[WordDocument]:
    """The documents of a CoNLL-U file with ``Entity=``.

    Raises  BadCorpus (D01): no global.Entity, a line of other than ten columns, unbalanced brackets
    """
    documents: list[WordDocument] = []
    fields: list[str] = []
    reader = _DocumentReader(path, path.stem, fields)
    for number, line in enumerate(read_corpus_text(path).splitlines(), start=1):
        key, _, value = line.removeprefix("#").partition("=")
        if line.startswith("# newdoc"):
            documents += [reader.document()] if reader.n_words else []
            reader = _DocumentReader(path, value.strip() or path.stem, fields)
        elif line.startswith("# global.Entity"):
            fields[:] = value.strip().split("-")
        elif line.startswith("#"):
            reader.is_new_paragraph |= key.strip().split(" ")[0] == "newpar"
        else:
            reader.read(number, line)
    documents += [reader.document()] if reader.n_words else []
    if not documents:
        raise BadCorpus(f"{path}: no words in it; is this a CoNLL-U file?")
    if "etype" not in fields:
        raise BadCorpus(f"{path}: no # global.Entity with an etype; is this a file of CorefUD?")
    return documents


class _DocumentReader:
    """Gathers the lines of one document."""

    def __init__(self, path: Path, name: str, fields: list[str]) -> None:
        self.path, self.name, self.fields = path, name, fields
        self.sentences: list[list[str]] = [[]]
        self.new_paragraphs: list[int] = []
        self.is_new_paragraph = False
        self.open: dict[str, list[tuple[int, str, int]]] = {}  # by entity: word, kind, line
        self.mentions: list[GoldMention] = []
        self.n_words = 0

    def read(self, number: int, line: str) -> None:
        if not line.strip():
            if self.sentences[-1]:
                self.sentences.append([])
            return
        columns = line.split("\t")
        if len(columns) != 10:
            raise BadCorpus(f"{self.path}, line {number}: {len(columns)} columns where 10 were expected")
        if not columns[0].isdigit():  # 8-9 is a multiword token, 8.1 an empty node
            return
        if self.is_new_paragraph:
            self.new_paragraphs.append(len(self.sentences) - 1)
            self.is_new_paragraph = False
        self.sentences[-1].append(columns[1])
        for feature in columns[9].split("|"):
            if feature.startswith("Entity="):
                self._read_entities(number, feature.removeprefix("Entity="))
        self.n_words += 1

    def _read_entities(self, number: int, value: str) -> None:
        for opens, name, closes in BRACKET.findall(value):
            parts = name.split("-")
            entity = parts[0]
            if opens:
                place = self.fields.index("etype") if "etype" in self.fields else 1
                kind = parts[place] if place < len(parts) else ""
                self.open.setdefault(entity, []).append((self.n_words, kind, number))
            if closes:
                if not self.open.get(entity):
                    raise BadCorpus(f"{self.path}, line {number}: entity {entity} ends but did not begin")
                self._close(entity)

    def _close(self, entity: str) -> None:
        start, kind, _ = self.open[entity].pop()
        piece = PIECE.search(entity)
        if piece is None or piece[1] == "1":
            self.mentions.append(GoldMention(start, self.n_words + 1, PIECE.sub("", entity), kind))

    def document(self) -> WordDocument:
        unclosed = [(number, entity) for entity, starts in self.open.items() for _, _, number in starts]
        if unclosed:
            number, entity = min(unclosed)
            raise BadCorpus(f"{self.path}, line {number}: a mention of entity {entity} begins and never ends")
        sentences = tuple(tuple(sentence) for sentence in self.sentences if sentence)
        new_paragraphs = tuple(dict.fromkeys((0, *self.new_paragraphs)))
        return WordDocument(self.name, sentences, new_paragraphs, tuple(self.mentions))
