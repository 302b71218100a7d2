"""Networks of characters in files that Gephi and NetworkX open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from odd_story import ODD_NAMES, odd_story

from fabula.exports.networks import write_gexf, write_graphml
from fabula.exports.visible import without_controls
from fabula.networks import KINDS, network
from fabula.story import Story
from fabula.testing import tiny_story

WRITERS = [(write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)]


def read_back(story: Story, path: Path, write: Any, read: Any) -> Any:
    write(story, path)
    return read(path)


@pytest.mark.parametrize(("write", "read"), WRITERS)
def test_the_file_holds_the_three_networks(write: Any, read: Any, tmp_path: Path) -> None:
    story = tiny_story()
    graph = read_back(story, tmp_path / "a", write, read)
    for kind in KINDS:
        ties = sorted((int(a), int(b), w) for a, b, of, w in _edges(graph) if of == kind)
        assert ties == sorted((*sorted(edge[:2]), edge[2]) if kind == "company" else edge for edge in _of(story, kind))
    assert {about["label"] for _, about in graph.nodes(data=True)} <= {character.name for character in story.characters}


@pytest.mark.parametrize(("write", "read"), WRITERS)
def test_odd_names_come_back(write: Any, read: Any, tmp_path: Path) -> None:
    graph = read_back(odd_story(), tmp_path / "a", write, read)
    labels = {" ".join(about["label"].split()) for _, about in graph.nodes(data=True)}
    assert labels <= {" ".join(without_controls(name).split()) for name in ODD_NAMES}
    assert len(labels) >= 5


def _edges(graph: Any) -> list[tuple[str, str, str, float]]:
    return [(a, b, about["kind"], about["weight"]) for a, b, about in graph.edges(data=True)]


def _of(story: Story, kind: Any) -> list[tuple[int, int, int]]:
    return list(network(story, kind).edges(data="weight"))
