"""The JSON API does what /openapi.json says of it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from served import Served

from fabula.story import Story
from fabula.testing import tiny_story

BOUNDED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def wait_for(client: httpx.Client, reading: str) -> dict[str, Any]:
    """A reading when it is over."""
    for _ in range(600):
        answer: dict[str, Any] = client.get(f"/api/readings/{reading}").json()
        if answer["state"] in ("done", "failed"):
            return answer
        time.sleep(0.1)
    raise TimeoutError(reading)


def test_every_answer_is_as_described(served: Served) -> None:
    """Of all that changes nothing; uploads and corrections, which start a process each, have tests of their own."""
    schema = schemathesis.openapi.from_url(f"{served.address}openapi.json").exclude(method=["POST", "DELETE"])
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:

        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])  # a name may be nobody's

        ask()


def test_stories_in_pages_and_orders(client: httpx.Client) -> None:
    first = client.get("/api/stories", params={"order": "newest", "limit": 1, "title": "point"}).json()
    assert (first["total"], first["stories"][0]["title"]) == (2, "Other Point")
    assert "path" not in first["stories"][0]
    facets = client.get("/api/facets").json()
    assert {"name": "Ships", "count": 1} in facets["fandom"]
    assert client.get("/api/facets", params={"fandom": "ships"}).json()["author"] == [
        {"name": "Wren Morrow", "count": 1}
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "ship", "said_by": "Mrs. Bell", "said_to": "the Captain"}, True),
        ({"q": "ship", "said_by": "Tom"}, False),
        ({"about": "Wren", "story": 1}, True),
        ({"q": "lamp", "person": "third", "min_words": "", "max_words": 500}, True),
        ({"q": "lamp", "author": "Morrow", "tag": "fluff", "fandom": "ships", "actual": "on"}, True),
        ({"q": "lamp", "layer": "dream"}, False),
        ({"q": "lamp", "note": "violence"}, False),
    ],
)
def test_search_takes_the_filters_of_the_library(client: httpx.Client, filters: dict[str, Any], found: bool) -> None:
    answer = client.get("/api/search", params=filters).json()["found"]
    assert bool(answer) == found
    for one in answer:
        text = client.get(f"/api/stories/{one['story']}/text", params={"start": one["start"], "end": one["end"]}).json()
        assert text == one["passage"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/stories/99", 404, "L06"),
        ("/api/stories/99999999999999999999", 404, None),
        ("/api/search", 400, "L08"),
        ("/api/search?q=%22*%22", 400, "L08"),
        ("/api/search?said_by=Nobody", 400, "L07"),
        ("/api/search?layer=film", 400, "L07"),
        ("/api/search?q=lamp&limit=100000", 422, None),
        ("/api/stories?order=best", 422, None),
        ("/api/stories/1/characters/77", 404, None),
        ("/api/readings/none", 404, None),
        ("/api/nowhere", 404, None),
    ],
)
def test_a_bad_request_is_answered_in_one_line(
    client: httpx.Client, address: str, status: int, code: str | None
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "\n" not in answer.json()["message"]


def test_a_book_is_uploaded_and_corrected(client: httpx.Client, tmp_path: Path) -> None:
    book = tmp_path / "book.fabula"
    tiny = tiny_story()
    Story(tiny.text, tiny.tables, replace(tiny.metadata, title="Lamp Room")).save(book)
    sent = client.post("/api/readings", files={"file": ("../../lamp room.fabula", book.read_bytes())})
    assert sent.status_code == 202
    done = wait_for(client, sent.json()["id"])
    assert (done["state"], done["name"], done["is_new"]) == ("done", "lamp room.fabula", True)
    story = f"/api/stories/{done['story']}"
    assert client.get(story).json()["title"] == "Lamp Room"
    again = client.post("/api/readings", files={"file": ("other.fabula", book.read_bytes())}).json()
    assert client.post(f"{story}/corrections", json={"kind": "speaker", "quote": "I will"}).status_code == 400
    unknown = client.post(f"{story}/corrections", json={"kind": "kill", "character": "Tom"})
    assert unknown.status_code == 422
    made = client.post(f"{story}/corrections", json={"kind": "rename", "character": "Wren", "to": "Robin"})
    assert made.status_code == 202
    misfit = client.post(f"{story}/corrections", json={"kind": "rename", "character": "Zebedee", "to": "Zeb"}).json()
    dropped = client.post(f"{story}/corrections", json={"kind": "rename", "character": "Tom", "to": "Thomas"}).json()
    assert client.delete(f"{story}/corrections/{dropped['correction']}").status_code == 202
    assert client.delete(f"{story}/corrections/{dropped['correction']}").status_code == 404
    known = wait_for(client, again["id"])
    assert (known["story"], known["is_new"]) == (done["story"], False)
    assert wait_for(client, misfit["reading"]["id"])["state"] == "done"
    names = {one["name"] for one in client.get(f"{story}/characters").json()}
    assert "Robin" in names
    assert "Wren" not in names
    kept = client.get(f"{story}/corrections").json()
    assert [one["keys"]["to"] for one in kept["corrections"]] == ["Robin", "Zeb"]
    assert "nobody is called “Zebedee”" in kept["misfits"][0]
    assert '[[rename]]\ncharacter = "Wren"' in client.get(f"/stories/{done['story']}/corrections.toml").text


def test_what_cannot_be_read_says_so_and_changes_nothing(client: httpx.Client) -> None:
    before = client.get("/api/stories").json()["total"]
    sent = client.post("/api/readings", files={"file": ("story.fabula", b"no story")}).json()
    failed = wait_for(client, sent["id"])
    assert failed["state"] == "failed"
    assert failed["message"].startswith("story.fabula is not a story file")
    assert client.get("/api/stories").json()["total"] == before


def test_progress_comes_as_events(client: httpx.Client) -> None:
    sent = client.post("/api/readings", files={"file": ("empty.txt", b"")}).json()
    with client.stream("GET", f"/readings/{sent['id']}/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        lines = [json.loads(line.removeprefix("data:")) for line in events.iter_lines() if line.startswith("data:")]
    assert [line["state"] for line in lines][-1] == "failed"
    assert lines[-1]["message"].startswith("empty.txt is empty")
