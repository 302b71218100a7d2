"""Who may ask what: names, tokens, other sites, sizes, and the headers of every answer."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import Served, serving

from fabula.errors import CannotListen
from fabula.listening import listen

ADDRESSES = ("/", "/search?q=lamp", "/stories/1", "/stories/1/read", "/stories/1/cover.svg", "/api/stories", "/nowhere")


@pytest.fixture(scope="module")
def guarded(served: Served) -> Iterator[Served]:
    """A second server over the same library, as one that a network reaches."""
    with serving(served.path, "--name", "books.example") as started:
        yield started


def form_token(client: httpx.Client) -> str:
    return client.get("/upload").text.split('name="form_token" value="')[1].split('"')[0]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example", "10.0.0.1"])
def test_another_name_is_not_answered(client: httpx.Client, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "Gull" not in answer.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_scripts_sniffing_and_frames(client: httpx.Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
@pytest.mark.parametrize("address", ["/upload", "/stories/1/again", "/api/readings", "/api/stories/1/corrections"])
def test_another_site_changes_nothing(client: httpx.Client, headers: dict[str, str], address: str) -> None:
    data = {"form_token": form_token(client)}
    assert client.post(address, headers=headers, data=data).status_code == 403


@pytest.mark.parametrize("token", ["", "x" * 40, "é"])
def test_a_form_without_its_token_changes_nothing(client: httpx.Client, token: str) -> None:
    before = client.get("/api/stories/1/corrections").json()
    answer = client.post("/stories/1/corrections/rename", data={"character": "0", "to": "Eve", "form_token": token})
    assert answer.status_code == 403
    assert client.get("/api/stories/1/corrections").json() == before


def test_more_than_fifty_megabytes_are_not_taken(client: httpx.Client) -> None:
    data = {"form_token": form_token(client)}
    large = {"file": ("large.txt", b"word " * (11 * 1024 * 1024))}
    assert client.post("/upload", data=data, files=large).status_code == 413

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(60):
            yield b"x" * 1024 * 1024

    head = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/readings", content=endless(), headers=head)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)
    assert client.post("/api/stories/1/corrections", content=b" " * 300_000).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/stories/..%2f1/read",
    ],
)
def test_no_path_reaches_the_file_system(served: Served, path: str) -> None:
    host, port = served.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404")


def test_with_a_network_nothing_is_shown_without_the_token(guarded: Served) -> None:
    assert guarded.token is not None
    assert len(guarded.token) >= 32
    with guarded.client() as client:
        for address in (*ADDRESSES, "/static/app.css", "/openapi.json"):
            answer = client.get(address)
            assert answer.status_code == 401, address
            assert "Gull" not in answer.text
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/api/stories").json()["status"] == 401


def test_the_token_in_the_address_becomes_a_cookie_and_leaves_the_address(guarded: Served) -> None:
    with guarded.client() as client:
        answer = client.get(f"/search?q=lamp&token={guarded.token}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=lamp")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert client.get("/search?q=lamp").status_code == 200
        elsewhere = client.get(f"{guarded.address}/evil.example/?token={guarded.token}")
        assert elsewhere.headers["location"] == "/evil.example/"
    with guarded.client(headers={"authorization": f"Bearer {guarded.token}"}) as program:
        assert program.get("/api/stories").json()["total"] >= 3
        assert program.get("/api/stories", headers={"host": "books.example"}).status_code == 200


def test_what_cannot_be_served_is_said_in_one_line(tmp_path: Path) -> None:
    library = tmp_path / "not a library.db"
    library.write_text("no database")
    answer = subprocess.run(
        [sys.executable, "-m", "fabula", "serve", "--port", "0", "--library", str(library)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (answer.returncode, len(answer.stderr.splitlines())) == (2, 1)
    assert "is not a library" in answer.stderr


def test_an_address_that_cannot_be_had_is_said_in_one_line() -> None:
    with pytest.raises(CannotListen, match="no address of this machine"):
        listen("no such host", 0)
    with pytest.raises(CannotListen, match=r"cannot listen on 203\.0\.113\.7"):
        listen("203.0.113.7", 0)
    with listen("127.0.0.1", 0) as taken, pytest.raises(CannotListen, match="is taken by another program"):
        listen("127.0.0.1", taken.getsockname()[1])
