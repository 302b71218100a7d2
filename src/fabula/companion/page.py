"""The companion: one HTML file that holds the book, who speaks each line of it, and who everybody is.

The problem. A reader three hundred pages in meets a name and no longer knows whose it is; or a page of
dialogue without a single *he said*. The page is to lie open beside the book, or to be the book: it needs no
network and no server, it can be read without its script, and nothing in the story's text can run. And it is to give
nothing away: all that is told of the story beside its text grows with what has been read of it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from fabula.companion.about import about_work, problems_of
from fabula.companion.blocks import Section, sections
from fabula.companion.cast import Portrait, portraits, strip_path
from fabula.companion.colours import theme_css
from fabula.companion.data import page_data
from fabula.companion.figures import chapter_tellers, figures_of
from fabula.companion.headings import calm, split_heading, spoken
from fabula.companion.prose import safe_text, section_html, setting_of
from fabula.output import atomic_write
from fabula.story import Story

N_PORTRAITS = 40
VENDORED = ("d3-dispatch", "d3-quadtree", "d3-timer", "d3-force", "d3-path", "d3-shape")
SCRIPTS = tuple(
    "elements book text guard marks cards reading charts people sheet network ties time mood places notes search"
    " companion events".split()
)
"""The page's script, in the order in which its files stand in it; all share one scope."""
STYLES = ("page", "margin", "companion", "print")


def write_page(story: Story, path: str | Path) -> None:
    """Write the page to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    page = render_page(story).encode("utf-8")
    with atomic_write(Path(path)) as file:
        file.write(page)


def render_page(story: Story, back: tuple[str, str] | None = None, put_right: str | None = None) -> str:
    """The page as one HTML document; the same story gives the same page.

    Takes   back: address and words of a link in the bar, to where the page is shown
            put_right: address at which the speaker of a line is set, to which the line's number is added
    """
    chapters = sections(story)
    cast = portraits(story, chapters)
    setting = setting_of(story)
    bodies = [Markup(section_html(chapter, setting)) for chapter in chapters]
    style = theme_css() + "".join(_static(f"style/{name}.css") for name in STYLES)
    style += "".join(_speaker_rules(story, cast))
    early, script = _static("script/early.js"), _script()
    names = _chapter_names(chapters)
    headings = [split_heading(calm(chapter.title)) for chapter in chapters]
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=story.title,
            metadata=story.metadata,
            about=about_work(story.metadata),
            problems=problems_of(story),
            figures=figures_of(story, chapters),
            tellers=chapter_tellers(story, chapters),
            chapters=list(zip(chapters, headings, bodies, strict=True)),
            back=back,
            put_right=put_right,
            cast=cast[:N_PORTRAITS],
            others=cast[N_PORTRAITS:],
            chapter_name=names,
            style=Markup(style),
            early=Markup(early),
            script=Markup(script),
            data=Markup(page_data(story, cast, chapters, names)),
            style_hash=_hash(style),
            script_hashes=[_hash(early), _hash(script)],
        )
    )
    return safe_text(page)


def _chapter_names(chapters: Sequence[Section]) -> list[str]:
    opening = "Opening" if len(chapters) > 1 else "The text"
    return [spoken(c.title) or (opening if c.number == 0 else f"Part {c.number + 1}") for c in chapters]


def _speaker_rules(story: Story, cast: Sequence[Portrait]) -> Iterator[str]:
    """For each character their colour, and the label that stands before their lines; the names of who owns a layer."""
    owners = {owner for owner in story.column("layers", "owner").tolist() if owner >= 0}
    for portrait in cast:
        colour = "minor" if portrait.slot is None else f"k{portrait.slot}"
        yield f".c{portrait.id}{{--k:var(--{colour});--l:{css_string(f'{portrait.mark} {portrait.name}')}}}\n"
        if portrait.id in owners:
            yield f".o{portrait.id}{{--n:{css_string(portrait.name)}}}\n"


@cache
def _script() -> str:
    """The libraries as they come, and our own files in one function."""
    licence = "/*\n" + _static(f"vendor/{VENDORED[0]}.LICENSE") + "*/\n"
    libraries = licence + "".join(_static(f"vendor/{name}.min.js") + "\n" for name in VENDORED)
    own = "".join(_static(f"script/{name}.js") for name in SCRIPTS)
    return f'{libraries}(() => {{\n"use strict";\n{own}}})();\n'


def css_string(value: str) -> str:
    """``value`` as a CSS string in plain ASCII, whatever is in it.

    >>> css_string('a"}')
    '"a\\\\22 \\\\7d "'
    """
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in safe_text(value)) + '"'


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _static(name: str) -> str:
    return (files("fabula.companion") / "static" / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    template = (files("fabula.companion") / "templates" / "page.html.j2").read_text("utf-8")
    environment = Environment(
        loader=DictLoader({"page.html.j2": template}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["strip_path"] = strip_path
    environment.filters["grouped"] = lambda number: f"{number:,}"
    environment.filters["percent"] = lambda share: f"{round(100 * share)}%"
    return environment
