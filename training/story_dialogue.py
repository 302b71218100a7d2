"""Our own stories (``training/stories``) as the models of dialogue take them: how modern and fan fiction talks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fabula.evaluation.corpora.stories import read_gold_story
from training.dialogue import Dialogue, dialogue_of, read_book
from training.kept import kept

STORIES = Path(__file__).parent / "stories"


def load_story_dialogues(cache: Path, stories: Path = STORIES) -> list[Dialogue]:
    """The stories with their turns, from ``cache`` if they were read before; none that is kept apart."""
    found = []
    for path in sorted(stories.glob("*.toml")):
        gold = read_gold_story(path)
        if not gold.is_apart:
            text, tables = kept(cache / f"story-{path.stem}.pickle", partial(read_book, gold.path))
            if text != gold.text:
                raise ValueError(f"{gold.path}: read as another text than the file holds; its places would not fit")
            found.append(dialogue_of(gold.as_novel(), text, tables))
    return found
