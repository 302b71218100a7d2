"""For tests, yours and ours: a small story whose tables are known, any number of odd ones, and a comparison of tables.

A test of anything that takes a Story should not have to read a book first.
"""

from fabula.testing.comparison import assert_tables_equal
from fabula.testing.random_stories import random_story
from fabula.testing.tiny import tiny_story

__all__ = ["assert_tables_equal", "random_story", "tiny_story"]
