"""Every column of every table: its type, its meaning, and the step that makes it.

A table is a ``pyarrow.Table``; the id of a row is its index. Offsets are half-open, in Unicode code
points of ``story.text``; columns that end in ``_token`` are row numbers of ``tokens``. A step may leave
columns of a later step out (``table_of`` lets it), and a later step may fill in a null; nothing that
was decided is changed.
"""

from fabula.schema.building import check_story_tables, empty_table, table_of, with_columns, zip_columns
from fabula.schema.columns import INTEGER, NAME, PERSON, SHARE, Column
from fabula.schema.kinds import (
    CLAIM_KINDS,
    DECIDERS,
    DESCRIPTION_KINDS,
    EMOTIONS,
    ENTITY_KINDS,
    FORMS,
    FURNITURE_KINDS,
    LAYER_KINDS,
    NOTE_KINDS,
    PLACE_KINDS,
    PRESENCE_KINDS,
    PROBLEMS,
    QUOTE_KINDS,
    QUOTE_MODES,
    STANDINGS,
    TIE_ROLES,
    TIE_SIGNS,
    TRUTHS,
)
from fabula.schema.tables import TABLES
from fabula.schema.working_tables import WORKING_TABLES

__all__ = [
    "CLAIM_KINDS",
    "DECIDERS",
    "DESCRIPTION_KINDS",
    "EMOTIONS",
    "ENTITY_KINDS",
    "FORMS",
    "FURNITURE_KINDS",
    "INTEGER",
    "LAYER_KINDS",
    "NAME",
    "NOTE_KINDS",
    "PERSON",
    "PLACE_KINDS",
    "PRESENCE_KINDS",
    "PROBLEMS",
    "QUOTE_KINDS",
    "QUOTE_MODES",
    "SHARE",
    "STANDINGS",
    "TABLES",
    "TIE_ROLES",
    "TIE_SIGNS",
    "TRUTHS",
    "WORKING_TABLES",
    "Column",
    "check_story_tables",
    "empty_table",
    "table_of",
    "with_columns",
    "zip_columns",
]
