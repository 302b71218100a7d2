"""WebAnno TSV 3.3, read by its own rules: tokens where they are in the text, chains, and speakers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from odd_story import ODD_NAMES, odd_story

import fabula
from fabula.exports.webanno import escaped, write_webanno
from fabula.story import Story
from fabula.testing import tiny_story

KETTLE = Path(__file__).resolve().parents[1] / "stories" / "kettle.txt"
ESCAPES = {"\\\\": "\\", "\\->": "->", **{f"\\{mark}": mark for mark in "[]|_;*"}}
Span = tuple[int, int]


def emoji_story() -> Story:
    """Characters of two UTF-16 units before and inside of what is marked."""
    story = tiny_story()
    return Story(
        story.text.replace("The Dark", "\U0001f56f\U0001f56fe Dark").replace("burns", "\U0001f525urns"), story.tables
    )


@pytest.fixture(scope="module", params=["tiny", "odd", "emoji", "kettle"])
def story(request: pytest.FixtureRequest) -> Story:
    made = {"tiny": tiny_story, "odd": odd_story, "emoji": emoji_story}
    return made[request.param]() if request.param in made else fabula.read(KETTLE)


@dataclass
class Read:
    """What a program for the format finds; tokens by their number in the document."""

    text: bytes = b""  # UTF-16
    tokens: list[Span] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    chains: dict[int, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    chain_names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    spoken: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    speakers: dict[int, str] = field(default_factory=dict)


def unescaped(value: str) -> str | None:
    """A value as it was; None for ``*``."""
    return None if value == "*" else re.sub(r"\\(->|.)", lambda mark: ESCAPES[mark[0]], value)


def stacked(cell: str) -> list[str]:
    return [] if cell == "_" else re.split(r"(?<!\\)\|", cell)


def read_webanno(path: Path) -> Read:
    """Reads strictly: header, two empty lines, blocks with one empty line between, no empty line at the end."""
    content = path.read_bytes().decode("utf-8")
    assert not re.search("[\r\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]", content)
    header, _, body = content.partition("\n\n\n")
    first, *layers = header.split("\n")
    assert first == "#FORMAT=WebAnno TSV 3.3"
    assert [layer.split("=")[0] for layer in layers] == ["#T_SP", "#T_CH"]
    assert body.endswith("\n")
    assert not body.endswith("\n\n")
    found = Read()
    for number, block in enumerate(body[:-1].split("\n\n"), start=1):
        text, *rows = block.split("\n")
        _read_sentence(found, number, text, rows)
    return found


def _read_sentence(found: Read, number: int, text: str, rows: list[str]) -> None:
    assert text.startswith("#Text=")
    sentence = text.removeprefix("#Text=").replace("\\\\", "\\").encode("utf-16-le")
    begin = None
    for count, row in enumerate(rows, start=1):
        place, offsets, word, speakers, links, names, rest = row.split("\t")
        assert (place, rest) == (f"{number}-{count}", "")
        start, end = map(int, offsets.split("-"))
        if begin is None:
            begin = start
            assert 2 * start >= len(found.text)
            found.text += " ".encode("utf-16-le") * (start - len(found.text) // 2) + sentence
        assert found.text[2 * start : 2 * end].decode("utf-16-le") == word
        token = len(found.tokens)
        found.tokens.append((start, end))
        found.sentences.append(number)
        assert len(stacked(links)) == len(stacked(names))
        for link, name in zip(stacked(links), stacked(names), strict=True):
            chain, order = map(int, re.fullmatch(r"\*->(\d+)-(\d+)", link).groups())  # type: ignore[union-attr]
            value, of = re.fullmatch(r"(.+)\[(\d+)\]", name).groups()  # type: ignore[union-attr]
            assert int(of) == chain
            found.chains[chain][order].append(token)
            found.chain_names[chain].add(unescaped(value) or "")
        for cell in stacked(speakers):
            value, identifier = re.fullmatch(r"(.+)\[(\d+)\]", cell).groups()  # type: ignore[union-attr]
            found.spoken[int(identifier)].append(token)
            assert found.speakers.setdefault(int(identifier), unescaped(value) or "") == (unescaped(value) or "")


@pytest.fixture
def read(story: Story, tmp_path: Path) -> Read:
    write_webanno(story, tmp_path / "a.tsv")
    return read_webanno(tmp_path / "a.tsv")


def touched(story: Story, start: int, end: int) -> list[int]:
    """The tokens that a stretch touches."""
    words = zip(story.column("tokens", "start").tolist(), story.column("tokens", "end").tolist(), strict=True)
    return [token for token, (low, high) in enumerate(words) if low < end and start < high]


def shown(name: str) -> str:
    """A name as it is shown where it cannot be written."""
    for mark, seen in (("\t", " "), ("\n", " "), ("\\", "⧵"), ("\x07", "␇"), ("\u2028", "\ufffd")):
        name = name.replace(mark, seen)
    return name


def test_offsets_are_those_of_the_text_in_utf_16(story: Story, read: Read) -> None:
    before = [len(story.text[:start].encode("utf-16-le")) // 2 for start in story.column("tokens", "start").tolist()]
    assert [start for start, _ in read.tokens] == before


def test_sentences_are_the_storys(story: Story, read: Read) -> None:
    own = story.column("tokens", "sentence").tolist()
    assert [a != b for a, b in pairwise(own)] == [a != b for a, b in pairwise(read.sentences)]


def test_chains_are_the_entities_with_their_mentions_in_order(story: Story, read: Read) -> None:
    mentions: dict[object, list[list[int]]] = defaultdict(list)
    names = {}
    for mention in story.mentions:
        key = mention.entity.id if mention.entity else ("alone", mention.id)
        mentions[key].append(touched(story, mention.start, mention.end))
        names[key] = shown(mention.entity.name) if mention.entity else ""
    for chain in read.chains.values():
        assert sorted(chain) == list(range(1, len(chain) + 1))
    ordered = {chain: [links[order] for order in sorted(links)] for chain, links in read.chains.items()}
    assert sorted(ordered.values()) == sorted(mentions.values())
    of_first = {tuple(spans[0]): names[key] for key, spans in mentions.items()}
    assert {chain: {of_first[tuple(spans[0])]} for chain, spans in ordered.items()} == dict(read.chain_names)


def test_each_stretch_of_a_quotation_has_its_speaker_and_stays_in_a_sentence(story: Story, read: Read) -> None:
    sentences = story.column("tokens", "sentence").tolist()
    expected = []
    for quote in story.quotes:
        for start, end in quote.spans:
            tokens = touched(story, start, end)
            name = shown(quote.speaker.name) if quote.speaker else ""
            for sentence in dict.fromkeys(sentences[token] for token in tokens):
                expected.append(([token for token in tokens if sentences[token] == sentence], name))
    assert sorted((read.spoken[number], name) for number, name in read.speakers.items()) == sorted(expected)


@pytest.mark.parametrize("name", [*ODD_NAMES, "a->b", "back\\", "*", "_", "x|y;z[1]"])
def test_a_name_survives_its_escapes(name: str) -> None:
    assert unescaped(escaped(name)) == shown(name)
    assert stacked(f"{escaped(name)}[1]|b[2]") == [f"{escaped(name)}[1]", "b[2]"]
