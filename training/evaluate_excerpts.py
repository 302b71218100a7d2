"""Who speaks in LitBank's dev excerpts: ``python -m training.evaluate_excerpts DATA --cache FOLDER``.

The models of dialogue are those of the weights, or a file of training.speakers; none has seen these novels. A quotation
is right by ``cast`` as in ``fabula evaluate speakers``, and by ``mentions``, which is stricter, if the annotated
mentions that the speaker found was given are the right speaker's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fabula.evaluation.speakers import share
from fabula.model.session import load_dialogue_networks
from training.evaluate_speakers import score_novel
from training.litbank_dialogue import load_excerpts
from training.speakers import read_networks


def main() -> None:
    """Score every excerpt, and all together."""
    options = _options()
    networks = read_networks(options.models) if options.models else load_dialogue_networks()
    right: list[tuple[bool, bool]] = []
    for excerpt, text, tables in load_excerpts(options.data, "dev", options.cache):
        meant = excerpt.stands_for(tables["mentions"])
        score = score_novel(excerpt.novel, text, tables, networks)
        found = [(outcome.is_correct, meant.get(outcome.predicted) == outcome.gold) for outcome in score.outcomes]
        _show(score.name, found)
        right += found
    _show("all", right)


def _show(name: str, right: list[tuple[bool, bool]]) -> None:
    cast, mentions = (share(column) for column in zip(*right, strict=True))
    print(f"{name}: {len(right)} quotations, cast {cast:.3f}, mentions {mentions:.3f}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of corpora")
    parser.add_argument("--models", type=Path, help="file of training.speakers, in place of the weights")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the excerpts as read by fabula")
    return parser.parse_args()


if __name__ == "__main__":
    main()
