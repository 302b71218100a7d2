"""Let a trained reader mark unlabelled novels: ``python -m training.label DATA TEACHER -o FILE``.

The problem. LitBank has eighty passages; a large encoder learns more from them than a small one, and is too slow to
read books with. So the large one reads some hundreds of passages more, and the small one learns from what it found,
with how sure it was. Source: knowledge distillation, Hinton et al. 2015.

Only novels are taken of which LitBank's train part has a passage: the novels behind the other parts stay unseen.
"""

from __future__ import annotations

import argparse
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.language.workers import available_cores
from fabula.reading.chapters import source_tables
from fabula.sources import document_from_text
from training.batch import batch_of
from training.corpora import Example, Judgement, example_of
from training.evaluate import load_reader, spans_above
from training.linking import link_greedily, references
from training.model import Reader

PASSAGE = 12_000  # characters, about 2,100 words: as long as LitBank's
LEAST_CHANCE = 0.02  # spans less likely to be a mention are taken for none
POSSIBLE = 0.1  # a kind at least so likely is one the mention may be of


def main() -> None:
    """Write the marked passages as examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of corpora, with novels/ and litbank/train/")
    parser.add_argument("teacher", type=Path, help="best.pt of a run with a large encoder")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=6, help="passages of each novel")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    model, tokenizer = load_reader(options.teacher)
    model.to(options.device)
    passages = list(unlabelled(options.data, options.passages))
    marked = []
    for number, passage in enumerate(passages, start=1):
        marked.append(label(model, tokenizer, passage, options.device))
        if number % 20 == 0:
            print(f"{number}/{len(passages)}", flush=True)
    part = options.output.with_suffix(".part")
    part.write_bytes(pickle.dumps(marked))
    part.replace(options.output)


def unlabelled(data: Path, count: int) -> Iterator[Example]:
    """``count`` passages of each novel, evenly apart, each beginning and ending with a paragraph."""
    train = {path.stem for path in (data / "litbank" / "train" / "coref").glob("*.conll")}
    for path in sorted((data / "novels").glob("*.txt")):
        if path.stem not in train:
            continue
        paragraphs = re.split(r"\n\s*\n", path.read_text("utf-8"))
        ends = np.cumsum([len(paragraph) for paragraph in paragraphs])
        for begin in np.linspace(0.02, 0.98, count, endpoint=False) * ends[-1]:
            first, last = np.searchsorted(ends, [begin, begin + PASSAGE])
            text = "\n\n".join(paragraphs[first : last + 1])
            if len(text) < 2 * PASSAGE:
                yield _passage(f"{path.stem}:{first}", text)


def _passage(name: str, text: str) -> Example:
    document = document_from_text(text)
    tables = source_tables(document)
    tables["paragraphs"] = split_paragraphs(document)
    tables.update(parse(document.text, tables["paragraphs"], available_cores()))
    syntax = Syntax.of(document.text, tables["tokens"], tables["sentences"])
    return example_of(name, "labelled", syntax, tables, [], has_all_mentions=True)


@torch.no_grad()
def label(model: Reader, tokenizer: Any, example: Example, device: str = "cpu") -> Example:
    """The example with the mentions, links and events that the model finds, and how likely it holds them."""
    batch = batch_of(example, tokenizer).to(device)
    words = model.encode(batch.ids, batch.place, batch.word_of_piece, batch.n_words)
    scores = model.score_spans(words)
    chances = scores.sigmoid()
    possible = spans_above(chances.amax(2), batch.valid, LEAST_CHANCE)
    rows, widths = possible[:, 0], possible[:, 1] - possible[:, 0] - 1
    judged = chances[rows, widths].cpu().numpy()
    example.judgement = Judgement(possible, judged, words.event.sigmoid().cpu().numpy())
    example.spans = spans_above(scores[:, :, 0], batch.valid)
    first, end = torch.from_numpy(example.spans.T).to(device)
    kind, form, link = model.read_spans(words, first, end - 1)
    likely = kind.softmax(1).cpu().numpy()
    example.kinds = (likely > POSSIBLE) | (likely == likely.max(1, keepdims=True))
    example.forms = form.argmax(1).cpu().numpy()
    found = references(example, example.spans, likely.argmax(1), example.forms)
    example.clusters = np.array(link_greedily(model.links, link, found), np.int64)
    return example


if __name__ == "__main__":
    main()
