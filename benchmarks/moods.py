"""How far the moods of 48 passages agree with a reader's: python benchmarks/moods.py."""

from __future__ import annotations

import tomllib
from pathlib import Path
from statistics import correlation

import numpy as np
from scipy.stats import spearmanr

from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.lexicon.moods import shared_valences
from fabula.reading.feelings.moods import mean_mood, rated_words
from fabula.sources import document_from_text

PASSAGES = Path(__file__).resolve().parents[1] / "evaluation" / "moods" / "passages.toml"
CHANCE_DRAWS = 2000


def main() -> None:
    """Print the correlations."""
    passages = tomllib.loads(PASSAGES.read_text("utf-8"))["passage"]
    found = [passage_mood(passage["text"]) for passage in passages]
    words = [n_words for *_, n_words in found]
    print(f"{len(passages)} passages, {min(words)} to {max(words)} rated words, {np.mean(words):.0f} on average")
    for place, name in enumerate(("valence", "arousal")):
        read, counted = [passage[name] for passage in passages], [mood[place] for mood in found]
        low, high = interval(read, counted)
        ranks = spearmanr(read, counted).statistic
        print(f"{name}: r = {correlation(read, counted):.2f} (95 % {low:.2f} to {high:.2f}), by rank {ranks:.2f}")
    own, vader = zip(*shared_valences(), strict=True)
    print(f"our valence and VADER's, {len(own)} words in both: r = {correlation(own, vader):.2f}")


def passage_mood(text: str) -> tuple[float, float, int]:
    """Valence, arousal and number of rated words of a passage."""
    document = document_from_text(text, title=None)
    tables = parse(text, split_paragraphs(document), 1)
    tokens, ratings = rated_words(Syntax.of(text, tables["tokens"], tables["sentences"]))
    return (*mean_mood(ratings), len(tokens))


def interval(first: list[float], second: list[float]) -> tuple[float, float]:
    """Between what a correlation lies in 95 % of draws of as many passages, with replacement."""
    rng = np.random.default_rng(0)
    pairs = np.array([first, second])
    draws = (pairs[:, rng.integers(0, len(first), len(first))] for _ in range(CHANCE_DRAWS))
    low, high = np.quantile([np.corrcoef(draw)[0, 1] for draw in draws], (0.025, 0.975))
    return float(low), float(high)


if __name__ == "__main__":
    main()
