"""What went wrong, as a page for a person or as JSON for a program; never as a traceback."""

from __future__ import annotations

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from fabula.errors import (
    CorrectionsError,
    FabulaError,
    LibraryBusy,
    NothingToFind,
    NotInLibrary,
    StoryFileOfOtherVersion,
    UnknownCharacter,
    UnknownFilter,
)
from fabula.web.templates import render

API = "/api/"
STATUS: tuple[tuple[type[FabulaError], int], ...] = (
    (NotInLibrary, 404),
    (UnknownCharacter, 404),
    (UnknownFilter, 400),
    (NothingToFind, 400),
    (CorrectionsError, 400),
    (StoryFileOfOtherVersion, 409),
    (LibraryBusy, 503),
)
"""Errors that a request can bring about -> the status of the answer; others are 500."""
TITLES = {
    400: "Not understood",
    404: "Not here",
    405: "Not in this way",
    409: "Of another version",
    422: "Not understood",
    503: "Busy",
}
BUG = "This is a fault of the program, not yours. What happened stands where fabula serve was started."


class Fault(HTTPException):
    """A request that is refused: status, a heading, and what is wrong in a sentence."""

    def __init__(self, status: int, title: str, message: str, code: str | None = None) -> None:
        super().__init__(status, message)
        self.title = title
        self.code = code


def fault_of(error: Exception) -> Fault:
    """The fault that an error is for whoever asked."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, RequestValidationError):
        if all(one["loc"][0] == "path" for one in error.errors()):
            return Fault(404, TITLES[404], "There is no such page.")
        return Fault(422, TITLES[422], "; ".join(_in_words(one) for one in error.errors()[:5]))
    if isinstance(error, HTTPException):
        title = TITLES.get(error.status_code, "Something is wrong")
        message = "There is no such page." if error.status_code == 404 else str(error.detail)
        return Fault(error.status_code, title, message)
    if isinstance(error, FabulaError):
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
        title = TITLES.get(status, "Something is wrong")
        return Fault(status, title, _sentence(str(error)), error.code)
    return Fault(500, "Something is wrong", BUG)


def answer_to(error: Exception, path: str) -> Response:
    """The answer where ``path`` was asked for: JSON under /api/, else a page."""
    fault = fault_of(error)
    headers = {"www-authenticate": "Bearer"} if fault.status_code == 401 else {}
    if path.startswith(API):
        problem = {"status": fault.status_code, "code": fault.code, "message": fault.detail}
        return JSONResponse(problem, fault.status_code, headers)
    page = render("fault.html.j2", fault.status_code, title=fault.title, message=fault.detail)
    page.headers.update(headers)
    return page


def _sentence(message: str) -> str:
    """A message of the library as a sentence, without what it says of commands.

    >>> _sentence("the library has no story 9; fabula library list shows those it has")
    'The library has no story 9.'
    """
    said = message.split("; fabula ", 1)[0]
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")


def _in_words(error: dict[str, object]) -> str:
    place = error.get("loc", ())
    names = [str(part) for part in place if part not in ("query", "path", "body")] if isinstance(place, tuple) else []
    return f"{' '.join(names) or 'the request'}: {str(error.get('msg', 'is wrong')).lower()}"
