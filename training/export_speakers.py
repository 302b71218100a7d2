"""Add the models of dialogue to the weights: ``python -m training.export_speakers MODELS --data DATA --cache FOLDER``.

Both sides decide the dev novels; the export is refused where they differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import torch
from torch import nn

from fabula.model.session import load_dialogue_networks
from fabula.model.weights import DIALOGUE, FOLDER
from fabula.reading import addressees, evidence
from fabula.reading.conversation import KEPT
from fabula.reading.speakers import decide
from training.dialogue import load_dialogues
from training.export import write_halved_graph, write_weights
from training.speakers import Speakers, read_networks, speakers_of


def main() -> None:
    """Export, compare, write."""
    options = _options()
    trained = read_networks(options.models)
    model, scorer = trained.model, trained.scorer
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _export(model, scorer, folder)
        write_weights(files, folder / "weights")
        networks = load_dialogue_networks(folder / "weights")
        for dialogue in load_dialogues(options.data, "dev", options.cache):
            ours = decide(dialogue.talk, networks).speakers
            if (ours != speakers_of(model, dialogue)).any():
                sys.exit(f"{dialogue.name}: the exported networks decide otherwise than the model")
    write_weights(files, options.output)
    print(f"{sum(map(len, files.values())) / 1e6:.2f} MB in {options.output}")


def _export(model: Speakers, scorer: nn.Module, work: Path) -> dict[str, bytes]:
    turn, called = torch.zeros(3, dtype=torch.long), torch.zeros(3, KEPT, dtype=torch.long)
    features = torch.zeros(3, len(evidence.SIZES), dtype=torch.long)
    write_halved_graph(model.speakers, (features,), ("features",), ("scores",), work / "speakers.onnx")
    write_halved_graph(
        model.turns, (turn, turn, turn, turn, turn, called, called),
        ("gap", "asked", "manner", "last_manner", "opening", "called", "calls"), ("by_relation",), work / "turns.onnx",
    )  # fmt: skip
    features = torch.zeros(3, len(addressees.SIZES), dtype=torch.long)
    write_halved_graph(scorer, (features,), ("features",), ("scores",), work / "addressees.onnx")
    return {name: (work / name).read_bytes() for name in DIALOGUE}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, help="file of training.speakers")
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora, for the comparison")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the novels as read by fabula")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder for the networks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
