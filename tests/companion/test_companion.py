"""What the companion tells beside the text, and that it tells nothing that has not been read."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fabula.companion.page import write_page
from fabula.schema import TABLES, empty_table
from fabula.story import Story
from fabula.testing import tiny_story

OpenPage = Callable[..., Any]
TABS = ("people", "ties", "time", "mood", "places", "notes", "search")
WIDE = (1280, 860)
# A part with "content-visibility: auto" has no words before the browser has drawn it once.
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def open_tab(page: Any, tab: str) -> str:
    """The words of a tab of the companion."""
    if not page.is_visible("#companion"):
        page.click("[data-drawer=companion]")
    page.click(f"#tab-{tab}")
    page.evaluate(TWO_FRAMES)
    return str(page.inner_text("#pane"))


def until(page: Any, condition: str) -> None:
    """Wait until a condition holds; Playwright's own way of waiting needs ``eval``, which the page forbids."""
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


def chapter_end(story: Story, chapter: int) -> int:
    return int(story.column("chapters", "end")[chapter])


def highlighted(page: Any) -> str:
    return str(page.evaluate("[...CSS.highlights.get('found') ?? []].map(String).join()"))


def test_before_anything_is_read_nothing_is_told(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, read=0)
    assert not page.is_visible("#voices")
    for tab in TABS:
        told = open_tab(page, tab)
        for name in ("Ada", "Tom", "Captain", "Bell", "Wren", "Finches", "Gull Point"):
            assert name not in told, tab


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_tells_of_what_is_to_come(open_page: OpenPage, full_story: Story, tab: str) -> None:
    page = open_page(full_story, *WIDE, read=chapter_end(full_story, 0))
    told = open_tab(page, tab)
    if tab == "search":
        page.fill("#wanted", "r")  # one letter looks for nothing
        page.fill("#wanted", "wren")
        until(page, "document.querySelector('#pane [role=status]').textContent.includes('Not found')")
        told = page.inner_text("#pane .hits")
    for name in ("Morrow", "Bell", "Wren", "Finches", "Chapter Two", "enmity", "injury", "letter"):
        assert name.casefold() not in told.casefold()
    page.select_option("#guard-companion", label="everything")
    later = {"people": "Wren", "ties": "enmity", "time": "letter", "mood": "Three", "places": "3", "notes": "injury"}
    if tab in later:
        wanted = {"mood": "Chapter Three", "places": "2 scenes"}.get(tab, later[tab])
        assert wanted.casefold() in page.inner_text("#pane").casefold()


def test_a_name_is_the_one_that_the_reader_knows(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE, read=chapter_end(full_story, 0))
    assert "the Captain" in open_tab(page, "people")
    page.select_option("#guard-companion", label="everything")
    assert "Captain Morrow" in page.inner_text("#pane")


def test_names_beside_lines_wait_until_they_are_told(open_page: OpenPage, full_story: Story) -> None:
    label = "getComputedStyle(document.querySelector('q.c2'), '::before').content"
    page = open_page(full_story, read=chapter_end(full_story, 0), height=300)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    until(page, f"{label}.includes('Captain Morrow')")
    assert page.evaluate("document.querySelector('#guard-top').value") == str(chapter_end(full_story, 0))


def test_the_guard_goes_along_with_the_reading_and_not_with_a_leap(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, height=500, read=0)
    value = "Number(document.querySelector('#guard-top').value)"
    page.evaluate("window.scrollTo(0, document.querySelector('#ch2').offsetTop + 300)")
    page.wait_for_timeout(100)
    assert page.evaluate(value) == 0
    page.evaluate("document.querySelector('#ch0 .v').scrollIntoView({block: 'end'})")
    until(page, f"{value} > 0")
    assert page.evaluate(value) < chapter_end(full_story, 1)
    page.reload()
    assert page.evaluate(value) > 0


