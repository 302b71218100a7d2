"""The site: Sphinx over the Markdown of this folder; ``python -m sphinx -W -b html docs build/site`` makes it.

It is built and read without a network: no web fonts, no scripts from elsewhere, and its search runs in the browser.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

import fabula

project = "fabula"
author = "The fabula authors"
project_copyright = "2026 The fabula authors"
version = release = fabula.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
nitpicky = False
suppress_warnings = ["misc.highlighting_failure"]  # CSV has no colours

html_theme = "furo"
html_title = "fabula"
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["pictures"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True

PARTS = ("Takes", "Gives", "Raises", "Source")
PART = re.compile(rf"({'|'.join(PARTS)}) {{2,}}(.*)")
ITEM = re.compile(r" +[\w, ]+: ")


def setup(app: Sphinx) -> None:
    """Let autodoc read our docstrings, and pages link to files of the repository."""
    app.connect("autodoc-process-docstring", read_docstring)
    app.connect("source-read", download_what_is_outside)


def download_what_is_outside(_app: Sphinx, name: str, source: list[str]) -> None:
    """A link from a page to Markdown outside of this folder gives that file; to Sphinx it would be a missing page."""
    up = "../" * (name.count("/") + 1)
    source[0] = re.sub(rf"\[([^\]]*)\]\(({re.escape(up)}[^)#]*\.md)\)", r"{download}`\1 <\2>`", source[0])


def read_docstring(_app: Sphinx, _what: str, _name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    """Our parts (Takes, Gives, Raises, Source) become a list of fields; names that end in _ are no links."""
    found: list[str] = []
    is_in_part = False
    for line in lines:
        opened = PART.fullmatch(line)
        if opened:
            found += ["", f":{opened[1]}: | {opened[2]}"]
        elif is_in_part and line.startswith("  "):
            if ITEM.match(line):
                found.append(f"    | {line.strip()}")
            else:
                found[-1] += f" {line.strip()}"
        else:
            if is_in_part:
                found.append("")
            elif line.startswith("    ") and found[-1:] == [""] and found[-3:-2] != ["::"]:
                found += ["::", ""]
            found.append(line)
        is_in_part = bool(opened) or (is_in_part and line.startswith("  "))
    lines[:] = [re.sub(r"(?<![`\w])(\w+)_(?![\w`])", r"\1\\_", line) for line in found]
