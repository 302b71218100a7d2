"""How much more often one counts a word than another: the log-odds ratio with an informative Dirichlet prior.

Source: B. L. Monroe, M. P. Colaresi and K. M. Quinn (2008), Fightin' Words: lexical feature selection and evaluation
for identifying the content of political conflict. Political Analysis 16(4), 372-403: the z-score of the log-odds ratio
under an informative Dirichlet prior, with their approximate variance. The prior of a word is its share of both counts
together, so that what is rare in both tells little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PRIOR_WORDS, PRIOR_SHARE = 500, 0.1  # how many words the prior is worth, and at most which share of those counted


def log_odds(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The log-odds ratio of each word, in standard deviations; above 0 where we use it more.

    Takes   ours, theirs: how often each word is used [n], by us and by all others

    >>> log_odds(np.array([30, 70]), np.array([30, 970])).round(1).tolist()
    [7.7, -22.3]
    """
    both = ours + theirs
    total = both.sum()
    if len(both) < 2 or not ours.sum() or not theirs.sum():
        return np.zeros(len(ours))
    prior = min(PRIOR_WORDS, PRIOR_SHARE * total) * both / total
    prior = np.maximum(prior, 1e-9)
    one, other = ours + prior, theirs + prior
    ratio = np.log(one / (one.sum() - one)) - np.log(other / (other.sum() - other))
    found: NDArray[np.float64] = ratio / np.sqrt(1 / one + 1 / other)
    return found
