"""Pages from templates: everything put into them is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from fabula.companion.cast import strip_path
from fabula.companion.colours import theme_css
from fabula.companion.headings import spoken
from fabula.companion.prose import safe_text

STATIC = {"app.css": "text/css", "app.js": "text/javascript"}


def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page."""
    return HTMLResponse(safe_text(_environment().get_template(template).render(**values)).encode(), status)


@cache
def static(name: str) -> bytes:
    """A file of ``STATIC``."""
    content = (files("fabula.web") / "static" / name).read_text("utf-8")
    return ((theme_css() if name == "app.css" else "") + content).encode()


def static_url(name: str) -> str:
    """Where a file of ``STATIC`` is; another content has another address."""
    return f"/static/{name}?{hashlib.sha256(static(name)).hexdigest()[:12]}"


def query(values: dict[str, Any], **changes: Any) -> str:
    """An address's query with some values changed; those that are empty are left out.

    >>> query({"tag": "Fluff", "page": 3}, page=None, note="death")
    '?tag=Fluff&note=death'
    """
    kept = {key: value for key, value in {**values, **changes}.items() if value not in (None, "", False)}
    return "?" + urlencode({key: "on" if value is True else value for key, value in kept.items()})


def grouped(number: int) -> str:
    """A number for a person.

    >>> grouped(81234)
    '81,234'
    """
    return f"{number:,}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fabula.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "grouped": grouped,
        "spoken": spoken,
        "strip_path": strip_path,
        "percent": _percent,
        "called": _called,
    }
    environment.globals |= {"static_url": static_url, "query": query}
    return environment


def _called(somebody: str | Mapping[str, str]) -> str:
    """The name of somebody in a correction."""
    return somebody if isinstance(somebody, str) else somebody["name"]


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
