"""The library as a reader meets it: in a real browser, over a server that really runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OpenPage = Callable[..., Any]
PAGES = (
    *("/", "/search", "/search?q=lamp", "/stories/1", "/stories/1/characters/0", "/compare", "/upload"),
    *("/compare?first=1&second=2", "/compare?first=1&second=2&who=0&other=1", "/stories/1/corrections?show=all"),
)
NAMELESS = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')].filter((one) =>
    !(one.labels?.length && [...one.labels].some((label) => label.textContent.trim()))
    && !one.textContent.trim() && !one.getAttribute('aria-label')).map((one) => one.outerHTML)"""
SAVED = """<html><head><title>A Night's <script>alert(1)</script>Tale</title>
<meta http-equiv="refresh" content="0;url=http://evil.example/">
<style>@import "http://evil.example/x.css"; body{display:none}</style>
<script>document.title = "pwned"; alert(1)</script></head>
<body onload="alert(1)"><h1>A Night's Tale</h1><svg onload="alert(1)"><script>alert(1)</script></svg>
<p>"Leave the lamp," said Ada Finch. <img src=x onerror="alert(1)"></p>
<p>"I will not leave it," said Tom Finch. "The ship is late."</p>
<p><a href="javascript:alert(1)">Ada</a> laughed and shut the door behind her brother Tom.</p>
<p>&lt;script&gt;alert(1)&lt;/script&gt; was written on the wall of the house that night.</p>
<iframe src="http://evil.example/"></iframe></body></html>"""


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_page_fits_its_window_and_says_nothing_on_the_console(
    open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page("/", width, color_scheme=scheme)
    for address in PAGES:
        assert page.goto(address).ok
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator("main h1").count() == 1, address
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(251, 248, 241)" if scheme == "light" else "rgb(22, 23, 26)")


def test_the_shelf_shows_covers_and_narrows(open_page: OpenPage) -> None:
    page = open_page("/?order=newest")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth === 300)")
    assert page.locator(".covers li").count() >= 3
    page.click("aside >> text=Wren Morrow")
    assert page.locator(".covers .title").all_inner_texts() == ["Other Point"]
    page.click("text=Show all")
    page.fill("input[name=title]", "lamp at")
    page.press("input[name=title]", "Enter")
    assert page.locator(".covers .title").all_inner_texts() == ["The Lamp at Gull Point"]


def test_what_a_search_finds_leads_to_the_passage_in_the_story(open_page: OpenPage) -> None:
    page = open_page("/search")
    page.click("text=Who, where, when")
    page.fill("[name=said_by]", "Mrs. Bell")
    page.fill("[name=q]", "ship")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**/search?q=ship&said_by=Mrs.+Bell")
    assert "Mrs. Bell to Captain Morrow" in page.inner_text(".results li >> nth=0")
    assert page.inner_text(".results mark >> nth=0") == "ship"
    page.click(".results .where >> nth=0")
    page.wait_for_function("CSS.highlights.has('found')")
    assert page.evaluate("[...CSS.highlights.get('found')].join()") == "ship"
    page.click("a.back")
    assert page.inner_text("h1") == "The Lamp at Gull Point"


def test_a_passage_outside_of_talk_is_scrolled_to_as_well(open_page: OpenPage) -> None:
    page = open_page("/search?q=coughed", height=300)
    page.click(".results .where >> nth=0")
    page.wait_for_timeout(300)
    top = page.locator("p", has_text="coughed").first.bounding_box()["y"]
    assert -50 < top < 300


