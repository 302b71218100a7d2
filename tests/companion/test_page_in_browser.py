"""The page as a reader meets it: in a real browser, by finger and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest

from fabula.testing import tiny_story

PHONE, WIDE = (390, 844), (1440, 900)
SMALLEST, TABLET = (320, 640), (820, 1180)

OpenPage = Callable[..., Any]


@pytest.mark.parametrize("size", [SMALLEST, PHONE, TABLET, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_in_every_size_and_theme_without_a_word_on_the_console(
    open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    page = open_page(tiny_story(), *size, color_scheme=scheme)
    assert page.title() == "The Lamp at Gull Point"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(251, 248, 241)" if scheme == "light" else "rgb(22, 23, 26)")


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_tapping_a_quote_shows_its_speaker_hearer_confidence_and_evidence(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(tiny_story(), *size)
    page.click("#q5")
    shown = page.inner_text("#panel")
    assert "Tom" in shown
    assert "says this to Captain Morrow" in shown
    assert "98% sure" in shown
    assert "Tom said" in shown
    assert "he/him" in shown
    assert page.locator("q.on").count() == 2


def test_tapping_a_thought_and_a_note_says_which_they_are(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.click("#q3")
    assert "thinks this" in page.inner_text("#panel")
    page.click("#panel .close")
    page.click("#q9")
    assert "writes this" in page.inner_text("#panel")


def test_tapping_a_name_shows_the_character_and_other_names(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.click("b.n.c0 >> nth=0")
    shown = page.inner_text("#panel")
    assert "Ada Finch" in shown
    assert "Also called Ada (3)" in shown
    assert "First seen in Chapter One" in shown.replace("CHAPTER ONE", "Chapter One")


def test_the_panel_closes_by_escape_and_by_tapping_beside_it(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.click("#q1")
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel")
    page.click("#q1")
    page.click(".chapter-head >> nth=0")
    assert not page.is_visible("#panel")


def test_a_reader_with_only_a_keyboard_finds_out_who_speaks(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.id")
    assert focused.startswith("q")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == focused
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.className").startswith("n c")


def test_j_walks_the_quotes_in_order_and_the_open_panel_goes_along(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), *WIDE)
    page.click("#q4")
    page.keyboard.press("j")
    assert page.inner_text("#panel-name").endswith("Tom")
    page.keyboard.press("j")
    assert page.inner_text("#panel-name").endswith("Captain Morrow")


def test_the_companion_opens_as_a_dialog_on_a_phone_and_leads_to_a_sheet(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.click("[data-drawer=companion]")
    drawer = page.locator("#companion")
    assert drawer.get_attribute("role") == "dialog"
    assert "3 lines" in drawer.inner_text()
    assert page.evaluate("document.querySelector('main').inert")
    page.click("#companion .who.c4")
    assert page.inner_text("#sheet-name").endswith("Wren")
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert not page.evaluate("document.querySelector('main').inert")


def test_the_companion_stands_beside_the_text_where_there_is_room(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), *WIDE)
    page.keyboard.press("c")
    assert page.locator("#companion").get_attribute("role") is None
    assert not page.evaluate("document.querySelector('main').inert")
    edges = "[document.querySelector('main p').getBoundingClientRect().right, companion.offsetLeft]"
    right, left = page.evaluate(edges)
    assert right < left
    page.keyboard.press("c")
    assert not page.is_visible("#companion")


def test_the_contents_lead_to_a_chapter(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.keyboard.press("t")
    page.click(".toc a >> nth=2")
    assert page.evaluate("document.querySelector('#ch2').getBoundingClientRect().top") < 844
    assert not page.is_visible("#contents")


def test_brackets_go_from_chapter_to_chapter(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), 390, 300)
    for _ in range(2):
        page.keyboard.press("]")
    assert abs(page.evaluate("document.querySelector('#ch1').getBoundingClientRect().top") - 64) < 40
    page.keyboard.press("[")
    assert abs(page.evaluate("document.querySelector('#ch0').getBoundingClientRect().top") - 64) < 40


def test_following_one_character_leaves_only_their_lines_in_colour(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    colour = "getComputedStyle(document.querySelector('#{}')).color"
    before = page.evaluate(colour.format("q1"))
    page.click("#q0")
    page.click("[data-follow]")
    assert page.inner_text("#follow-name") == "Ada Finch"
    assert page.evaluate(colour.format("q1")) != before
    assert page.evaluate(colour.format("q0")) != page.evaluate(colour.format("q1"))
    page.click("#unfollow")
    assert page.evaluate(colour.format("q1")) == before


def test_first_appearance_goes_to_the_first_name(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    page.click("#q11")
    page.click("[data-first]")
    assert page.evaluate("document.activeElement.querySelector('#a4') !== null")
    assert page.url.endswith(f"#o{tiny_story().text.index('Wren')}-{tiny_story().text.index('Wren') + 1}")


def test_the_theme_button_turns_the_lights_off_and_remembers(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), color_scheme="light")
    page.click("#theme")
    dark = "rgb(22, 23, 26)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_speakers_names_stand_beside_their_lines_until_the_reader_hides_them(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), *WIDE)
    label = "getComputedStyle(document.querySelector('#q1'), '::before').content"
    assert "Tom" in page.evaluate(label)
    page.click("#labels")
    assert page.evaluate(label) == "none"
    assert page.get_attribute("#labels", "aria-pressed") == "false"


def test_the_text_can_be_read_without_the_script(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), java_script_enabled=False)
    text = page.text_content("main") or ""
    assert "Ada Finch had never seen the lamp dark." in text
    assert "He will not go, she thought." in text
    assert page.is_visible("#cast")


def test_a_reader_who_wants_no_motion_gets_none(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), reduced_motion="reduce")
    page.click("#q1")
    assert page.evaluate("getComputedStyle(document.querySelector('#panel')).animationName") == "none"


def test_everything_to_press_in_the_bar_is_large_enough_for_a_finger(open_page: OpenPage) -> None:
    page = open_page(tiny_story())
    boxes = page.evaluate(
        "[...document.querySelectorAll('.tools > *')].filter(e => e.offsetParent)"
        ".map(e => [e.offsetWidth, e.offsetHeight])"
    )
    assert all(width >= 34 and height >= 44 for width, height in boxes)


def test_a_page_prints_black_text_on_white_without_the_bar(open_page: OpenPage) -> None:
    page = open_page(tiny_story(), color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible(".bar")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(34, 32, 28)"
