"""Uploading a book, and watching it being read."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from fabula.sources.finding import SUFFIXES
from fabula.web.answers import ReadingAnswer
from fabula.web.forms import FormToken, check_form
from fabula.web.readings import Reading
from fabula.web.state import Shared, State

router = APIRouter(include_in_schema=False)
CHUNK = 1 << 20


@router.get("/upload")
def upload_form(state: Shared) -> Response:
    """The form."""
    most = state.settings.limits.upload // 1024**2
    return state.page("upload.html.j2", most=most, endings=",".join(SUFFIXES))


@router.post("/upload")
async def upload(
    state: Shared, file: Annotated[UploadFile, File()], form_token: Annotated[FormToken, Form()] = ""
) -> Response:
    """Take a file, and show how it is read."""
    check_form(state, form_token)
    reading = await take(state, file)
    return RedirectResponse(f"/readings/{reading.id}", 303)


@router.get("/readings/{reading}")
async def watch(state: Shared, reading: str) -> Response:
    """How far it is; without a script the page asks again by itself."""
    one = state.readings.get(reading)
    return await run_in_threadpool(state.page, "reading.html.j2", reading=one)


@router.get("/readings/{reading}/events", response_class=EventSourceResponse)
async def events(state: Shared, reading: str) -> AsyncIterable[ServerSentEvent]:
    """How far it is, whenever that changes."""
    async for one in state.readings.watch(state.readings.get(reading)):
        yield ServerSentEvent(data=ReadingAnswer.of_reading(one))


async def take(state: State, file: UploadFile) -> Reading:
    """Keep what is uploaded until it is read.

    Raises  Fault: it is too large, or too many are waiting
    """
    name = file.filename or ""
    path = state.readings.place_for(name)
    with path.open("wb") as kept:
        while piece := await file.read(CHUNK):
            kept.write(piece)
    try:
        return state.readings.upload(path, name)
    except Exception:
        path.unlink(missing_ok=True)
        raise
