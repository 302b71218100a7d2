"""The server's application: pages, API, and the guard before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from fabula import __version__
from fabula.errors import FabulaError
from fabula.library import Library
from fabula.web import api, compare_pages, correction_pages, search_pages, shelf_pages, story_pages, upload_pages
from fabula.web.asked import ShelfPage
from fabula.web.faults import Fault, answer_to
from fabula.web.guard import Guard
from fabula.web.readings import Readings
from fabula.web.settings import Settings
from fabula.web.shelf_pages import IMMUTABLE
from fabula.web.state import State
from fabula.web.templates import STATIC, static

THREADS = 4  # that answer; more would only wait for each other
ROUTERS = (shelf_pages, search_pages, story_pages, compare_pages, correction_pages, upload_pages, api)


def make_app(settings: Settings) -> Guard:
    """The application over a library, as ASGI servers run it.

    Raises  LibraryError: the library cannot be opened; it is made where there is none
    """
    Library(settings.library).close()
    state = State(settings, Readings(settings))

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        async with state.readings.running():
            await run_in_threadpool(shelf_pages.shelf, state, ShelfPage.model_validate({}))  # for whoever comes first
            yield

    app = FastAPI(
        title="fabula",
        version=__version__,
        summary="A library of stories: who is in them, who says what to whom, and search over it all.",
        docs_url=None,
        redoc_url=None,
        lifespan=running,
    )
    app.state.shared = state
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    for kind in (HTTPException, RequestValidationError, FabulaError, Exception):
        app.add_exception_handler(kind, _answer)
    return Guard(app, settings)


def _static(name: str) -> Response:
    if name not in STATIC:
        raise Fault(404, "Not here", "There is no such file.")
    return Response(static(name), headers={"cache-control": IMMUTABLE}, media_type=STATIC[name])


def _answer(request: Request, error: Exception) -> Response:
    return answer_to(error, request.url.path)
