"""What the pages of one running server share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import local
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from fabula.library import Count, Library
from fabula.web.opened import Kept, Opened
from fabula.web.readings import Readings
from fabula.web.settings import Settings
from fabula.web.templates import render

FACETS = 200


@dataclass
class State:
    """Settings, the stories kept in memory, and the line of books to be read."""

    settings: Settings
    readings: Readings
    opened: Opened = field(default_factory=Opened)
    _own: local = field(default_factory=local)
    facets: Kept[dict[str, list[Count]]] = field(default_factory=lambda: Kept(FACETS))

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The library; each thread that answers keeps one of its own open."""
        if not hasattr(self._own, "library"):
            self._own.library = Library(self.settings.library, create=False)
        yield self._own.library

    def facets_of(self, library: Library, filters: dict[str, Any]) -> dict[str, list[Count]]:
        """The facets of some stories, counted once for as long as the library does not change."""
        key = (library.version(), tuple(sorted(filters.items())))
        return self.facets.get(key, lambda: library.facets(**filters))

    def page(self, template: str, **values: Any) -> Response:
        """A page; its forms hold the token by which they are known."""
        return render(template, form_token=self.settings.form_token, **values)


def _state_of(request: Request) -> State:
    state: State = request.app.state.shared
    return state


Shared = Annotated[State, Depends(_state_of)]
