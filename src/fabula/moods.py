"""Mood curves: how pleasant and how stirring a story is from scene to scene, as a whole or for one character.

The table ``moods`` has the mean of rated words of each scene. Means of few words jump, so a curve is smoothed: each
scene gets the mean over all scenes, weighted by their numbers of rated words and by a Gaussian over how many scenes
away they are, whose standard deviation is ``WIDTH`` of all scenes and at least one scene. The order is that of the
telling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fabula.story import Character, Story

WIDTH = 0.03  # standard deviation of the Gaussian, as a share of the story's scenes
NARROWEST = 1.0  # scenes
FARTHEST = 5  # standard deviations, beyond which a scene counts for nothing
FEWEST_WORDS = 20  # weighed words behind a smoothed value that says something


@dataclass(frozen=True)
class MoodCurve:
    """A curve over the scenes of a story that have a mood; all arrays are [n] and float, ``scenes`` holds integers.

    ``valence`` and ``arousal`` are the scenes' own, ``smooth_valence`` and ``smooth_arousal`` smoothed, from -1 to 1;
    ``n_words`` is of how many words the scene's own are the mean; ``is_enough`` says whether the smoothed value stands
    on ``FEWEST_WORDS`` words, each counted by its weight; ``width`` is the Gaussian's standard deviation in scenes.
    """

    scenes: NDArray[np.int64]
    valence: NDArray[np.float64]
    arousal: NDArray[np.float64]
    n_words: NDArray[np.int64]
    smooth_valence: NDArray[np.float64]
    smooth_arousal: NDArray[np.float64]
    is_enough: NDArray[np.bool_]
    width: float

    def __len__(self) -> int:
        return len(self.scenes)


def mood_curve(story: Story, character: Character | None = None) -> MoodCurve:
    """The mood curve of the telling, or of a character; empty where nothing is known.

    Source  Smoothing: a kernel regression, Nadaraya 1964 and Watson 1964.
    """
    of = story.column("moods", "entity") == (-1 if character is None else character.id)
    scenes, valence, arousal, n_words = (
        story.column("moods", name)[of] for name in ("scene", "valence", "arousal", "n_words")
    )
    width = max(NARROWEST, WIDTH * len(story.scenes))
    total = _spread(n_words, scenes, len(story.scenes), width)
    smooth_valence, smooth_arousal = (
        _spread(n_words * values, scenes, len(story.scenes), width) / total for values in (valence, arousal)
    )
    return MoodCurve(
        scenes=scenes.astype(np.int64),
        valence=valence.astype(np.float64),
        arousal=arousal.astype(np.float64),
        n_words=n_words.astype(np.int64),
        smooth_valence=smooth_valence,
        smooth_arousal=smooth_arousal,
        is_enough=total >= FEWEST_WORDS,
        width=width,
    )


def _spread(values: NDArray[np.float64], scenes: NDArray[np.int64], n_scenes: int, width: float) -> NDArray[np.float64]:
    """For each of ``scenes`` the sum of all values, weighted by a Gaussian over how many scenes away they are."""
    reach = int(np.ceil(FARTHEST * width))
    gaussian = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    by_scene = np.zeros(max(n_scenes, 1))
    by_scene[scenes] = values
    spread: NDArray[np.float64] = np.convolve(by_scene, gaussian)[reach:][scenes]
    return spread
