"""Whatever is given, there is a whole result or an error of ours on one line: a short run of ``fuzzing/``, every time.

The corpus has an input for each crash that was found; the rest is made of it by chance, from a fixed seed.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fabula
from fabula import errors
from fabula.sources import document_from_text
from fabula.testing import random_story
from fabula.testing.random_stories import PIECES
from fuzzing.seeds import CORPUS, seeds
from fuzzing.targets import TARGETS, check_document, check_exports, check_story, errors_of_ours, mutations

N_MUTATIONS = {"reading": 6, "fabula": 15, "exports": 6, "question": 20}
N_STORIES = 15

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # of zipfile, about what we make

TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map(" ".join)
SHORTLY = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("target", TARGETS)
def test_every_input_of_the_corpus_is_dealt_with(target: str) -> None:
    given_inputs = seeds(target)
    assert given_inputs
    for data in given_inputs:
        TARGETS[target].check(data)


@pytest.mark.parametrize("target", TARGETS)
def test_broken_input_gives_something_whole_or_an_error_of_ours(target: str) -> None:
    for data in mutations(target, seeds(target), N_MUTATIONS.get(target, 100)):
        TARGETS[target].check(data)


def test_the_corpus_has_a_folder_for_targets_alone_and_is_small() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} <= set(TARGETS)
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 500_000


@pytest.mark.parametrize("number", range(N_STORIES))
def test_a_story_of_odd_tables_is_saved_opened_and_exported(number: int) -> None:
    story = random_story(Random(number))
    check_story(story)
    check_exports(story)


@settings(SHORTLY, max_examples=60)
@given(TEXTS)
def test_any_text_is_a_document_that_keeps_it(text: str) -> None:
    with errors_of_ours():
        document = document_from_text(text)
        assert document.text == text
        check_document(document)


@settings(SHORTLY, max_examples=20)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    with errors_of_ours():
        story = fabula.read_text(text, threads=1)
        assert story.text == text
        check_story(story)


@settings(SHORTLY, max_examples=50)
@given(st.text(max_size=2000))
def test_a_message_is_one_line_of_bounded_length(text: str) -> None:
    message = str(errors.FabulaError(text))
    assert len(message) <= errors.LONGEST
    assert message.splitlines() in ([], [message])


def test_a_short_message_is_kept_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(errors.SourceNotFound, match=r"absent\.txt: there is no such file; check the name$"):
        fabula.read(tmp_path / "absent.txt")
    assert str(errors.FabulaError("one line")) == "one line"
