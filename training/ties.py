"""Learn what the signs of ties weigh, from the texts annotated for ties that may be learned from.

python -m training.ties evaluation/ties training/relationships NOVELS [--stories FOLDER]
    prints the weights to be put into src/fabula/reading/ties/weighing.py, and how good they are

One logistic regression for each kind, over all pairs of annotated characters that are found. Figures are of texts left
out one by one. ``FOLDER`` has stories that were read before, as ``NAME.fabula``; they are not read again.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fabula.evaluation.corpora.ties import TiesText, read_ties, ties_files
from fabula.evaluation.halves import read_as_it_stands
from fabula.evaluation.levels.characters import match_named
from fabula.language.syntax import Syntax
from fabula.reading import load
from fabula.reading.ties import evidence_of
from fabula.reading.ties.evidence import SIGNS, Evidence
from fabula.reading.ties.people import People
from fabula.reading.ties.weighing import KINDS, LIKELY
from fabula.story import Story
from training.story_dialogue import STORIES

OF_SOME_KINDS = {"follows": ("family", "romance"), "title": ("authority",), "styled": ("authority",)}
"""Signs that no other kind is judged by."""
PENALTY = 1.0  # of squared weights, but for that of the sign that is always there
STEPS = 60  # of Newton's method
OF_STORIES = 3  # how often a story annotated for evaluation counts: there are 32, and their ties are drawn with care

Floats = NDArray[np.float64]
TABLES = ("quotes", "quote_spans", "quote_addressees", "entities", "mentions", "narration", "layers", "scenes")


@dataclass(frozen=True)
class Text:
    """An annotated text, with the evidence that fabula has of its ties."""

    gold: TiesText
    evidence: Evidence
    cast: Mapping[int, str]


def text_of(gold: TiesText, story: Story) -> Text:
    """What fabula gathers from the text."""
    syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
    people = People(syntax, *(story.tables[name] for name in TABLES))
    pronouns = story.tables["entities"]["pronouns"].to_pylist()
    evidence = evidence_of(people, story.tables["quote_spans"], story.tables["presence"], pronouns)
    return Text(gold, evidence, match_named(gold.characters, story))


def signs_of(kind: str) -> list[str]:
    """The signs by which a kind is judged."""
    return [name for name in SIGNS if kind in OF_SOME_KINDS.get(name, KINDS) and name != f"as {kind}"]


def rows_of(text: Text, kind: str) -> tuple[Floats, Floats]:
    """The signs of a kind for each pair of annotated characters, and whether they have such a tie."""
    wanted = {frozenset((tie.of, tie.to)) for tie in text.gold.ties if tie.kind == kind}
    columns = [SIGNS.index(name) for name in signs_of(kind)]
    pairs = list(combinations(sorted(text.cast), 2))
    rows = np.array([text.evidence.row(pair, kind)[columns] for pair in pairs]).reshape(len(pairs), len(columns))
    return rows, np.array([frozenset((text.cast[one], text.cast[other])) in wanted for one, other in pairs], float)


def fitted(rows: Floats, truths: Floats) -> Floats:
    """The weights of a logistic regression by Newton's method."""
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([0.01, *[PENALTY] * (rows.shape[1] - 1)])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        curvature = rows.T @ (rows * (likely * (1 - likely))[:, None]) + penalty
        weights = weights + np.linalg.solve(curvature, rows.T @ (truths - likely) - penalty @ weights)
    return weights


def joined(parts: Sequence[tuple[Floats, Floats]], times: Sequence[int]) -> tuple[Floats, Floats]:
    """The rows and truths of all texts, each so many times."""
    repeated = [part for part, count in zip(parts, times, strict=True) for _ in range(count)]
    return np.concatenate([rows for rows, _ in repeated]), np.concatenate([truths for _, truths in repeated])


def left_out(parts: Sequence[tuple[Floats, Floats]], times: Sequence[int]) -> tuple[Floats, Floats]:
    """How likely each pair is, by weights learned from the other texts, and whether it is so."""
    likely = []
    for place, (rows, _) in enumerate(parts):
        weights = fitted(*joined(parts, [0 if other == place else count for other, count in enumerate(times)]))
        likely.append(1 / (1 + np.exp(-rows @ weights)))
    return np.concatenate(likely), np.concatenate([truths for _, truths in parts])


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--stories", type=Path)
    arguments = parser.parse_args()
    texts, times = [], []
    for path in ties_files(arguments.paths):
        if 'half = "build"' not in path.read_text(encoding="utf-8"):
            continue
        gold = read_ties(path, [STORIES, *(folder for folder in arguments.paths if folder.is_dir())])
        if gold is None:
            continue
        known = arguments.stories / f"{gold.path.stem}.fabula" if arguments.stories else None
        if known is None or known.exists():
            times.append(OF_STORIES if gold.path.parent == path.parent else 1)
            texts.append(text_of(gold, load(known) if known else read_as_it_stands(gold.path, gold.text)))
    counts, table = np.zeros(3), np.zeros((len(SIGNS), len(KINDS)))
    for column, kind in enumerate(KINDS):
        parts = [rows_of(text, kind) for text in texts]
        likely, truths = left_out(parts, times)
        weights = fitted(*joined(parts, times))
        table[[SIGNS.index(name) for name in signs_of(kind)], column] = weights
        is_told = likely >= LIKELY
        some = np.array([(is_told * truths).sum(), is_told.sum(), truths.sum()])
        counts += some
        print(f"# {kind}, left out: P {some[0] / max(some[1], 1):.2f} R {some[0] / some[2]:.2f} of {some[2]:.0f}")
    for name, weights in zip(SIGNS, table, strict=True):
        print(f'    "{name}": ({", ".join(f"{weight:.2f}" for weight in weights)}),')
    precision, recall = counts[0] / max(counts[1], 1), counts[0] / counts[2]
    print(f"# {len(texts)} texts: P {precision:.3f} R {recall:.3f} F1 {2 * counts[0] / (counts[1] + counts[2]):.3f}")


if __name__ == "__main__":
    main()
