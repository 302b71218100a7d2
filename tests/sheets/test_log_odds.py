"""Words that somebody uses more than others stand out, by how sure that is and not by the ratio alone."""

from __future__ import annotations

import numpy as np

from fabula.sheets.log_odds import log_odds


def test_what_both_use_alike_tells_nothing() -> None:
    assert np.allclose(log_odds(np.array([10, 90]), np.array([100, 900])), 0, atol=0.01)


def test_a_word_used_often_tells_more_than_one_used_once() -> None:
    often, once, _ = log_odds(np.array([30, 1, 1000]), np.array([60, 2, 10000]))
    assert often > once > 0


def test_who_never_uses_a_word_is_below_the_others() -> None:
    assert log_odds(np.array([0, 100]), np.array([50, 100]))[0] < 0


def test_who_says_nothing_has_no_words_of_their_own() -> None:
    assert log_odds(np.array([0, 0]), np.array([5, 6])).tolist() == [0, 0]
    assert log_odds(np.array([5, 6]), np.array([0, 0])).tolist() == [0, 0]