def test_reading_and_search_need_no_script(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    page.click(".covers >> text=Other Point")
    page.click("a.button")
    assert "The lamp is out, sir" in (page.text_content("main") or "")  # not all of it need be drawn yet
    page.goto("/search")
    page.fill("[name=q]", '"the lamp is out"')
    page.press("[name=q]", "Enter")
    assert page.locator(".results li").count() >= 3
    page.goto("/compare?first=1&second=2")
    assert "Other Point" in page.inner_text("table")


def test_a_speaker_is_set_in_the_page_and_the_story_read_again_with_it(open_page: OpenPage) -> None:
    page = open_page("/search?q=lamp&said_by=Tom&story=2")
    page.click("text=not so?")
    line = page.locator("li:target")
    assert "The lamp is out" in line.inner_text()
    line.locator("select").select_option(label="Wren", force=True)
    line.locator("text=Says this").click()
    page.wait_for_selector("[data-shown=door]:not([hidden])", timeout=60_000)
    page.click("text=Open it")
    assert page.url.endswith("/stories/2")
    page.click("text=Put right")
    made = page.inner_text(".made")
    assert "says Wren" in made
    page.goto("/search?q=lamp&said_by=Wren&story=2")
    assert page.locator(".results li").count() >= 1


def test_a_line_of_the_text_leads_to_where_its_speaker_is_set(open_page: OpenPage) -> None:
    page = open_page("/stories/1/read")
    line = page.locator("q", has_text="The lamp is out").first
    said = line.inner_text()
    line.click()
    page.click("text=Not so? Put it right")
    assert said.strip("“”, ") in page.inner_text("li:target")


def test_a_hostile_page_is_uploaded_watched_and_read_and_nothing_of_it_runs(
    open_page: OpenPage, tmp_path: Path
) -> None:
    saved = tmp_path / "night.html"
    saved.write_text(SAVED)
    page = open_page("/upload", 390)
    page.set_input_files("input[type=file]", saved)
    page.click("text=Read it")
    page.wait_for_url("**/readings/*")
    page.wait_for_selector("progress:not([value='0'])", timeout=60_000)
    page.wait_for_selector("[data-shown=door]:not([hidden])", timeout=60_000)
    page.click("text=Open it")
    address = page.url
    assert "Night" in page.inner_text("h1")
    for part in ("", "/read", "/corrections?show=all", "/characters/0"):
        page.goto(address + part)
        page.wait_for_timeout(100)
        assert page.url == address + part
        assert "pwned" not in page.title()
        assert page.locator("main svg script, main iframe, [onload], [onerror], a[href^=javascript]").count() == 0
    page.goto(address + "/read")
    assert "said Ada Finch" in (page.text_content("main") or "")


def test_a_script_that_stood_in_a_story_could_not_run_nor_ask_the_server(browser: Any, served: Any) -> None:
    page = browser.new_page(base_url=served.address)
    page.goto("/stories/1/read")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'pwned = 1'}))")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"pwned = 1\">')")
    page.wait_for_timeout(100)
    assert page.evaluate("typeof pwned") == "undefined"
    refused = "fetch('/api/stories').then(() => 'answered', () => 'refused')"
    assert page.evaluate(refused) == "refused"
    page.close()


def test_names_that_try_to_run_are_names_on_every_page(open_page: OpenPage) -> None:
    page = open_page("/")
    cast = "/stories/3/characters/0"
    pair = "/compare?first=3&second=3&who=0&other=1"
    search = "/search?q=lamp&story=3&counts=on"
    for address in ("/", "/stories/3", "/stories/3/read", cast, pair, search, "/stories/3/corrections?show=all"):
        page.goto(address)
        assert page.locator("img[src=x], main script").count() == 0, address
        assert page.title() != "pwned"
        assert "onerror=alert(1)" in page.content().replace("&lt;", "<").replace("&gt;", ">"), address


def test_a_reader_with_only_a_keyboard_gets_from_the_shelf_to_a_story(open_page: OpenPage) -> None:
    page = open_page("/?title=Other")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if "Other Point" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/2")


def test_everything_that_can_be_filled_in_or_pressed_has_a_name(open_page: OpenPage) -> None:
    page = open_page()
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(NAMELESS) == [], address
        assert page.locator("main, header nav[aria-label]").count() == 2


def test_what_is_not_there_is_said_in_a_sentence(browser: Any, served: Any) -> None:
    page = browser.new_page(base_url=served.address)
    for address, words in (
        ("/stories/99", "no story 99"),
        ("/nowhere", "no such page"),
        ("/stories/x", "no such page"),
    ):
        assert page.goto(address).status == 404
        assert words in page.inner_text("main")
        assert "Traceback" not in page.content()
    assert page.goto("/search?said_by=Nobody+At+All").status == 400
    assert "is called" in page.inner_text("main")
    page.close()
