"""Who speaks in train novels that the model has not seen: ``python -m training.evaluate_speakers DATA --cache FOLDER``.

Each fold of the novels is read with models trained on the others, on LitBank's excerpts of novels that are none of
them and on our own stories, and scored as by ``fabula evaluate speakers``.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa

from fabula.evaluation.corpora.pdnc import PdncNovel, novel_folders, read_novel
from fabula.evaluation.speakers import NovelScore, QuoteOutcome, figures_of, score_story
from fabula.language.syntax import Syntax
from fabula.model.session import DialogueNetworks
from fabula.reading import STEPS
from fabula.schema import TABLES, empty_table
from fabula.story import Story
from training.dialogue import SPEAKERS, load_dialogues
from training.litbank_dialogue import load_excerpt_dialogues
from training.speakers import TorchNetworks, train_addressees, train_speakers
from training.story_dialogue import load_story_dialogues

CHARACTERS = [step.name for step in STEPS].index("characters")  # the last step that a speaker's score looks at

Networks = DialogueNetworks | TorchNetworks


def main() -> None:
    """Train and score fold by fold."""
    options = _options()
    dialogues = load_dialogues(options.data, "train", options.cache)
    others = load_excerpt_dialogues(options.data, "train", options.cache) + load_story_dialogues(options.cache)
    folders = novel_folders([options.data / "pdnc" / "train"])
    outcomes: list[QuoteOutcome] = []
    for fold in range(options.folds):
        rest = [dialogue for row, dialogue in enumerate(dialogues) if row % options.folds != fold] + others
        model = train_speakers(rest, options.epochs, options.seed)
        networks = TorchNetworks(model, train_addressees(rest, model, options.epochs, options.seed))
        for folder in folders[fold :: options.folds]:
            text, tables = pickle.loads((options.cache / f"train-{folder.name}.pickle").read_bytes())
            score = score_novel(read_novel(folder), text, tables, networks)
            outcomes += score.outcomes
            print(score.name, figures_of(score.outcomes)["cast"], flush=True)
    for name, figure in figures_of(outcomes).items():
        print(name, figure)


def score_novel(novel: PdncNovel, text: str, tables: dict[str, pa.Table], networks: Networks) -> NovelScore:
    """The score of a novel, its tables before the speakers given, read on up to its characters with these networks."""
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    with patch("fabula.reading.speakers.load_dialogue_networks", lambda: networks):
        for step in STEPS[SPEAKERS : CHARACTERS + 1]:
            tables = {**tables, **step.run(syntax, 1, tables)}
    kept = {name: tables[name] if name in tables else empty_table(name) for name in TABLES}
    return score_story(Story(text, kept, {}, {}), novel)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of corpora")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the novels as read by fabula")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
