"""A text read up to one of the steps of reading."""

from __future__ import annotations

import pyarrow as pa

from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.reading import STEPS
from fabula.reading.chapters import source_tables
from fabula.schema import empty_table
from fabula.sources import document_from_text


def read_until(text: str, last: str) -> dict[str, pa.Table]:
    """All tables as they are after the step called ``last``."""
    document = document_from_text(text)
    tables = {**source_tables(document), "paragraphs": split_paragraphs(document)}
    tables.update(parse(text, tables["paragraphs"], 1))
    tables["corrections"] = empty_table("corrections")
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    for step in STEPS:
        tables.update(step.run(syntax, 1, tables))
        if step.name == last:
            return tables
    raise ValueError(f"no step is called {last}")
