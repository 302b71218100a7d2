"""LitBank's quotations as the models of dialogue take them, with the paragraphs that LitBank has lost.

Each excerpt of LitBank is the beginning of a novel, letter by letter: only blanks, marks and where words are parted may
differ. So the beginning of the novel itself is read, and so far beyond the excerpt that its people are met again; who
speaks there is not known. Whom an entity stands for is told by the annotated mentions that it was given. Novels that
the Project Dialogism Novel Corpus has are left out: most of their quotations are there already, and one that is held
out stays unseen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.evaluation.corpora.litbank import layer_files, read_mentions, read_quotations
from fabula.evaluation.corpora.pdnc import GoldQuote, PdncNovel, casefolded, novel_folders
from fabula.evaluation.corpora.words import TokenSpan
from fabula.sources import document_from_text
from training.dialogue import Dialogue, dialogue_in, gold_of_quotes, scene_of, tables_before_speakers
from training.kept import kept

BEYOND = 4000  # words that are read after the excerpt
WORD, PARAGRAPH_BREAK = re.compile(r"\S+"), re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a novel with what LitBank says of it.

    ``novel``: the text that is read, and the quotations, whose speakers are LitBank's ids; ``letters`` int64
    [n_letters]: where the letters and digits of that text stand; ``mentions``: by first letter and end, to whom each
    refers, and whether by name.
    """

    novel: PdncNovel
    letters: NDArray[np.int64]
    mentions: dict[tuple[int, int], tuple[str, bool]]

    def stands_for(self, mentions: pa.Table) -> dict[int, str]:
        """Whom each of our entities refers to most often, by name if it ever does."""
        votes: dict[int, Counter[tuple[bool, str]]] = defaultdict(Counter)
        columns = (mentions[name].to_numpy(zero_copy_only=False) for name in ("start", "end"))
        first, end = (np.searchsorted(self.letters, column).tolist() for column in columns)
        for span, entity in zip(zip(first, end, strict=True), mentions["entity"].to_pylist(), strict=True):
            if entity is not None and span in self.mentions:
                meant, is_name = self.mentions[span]
                votes[entity][is_name, meant] += 1
        return {entity: max(counts, key=lambda vote: (vote[0], counts[vote]))[1] for entity, counts in votes.items()}


def load_excerpt_dialogues(data: Path, part: str, cache: Path) -> list[Dialogue]:
    """The excerpts of ``train`` or ``dev``, from ``cache`` if they were read before."""
    return [dialogue_of_excerpt(*read) for read in load_excerpts(data, part, cache)]


def load_excerpts(data: Path, part: str, cache: Path) -> list[tuple[Excerpt, str, dict[str, pa.Table]]]:
    """The same as they are: each excerpt with its text and its tables before the step that finds speakers."""
    elsewhere = [_title(folder.name) for folder in novel_folders([data / "pdnc"])]
    found = []
    for path in layer_files([data / "litbank" / part], "quotations", ".ann"):
        words = path.stem.split("_")[1:]
        if any(words[: len(title)] == title for title in elsewhere):
            continue
        excerpt = read_excerpt(path, data / "novels" / f"{path.stem}.txt")
        if excerpt.novel.quotes:
            read = kept(cache / f"litbank-{part}-{path.stem}.pickle", partial(_read, excerpt.novel.text, path.stem))
            found.append((excerpt, *read))
    return found


def _read(text: str, title: str) -> tuple[str, dict[str, pa.Table]]:
    return tables_before_speakers(document_from_text(text, title=title))


def _title(name: str) -> list[str]:
    """The words of a title as the folders of novels have it.

    >>> _title("ARoomWithAView")
    ['a', 'room', 'with', 'a', 'view']
    """
    return [word.lower() for word in re.findall("[A-Z][a-z]*", name)]


def dialogue_of_excerpt(excerpt: Excerpt, text: str, tables: dict[str, pa.Table]) -> Dialogue:
    """The turns of an excerpt, and what is right of them as far as it goes; of addressees nothing is known."""
    speakers, _ = gold_of_quotes(tables["quote_spans"], excerpt.novel)
    scene = scene_of(text, tables)
    return dialogue_in(scene, excerpt.novel.name, speakers, {}, excerpt.stands_for(tables["mentions"]))


def read_excerpt(path: Path, novel: Path) -> Excerpt:
    """The excerpt whose quotations are at ``path``, in its novel.

    Raises  BadCorpus (D01): a broken layer; ValueError: the novel does not begin with it
    """
    words, quotes = read_quotations(path)
    _, mentions = read_mentions(path.parent.parent / "coref" / path.name)
    text = novel.read_text(encoding="utf-8")
    own, letters = _letters(words.text), _letters(text)
    if [words.text[place] for place in own] != [text[place] for place in letters[: len(own)]]:
        raise ValueError(f"{novel}: does not begin with LitBank's excerpt of it")
    text = text[: _end(text, int(letters[len(own) - 1]) + 1)]
    letters = letters[: np.searchsorted(letters, len(text))]

    def span_of(span: TokenSpan) -> tuple[int, int]:
        first, end = np.searchsorted(own, words.characters(span)).tolist()
        return first, end

    gold = [
        GoldQuote(quote.id, "", ((int(letters[first]), int(letters[end - 1]) + 1),), quote.speaker, (), "")
        for quote in quotes
        for first, end in [span_of(quote.span)]
        if first < end
    ]
    names: dict[str, set[str]] = {quote.speaker: set() for quote in quotes if quote.speaker}
    for mention in mentions:
        if mention.form == "PROP" and mention.entity in names:
            names[mention.entity].add(casefolded(words.words_of(mention.span)))
    aliases = {speaker: frozenset(known) for speaker, known in names.items()}
    meant = {span_of(mention.span): (mention.entity, mention.form == "PROP") for mention in mentions if mention.entity}
    return Excerpt(PdncNovel(path.stem, path, text, aliases, {}, tuple(gold)), letters, meant)


def _letters(text: str) -> NDArray[np.int64]:
    """Where the letters and digits of a text stand."""
    return np.array([place for place, character in enumerate(text) if character.isalnum()], np.int64)


def _end(text: str, position: int) -> int:
    """The end of the paragraph that lies BEYOND words after a position."""
    further = next(islice(WORD.finditer(text, position), BEYOND, None), None)
    found = PARAGRAPH_BREAK.search(text, further.start()) if further else None
    return found.start() if found else len(text)
