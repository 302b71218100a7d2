"""A page becomes the text that a reader sees: paragraphs, lines, scenes, emphasis."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from books import ATTIC, KEY, LAMP

from fabula.sources import Document, open_document
from fabula.sources.flow import Flow, parse, pour


def text_of(html: str) -> str:
    return flow_of(html).text


def flow_of(html: str) -> Flow:
    flow = Flow()
    body = parse(html).body
    if body is not None:
        pour(flow, body)
    return flow


def read(tmp_path: Path, html: str | bytes) -> Document:
    path = tmp_path / "page.html"
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    return open_document(path)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  two</p><p>Three</p>", "One two\n\nThree"),
        ("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree"),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<p>One <br/> two</p>", "One\ntwo"),
        ("<p>One<br><br>Two</p>", "One\n\nTwo"),
        ("One<br>\n<br>\n<br>Two", "One\n\nTwo"),
        ("<p>One</p><hr><p>Two</p>", "One\n\n* * *\n\nTwo"),
        ("<hr><p>One</p><hr><hr><p>Two</p><hr>", "One\n\n* * *\n\nTwo"),
        ("<p>One</p><hr><h2>Two</h2><hr><p>Three</p>", "One\n\nTwo\n\nThree"),
        ("<p>One</p><p>&nbsp;</p><p></p><p>Two&nbsp;three</p>", "One\n\nTwo three"),
        ("<p>Un<b>believ</b>able</p>", "Unbelievable"),
        ("<p>One <i> two </i> three</p>", "One two three"),
        ("<pre>One\ntwo\n\nThree</pre>", "One\ntwo\n\nThree"),
        ("<p>One<script>x</script><style>y</style><!-- z --></p>", "One"),
        ("<p>One</p><p style='display: none'>Two</p><p hidden>Three</p>", "One"),
        ("<p>One <button>Vote</button><img alt='x'></p>", "One"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<p>a&#xD800;b</p>", "a\ufffdb"),
        ("<p>Zo\u0308e \u200f\U0001f600</p>", "Zo\u0308e \u200f\U0001f600"),
        ("", ""),
    ],
)
def test_a_page_reads_as_it_looks(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "emphasised"),
    [
        ("<p><i>Whose is it?</i> she thought.</p>", ["Whose is it?"]),
        ("<p>She <em><b>never</b></em> came.</p>", ["never"]),
        ("<p>a <i> two </i> b</p>", ["two"]),
        ("<p><i>One<br><br>two</i> three</p>", ["One", "two"]),
        ("<p><span style='font-style:italic'>One</span> <span class='italic'>two</span></p>", ["One", "two"]),
        ("<p><i></i><i> </i>One</p>", []),
    ],
)
def test_emphasis_keeps_its_place(html: str, emphasised: list[str]) -> None:
    flow = flow_of(html)
    assert [flow.text[start:end] for start, end in flow.emphasis] == emphasised


def test_headings_of_a_page_are_its_chapters(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<html><head><title>The Lost Key</title></head><body><h1>The Lost Key</h1><h2>Chapter 1<br>The Attic</h2>"
        f"<p>{ATTIC}</p><h3>A scene</h3><p>{KEY}</p><h2>Chapter 2<br>The Lamp</h2><p>{LAMP}</p></body></html>",
    )
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1: The Attic", "Chapter 2: The Lamp"]
    assert document.metadata.title == "The Lost Key"
    second = document.chapters[1]
    assert document.text[second.start : second.heading_end] == "Chapter 2\nThe Lamp"


def test_chapters_without_markup_are_found_as_in_a_text(tmp_path: Path) -> None:
    chapters = "".join(f"<p>CHAPTER {n}</p><p>{ATTIC}</p><p>{LAMP}</p>" for n in ("I", "II"))
    document = read(tmp_path, f"<html><body>{chapters}</body></html>")
    assert [chapter.title for chapter in document.chapters] == ["CHAPTER I", "CHAPTER II"]


def test_the_encoding_that_a_page_declares_is_used(tmp_path: Path) -> None:
    page = f"<html><head><meta charset='iso-8859-2'></head><body><p>Dvořák and Čapek. {ATTIC}</p></body></html>"
    assert "Dvořák and Čapek" in read(tmp_path, page.encode("iso-8859-2")).text


def test_of_any_other_site_the_main_text_is_read(tmp_path: Path) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in (ATTIC, LAMP, KEY) * 4)
    page = (
        "<html lang='en'><head><title>The Attic | A Blog</title><meta name='author' content='Nell Hart'></head>"
        "<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About this blog and me</a></li></ul></nav>"
        f"<article><h1>The Attic</h1>{story}</article>"
        "<aside><h3>Recent posts</h3><ul><li><a href='/1'>Ten recipes for apple cake</a></li></ul></aside>"
        "<footer><p>Copyright of the blog, all rights reserved, powered by a program.</p></footer></body></html>"
    )
    document = read(tmp_path, page)
    assert document.text.count(ATTIC) == 4
    assert "recipes" not in document.text
    assert "powered by" not in document.text
    assert document.metadata.author == "Nell Hart"
    assert document.metadata.language == "en"


def test_a_page_that_is_nothing_but_a_book_is_read_whole(tmp_path: Path) -> None:
    document = read(tmp_path, f"<html><body><p>One.</p><p>{ATTIC}</p><p>Yes.</p><p>{LAMP}</p></body></html>")
    assert document.text == f"One.\n\n{ATTIC}\n\nYes.\n\n{LAMP}"


@pytest.mark.parametrize("shape", ["<div>", "<span>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>"])
def test_a_page_nested_beyond_reason_is_read_at_once(tmp_path: Path, shape: str) -> None:
    began = time.process_time()
    document = read(tmp_path, f"<html><body>{shape * 100_000}<p>{ATTIC}</p><p>{LAMP}</p></body></html>")
    assert document.text == f"{ATTIC}\n\n{LAMP}"
    assert time.process_time() - began < 5
