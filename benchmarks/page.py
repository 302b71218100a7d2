"""Seconds until the page of a long novel is open in headless Chromium.

    python benchmarks/page.py BOOK... [--runs 3]

BOOK is a book or a ``.fabula`` file. Prints a Markdown table: the size of the page, the seconds until it is
painted and until it has loaded, and the memory of its script heap. The fastest of the runs counts.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

import fabula
from fabula.companion.page import write_page

PAINTED = "() => performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0] || 0"
HEAP = "() => performance.memory ? performance.memory.usedJSHeapSize : 0"


@dataclass(frozen=True)
class Opening:
    """One opening of one page."""

    painted: float
    loaded: float
    heap_mb: float


def open_page(browser: Browser, page_file: Path) -> Opening:
    """Open the page in a fresh browser context and wait until it answers."""
    page: Any = browser.new_page(viewport={"width": 1280, "height": 800})
    began = time.perf_counter()
    page.goto(page_file.as_uri(), wait_until="load")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => done(1)))")
    loaded = time.perf_counter() - began
    opening = Opening(page.evaluate(PAINTED) / 1000, loaded, page.evaluate(HEAP) / 2**20)
    page.close()
    return opening


def main() -> None:
    """Write the page of each book, open it, and print the table."""
    parser = argparse.ArgumentParser(description="Seconds to open the page of a book.")
    parser.add_argument("books", nargs="+", type=Path, metavar="BOOK")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print("| book | words | page MB | painted s | loaded s | heap MB |\n|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for book in options.books:
            story = fabula.read(book)
            page_file = Path(folder, f"{book.stem}.html")
            write_page(story, page_file)
            best = min((open_page(browser, page_file) for _ in range(options.runs)), key=lambda one: one.loaded)
            size = page_file.stat().st_size / 1e6
            print(
                f"| {book.stem} | {story.n_words:,} | {size:.1f} | {best.painted:.2f} | {best.loaded:.2f} "
                f"| {best.heap_mb:.0f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()
