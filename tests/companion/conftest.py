"""A real browser, shared by the tests of the page, and pages opened in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fabula.companion.page import write_page
from fabula.schema import table_of, with_columns
from fabula.story import Story
from fabula.testing import tiny_story


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Write a story's page and open it; the test fails if the page logs or asks the network for anything."""
    contexts, complaints = [], []

    def opened(story: Story, width: int = 390, height: int = 844, read: int | str = "all", **options: Any) -> Any:
        """Takes read: how far the reader says they have read: nothing, the end of a chapter, or all."""
        path = tmp_path / "page.html"
        write_page(story, path)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if is_outside(request.url, path) else None,
        )
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True) and story.text:
            page.select_option("#guard-top", str(len(story.text) if read == "all" else read))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_outside(url: str, path: Path) -> bool:
    return not url.startswith(("data:", path.as_uri()))


@pytest.fixture(scope="session")
def full_story() -> Story:
    """The tiny story with places, company, levels, ties, moods and notes; chapter two happens after chapter three."""
    story = tiny_story()
    text, (ada, tom, captain, bell, wren, _, point) = story.text, range(7)
    at = {words: (text.index(words), text.index(words) + len(words)) for words in MARKED}
    first, _, third = (int(start) for start in story.column("scenes", "start"))
    scenes = {"place": [point, None, point], "place_confidence": [0.9, None, 0.9], "place_by": ["rule", None, "rule"]}
    scenes |= {"place_evidence_start": [first, None, third], "place_evidence_end": [first + 1, None, third + 1]}
    scenes |= {"time_start": [None, at["After that"][0], None], "time_end": [None, at["After that"][1], None]}
    there = [(0, ada), (0, tom), (1, captain), (1, bell), (1, wren), (1, tom), (2, ada), (2, wren), (2, captain)]
    decided = {"decided_by": ["rule"] * 2}
    made = {
        "presence": {
            "scene": [scene for scene, _ in there],
            "entity": [who for _, who in there],
            "kind": ["present"] * len(there),
            "confidence": [0.9] * len(there),
            "start": [first] * len(there),
            "end": [first + 1] * len(there),
            "enters_token": [None] * len(there),
            "leaves_token": [None] * len(there),
        },
        "layers": {
            **edges(at[LETTER], at[MEMORY], at["There is a ship."]),
            "kind": ["letter", "memory", "hypothetical"],
            "confidence": [0.9] * 3,
            "evidence_start": [0] * 3,
            "evidence_end": [1] * 3,
            **{
                "owner": [wren, captain, None],
                "owner_confidence": [0.9, 0.9, None],
                "owner_by": ["rule", "rule", None],
            },
            **{"owner_evidence_start": [0, 0, None], "owner_evidence_end": [1, 1, None]},
            **{"narrator": [None] * 3, "parent": [None] * 3},
        },
        "order": {"kind": ["scenes"], "earlier": [2], "later": [1], "confidence": [0.8], "start": [0], "end": [1]},
        "relationships": {
            **edges(at["her brother"], at["slowly"]),
            **{"kind": ["family", "enmity"], "role": ["sibling", None], "source": [ada, ada], "target": [tom, wren]},
            **{
                "begins": [None, None],
                "ends": [None, None],
                "valence": [0.5, -0.5],
                "confidence": [0.9, 0.7],
                **decided,
            },
        },
        "relationship_signs": {
            **{"relationship": [0, 1], **edges(at["her brother"], at["slowly"])},
            **{"kind": ["name", "statement"], "valence": [0.0, -0.5]},
        },
        "moods": {
            **{"scene": [0, 0, 1, 2], "entity": [None, ada, None, None], "valence": [-0.5, -0.2, 0.4, 0.1]},
            **{"arousal": [0.0] * 4, "n_words": [40] * 4},
        },
        "notes": {
            **edges(at["The old man"], at[MEMORY]),
            **{
                "kind": ["injury", "death"],
                "standing": ["actual", "feared"],
                "by": [None, None],
                "to": [captain, None],
            },
            **{
                "confidence": [0.6, 0.7],
                "decided_by": ["rule", "rule"],
                "evidence_start": [0, 0],
                "evidence_end": [1, 1],
            },
        },
    }
    tables = {name: table_of(name, columns) for name, columns in made.items()}
    tables["scenes"] = with_columns("scenes", story.tables["scenes"], scenes)
    return Story(text, {**story.tables, **tables}, story.metadata, story.provenance)


LETTER = '"The oil is in the boathouse. Forgive me. Wren."'
MEMORY = "After that nobody laughed. The stair had ninety steps, and the Captain cursed on each of them."
MARKED = (LETTER, MEMORY, "After that", "There is a ship.", "her brother", "slowly", "The old man")


def edges(*spans: tuple[int, int]) -> dict[str, list[int]]:
    return {"start": [start for start, _ in spans], "end": [end for _, end in spans]}
