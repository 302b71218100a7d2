"""The speakers' colours can be read by everybody and told apart by nearly everybody."""

import itertools

import numpy as np
import pytest

from fabula.companion.colours import BACKGROUNDS, DARK, LIGHT, SLOTS

THEMES = {
    "light": (LIGHT, [slot.light for slot in SLOTS]),
    "dark": (DARK, [slot.dark for slot in SLOTS]),
}
SIGHT = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def seen(colour: str, sight: str) -> np.ndarray:
    light = np.clip(SIGHT[sight] @ linear(colour), 0, 1)
    return TO_OKLAB @ np.cbrt(TO_LMS @ light)


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_of_text_can_be_read_on_every_background(theme: str) -> None:
    colours, speakers = THEMES[theme]
    for text in [*speakers, colours["ink"], colours["soft"], colours["minor"]]:
        for background in BACKGROUNDS:
            assert contrast(text, colours[background]) >= 4.5, (text, background)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_speakers_can_be_told_apart_and_from_the_narration(theme: str, sight: str) -> None:
    colours, speakers = THEMES[theme]
    for one, other in itertools.combinations([*speakers, colours["ink"]], 2):
        assert np.linalg.norm(seen(one, sight) - seen(other, sight)) >= 0.085, (one, other)


def test_every_main_speaker_has_a_shape_of_their_own_too() -> None:
    assert len({slot.shape for slot in SLOTS}) == len(SLOTS)
