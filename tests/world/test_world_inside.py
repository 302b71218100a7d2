"""What guests do inside, by telnet, in a really opened world: meet, talk, carry, write, dream, play and design."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator

import pytest
from worlds import COMMAND, Guest, Opened, come_back, come_in

from fabula.world.record import happenings

numbers = itertools.count(1)


@pytest.fixture
def ann(world: Opened) -> Iterator[Guest]:
    """A guest of this test."""
    guest = come_in(world, f"Ann {next(numbers)}")
    yield guest
    guest.close()


@pytest.fixture
def ben(world: Opened) -> Iterator[Guest]:
    """Another guest."""
    guest = come_in(world, f"Ben {next(numbers)}")
    yield guest
    guest.close()


@pytest.fixture(scope="module")
def designer(world: Opened) -> Iterator[Guest]:
    """The one who designs."""
    guest = come_in(world, "Dora", "designer")
    yield guest
    guest.close()


@pytest.fixture(scope="module")
def watcher(world: Opened, designer: Guest) -> Iterator[Guest]:
    """Somebody who watches, invited by the designer."""
    code = designer.do("invite watcher", "once: ") + designer.rest(0.2)
    guest = come_in(world, "Wanda", code=code.split("once: ")[1].split()[0])
    yield guest
    guest.close()


def test_guests_meet_and_talk(ann: Guest, ben: Guest) -> None:
    ann.do("say Good evening, all.", "You say, “Good evening, all.”")
    ben.expect("says, “Good evening, all.”")
    ben.do(":bows to the lamp.", "bows to the lamp.")
    ann.expect("bows to the lamp.")


def test_a_whisper_reaches_one_alone(world: Opened, ann: Guest, ben: Guest) -> None:
    third = come_in(world, "Third Ear")
    ann.do(f"whisper {ben.name}: the pot is empty", "You whisper")
    ben.expect("whispers to you, “the pot is empty”")
    assert "empty" not in third.rest()
    third.close()


def test_a_way_is_taken_by_go_or_by_its_name_alone(ann: Guest) -> None:
    assert "Four walls" in ann.do("go garden", "the garden", "Ways:")
    ann.do("the hall", "The hall was long", "Ways:")
    ann.do("go the green door", "Four walls")
    ann.do("go moon", "There is no way 'moon' here.")


def test_a_character_answers_with_the_line_of_the_book_that_fits_and_its_place(ann: Guest) -> None:
    ann.do("go garden", "Here:")
    answer = ann.do("say to Tom: Where is the key?", "]")
    assert "“The key has been under the third flower pot since your mother died.” [Two: The Door, 1200–1269" in answer
    assert "Robins know everything" in ann.do("say What do robins know?", "[One: The Key")
    ann.do("say to Tom: quantum xylophones", "Tom Archer says nothing: no line of theirs in the book fits.")


def test_things_are_taken_given_and_put_down(ann: Guest, ben: Guest) -> None:
    ann.do("take lantern", "You take the brass lantern.")
    ben.expect("takes the brass lantern.")
    ben.do("take lantern", "There is no thing 'lantern' here.")
    ann.do(f"give lantern to {ben.name}", "You give the brass lantern to Ben")
    ben.expect("gives you the brass lantern.")
    ben.do("have", "You have the brass lantern.")
    ben.do("drop lantern", "You put the brass lantern down.")


def test_a_letter_is_written_left_and_read_by_another(ann: Guest, ben: Guest) -> None:
    ann.do("write a note for Ben: Come to the garden at noon.", "You have written a note for Ben.")
    ann.do("leave note", "You put a note for Ben down.")
    assert "Come to the garden at noon." in ben.do("read note", "(written by Ann")


def test_a_letter_of_the_book_is_read(ann: Guest) -> None:
    ann.do("go attic", "Ways:")
    ann.do("read letter", 'it was never locked. "Push," she said.')


def test_two_asleep_in_different_places_meet_in_one_dream_and_wake_where_they_slept(
    ann: Guest, ben: Guest, watcher: Guest
) -> None:
    ben.do("go garden", "Ways:")
    ann.do(f"sleep flood with {ben.name}", "What you may want to know first: drowning.", "To enter: yes")
    ann.do("yes", "an hour outside is 12 hours here", "the dark water")
    watcher.expect("falls asleep.")
    invited = ben.expect("invites you into the flood. To follow: sleep with ") + ben.rest(0.2)
    ben.do(invited.rsplit("follow: ")[1].strip(), "To enter: yes")
    ben.do("yes", "the dark water", f"Here: {ann.name}.")
    ann.expect(f"{ben.name} is here.")
    ann.do("say Can you swim?", "You say")
    ben.expect("says, “Can you swim?”")
    assert "swim" not in watcher.rest()
    watcher.do("look", "You see:", "asleep")
    ann.do("go roof", "the roof in the rain")
    ann.do("wake", "You wake.", "The hall was long")
    watcher.expect("wakes.")
    watcher.do(f"wake {ben.name}", "")
    ben.expect("Wanda wakes you.", "the garden")


def test_a_dream_dreamt_alone_is_nobody_elses(ann: Guest, ben: Guest) -> None:
    for guest in (ann, ben):
        guest.do("sleep", "To enter: yes")
        guest.do("yes", "the dark water")
    assert "Ann" not in ben.do("look", "Ways:") + ben.rest(0.2)
    ann.do("say Is anybody there?", "You say")
    assert "anybody" not in ben.rest()


def test_a_memory_is_entered_and_left_as_a_dream_is(ann: Guest) -> None:
    ann.do("remember", "You remember.", "the old swing")
    ann.do("wake", "You wake.", "The hall was long")


def test_nobody_is_taken_into_a_dream_against_their_will(ann: Guest, ben: Guest) -> None:
    ann.do(f"sleep flood with {ben.name}", "To enter: yes")
    ann.do("yes", "the dark water")
    ben.expect("invites you")
    assert "The hall was long" in ben.do("look", "Ways:")


def test_a_guest_leaves_at_once_even_from_a_dream_and_comes_back_to_where_they_slept(world: Opened, ann: Guest) -> None:
    ann.do("sleep", "To enter: yes")
    ann.do("yes", "the dark water")
    ann.do("leave", "You are out of the world.")
    with pytest.raises((ConnectionError, TimeoutError)):
        ann.expect("something more", within=2)
    back = come_back(world, ann.key)
    back.expect("The hall was long")
    back.close()


def test_a_blocked_guest_is_neither_heard_nor_seen_to_act(ann: Guest, ben: Guest) -> None:
    ann.do(f"block {ben.name}", f"To undo it: unblock {ben.name}\n")
    ben.do("say You cannot hear this.", "You say")
    ben.do(":waves.", "waves.")
    ben.do(f"whisper {ann.name}: nor this", "does not hear you.")
    assert ann.rest() == ""
    ann.do(f"unblock {ben.name}", "again.")
    ben.do("say And now?", "You say")
    ann.expect("“And now?”")


def test_a_guest_plays_a_character_who_then_does_not_answer_by_the_book(ann: Guest, ben: Guest) -> None:
    ben.do("play Ada", "You are Ada Archer.")
    ann.do("look", "Ada Archer (played by Ben")
    ann.do("say to Ada: Have you found the key?", "You say to Ada Archer")
    assert "winter" not in ann.rest()
    ben.do("say I have it here.", "You say")
    ann.expect("Ada Archer says, “I have it here.”")
    ben.do("stop", "The hall was long")


def test_a_scene_of_the_book_is_played_line_by_line(ann: Guest) -> None:
    ann.do("go garden", "Ways:")
    ann.do("scene 1", "They met by the wall.")
    ann.do("next", "Tom Archer says, “The key has been under")
    ann.do("next", "Ada Archer says, “I have been looking for that key all winter.” [Two: The Door, 1280–1325]")
    ann.do("next", "The scene is at its end.")


def test_who_and_map_tell_who_is_there_and_where_ways_lead(ann: Guest) -> None:
    ann.do("who", f"{ann.name}: in the hall")
    ann.do("map", "the hall (you are here): to the attic, the garden", "the attic, in the hall: to the hall")


def test_what_a_watcher_may_not_do(watcher: Guest) -> None:
    for command in ("take lantern", "sleep", "play Tom", "write x: y", "dig cellar"):
        watcher.do(command, "That is not for a watcher.")


def test_a_designer_changes_the_world_and_its_document_from_inside(world: Opened, designer: Guest, ann: Guest) -> None:
    designer.do("dig the cellar through a trapdoor", "Done:")
    designer.do("go a trapdoor", "the cellar")
    designer.do("describe here: It smells of apples | and <b>dust</b>.", "Done:")
    designer.do("place a wine rack: Empty, alas.", "Done:")
    designer.do("link the attic through a ladder", "Done:")
    designer.do("look", "apples | and <b>dust</b>.", "the attic (by a ladder)", "You see: a wine rack.")
    ann.do("go cellar", "apples")
    text = world.design.read_text(encoding="utf-8")
    assert "# stuck in winter" in text
    assert "# The hall comes first, because guests come in here." in text
    assert text.index("[places.hall]") < text.index("[places.garden]") < text.index("[characters.tom]")
    assert '{to = "cellar", name = "a trapdoor", added = true}' in text
    checked = subprocess.run([*COMMAND, "check", str(world.design)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    ann.do("dig a hole", "That is not for a guest.")


def test_everything_said_is_in_the_record_with_who_heard_it(world: Opened, ann: Guest, ben: Guest) -> None:
    ann.do("say Remember this evening.", "You say")
    said = [one for one in happenings(world.data) if one.text == "Remember this evening."]
    assert len(said) == 1
    assert said[0].place == "the hall"
    assert ben.name in said[0].heard_by
