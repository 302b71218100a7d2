"""A story is written by strangers: nothing in it may run, break the page, or hide a line."""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from fabula.companion.page import css_string, render_page
from fabula.schema import TABLES, empty_table, table_of
from fabula.sources.document import Metadata
from fabula.story import Story

OpenPage = Callable[..., Any]

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><style>*{display:none}</style>",
    "<!--<script>",
    "]]><![CDATA[",
    "{{ 7 * 7 }}{% include 'x' %}",
    "\"'`><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp;",
    "👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "\u202eright to left\u202c שלום עולם",
    "\x00\x07\ud800 nul and surrogate",
    "\\22 } body{display:none} /*",
]


def story_of(text: str, name: str, **tables: Any) -> Story:
    """A story whose one character, named ``name``, is mentioned and speaks through all of ``text``."""
    end = len(text)
    decided = {"confidence": [0.5], "by": ["rule"], "evidence_start": [0], "evidence_end": [end]}
    columns = {
        "chapters": {"start": [0], "end": [end], "title": [name], "heading_end": [0]},
        "paragraphs": {"start": [0], "end": [end], "chapter": [0], "kind": ["prose"]},
        "sentences": {"start": [0], "end": [end], "paragraph": [0]},
        "tokens": {"start": [0], "end": [end], "sentence": [0], "lemma": ["x"], "pos": ["X"], "tag": ["X"]}
        | {"dep": ["x"], "head_token": [0]},
        "entities": {"kind": ["person"], "name": [name], "is_named": [True], "pronouns": [name]}
        | {"pronouns_confidence": [0.5], "n_mentions": [1], "is_character": [True], "is_narrator": [True]},
        "entity_names": {"entity": [0, 0], "name": [name, name + "!"], "count": [1, 1]},
        "mentions": {"start": [0], "end": [end], "head_token": [0], "form": ["proper"], "kind": ["person"]}
        | {"place_kind": [None], "entity": [0], **{f"entity_{key}": value for key, value in decided.items()}},
        "quotes": {"start": [0], "end": [end], "kind": ["speech"], "mode": ["in person"]}
        | {"speaker": [0], **{f"speaker_{key}": value for key, value in decided.items()}},
        "quote_spans": {"quote": [0], "start": [0], "end": [end]},
        "quote_addressees": {"quote": [0], "entity": [0]} | {f"entity_{key}": value for key, value in decided.items()},
    }
    filled = {key: table_of(key, value) for key, value in {**columns, **tables}.items()}
    metadata = Metadata(title=name, author=name, fandoms=(name,))
    return Story(text, {key: filled.get(key, empty_table(key)) for key in TABLES}, metadata)


class Balance(HTMLParser):
    """Fails on a tag that closes what is not open."""

    VOID = frozenset({"meta", "link", "hr", "br", "path", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.stack.pop() == tag


def assert_balanced(page: str) -> None:
    parser = Balance()
    parser.feed(page)
    parser.close()
    assert parser.stack == []


def visible_text(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub("<nav.*?</nav>", "", main, flags=re.S)
    return html.unescape(re.sub("<[^>]*>", "", main))


def test_nothing_in_a_hostile_story_runs_or_breaks_the_page(open_page: OpenPage) -> None:
    text = "\n".join(HOSTILE)
    page = open_page(story_of(text, " ".join(HOSTILE)))
    page.click("q >> nth=0")
    page.wait_for_selector("#panel:not([hidden])")
    assert page.locator("main img, main svg, main script, #panel img").count() == 0
    assert "onerror=alert(1)" in (page.text_content("main") or "")
    assert "onerror=alert(1)" in page.inner_text("#panel h2")
    assert page.evaluate("getComputedStyle(document.body).display") == "block"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    page = render_page(story_of(hostile, hostile))
    assert_balanced(page)
    assert page.count("<script") == 3  # ours, early and late, and the data
    assert page.count("</style>") == 1
    page.encode("utf-8")


def test_a_policy_forbids_every_script_and_style_but_our_own(open_page: OpenPage) -> None:
    page = open_page(story_of("Once.", "Ann"))
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def empty(*names: str) -> dict[str, dict[str, list[Any]]]:
    return {name: {column.name: [] for column in TABLES[name]} for name in names}


CROSSING = {
    "quotes reaching over each other": {
        "quotes": {
            "start": [0, 5], "end": [20, 40], "kind": ["speech"] * 2, "mode": ["in person"] * 2,
            "speaker": [0, None], "speaker_confidence": [0.5, None], "speaker_by": ["rule", None],
            "speaker_evidence_start": [0, None], "speaker_evidence_end": [3, None],
        },
        "quote_spans": {"quote": [0, 0, 1], "start": [0, 15, 5], "end": [18, 20, 40]},
    },
    "empty and doubled spans": {"quote_spans": {"quote": [0, 0, 0], "start": [3, 3, 3], "end": [3, 9, 9]}},
    "a name over the edge of a quote": {"quote_spans": {"quote": [0], "start": [7], "end": [19]}},
    "paragraphs on top of each other": {
        "paragraphs": {"start": [0, 4, 4], "end": [30, 12, 44], "chapter": [0] * 3, "kind": ["prose"] * 3}
    },
    "furniture through the middle": {
        "furniture": {"start": [9, 12], "end": [15, 21], "kind": ["note", "credit"]},
    },
    "emphasis crossing all": {"emphasis": {"start": [2, 6, 30], "end": [8, 35, 44]}},
    "no paragraphs at all": empty("paragraphs", "sentences", "tokens", "mentions"),
    "no chapters at all": empty("chapters", "paragraphs", "sentences", "tokens", "mentions"),
    "a chapter that begins late": {
        "chapters": {"start": [10], "end": [20], "title": [""], "heading_end": [10]},
    },
    "a heading longer than its chapter": {
        "chapters": {"start": [0], "end": [20], "title": [""], "heading_end": [44]},
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CROSSING)
def test_spans_that_cross_never_break_the_page_or_lose_a_letter(case: str) -> None:
    text = '"Well, well," said Ann _of_ the "Mill" & <Co>.'
    page = render_page(story_of(text, "Ann", **CROSSING[case]))
    assert_balanced(page)
    seen = "".join(visible_text(page).split())
    for label in ("author’snote", "credits", "❦"):
        seen = seen.replace(label, "")
    if 'id="ch0"' in page and ">Ann</span></h2>" in "".join(page.split("\n")):
        seen = seen.removeprefix("Ann")
    assert seen.replace("_", "") == "".join(text.split()).replace("_", "")


def test_an_empty_story_still_has_a_page(open_page: OpenPage) -> None:
    page = open_page(Story("", {name: empty_table(name) for name in TABLES}))
    assert "Untitled" in page.inner_text("h1")
    page.keyboard.press("j")
    page.keyboard.press("]")


def test_a_css_string_of_anything_is_plain_ascii() -> None:
    assert re.fullmatch(r'"[A-Za-z0-9\\ ]*"', css_string("".join(HOSTILE)))


def test_the_same_story_gives_the_same_page() -> None:
    assert render_page(story_of("Once.", "Ann")) == render_page(story_of("Once.", "Ann"))
