"""What the report tells, each figure by one question in SQL to an archive's tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fabula.archive import Archive

SHOWN = 40
"""Rows of the longest tables."""
MOST_YEARS = 25
FEWEST_STORIES = 2
"""Of a tag or author that has a bar of its own."""

_SPOKEN = """
    CREATE TEMP TABLE spoken AS
    WITH quoted AS (
        SELECT q.story, sum(s."end" - s.start) AS spoken
        FROM quotes q JOIN quote_spans s ON s.story = q.story AND s.quote = q.id
        WHERE q.kind = 'speech' GROUP BY q.story
    ), written AS (
        SELECT story, sum("end" - start) AS prose FROM paragraphs WHERE kind = 'prose' GROUP BY story
    )
    SELECT story, coalesce(spoken, 0) AS spoken, coalesce(prose, 0) AS prose
    FROM stories LEFT JOIN quoted USING (story) LEFT JOIN written USING (story)
"""
_BY_YEAR = """
    SELECT CASE WHEN {step} = 1 THEN year::VARCHAR ELSE (year // {step} * {step})::VARCHAR || 's' END AS label,
           count(*) AS stories, sum(spoken) / greatest(sum(prose), 1) AS share
    FROM spoken JOIN stories USING (story) WHERE year IS NOT NULL GROUP BY label ORDER BY label
"""
_BY_LABEL = """
    SELECT label, count(*) AS stories, sum(spoken) / greatest(sum(prose), 1) AS share
    FROM (SELECT story, unnest({column}) AS label FROM stories) JOIN spoken USING (story)
    GROUP BY label HAVING count(*) >= {fewest} ORDER BY stories DESC, label LIMIT {shown}
"""
_PERSONS = """
    SELECT n.person || ' person, ' || n.tense || ' tense' AS label, count(DISTINCT n.story) AS stories,
           sum(n."end" - n.start) / sum(sum(n."end" - n.start)) OVER () AS share
    FROM narration n GROUP BY label ORDER BY share DESC
"""
_PRONOUNS = """
    SELECT coalesce(e.pronouns, 'not known') AS label, count(DISTINCT (q.story, q.speaker)) AS speakers,
           count(*) / sum(count(*)) OVER () AS share
    FROM quotes q JOIN entities e ON e.story = q.story AND e.id = q.speaker
    WHERE q.kind = 'speech' GROUP BY label ORDER BY share DESC
"""
_NETWORKS = """
    WITH said AS (
        SELECT DISTINCT q.story, least(q.speaker, a.entity) AS one, greatest(q.speaker, a.entity) AS other
        FROM quotes q JOIN quote_addressees a ON a.story = q.story AND a.quote = q.id
        WHERE q.kind = 'speech' AND q.speaker <> a.entity
    ), ends AS (
        SELECT story, one AS who FROM said UNION ALL SELECT story, other FROM said
    ), people AS (
        SELECT story, count(*) AS people, max(ties) AS most
        FROM (SELECT story, who, count(*) AS ties FROM ends GROUP BY story, who) GROUP BY story
    )
    SELECT s.title, p.people, count(*) AS ties, count(*) / (p.people * (p.people - 1) / 2) AS density,
           p.most / (p.people - 1) AS reach
    FROM said JOIN people p USING (story) JOIN stories s USING (story)
    WHERE p.people > 1 GROUP BY story, s.title, p.people, p.most ORDER BY story
"""
_NOTES = """
    SELECT kind AS label, count(*) FILTER (standing = 'actual') AS actual, count(*) AS passages,
           count(DISTINCT story) / (SELECT count(*) FROM stories) AS share
    FROM notes WHERE confidence >= 0.5 GROUP BY kind ORDER BY share DESC, passages DESC
"""
_LAYERS = """
    SELECT kind AS label, count(*) AS number, count(DISTINCT story) / (SELECT count(*) FROM stories) AS share
    FROM layers GROUP BY kind ORDER BY share DESC
"""
_STORIES = """
    SELECT title, author, year, n_words, n_characters, person, spoken / greatest(prose, 1) AS share
    FROM stories JOIN spoken USING (story) ORDER BY n_words DESC, story LIMIT {shown}
"""
_FAILURES = "SELECT code, count(*) AS number FROM failures GROUP BY code ORDER BY number DESC, code"
_REASONS = "SELECT source, code, reason FROM failures ORDER BY story LIMIT {shown}"
_TOTALS = """
    SELECT count(*) AS stories, coalesce(sum(n_words), 0) AS words, count(DISTINCT author) AS authors,
           min(year) AS first_year, max(year) AS last_year, coalesce(median(n_words), 0)::BIGINT AS median_words
    FROM stories
"""

Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """All that the report tells; rows have the names of their columns."""

    totals: Row
    by_year: list[Row]
    by_tag: list[Row]
    by_fandom: list[Row]
    by_author: list[Row]
    persons: list[Row]
    pronouns: list[Row]
    networks: list[Row]
    notes: list[Row]
    layers: list[Row]
    stories: list[Row]
    failures: list[Row]
    reasons: list[Row]


def figures_of(archive: Archive) -> Figures:
    """The figures of an archive.

    Raises  PackageMissing (P01): DuckDB is not installed
    """
    connection = archive.connect()
    connection.execute(_SPOKEN)

    def rows(sql: str, **parts: Any) -> list[Row]:
        answer = connection.execute(sql.format(**parts) if parts else sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    (totals,) = rows(_TOTALS)
    first, last = totals["first_year"] or 0, totals["last_year"] or 0
    bars = {"fewest": FEWEST_STORIES, "shown": SHOWN // 2}
    return Figures(
        totals=totals,
        by_year=rows(_BY_YEAR, step=1 if last - first < MOST_YEARS else 10),
        by_tag=rows(_BY_LABEL, column="tags", **bars),
        by_fandom=rows(_BY_LABEL, column="fandoms", **bars),
        by_author=rows(_BY_LABEL, column="[author]", **bars),
        persons=rows(_PERSONS),
        pronouns=rows(_PRONOUNS),
        networks=rows(_NETWORKS),
        notes=rows(_NOTES),
        layers=rows(_LAYERS),
        stories=rows(_STORIES, shown=SHOWN),
        failures=rows(_FAILURES),
        reasons=rows(_REASONS, shown=SHOWN),
    )
