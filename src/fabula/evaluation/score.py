"""Precision, recall and F1, and shares, kept as sums so that the scores of many documents add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """What was right among the gold (recall) and among the guesses (precision), as sums.

    Scores of documents are added before dividing, as the CoNLL reference scorer does. A share of nothing
    counts as 0.

    >>> one, other = Score(1, 2, 1, 1), Score(0, 2, 0, 3)
    >>> (one + other).recall, (one + other).precision
    (0.25, 0.25)
    """

    recalled: float = 0.0
    n_gold: float = 0.0
    precise: float = 0.0
    n_guess: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.recalled + other.recalled,
            self.n_gold + other.n_gold,
            self.precise + other.precise,
            self.n_guess + other.n_guess,
        )

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.recalled / self.n_gold if self.n_gold else 0.0

    @property
    def precision(self) -> float:
        """Share of the guesses that are right."""
        return self.precise / self.n_guess if self.n_guess else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def figures(self) -> dict[str, float]:
        """All three by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}

    @property
    def figures_with_counts(self) -> dict[str, float]:
        """All three, and how many gold items and guesses there were."""
        return {**self.figures, "gold": int(self.n_gold), "found": int(self.n_guess)}


@dataclass(frozen=True)
class Accuracy:
    """How many answers are right among how many, as sums.

    >>> (Accuracy(1, 2) + Accuracy(2, 2)).value
    0.75
    """

    right: float = 0.0
    n: float = 0.0

    @classmethod
    def of(cls, truths: Iterable[bool]) -> Accuracy:
        """How many of these are true."""
        answers = list(truths)
        return cls(sum(answers), len(answers))

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(self.right + other.right, self.n + other.n)

    @property
    def value(self) -> float | None:
        """The share of them; None of nothing."""
        return self.right / self.n if self.n else None

    @property
    def figures_with_counts(self) -> dict[str, float | None]:
        """The share, and of how many answers."""
        return {"right": self.value, "gold": int(self.n)}
