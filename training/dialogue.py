"""Novels of the Project Dialogism Novel Corpus as the speaker and addressee models take them, with what is right.

A novel is read by fabula up to the speakers, with its own quotations, cast and links; so the models learn from the
mistakes that they will meet. Whom an entity stands for is told by its names, and for one without a name by whom its
speech tags agree on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.evaluation.corpora.pdnc import PdncNovel, casefolded, novel_folders, read_novel
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.language.workers import available_cores
from fabula.reading import STEPS, source_tables
from fabula.reading.conversation import Conversations, conversations_of
from fabula.reading.evidence import MOST, Evidence
from fabula.reading.scene import Scene, Turn
from fabula.schema import empty_table
from fabula.sources import Document, open_document
from fabula.spans import overlap_length
from training.kept import kept

SPEAKERS = [step.name for step in STEPS].index("speakers")  # place of the step that the models serve
MOSTLY = 0.6  # share of the tags of an entity without a name that must agree on whom it stands for


@dataclass
class Dialogue:
    """One novel.

    ``speaks`` bool [n_turns, MOST]: the candidate is right; none is where the speaker is not among them, or not known
    (``is_known`` bool [n_turns]). ``listens`` and ``has_addressees``: the same of addressees.
    """

    name: str
    turns: list[Turn]
    talk: Conversations
    speaks: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    listens: NDArray[np.bool_]
    has_addressees: NDArray[np.bool_]


def load_dialogues(data: Path, part: str, cache: Path) -> list[Dialogue]:
    """The novels of ``train`` or ``dev``, from ``cache`` if they were read before."""
    found = []
    for folder in novel_folders([data / "pdnc" / part]):
        read = kept(cache / f"{part}-{folder.name}.pickle", partial(read_book, folder / "novel_text.txt"))
        found.append(dialogue_of(read_novel(folder), *read))
    return found


def read_book(path: Path) -> tuple[str, dict[str, pa.Table]]:
    """As ``tables_before_speakers``, of the document in a file."""
    return tables_before_speakers(open_document(path))


def tables_before_speakers(document: Document) -> tuple[str, dict[str, pa.Table]]:
    """The document's text and its tables before the step that finds speakers."""
    tables = tables_before(SPEAKERS, document)
    for name in ("mention_states", "sentence_states"):  # large, and not needed
        del tables[name]
    return document.text, tables


def tables_before(step: int, document: Document) -> dict[str, pa.Table]:
    """The document's tables before the step of this number."""
    cores = available_cores()
    tables = source_tables(document)
    tables["paragraphs"] = split_paragraphs(document)
    tables.update(parse(document.text, tables["paragraphs"], cores))
    syntax = Syntax.of(document.text, tables["tokens"], tables["sentences"])
    tables["corrections"] = empty_table("corrections")
    for one in STEPS[:step]:
        tables.update(one.run(syntax, cores, tables))
    return tables


def dialogue_of(novel: PdncNovel, text: str, tables: dict[str, pa.Table]) -> Dialogue:
    """The novel with the features of its turns, and what is right of them."""
    scene = scene_of(text, tables)
    speakers, addressees = gold_of_quotes(tables["quote_spans"], novel)
    stands_for = _stands_for(scene, tables["entity_names"], novel, speakers)
    return dialogue_in(scene, novel.name, speakers, addressees, stands_for)


def scene_of(text: str, tables: dict[str, pa.Table]) -> Scene:
    """The tables indexed, as the step that finds speakers does it."""
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    known = {**tables, "syntax": syntax}
    return Scene(**{name: known[name] for name in STEPS[SPEAKERS].needs if name != "tales"})


def dialogue_in(
    scene: Scene,
    name: str,
    speakers: dict[int, str | None],
    addressees: dict[int, set[str]],
    stands_for: dict[int, str],
) -> Dialogue:
    """The turns of a scene with their features, and what is right of them.

    Takes   speakers, addressees: characters, by our quotations; stands_for: characters, by our entities
    """
    talk = conversations_of(scene, Evidence(scene))
    main: dict[str, int] = {}
    for entity, character in stands_for.items():
        if character not in main or scene.counts[entity] > scene.counts[main[character]]:
            main[character] = entity
    count = len(scene.turns)
    speaks, listens = np.zeros((2, count, MOST), bool)
    is_known, has_addressees = np.zeros((2, count), bool)
    for number, turn in enumerate(scene.turns):
        candidates = talk.candidates[number].tolist()
        votes = Counter(speakers[quote] for quote in turn.quotes if speakers.get(quote))
        if votes:
            is_known[number] = True
            speaks[number] = _right(candidates, votes.most_common(1)[0][0], stands_for, main)
        told = {character for quote in turn.quotes for character in addressees.get(quote, ())}
        has_addressees[number] = bool(told)
        for character in told:
            listens[number] |= _right(candidates, character, stands_for, main)
    return Dialogue(name, scene.turns, talk, speaks, is_known, listens, has_addressees)


def _right(
    candidates: list[int], character: str, stands_for: dict[int, str], main: dict[str, int]
) -> NDArray[np.bool_]:
    """Which candidates are a character: its main entity, or where that is none of them, any other."""
    own = np.array([entity == main.get(character, -2) for entity in candidates])
    return own if own.any() else np.array([stands_for.get(entity) == character for entity in candidates])


def gold_of_quotes(quote_spans: pa.Table, novel: PdncNovel) -> tuple[dict[int, str | None], dict[int, set[str]]]:
    """The speaker and the addressees of each of our quotations, by the gold quotations that it covers most of."""
    starts, ends = quote_spans["start"].to_numpy(), quote_spans["end"].to_numpy()
    owners = quote_spans["quote"].to_pylist()
    votes: dict[int, Counter[str | None]] = defaultdict(Counter)
    addressees: dict[int, set[str]] = defaultdict(set)
    for gold in novel.quotes:
        for start, end in gold.spans:
            overlap = overlap_length(starts, ends, start, end)
            for row in np.flatnonzero(overlap).tolist():
                votes[owners[row]][gold.speaker] += int(overlap[row])
                addressees[owners[row]].update(gold.addressees)
    return {quote: counted.most_common(1)[0][0] for quote, counted in votes.items()}, addressees


def _stands_for(
    scene: Scene, entity_names: pa.Table, novel: PdncNovel, speakers: dict[int, str | None]
) -> dict[int, str]:
    """The character that each entity stands for, where that can be told."""
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for entity, name, count in zip(
        *(entity_names[key].to_pylist() for key in ("entity", "name", "count")), strict=True
    ):
        names[entity][casefolded(name)] += count
    tags: dict[int, Counter[str]] = defaultdict(Counter)
    for quote, (_, _, is_strong) in scene.tags.items():
        speaker = speakers.get(quote)
        if is_strong and speaker:
            tags[scene.tag_entity(quote)][speaker] += 1
    found = {}
    for entity, kind in enumerate(scene.kinds):
        if kind not in ("person", "group"):
            continue
        held = {character: sum(names[entity][alias] for alias in known) for character, known in novel.aliases.items()}
        most = max(held.values(), default=0)
        if most:
            found[entity] = max((c for c in held if held[c] == most), key=lambda c: tags[entity][c])
        elif tags[entity]:
            character, count = tags[entity].most_common(1)[0]
            if count >= MOSTLY * tags[entity].total():
                found[entity] = character
    return found
