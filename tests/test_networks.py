"""Networks of characters: who is with whom, who speaks to whom, who speaks of whom."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest
from rich.cells import cell_len

from fabula.networks import KINDS, Kind, communities, measures, network, networks_by_chapter
from fabula.schema import TABLES, empty_table, table_of
from fabula.story import Story
from fabula.terminal import console_for
from fabula.terminal.networks import print_networks
from fabula.testing import tiny_story


def story_with_company(*scenes: str) -> Story:
    """The tiny story, and who is in each of its three scenes, by first letters of their names; small letters: on the
    wire.
    """
    story = tiny_story()
    ids = {character.name[0]: character.id for character in story.characters}
    there = [(scene, name) for scene, names in enumerate(scenes) for name in names]
    presence = table_of(
        "presence",
        {
            "scene": [scene for scene, _ in there],
            "entity": [ids[name.upper()] for _, name in there],
            "kind": ["present" if name.isupper() else "distant" for _, name in there],
            "confidence": [1.0] * len(there),
            "start": [0] * len(there),
            "end": [1] * len(there),
            "enters_token": [None] * len(there),
            "leaves_token": [None] * len(there),
        },
    )
    return Story(story.text, {**story.tables, "presence": presence}, story.metadata)


def without_people(story: Story, *names: str) -> Story:
    """A story of nobody, or of those alone who are named, without a word said."""
    kept = [row for row in story.tables["entities"].to_pylist() if row["name"] in names]
    tables = {name: empty_table(name) for name in TABLES}
    columns = [column.name for column in TABLES["entities"]]
    tables["entities"] = table_of("entities", {name: [row[name] for row in kept] for name in columns})
    return Story(story.text, tables)


def ties(graph: Any) -> dict[tuple[str, str], int]:
    """The edges by names of their ends."""
    name = graph.nodes(data="name")
    return {(name[first], name[second]): weight for first, second, weight in graph.edges(data="weight")}


def test_company_counts_the_scenes_in_which_two_are_together() -> None:
    graph = story_with_company("AT", "ACT", "Ct").network("company")
    assert not graph.is_directed()
    found = {tuple(sorted(pair)): weight for pair, weight in ties(graph).items()}
    assert found == {("Ada Finch", "Tom"): 2, ("Ada Finch", "Captain Morrow"): 1, ("Captain Morrow", "Tom"): 1}


def test_dialogue_goes_from_who_speaks_to_who_is_spoken_to() -> None:
    found = ties(network(tiny_story(), "dialogue"))
    assert found["Ada Finch", "Tom"] == 2
    assert found["Tom", "Ada Finch"] == 1
    assert found["Ada Finch", "Wren"] == 1
    assert ("Wren", "Tom") not in found


def test_thoughts_and_writing_are_no_lines() -> None:
    graph = network(tiny_story(), "dialogue")
    lines = {data["name"]: data["lines"] for _, data in graph.nodes(data=True)}
    assert lines["Ada Finch"] == 3
    assert lines["Wren"] == 2


def test_who_is_spoken_to_is_not_spoken_of() -> None:
    found = ties(network(tiny_story(), "mention"))
    assert found["Ada Finch", "Captain Morrow"] == 2
    assert found["Tom", "Captain Morrow"] == 1
    assert ("Ada Finch", "Wren") not in found
    assert not any(first == second for first, second in found)


def test_a_node_says_who_it_is() -> None:
    story = tiny_story()
    graph = story.network("dialogue")
    ada = next(character for character in story.characters if character.name == "Ada Finch")
    assert graph.nodes[ada.id] == {"name": "Ada Finch", "pronouns": "she/her", "lines": 3, "mentions": 11}


def test_a_chapter_has_a_network_of_its_own() -> None:
    story = story_with_company("AT", "ACT", "CT")
    assert [len(ties(graph)) for graph in networks_by_chapter(story)] == [1, 3, 1]
    assert ties(story.network("dialogue", chapter=0)) == {("Ada Finch", "Tom"): 2, ("Tom", "Ada Finch"): 1}
    whole, parts = network(story, "dialogue"), networks_by_chapter(story, "dialogue")
    assert whole.size("weight") == sum(part.size("weight") for part in parts)


def test_weak_ties_can_be_left_out() -> None:
    story = story_with_company("AT", "ACT", "CT")
    assert set(ties(network(story, minimum=2)).values()) == {2}


def test_who_stands_between_others_has_the_highest_betweenness() -> None:
    rows = {row.name: row for row in measures(story_with_company("AT", "AC", "AW").network())}
    assert rows["Ada Finch"].degree == 3
    assert rows["Ada Finch"].weight == 3
    assert rows["Ada Finch"].betweenness == pytest.approx(3 / 10)  # three pairs of the ten of the other five
    assert rows["Ada Finch"].closeness == 1
    assert rows["Tom"].betweenness == 0
    assert rows["Tom"].closeness < 1


def test_measures_come_with_the_strongest_first_and_add_up_both_ways() -> None:
    rows = measures(network(tiny_story(), "dialogue"))
    assert [row.weight for row in rows] == sorted((row.weight for row in rows), reverse=True)
    assert sum(row.weight for row in rows) == 2 * network(tiny_story(), "dialogue").size("weight")


def test_those_who_keep_to_themselves_are_communities() -> None:
    story = story_with_company("AT", "CM", "AT")
    graph = network(story)
    found = communities(graph)
    of = {name: found[node] for node, name in graph.nodes(data="name")}
    assert of["Ada Finch"] == of["Tom"] != of["Captain Morrow"] == of["Mrs. Bell"]
    assert communities(graph) == found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("names", [(), ("Tom",)], ids=["nobody", "one"])
def test_a_story_of_nobody_or_one_has_an_empty_network(kind: Kind, names: tuple[str, ...]) -> None:
    story = without_people(tiny_story(), *names)
    assert len(network(story, kind)) == 0
    assert measures(network(story, kind)) == []
    assert communities(network(story, kind)) == {}
    assert networks_by_chapter(story, kind) == []


def test_one_who_speaks_alone_stands_alone() -> None:
    story = story_with_company("A")
    rows = measures(story.network())
    assert {row.degree for row in rows} == {0}
    assert len({row.community for row in rows}) == len(rows)


def test_the_library_is_imported_without_networkx() -> None:
    code = "import fabula, fabula.networks, sys; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_kind_and_chapter_are_refused() -> None:
    with pytest.raises(ValueError, match="friendship"):
        network(tiny_story(), "friendship")  # type: ignore[arg-type]
    with pytest.raises(IndexError, match="chapter 3"):
        network(tiny_story(), chapter=3)


@pytest.mark.parametrize("story", [story_with_company("ATCMW", "AT"), without_people(tiny_story())], ids=["", "none"])
def test_networks_fit_into_a_terminal(story: Story) -> None:
    out = io.StringIO()
    print_networks(story, console=console_for(out))
    assert max(cell_len(line) for line in out.getvalue().splitlines()) < 80
    assert ("Ada Finch" in out.getvalue()) == bool(len(story.tables["entities"]))
