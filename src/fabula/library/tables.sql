-- The library: one SQLite file. docs/library.md says what each table and view is for.
-- Offsets are half-open, in Unicode code points of the story's text; "number" is the row in the story's own table.

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,       -- SHA-256 of the file's bytes
    name TEXT NOT NULL,              -- the file's name
    path TEXT NOT NULL,              -- where it was when it was added
    title TEXT NOT NULL,
    author TEXT,
    words INTEGER NOT NULL,
    chapters INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    lines INTEGER NOT NULL,          -- quotations
    person TEXT,                     -- first, second, third: who tells most of it
    narrators TEXT NOT NULL,         -- names, joined by ", "
    added TEXT NOT NULL,             -- UTC, ISO 8601
    fabula TEXT NOT NULL,            -- version that read it
    weights INTEGER,                 -- version of the model that read it; null when unknown
    format INTEGER NOT NULL,         -- version of the tables in story_tables
    code_points INTEGER NOT NULL,    -- length of the text
    first_passage INTEGER NOT NULL,
    last_passage INTEGER NOT NULL,
    metadata TEXT NOT NULL,          -- JSON
    provenance TEXT NOT NULL         -- JSON
);

CREATE INDEX stories_by_added ON stories (added);
CREATE INDEX stories_by_title ON stories (title COLLATE NOCASE, id);
CREATE INDEX stories_by_author ON stories (author IS NULL, author COLLATE NOCASE, title COLLATE NOCASE, id);
CREATE INDEX stories_by_words ON stories (words, id);

CREATE TABLE story_tables (
    story INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
    tables BLOB NOT NULL             -- all tables of the story, see packing.py
);

CREATE TABLE labels (
    kind TEXT NOT NULL,              -- author, title, series, fandom, tag, warning, category, relationship, tie;
                                     -- layer and note (one that is actual): the kinds that the story has
    folded TEXT NOT NULL,            -- the label in small letters, for comparing
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    PRIMARY KEY (kind, folded, story)
) WITHOUT ROWID;
CREATE INDEX labels_by_story ON labels (story);

CREATE TABLE corrections (           -- made in the library; they outlive the story, which comes back with them
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,              -- stories.hash
    kind TEXT NOT NULL,              -- rename, split, merge, speaker
    keys TEXT NOT NULL,              -- JSON: what the section of a file of corrections would hold
    made TEXT NOT NULL               -- UTC, ISO 8601
);
CREATE INDEX corrections_by_hash ON corrections (hash);

CREATE TABLE chapters (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    title TEXT NOT NULL
);
CREATE INDEX chapters_by_story ON chapters (story, number);

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- person, group, place, organisation, vehicle
    name TEXT NOT NULL,
    pronouns TEXT,
    is_character INTEGER NOT NULL,
    is_narrator INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    lines INTEGER NOT NULL           -- quotations of which it is the speaker
);
CREATE INDEX entities_by_story ON entities (story, number);

CREATE TABLE names (
    folded TEXT NOT NULL,            -- the name in small letters, for comparing
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,          -- how often the text uses it
    PRIMARY KEY (folded, story, entity)
) WITHOUT ROWID;

CREATE TABLE layers (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- memory, dream, letter, call, hypothetical, told
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    owner INTEGER REFERENCES entities (id),
    confidence REAL NOT NULL
);
CREATE INDEX layers_by_story ON layers (story, number);

CREATE TABLE scenes (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    place INTEGER REFERENCES entities (id),
    time TEXT,
    focal INTEGER REFERENCES entities (id),
    layer INTEGER REFERENCES layers (id)
);
CREATE INDEX scenes_by_story ON scenes (story, number);

CREATE TABLE scene_places (          -- the scene's place and every place that holds it
    place INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    scene INTEGER NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    PRIMARY KEY (place, scene)
) WITHOUT ROWID;
CREATE INDEX scene_places_by_scene ON scene_places (scene);

CREATE TABLE presence (              -- whoever is only spoken of there is in passage_entities
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    scene INTEGER NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,              -- present, distant
    confidence REAL NOT NULL,
    PRIMARY KEY (entity, scene)
) WITHOUT ROWID;
CREATE INDEX presence_by_scene ON presence (scene);

CREATE TABLE narration (
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    person TEXT NOT NULL,
    tense TEXT NOT NULL,
    narrator INTEGER REFERENCES entities (id),
    focal INTEGER REFERENCES entities (id),
    PRIMARY KEY (story, start)
) WITHOUT ROWID;

CREATE TABLE passages (              -- they tile the text of their story, in order
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    chapter INTEGER NOT NULL REFERENCES chapters (id),
    scene INTEGER REFERENCES scenes (id),
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- prose, heading, break, furniture
    text TEXT NOT NULL
);

CREATE TABLE passage_layers (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    layer INTEGER NOT NULL REFERENCES layers (id) ON DELETE CASCADE,
    PRIMARY KEY (passage, layer)
) WITHOUT ROWID;
CREATE INDEX passage_layers_by_layer ON passage_layers (layer);
CREATE INDEX layers_by_kind ON layers (kind);

CREATE TABLE passage_entities (      -- who and what a passage mentions
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    PRIMARY KEY (entity, passage)
) WITHOUT ROWID;

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (id),
    kind TEXT NOT NULL,              -- speech, thought, writing
    mode TEXT NOT NULL,
    speaker INTEGER REFERENCES entities (id),
    confidence REAL NOT NULL         -- of the speaker
);
CREATE INDEX quotes_by_passage ON quotes (passage);
CREATE INDEX quotes_by_speaker ON quotes (speaker) WHERE speaker IS NOT NULL;

CREATE TABLE quote_spans (           -- parted where a passage ends
    quote INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (id),
    PRIMARY KEY (quote, start)
) WITHOUT ROWID;

CREATE TABLE quote_addressees (
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    quote INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
    PRIMARY KEY (entity, quote)
) WITHOUT ROWID;
CREATE INDEX quote_addressees_by_quote ON quote_addressees (quote);

CREATE TABLE quote_entities (        -- who and what a quotation mentions, its speaker left out
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    quote INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
    PRIMARY KEY (entity, quote)
) WITHOUT ROWID;

CREATE TABLE ties (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    source INTEGER NOT NULL REFERENCES entities (id),
    target INTEGER NOT NULL REFERENCES entities (id),
    valence REAL NOT NULL,           -- -1, hatred, to 1, love
    confidence REAL NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX ties_by_story ON ties (story, number);

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    standing TEXT NOT NULL,          -- actual, remembered, dreamt, reported, feared, threatened
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX notes_by_story ON notes (story, number);
CREATE INDEX notes_by_kind ON notes (kind, standing);

CREATE TABLE passage_notes (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    note INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    PRIMARY KEY (passage, note)
) WITHOUT ROWID;
CREATE INDEX passage_notes_by_note ON passage_notes (note);

-- What is searched. The words are kept once, in passages; the two indices hold none of them.
CREATE VIEW passage_texts AS
SELECT id, text FROM passages WHERE kind IN ('prose', 'heading');

CREATE VIEW quote_texts AS
SELECT id, (
    SELECT group_concat(substr(text, part - start + 1, length), ' ') FROM (
        SELECT passages.text, passages.start, quote_spans.start AS part, quote_spans."end" - quote_spans.start AS length
        FROM quote_spans JOIN passages ON passages.id = quote_spans.passage
        WHERE quote_spans.quote = quotes.id ORDER BY quote_spans.start
    )
) AS text FROM quotes;

CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, content = 'passage_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_words USING fts5 (
    text, content = 'quote_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
