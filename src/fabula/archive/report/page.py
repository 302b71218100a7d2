"""The page: figures of an archive in HTML that needs no network and no script, and in which no title can run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import median

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from fabula.archive import Archive
from fabula.archive.report.charts import scatter
from fabula.archive.report.figures import SHOWN, Figures, Row, figures_of
from fabula.companion.colours import theme_css
from fabula.companion.prose import safe_text
from fabula.output import atomic_write

DOTS = 3_000


def write_report(archive: Archive, path: str | Path, title: str) -> None:
    """Write the report to ``path``.

    Raises  PackageMissing (P01): DuckDB is not installed; CannotWrite (O01), DiskFull (O02)
    """
    page = render_report(archive, title).encode("utf-8")
    with atomic_write(Path(path)) as file:
        file.write(page)


def render_report(archive: Archive, title: str) -> str:
    """The report as one HTML document; the same archive gives the same report."""
    figures = figures_of(archive)
    style = theme_css() + _file("report.css")
    drawn = figures.networks[:DOTS]
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            title=title,
            figures=figures,
            n_failures=archive.n_failures,
            dialogue=_dialogue(figures),
            networks=_shape(figures.networks),
            scatter=scatter([(row["people"], row["density"], row["title"]) for row in drawn]),
            shown=SHOWN,
            style=Markup(style),
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
    return safe_text(page)


def _dialogue(figures: Figures) -> list[tuple[str, list[Row]]]:
    """The tables of dialogue that say something: those of more than one row."""
    tables = (
        ("by year", figures.by_year),
        ("by author", figures.by_author),
        ("by fandom", figures.by_fandom),
        ("by tag", figures.by_tag),
    )
    return [(name, rows) for name, rows in tables if len(rows) > 1]


def _shape(networks: Sequence[Row]) -> dict[str, float]:
    """The middle of the networks' figures; none without networks."""
    return (
        {name: median(row[name] for row in networks) for name in ("people", "ties", "density", "reach")}
        if networks
        else {}
    )


@cache
def _file(name: str) -> str:
    return (files("fabula.archive.report") / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=DictLoader({"report.html.j2": _file("report.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["grouped"] = lambda number: f"{number:,.0f}"
    environment.filters["percent"] = lambda share: f"{100 * share:.0f}%"
    return environment