def test_who_wants_to_know_all_says_so_once(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, read=0)
    page.select_option("#guard-top", label="everything")
    assert page.is_visible("#voices")
    page.reload()
    assert page.input_value("#guard-top") == str(len(full_story.text))


def test_tapping_farther_on_tells_as_far_as_the_tap(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, read=0)
    page.click("#q4")
    card = page.inner_text("#panel")
    assert "Captain Morrow" in card
    assert page.inner_text("#panel dl").split() == ["lines", "1", "words", "2", "mentions", "5"]
    page.click("#panel >> text=Everything about them")
    assert page.inner_text("#sheet-name").endswith("Captain Morrow")
    assert page.input_value("#guard-top") == "0"


def test_a_sheet_says_what_they_do_say_and_mean_to_others(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    open_tab(page, "people")
    page.click("#pane .who.c0")
    sheet = page.inner_text("#pane")
    for words in ("Ada Finch", "she/her", "family (sibling) Tom", "3 lines", "18 words", "Gull Point", "Tom 2"):
        assert words in sheet
    page.click("#pane >> text=family (sibling)")
    assert highlighted(page) == "her brother"


def test_the_slider_shows_the_network_chapter_by_chapter(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    assert "Ada Finch and Tom" in open_tab(page, "ties")
    n_links = "document.querySelectorAll('.network .links path').length"
    assert page.evaluate(n_links) == 9
    page.fill(".slider input[type=range]", "0")
    assert page.evaluate(n_links) == 1
    assert page.inner_text(".slider output") == "up to CHAPTER ONE. The Dark Lamp"
    page.fill(".slider input[type=range]", "2")
    page.check(".alone input")
    assert page.evaluate(n_links) == 3
    page.check("#pane input[value=dialogue]")
    assert "Ada Finch and Wren" in page.inner_text(".strongest")


def test_the_timeline_sets_the_telling_against_the_world(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    assert "told out of the order" in open_tab(page, "time")
    told = page.text_content("#pane .all-moments")
    page.check("#pane input[value=happened]")
    happened = page.text_content("#pane .all-moments")
    assert told.index("Ada Finch, Wren") > told.index("After that")
    assert happened.index("Ada Finch, Wren") < happened.index("After that")


def test_the_mood_of_a_scene_is_read_off_the_cursor(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    open_tab(page, "mood")
    page.fill("#pane figure input[type=range] >> nth=0", "0")
    assert "CHAPTER ONE" in page.inner_text("#pane output >> nth=0")
    page.click("#pane figure >> text=Take me there")
    assert page.url.endswith("#o0")


def test_notes_say_what_about_and_never_a_word_of_it_unasked(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    told = open_tab(page, "notes")
    page.evaluate("for (const one of document.querySelectorAll('#pane details')) one.open = true")
    assert "feared" in page.inner_text("#pane")
    assert "ninety steps" not in page.inner_text("#pane") + told
    page.click("#pane .kind:has-text('death') >> text=Show the words")
    assert "ninety steps" in page.inner_text("#pane")


def test_looking_ahead_shows_kinds_and_chapters_without_names(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE, read=0)
    assert "injury" not in open_tab(page, "notes")
    page.check(".ahead input")
    page.evaluate("for (const one of document.querySelectorAll('#pane details')) one.open = true")
    told = page.inner_text("#pane")
    assert "injury" in told
    assert "Captain" not in told


def test_a_passage_can_be_hidden_and_stays_hidden(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    open_tab(page, "notes")
    page.click("#pane .kind:has-text('death') summary")
    page.click("#pane .kind:has-text('death') >> text=Hide this passage")
    passage = page.locator("main p", has_text="ninety steps")
    assert not passage.is_visible()
    page.reload()
    assert not passage.is_visible()
    assert "Hidden: death." in page.inner_text("main .cover")
    page.click("main .cover button")
    assert passage.is_visible()


def test_all_passages_of_a_kind_can_be_hidden(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    open_tab(page, "notes")
    page.click("#pane .kind:has-text('injury') summary")
    page.check("#pane .kind:has-text('injury') .hide-kind input")
    assert page.locator("main .cover").count() == 1
    page.uncheck("#pane .kind:has-text('injury') .hide-kind input")
    assert page.locator("main .cover").count() == 0


def test_search_finds_words_across_lines_and_marks_and_leads_there(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    page.keyboard.press("/")
    until(page, "document.activeElement.id === 'wanted'")
    page.keyboard.type("He will not GO, she")
    until(page, "document.querySelector('#pane .hits mark')?.textContent === 'He will not go, she'")
    page.click("#pane .hits a")
    assert highlighted(page) == "He will not go, she"
    start = full_story.text.index("He will not go")
    assert page.url.endswith(f"#o{start}-{start + len('He will not go_, she')}")


ODD = (
    "“Æther,” said _Ann\u00e9e of_ the 👩‍👧 *Mill*.\r\nIt was\u2028late.\r\n\r\nThe lamp\nis out,\nthe ships\nare late."
)


@pytest.mark.parametrize(
    "words", ["of_ the 👩‍👧 *Mill*", "Mill", "was\u2028late", "is out,\nthe", "ships", "Æ", "late."]
)
def test_a_link_finds_its_words_whatever_stands_before_them(open_page: OpenPage, words: str) -> None:
    tables = {name: empty_table(name) for name in TABLES}
    page = open_page(plain_story(ODD, tables))
    start = ODD.index(words)
    page.evaluate(f"location.hash = '#o{start}-{start + len(words)}'")
    until(page, "CSS.highlights.has('found')")
    assert " ".join(highlighted(page).split()) == " ".join(words.replace("_", "").replace("*", "").split())


def plain_story(text: str, tables: dict[str, Any]) -> Story:
    from fabula.schema import table_of

    starts = [0, text.index("The lamp")]
    ends = [text.index("\r\n\r\n"), len(text)]
    tables["chapters"] = table_of("chapters", {"start": [0], "end": [len(text)], "title": [""], "heading_end": [0]})
    paragraphs = {"start": starts, "end": ends, "chapter": [0] * 2, "kind": ["prose"] * 2}
    tables["paragraphs"] = table_of("paragraphs", paragraphs)
    return Story(text, tables)


def test_a_link_still_leads_there_when_the_book_is_read_anew(
    open_page: OpenPage, full_story: Story, tmp_path: Path
) -> None:
    page = open_page(full_story, height=400)
    start = full_story.text.index("He sat at the long table")
    address = f"{page.url}#o{start}-{start + 24}"
    bare = {name: empty_table(name) for name in ("mentions", "quotes", "quote_spans", "quote_addressees", "layers")}
    bare |= {name: empty_table(name) for name in ("quote_alternatives", "relationships", "relationship_signs", "notes")}
    write_page(Story(full_story.text, {**full_story.tables, **bare}), tmp_path / "page.html")
    page.goto(address)
    page.reload()
    assert highlighted(page) == "He sat at the long table"
    top = page.evaluate("[...CSS.highlights.get('found')][0].getBoundingClientRect().top")
    assert 48 < top < 400


def test_selected_words_get_an_address(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    page.evaluate(
        "(() => { const p = [...document.querySelectorAll('main p')].find(p => p.textContent.includes('ninety'));"
        " const range = new Range(); range.setStart(p.firstChild, 6); range.setEnd(p.firstChild, 10);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); })()"
    )
    page.click("#link-words")
    start = full_story.text.index("After that") + 6
    assert page.url.endswith(f"#o{start}-{start + 4}")


def test_levels_and_scenes_stand_in_the_margin_until_they_are_put_away(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    label = "getComputedStyle(document.querySelector('[data-y={}]'), '::before').content"
    assert page.evaluate(label.format("letter")) == '"letter · Wren"'
    assert page.evaluate(label.format("memory")) == '"memory · Captain Morrow"'
    assert page.inner_text("span.y") == "“There is a ship.”".strip("“”")
    assert page.inner_text("#s0").split("\n") == ["Gull Point", "Ada Finch, Tom"]
    page.keyboard.press("t")
    page.uncheck("[data-margin=levels]")
    page.uncheck("[data-margin=scenes]")
    assert page.evaluate(label.format("letter")) == "none"
    assert not page.is_visible("#s0")


def test_who_is_in_a_scene_is_told_when_it_has_been_read(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, read=chapter_end(full_story, 0))
    assert "Ada Finch" in page.inner_text("#s0")
    assert page.text_content("#s2") == "Gull Point"


def test_tabs_are_walked_with_arrows(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story)
    page.keyboard.press("c")
    page.focus("#tab-people")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-ties"
    assert page.get_attribute("#tab-ties", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert not page.is_visible("#companion")


@pytest.mark.parametrize(("size", "scheme"), [((390, 844), "light"), (WIDE, "dark")])
def test_axe_finds_nothing_serious(open_page: OpenPage, full_story: Story, size: tuple[int, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(full_story, *size, color_scheme=scheme)

    def assert_sound(where: str) -> None:
        context = None if where in ("card", "contents") else "#companion"
        violations = axe.run(page, context=context).response["violations"]
        found = [one for one in violations if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], where

    page.click("#q1")
    assert_sound("card")
    page.keyboard.press("Escape")
    for tab in TABS:
        open_tab(page, tab)
        page.evaluate("for (const one of document.querySelectorAll('#pane details')) one.open = true")
        if tab == "search":
            page.fill("#wanted", "the")
            page.wait_for_selector("#pane .hits a")
        assert_sound(tab)
    open_tab(page, "people")
    page.click("#pane .who.c0")
    assert_sound("sheet")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert_sound("contents")


def test_print_leaves_out_the_companion_and_keeps_what_is_hidden_hidden(open_page: OpenPage, full_story: Story) -> None:
    page = open_page(full_story, *WIDE)
    open_tab(page, "notes")
    page.click("#pane .kind:has-text('death') summary")
    page.check("#pane .kind:has-text('death') .hide-kind input")
    page.emulate_media(media="print")
    for selector in ("#companion", ".guard", ".bar", ".cover button"):
        assert not page.locator(selector).first.is_visible()
    assert not page.locator("main p", has_text="ninety steps").is_visible()
    assert page.locator("main p", has_text="had never seen the lamp").is_visible()
    assert len(page.pdf()) > 10_000


def test_without_script_there_is_the_text_and_the_cast_and_nothing_that_does_not_work(
    open_page: OpenPage, full_story: Story
) -> None:
    page = open_page(full_story, java_script_enabled=False)
    assert "Gull Point" in page.inner_text("#s0")
    assert page.is_visible("#cast")
    for selector in ("#companion", "#guard-top", ".margin-choices"):
        assert not page.locator(selector).first.is_visible()


def test_scripts_and_styles_stay_small() -> None:
    import gzip

    from fabula.companion.page import STYLES, _script, _static

    code = _script() + "".join(_static(f"style/{name}.css") for name in STYLES)
    assert len(gzip.compress(code.encode())) < 80_000


def test_a_scene_of_nobody_is_told_by_its_own_first_words(open_page: OpenPage) -> None:
    told = open_tab(open_page(tiny_story(), *WIDE), "time")
    assert "“Ada Finch had never seen the lamp dark. She stood on the…”" in told
    assert "“Captain Morrow was already awake. He sat at the long table…”" in told


@pytest.mark.parametrize("width", [390, 1200, 1280])
def test_every_tab_is_in_sight(open_page: OpenPage, width: int) -> None:
    page = open_page(tiny_story(), width)
    page.keyboard.press("c")
    row = "document.querySelector('[role=tablist]')"
    assert page.evaluate(f"{row}.scrollWidth <= {row}.clientWidth")
