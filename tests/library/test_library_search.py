"""Search finds what was said, by whom, to whom, about whom, where and with whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import Library
from fabula.errors import NothingToFind, UnknownFilter
from fabula.schema import table_of
from fabula.story import Story
from fabula.testing import tiny_story

ONE = {"story": 1}


def said(library: Library, words: str = "", **filters: object) -> list[tuple[str | None, str]]:
    """Speaker and words of each line found."""
    lines = []
    for found in library.search(words, **filters):
        assert found.quote is not None
        lines.append((found.speaker, library.story(found.story).quotes[found.quote].text))
    return lines


def test_a_word_is_found_with_its_place(shelf: Library) -> None:
    (found,) = shelf.search("ship", story=1)
    assert (found.title, found.chapter, found.speaker) == ("Gull Point", 1, "Mrs. Bell")
    assert [found.passage[start:end] for start, end in found.marks] == ["ship"]
    story = shelf.story(1)
    assert story.text[found.start : found.end] == found.passage
    assert found.rank < 0


def test_all_words_must_be_there_and_case_and_accents_do_not_matter(shelf: Library) -> None:
    assert shelf.search("LAMP stair", **ONE)
    assert shelf.search("lámp", **ONE)
    assert shelf.search("lamp spaceship", **ONE) == []


def test_a_phrase_stands_together(shelf: Library) -> None:
    assert len(shelf.search('"the lamp is out"', **ONE)) == 2
    assert shelf.search('"out is lamp the"', **ONE) == []
    assert shelf.search("out is lamp the", **ONE)


def test_the_best_comes_first_and_limit_and_offset_go_on_from_there(shelf: Library) -> None:
    everything = shelf.search("the")
    assert [found.rank for found in everything] == sorted(found.rank for found in everything)
    assert shelf.search("the", limit=2) + shelf.search("the", limit=2, offset=2) == everything[:4]


def test_of_very_many_passages_a_share_is_ranked_and_as_many_as_asked_for_are_given(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = shelf.search("the", limit=100)
    monkeypatch.setattr("fabula.library.search.MOST_RANKED", 4)
    few = shelf.search("the", limit=3)
    assert len(few) == 3
    assert [found.rank for found in few] == sorted(found.rank for found in few)
    assert all(found in everything for found in few)
    assert shelf.search("the", limit=100) == everything
    assert shelf.search("the", limit=2, offset=len(everything) - 1) == everything[-1:]


def test_words_within_one_story_that_other_filters_pass(shelf: Library) -> None:
    assert len(shelf.search("lamp", story=1, author="nonymous")) == len(shelf.search("lamp", story=1)) > 0
    assert shelf.search("lamp", story=1, author="wren") == []


def test_words_said_by_somebody_are_their_own_words(shelf: Library) -> None:
    assert said(shelf, "lamp", said_by="tom", **ONE) == [
        ("Tom", '"The lamp is out, sir," "My sister says you must come."')
    ]
    assert shelf.search("shook", said_by="Tom") == []


def test_said_by_without_words_gives_all_lines_in_order(shelf: Library) -> None:
    lines = said(shelf, said_by="Wren", **ONE)
    wren = [quote for quote in tiny_story().quotes if quote.speaker and quote.speaker.name == "Wren"]
    assert [text for _, text in lines] == [quote.text for quote in wren]


def test_said_to_asks_for_the_addressee(shelf: Library) -> None:
    lines = said(shelf, said_to="Captain Morrow", **ONE)
    expected = [
        (quote.speaker.name if quote.speaker else None, quote.text)
        for quote in tiny_story().quotes
        if "Captain Morrow" in [hearer.name for hearer in quote.addressees]
    ]
    assert lines == expected
    assert said(shelf, "ship", said_by="Mrs. Bell", said_to="the captain", **ONE) == [expected[-1]]


def test_about_asks_for_who_is_mentioned(shelf: Library) -> None:
    assert said(shelf, said_by="Ada", about="the Captain", **ONE) == [
        ("Ada Finch", '"Tom, the lamp is out," "Go and wake the Captain."'),
        ("Ada Finch", '"He shouts at everybody." "Go!"'),
    ]
    passages = shelf.search(about="Mrs. Bell", **ONE)
    assert [found.chapter for found in passages] == [1]


def test_with_asks_for_those_present_together(library: Library) -> None:
    story = in_a_dream(tiny_story())
    library.add_story(story)
    present = {scene.id: {who.name for who in scene.present} for scene in story.scenes}
    both = {scene for scene, names in present.items() if {"Tom", "Ada Finch"} <= names}
    found = library.search(with_=("Tom", "Ada"), limit=100)
    assert both
    assert {one.scene for one in found} == both


def in_a_dream(story: Story) -> Story:
    """The story with a dream in its first chapter, a place for its first scene, a tie and notes."""
    names = {character.name: character.id for character in story.characters}
    start = story.text.index("Ada Finch had never")
    end = story.text.index("CHAPTER TWO")
    ada, tom = names["Ada Finch"], names["Tom"]
    layer = {"start": [start], "end": [end], "kind": ["dream"], "confidence": [0.9]}
    layer |= {"evidence_start": [start], "evidence_end": [start + 3], "narrator": [None], "parent": [None]}
    layer |= {"owner": [ada], "owner_confidence": [0.9], "owner_by": ["rule"]}
    layer |= {"owner_evidence_start": [start], "owner_evidence_end": [start + 3]}
    cough = story.text.index("laughed until he coughed")
    note = {"start": [start, cough], "end": [start + 40, cough + 5], "kind": ["death", "injury"]}
    note |= {"standing": ["dreamt", "actual"], "by": [None, None], "to": [None, None], "confidence": [0.8, 0.8]}
    note |= {"decided_by": ["rule"] * 2, "evidence_start": [start, cough], "evidence_end": [start + 3, cough + 3]}
    tie = {"start": [start], "end": [end], "kind": ["family"], "role": ["sibling"], "source": [ada], "target": [tom]}
    tie |= {"begins": [None], "ends": [None], "valence": [0.5], "confidence": [0.9], "decided_by": ["rule"]}
    presence = {"scene": [0, 0, 1], "entity": [ada, tom, tom], "kind": ["present"] * 3, "confidence": [0.9] * 3}
    presence |= {"start": [start] * 3, "end": [start + 3] * 3, "enters_token": [None] * 3, "leaves_token": [None] * 3}
    made = {"layers": layer, "notes": note, "relationships": tie, "presence": presence}
    tables = {**story.tables, **{name: table_of(name, columns) for name, columns in made.items()}}
    return Story(story.text, tables, story.metadata, story.provenance)


@pytest.fixture
def dreamt(library: Library) -> Library:
    library.add_story(in_a_dream(tiny_story()))
    return library


def chapters(library: Library, words: str = "", **filters: object) -> set[int]:
    return {found.chapter for found in library.search(words, limit=100, **filters)}


@pytest.mark.parametrize("words", ["", "the"])
def test_layers_and_the_storys_present_are_apart(dreamt: Library, words: str) -> None:
    assert chapters(dreamt, words, layer="dream") == {0}
    assert chapters(dreamt, words, layer="letter") == set()
    assert 1 in chapters(dreamt, words, actual=True)
    dream = {found.start for found in dreamt.search(words, layer="dream")}
    assert not dream & {found.start for found in dreamt.search(words, **({"actual": True} | ONE), limit=100)}


@pytest.mark.parametrize("words", ["", "the"])
def test_notes_are_by_kind_and_actual_ones_apart(dreamt: Library, words: str) -> None:
    assert chapters(dreamt, words, note="death") == {0}
    assert chapters(dreamt, words, note="death", actual=True) == set()
    assert chapters(dreamt, words, note="injury", actual=True) == {1}


@pytest.mark.parametrize("words", ["", "the"])
def test_with_and_without_words_the_same_passages_pass_a_filter(dreamt: Library, words: str) -> None:
    filters = {"with_": "Tom", "about": "the Captain", "actual": True}
    found = dreamt.search(words, limit=100, **filters)
    assert found
    assert {one.scene for one in found} == {1}


@pytest.mark.parametrize("tag", ["Ada Finch & Tom", "tom & ada finch", "family"])
def test_ties_are_by_tag_in_either_order_or_by_kind(dreamt: Library, tag: str) -> None:
    assert dreamt.search("lamp", tie=tag)
    assert [entry.id for entry in dreamt.stories(tie=tag)] == [1]
    assert dreamt.search("lamp", tie="Ada Finch/Tom") == []
    assert dreamt.search("lamp", tie="romance") == []


def test_at_asks_for_the_scenes_place_and_what_holds_it(library: Library) -> None:
    story = tiny_story()
    names = story.column("entities", "name").tolist()
    place = names.index("Gull Point")
    scenes = story.tables["scenes"].to_pydict()
    scenes["place"] = [place, *[None] * (len(story.scenes) - 1)]
    columns = {name: (values if name == "place" else list(values)) for name, values in scenes.items()}
    columns["place_confidence"] = [0.9, *[None] * (len(story.scenes) - 1)]
    columns["place_by"] = ["rule", *[None] * (len(story.scenes) - 1)]
    columns["place_evidence_start"] = [0, *[None] * (len(story.scenes) - 1)]
    columns["place_evidence_end"] = [5, *[None] * (len(story.scenes) - 1)]
    placed = Story(story.text, {**story.tables, "scenes": table_of("scenes", columns)}, story.metadata)
    library.add_story(placed)
    assert {found.scene for found in library.search("the", at="gull point", limit=100)} == {0}
    assert {found.place for found in library.search(at="Gull Point")} == {"Gull Point"}


def test_stories_are_chosen_by_author_fandom_length_and_person(shelf: Library) -> None:
    assert {found.story for found in shelf.search("lamp", author="wren")} == {2}
    assert {found.story for found in shelf.search("lamp", fandom="lighthouse")} == {1}
    assert {found.story for found in shelf.search("lamp", person="third")} == {1, 2}
    assert shelf.search("lamp", person="first") == []
    words = tiny_story().n_words
    assert shelf.search("lamp", min_words=words, max_words=words)
    assert shelf.search("lamp", min_words=words + 1) == []
    assert shelf.search("lamp", max_words=words - 1) == []
    assert {found.story for found in shelf.search(author="wren", limit=3)} == {2}
    assert [entry.title for entry in shelf.stories(author="nonymous")] == ["Gull Point"]


def test_counts_are_of_all_that_is_found(shelf: Library) -> None:
    counts = shelf.count("the lamp", said_by="Tom")
    assert [(count.name, count.count) for count in counts["story"]] == [("Gull Point", 1), ("Other Point", 1)]
    assert [count.name for count in counts["speaker"]] == ["Tom", "Tom"]
    found = shelf.search("the", limit=1000)
    assert sum(count.count for count in shelf.count("the")["story"]) == len(found)


def test_counts_are_by_layer_and_note(dreamt: Library) -> None:
    counts = dreamt.count("the")
    assert [count.name for count in counts["layer"]] == ["dream"]
    assert {count.name for count in counts["note"]} == {"death", "injury"}


Searching = Callable[[Library], object]


@pytest.mark.parametrize(
    ("search", "hint"),
    [
        (lambda library: library.search(said_by="Wrenn"), "wren"),
        (lambda library: library.search("lamp", about="Nobody At All"), "nobody"),
        (lambda library: library.search("lamp", layer="dreem"), "dream"),
        (lambda library: library.search("lamp", note="violense"), "violence"),
        (lambda library: library.search("lamp", person="fourth"), "first, second, third"),
        (lambda library: library.search("lamp", tie="friend"), "friendship"),
        (lambda library: library.stories(person="frist"), "first"),
    ],
)
def test_a_filter_that_nothing_has_is_named(shelf: Library, search: Searching, hint: str) -> None:
    with pytest.raises(UnknownFilter, match=hint):
        search(shelf)


def test_nothing_is_not_searched_for(shelf: Library) -> None:
    with pytest.raises(NothingToFind):
        shelf.search()
    with pytest.raises(NothingToFind):
        shelf.search("...", said_by="Tom")
