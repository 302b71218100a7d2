-- For people who open the library in Datasette, DuckDB or the sqlite3 shell.

CREATE VIEW shelf AS
SELECT id, title, author, words, chapters, characters, lines, person, narrators,
    (SELECT group_concat(label, ', ') FROM labels WHERE story = stories.id AND kind = 'fandom') AS fandoms,
    (SELECT group_concat(label, ', ') FROM labels WHERE story = stories.id AND kind = 'tie') AS ties,
    (SELECT count(*) FROM scenes WHERE story = stories.id) AS scenes,
    (SELECT count(*) FROM notes WHERE story = stories.id AND standing = 'actual') AS notes,
    name, added, fabula, weights
FROM stories;

CREATE VIEW lines AS
SELECT quotes.id, stories.title AS story, chapters.title AS chapter, quotes.kind, quotes.mode,
    speaker.name AS speaker, quotes.confidence,
    (SELECT group_concat(entities.name, ', ') FROM quote_addressees JOIN entities ON entities.id = entity
        WHERE quote = quotes.id) AS addressees,
    (SELECT text FROM quote_texts WHERE id = quotes.id) AS text,
    quotes.story AS story_id, quotes.passage
FROM quotes
JOIN stories ON stories.id = quotes.story
JOIN passages ON passages.id = quotes.passage
JOIN chapters ON chapters.id = passages.chapter
LEFT JOIN entities AS speaker ON speaker.id = quotes.speaker;

CREATE VIEW scene_list AS
SELECT scenes.id, stories.title AS story, scenes.number, place.name AS place, scenes.time, focal.name AS seen_by,
    (SELECT group_concat(entities.name, ', ') FROM presence JOIN entities ON entities.id = entity
        WHERE scene = scenes.id AND presence.kind = 'present') AS present,
    layers.kind AS layer, scenes.start, scenes."end", scenes.story AS story_id
FROM scenes
JOIN stories ON stories.id = scenes.story
LEFT JOIN entities AS place ON place.id = scenes.place
LEFT JOIN entities AS focal ON focal.id = scenes.focal
LEFT JOIN layers ON layers.id = scenes.layer;

CREATE VIEW tie_list AS
SELECT ties.id, stories.title AS story, source.name AS source, ties.kind, ties.role, target.name AS target,
    ties.valence, ties.confidence, ties.start, ties."end", ties.story AS story_id
FROM ties
JOIN stories ON stories.id = ties.story
JOIN entities AS source ON source.id = ties.source
JOIN entities AS target ON target.id = ties.target;

CREATE VIEW note_counts AS
SELECT stories.title AS story, notes.kind, notes.standing, count(*) AS passages, notes.story AS story_id
FROM notes JOIN stories ON stories.id = notes.story
GROUP BY notes.story, notes.kind, notes.standing;
