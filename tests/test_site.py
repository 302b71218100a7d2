"""The site: it is built without a warning, no link of it is broken, and nothing in it comes from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    built = subprocess.run(
        [*command, str(ROOT / "docs"), str(folder)], capture_output=True, text=True, env={**os.environ, **nowhere}
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_is_reached_from_the_contents(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    written = {
        page.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for page in (ROOT / "docs").rglob("*.md")
    }
    assert written <= pages
    assert [page for page in written - {"index.html"} if f'href="{page}"' not in index] == []


def test_nothing_on_a_page_comes_from_elsewhere(site: Path) -> None:
    loads = re.compile(r"""(?:<(?:script|img|iframe)[^>]+src|<link[^>]+href)=["'](?:https?:)?//[^"']+""")
    pulls = re.compile(r"""(?:@import\s+|url\()["']?(?:https?:)?//[^"')]+""")
    found = [hit for page in site.rglob("*.html") for hit in loads.findall(page.read_text(encoding="utf-8"))]
    found += [hit for sheet in site.rglob("*.css") for hit in pulls.findall(sheet.read_text(encoding="utf-8"))]
    assert found == []


def test_the_reference_has_every_public_name_and_what_it_raises(site: Path) -> None:
    page = (site / "reference.html").read_text(encoding="utf-8")
    names = ("fabula.read", "fabula.read_text", "fabula.load", "fabula.Story", "fabula.Library", "fabula.rows.Quote")
    assert [name for name in names if f'id="{name}"' not in page] == []
    assert "Raises<span" in page


def test_its_search_works_from_a_folder_and_asks_nobody(site: Path, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{(site / 'search.html').as_uri()}?q=quotation")
    page.wait_for_selector("ul.search li:nth-child(4) a")
    page.close()
    assert [address for address in asked if not address.startswith("file:")] == []


def test_the_pages_link_to_what_is_there(site: Path) -> None:
    broken = []
    for page in site.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="(?!https?:|mailto:)([^"#?]+)[^"]*"', page.read_text(encoding="utf-8")):
            if not (page.parent / link).exists():
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []
