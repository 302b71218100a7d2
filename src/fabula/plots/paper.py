"""The paper that all pictures are drawn on: sizes, colours and type, and how a figure is written to a file.

Colours are those of the page in its light theme (``companion.colours``): whoever is blue there is blue here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fabula.companion.blocks import sections
from fabula.companion.cast import Portrait, portraits
from fabula.companion.colours import LIGHT, SLOTS
from fabula.errors import CannotWrite, PackageMissing
from fabula.output import atomic_write
from fabula.story import Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 7.0
"""Inches: the width of a page's text."""
SUFFIXES = (".svg", ".png")
DOTS_PER_INCH = 300
INK, SOFT, LINE, MINOR = (LIGHT[name] for name in ("ink", "soft", "line", "minor"))
STYLE: dict[str, Any] = {
    "font.family": "serif",
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "fabula",
}


@contextmanager
def paper(height: float) -> Iterator[Figure]:
    """A figure to draw on, of ``WIDTH`` by ``height`` inches.

    Raises  PackageMissing (P01): matplotlib is not installed
    """
    matplotlib = _matplotlib()
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        yield Figure(figsize=(WIDTH, height))


def _matplotlib() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise PackageMissing("matplotlib is not installed, and pictures need it: pip install 'fabula[plot]'") from error
    return matplotlib


def check_ready(path: Path) -> None:
    """Find out before the work whether a picture can be drawn, and ``path`` is one of a picture.

    Raises  PackageMissing (P01): matplotlib is not installed; CannotWrite (O01): neither .svg nor .png
    """
    _matplotlib()
    if path.suffix.lower() not in SUFFIXES:
        raise CannotWrite(f"cannot write {path}: a picture is {' or '.join(SUFFIXES)}; choose another name with -o")


def write_plot(figure: Figure, path: str | Path) -> None:
    """Write a figure to ``path``, as SVG or PNG by its ending; without dates, so that it is the same each time.

    Raises  CannotWrite (O01): another ending, or the path cannot be written; DiskFull (O02)
    """
    matplotlib, path = _matplotlib(), Path(path)
    check_ready(path)
    ending = path.suffix.lower()
    metadata = {"Date": None} if ending == ".svg" else {"Software": None}
    with matplotlib.rc_context(STYLE), atomic_write(path) as file:
        figure.savefig(file, format=ending[1:], metadata=metadata, dpi=DOTS_PER_INCH)


def cast_of(story: Story) -> list[Portrait]:
    """Everybody as the page shows them, the one who matters most first."""
    return portraits(story, sections(story))


def colour_of(portrait: Portrait | None) -> str:
    """The colour of a character, that of the minor ones for those without one of their own."""
    return MINOR if portrait is None or portrait.slot is None else SLOTS[portrait.slot].light


def shorten(name: str, longest: int = 28) -> str:
    """A name that fits beside a chart."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def mark_chapters(axes: Axes, edges: Iterable[float], most: int = 24) -> None:
    """Number the chapters under a chart, each where it begins, and not more of them than fit."""
    starts = list(edges)
    every = max(1, -(-len(starts) // most))
    shown = list(enumerate(starts, start=1))[::every]
    axes.set_xticks([start for _, start in shown], [str(number) for number, _ in shown])
    axes.set_xlabel("chapter")


def say_nothing(axes: Axes, words: str) -> None:
    """A picture of nothing says so."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center", color=SOFT, style="italic", transform=axes.transAxes)
