"""What was said and done is kept: closed and opened again, killed at any moment, and with a design that changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from worlds import close, come_back, come_in, open_world, opened

from fabula.listening import listen
from fabula.world.record import happenings

pytest.importorskip("evennia", reason="evennia is not installed")


def test_a_world_killed_in_the_middle_and_opened_again_has_lost_nothing_that_was_shown(design: Path) -> None:
    world = open_world(design)
    ann, ben = come_in(world, "Ann"), come_in(world, "Ben")
    ann.do("take lantern", "You take the brass lantern.")
    ann.do("go garden", "Ways:")
    ben.do("write a note: Sleep well.", "You have written a note.")
    ben.do("leave note", "You put a note down.")
    ben.do("sleep", "To enter: yes")
    ben.do("yes", "the dark water")
    shown = 0
    for number in range(40):
        ann.send(f"say line {number}")
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        shown += (ann.rest(0.05)).count("You say")
    ann.send("say the last")
    world.kill()
    kept = [one.text for one in happenings(world.data) if one.actor == "Ann" and one.kind == "say"]
    assert len(kept) >= shown > 0
    assert kept[:shown] == [f"line {number}" for number in range(shown)]

    with opened(design) as again:
        assert again.invitations == {}
        back = come_back(again, ann.key)
        back.expect("the garden", "Ways:")
        back.do("have", "You have the brass lantern.")
        back.do("go hall", "a note")
        back.do("read note", "Sleep well.", "(written by Ben)")
        sleeper = come_back(again, ben.key)
        sleeper.expect("the hall", "Ways:")
        back.close()
        sleeper.close()


def test_closed_opened_and_redesigned_the_world_keeps_what_people_did(design: Path, browser: Any) -> None:
    with listen("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    context = browser.new_context()
    page = context.new_page()
    with opened(design, "--port", port) as world:
        page.goto(f"{world.address}#{world.invitation()}")
        for asked, typed in (("What shall the others call you?", "Eve"), ("To come in: yes", "yes")):
            page.get_by_text(asked).wait_for()
            page.get_by_role("textbox").fill(typed)
            page.get_by_role("textbox").press("Enter")
        page.get_by_role("button", name="the garden").click()
        page.get_by_role("heading", name="the garden").wait_for()
        ann = come_in(world, "Ann")
        ann.do("take lantern", "You take")
        ann.do("go garden", "Ways:")
        ann.do("leave lantern", "You put")
        ann.do("take trowel from Tom", "You take the trowel.")
        ann.do("write a rhyme: Roses are read.", "You have written")
        ann.do("leave rhyme", "You put")
    assert world.process.returncode == 0
    text = design.read_text(encoding="utf-8")
    text = text.replace("Four walls, and more sky", "Four walls, and less sky")
    text = text.replace('name = "the attic"', 'name = "the loft"')
    text = text.replace('[characters.ada]\nname = "Ada Archer"\nnames = ["Ada"]\nplace = "hall"', PLACED)
    design.write_text(text, encoding="utf-8")
    again = open_world(design, "--port", port)
    page.get_by_role("button", name="Connect again").click()
    page.get_by_text("To come in: yes").nth(1).wait_for()
    page.get_by_role("textbox").fill("yes")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("less sky").wait_for()
    back = come_back(again, ann.key)
    shown = back.expect("less sky", "Ways: the hall", "You see:") + back.rest(0.3)
    assert "a rhyme" in shown
    assert "the brass lantern" in shown, "where a guest left it: the design says nothing new of it"
    assert "Ada Archer" in shown, "the design has put her here"
    page.get_by_role("button", name="the brass lantern").click()
    page.get_by_text("Nothing is told of it.").wait_for()
    context.close()
    back.do("have", "You have the trowel.")
    back.do("go hall", "the loft")
    back.close()
    assert close(again) == 0
    assert {one.session for one in happenings(again.data)} == {1, 2}


PLACED = '[characters.ada]\nname = "Ada Archer"\nnames = ["Ada"]\nplace = "garden"'
