"""The published cases of the CoNLL reference scorer, compactly: each letter is a mention.

Source  conll/reference-coreference-scorers, test/TestCases.README and CorefMetricTestConfig.pm; the LEA
        figures from ns-moosavi/coval, tests/TestCases.README. Values are (recall, precision), as fractions.
        P14 is the worked example of Pradhan et al. 2014, Scoring coreference partitions of predicted
        mentions (ACL), figure 1.
"""

from __future__ import annotations

from fractions import Fraction as F

Pair = tuple[F | float | int, F | float | int]

KEYS = {
    "A": "a bc def",
    "B": "ab cde",
    "C": "ab cde fg",
    "D": "12345 67 89ABC",
    "E": "12345 67 89ABC",
    "F": "ABCD",
    "G": "AB CD",
    "H": "ABCD",
    "I": "ABCD",
    "J": "ABC",
    "K": "BCDEGHJ",
    "L": "ABC DEFG",
    "M": "abcdef",
    "N": "a b c d e f",
    "P14": "abc defg",
}

# in TC-A-7 to TC-A-9 a mention is repeated, and the scorer keeps it once
CASES: dict[str, tuple[str, dict[str, Pair]]] = {
    "A-1": ("a bc def", {"muc": (1, 1), "b_cubed": (1, 1), "ceaf_e": (1, 1), "lea": (1, 1)}),
    "A-2": (
        "a de",
        {"muc": (F(1, 3), 1), "b_cubed": (F(7, 18), 1), "ceaf_e": (0.6, 0.9), "lea": (F(1, 3), 1)},
    ),
    "A-3": (
        "a bcx defy z",
        {"muc": (1, F(3, 5)), "b_cubed": (1, F(55, 108)), "ceaf_e": (0.88571, 0.66429), "lea": (1, F(4, 9))},
    ),
    "A-4": (
        "a bcx dy z",
        {
            "muc": (F(1, 3), F(1, 3)),
            "b_cubed": (F(5, 9), F(17, 42)),
            "ceaf_e": (0.73333, 0.55),
            "lea": (F(1, 2), F(2, 7)),
        },
    ),
    "A-5": (
        "a bcxB dy z",
        {
            "muc": (F(1, 3), F(1, 4)),
            "b_cubed": (F(5, 9), F(5, 16)),
            "ceaf_e": (0.68889, 0.51667),
            "lea": (F(1, 2), F(5, 24)),
        },
    ),
    "A-6": (
        "a bcx dy Bz",
        {
            "muc": (F(1, 3), F(1, 4)),
            "b_cubed": (F(5, 9), F(17, 48)),
            "ceaf_e": (0.73333, 0.55),
            "lea": (F(1, 2), F(1, 4)),
        },
    ),
    "A-7": (
        "a bcxb dy z",
        {
            "muc": (F(1, 3), F(1, 3)),
            "b_cubed": (F(5, 9), F(17, 42)),
            "ceaf_e": (0.73333, 0.55),
            "lea": (F(1, 2), F(2, 7)),
        },
    ),
    "A-8": (
        "a bcx dy bz",
        {
            "muc": (F(1, 3), F(1, 3)),
            "b_cubed": (F(5, 9), F(17, 42)),
            "ceaf_e": (0.73333, 0.55),
            "lea": (F(1, 2), F(2, 7)),
        },
    ),
    "A-9": (
        "a bcx dy bbbbbbbbbbz",
        {
            "muc": (F(1, 3), F(1, 3)),
            "b_cubed": (F(5, 9), F(17, 42)),
            "ceaf_e": (0.73333, 0.55),
            "lea": (F(1, 2), F(2, 7)),
        },
    ),
    "A-10": ("a b c d e f", {"muc": (0, 0), "b_cubed": (F(1, 2), 1), "lea": (F(1, 6), F(1, 6))}),
    "A-11": ("abcdef", {"muc": (1, F(3, 5)), "b_cubed": (1, F(7, 18)), "lea": (F(5, 6), F(4, 15))}),
    "A-12": ("a x y c d e z", {"muc": (0, 0), "b_cubed": (F(13, 36), F(4, 7)), "lea": (F(1, 6), F(1, 7))}),
    "A-13": (
        "axycdez",
        {"muc": (F(1, 3), F(1, 6)), "b_cubed": (F(17, 36), F(6, 49)), "lea": (F(1, 6), F(1, 21))},
    ),
    "B-1": ("bcx de", {"lea": (F(1, 5), F(2, 5))}),
    "C-1": ("bcx de fg", {"lea": (F(3, 7), F(4, 7))}),
    "D-1": (
        "12345 6789ABC",
        {"muc": (1, F(9, 10)), "b_cubed": (1, F(16, 21)), "lea": (1, F(5 * 3 + 11, 36))},
    ),
    "E-1": (
        "1234589ABC 67",
        {"muc": (1, F(9, 10)), "b_cubed": (1, F(7, 12)), "lea": (1, F(200 + 90, 45 * 12))},
    ),
    "F-1": ("AB CD", {"muc": (F(2, 3), 1), "lea": (F(1, 3), 1)}),
    "G-1": ("ABCD", {"muc": (1, F(2, 3)), "lea": (1, F(1, 3))}),
    "H-1": ("ABCD", {"muc": (1, 1), "lea": (1, 1)}),
    "I-1": ("AB CD", {"muc": (F(2, 3), 1), "lea": (F(1, 3), 1)}),
    "J-1": ("AC", {"muc": (F(1, 2), 1), "lea": (F(1, 3), 1)}),
    "K-1": ("ABC DEF GHI", {"muc": (F(1, 2), F(1, 2)), "lea": (F(1, 7), F(1, 3))}),
    "L-1": ("AB CD FGH", {"muc": (F(2, 5), F(1, 2)), "lea": (F(5, 21), F(3, 7))}),
    "M-1": ("abcdef", {"muc": (1, 1), "b_cubed": (1, 1), "ceaf_e": (1, 1), "lea": (1, 1)}),
    "M-2": ("a b c d e f", {"muc": (0, 0), "lea": (0, 0)}),
    "M-3": ("ab cde f", {"lea": (F(4, 15), F(5, 6))}),
    "M-4": ("abcxyz", {"lea": (F(1, 5), F(1, 5))}),
    "M-5": ("a b c x y z", {"muc": (0, 0), "lea": (0, 0)}),
    "M-6": ("ab cxy z", {"lea": (F(1, 15), F(1, 3))}),
    "N-1": ("a b c d e f", {"muc": (0, 0), "b_cubed": (1, 1), "ceaf_e": (1, 1), "lea": (1, 1)}),
    "N-2": ("abcdef", {"muc": (0, 0), "lea": (0, 0)}),
    "N-3": ("ab cde f", {"lea": (F(1, 6), F(1, 6))}),
    "N-4": ("a b c x y z", {"muc": (0, 0), "lea": (F(1, 2), F(1, 2))}),
    "N-5": ("abcxyz", {"lea": (0, 0)}),
    "N-6": ("ab cxy z", {"lea": (0, 0)}),
    "P14-1": (
        "ab cd fghi",
        {"muc": (F(2, 5), F(2, 5)), "b_cubed": (F(35, 84), F(1, 2)), "ceaf_e": (0.65, 0.43333)},
    ),
}
