"""Find whose words a verb of speech tells: its subject, by the syntax tree where that gives one, else by place."""

from __future__ import annotations

from fabula.language.noun_phrases import left_edge
from fabula.language.speech_verbs import agent_of, has_particle, is_passive, names_speech
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import noun_kind

NOMINATIVES = frozenset("he she i they we".split())
OBJECTIVES = frozenset("him her me them us".split())
PRONOUNS = NOMINATIVES | frozenset(
    "it you who one another someone somebody everybody everyone others both thou".split()
)
SOMEBODY = PRONOUNS - {"it"} | {"other", "former", "latter"}
RELATIVES = ("who", "that")
SUBORDINATORS = frozenset(
    "when while as if that what where which who whom how why because though although until till before after since "
    "whether than whatever".split()
)
ASIDES = ("after", "with", "at", "in")
STOPS = (",", ";", ":", "—", "--", "-", "–")
MOST_WORDS = 8  # of a noun phrase, and between a verb and a noun that is its subject by place alone


def subject_before(syntax: Syntax, verb: int, low: int, high: int) -> int:
    """The head token of the subject of a verb within tokens [low, high], or -1: its own, or the nearest before it."""
    subject = own_subject(syntax, verb, low, high)
    if subject < 0:
        subject = adjacent_subject(syntax, verb, low)
    if subject < 0:
        subject = _nearest_subject(syntax, verb, low)
        if subject >= 0 and syntax.lower[subject] == "it" and syntax.tag[verb] == "VB":
            return -1  # "it was easy to say"
    if subject < 0:
        subject = _nearest_noun(syntax, verb, low)
    if subject < 0:
        subject = phrase_after(syntax, verb, high)
        subject = subject if subject >= 0 and is_somebody(syntax, subject) else -1
    return _speaker(syntax, subject, low) if subject >= 0 else -1


def subject_after(syntax: Syntax, verb: int, high: int) -> int:
    """The head token of the subject that follows its verb ("said the old man"), or -1."""
    phrase = phrase_after(syntax, verb, high)
    subject = phrase if phrase >= 0 and syntax.pos[phrase] == "PROPN" else own_subject(syntax, verb, verb + 1, high)
    subject = subject if subject >= 0 else phrase
    return _speaker(syntax, subject, verb + 1) if subject >= 0 else -1


def own_subject(syntax: Syntax, verb: int, low: int, high: int) -> int:
    """The subject that the syntax tree gives the verb itself, or -1."""
    if low <= verb + 1 <= high and syntax.lower[verb + 1] in NOMINATIVES:
        return verb + 1
    if is_passive(syntax, verb):
        return agent_of(syntax, verb)  # "she was interrupted by Tom"
    for child in syntax.children[verb]:
        is_heard = child < verb and syntax.lower[child] in OBJECTIVES and syntax.lower[child - 1] != "for"
        is_subject = syntax.dep[child] in SUBJECTS and low <= child <= high and not _is_in_aside(syntax, child, low)
        if is_subject and (is_heard or _can_speak(syntax, child)):
            return child
    noun = syntax.head[verb]
    is_heard = syntax.dep[verb] == "acl" and noun == verb - 1 >= low  # "heard a voice calling"
    return noun if is_heard and _can_speak(syntax, noun) else -1


def phrase_after(syntax: Syntax, verb: int, high: int) -> int:
    """The head of the noun phrase that follows a verb, its particle and adverbs at once, or -1."""
    after = verb + 1 + has_particle(syntax, verb)
    while after <= high and (syntax.pos[after] in ("ADV", "PART") or syntax.dep[after] == "prt"):
        after += 1
    begins = after <= high and (
        syntax.lower[after] in PRONOUNS or syntax.pos[after] in ("DET", "PROPN", "ADJ") or syntax.tag[after] == "PRP$"
    )
    return noun_phrase_head(syntax, after, high) if begins else -1


def owner_of_words(syntax: Syntax, verb: int, high: int) -> int:
    """Who says what a verb is about: Tom in "was Tom's reply", "came Tom's voice", "came from Tom"; or -1."""
    for token in range(verb + 1, min(verb + MOST_WORDS, high) + 1):
        if syntax.lower[token] == "from" and token == verb + 1:
            source = next((child for child in syntax.children[token] if syntax.dep[child] == "pobj"), -1)
            return owner_of(syntax, source) if source >= 0 and not is_somebody(syntax, source) else source
        if syntax.pos[token] in ("NOUN", "PROPN") and names_speech(syntax, token):
            owner = owner_of(syntax, token)
            return owner if owner != token or syntax.lower[token] == "voice" else -1
        if syntax.pos[token] in ("VERB", "ADP"):
            break
    return -1


def owner_of(syntax: Syntax, noun: int) -> int:
    """Whose a noun is: Tom in "Tom's voice said"; the noun itself where the text does not say."""
    for child in syntax.children[noun]:
        if syntax.dep[child] == "poss":
            return child
        if syntax.lower[child] == "of":
            objects = [token for token in syntax.children[child] if syntax.dep[token] == "pobj"]
            if objects:
                return objects[0]
    return noun


def is_somebody(syntax: Syntax, token: int) -> bool:
    """Whether a word is a name, a pronoun for people or a noun for people."""
    word = syntax.lower[token]
    is_word = word in SOMEBODY or word in RELATIVES or syntax.pos[token] == "PROPN"
    return is_word or noun_kind(syntax.lower[token], syntax.lemma[token]) in ("person", "group")


def _is_in_aside(syntax: Syntax, subject: int, low: int) -> bool:
    """Whether a thing that is said to speak stands after a preposition: "after a short silence went on"."""
    before = left_edge(syntax, subject) - 1
    return before >= low and syntax.lower[before] in ASIDES and not is_somebody(syntax, subject)


def adjacent_subject(syntax: Syntax, verb: int, low: int) -> int:
    """The pronoun or name before the verb, but for adverbs, whatever the syntax tree makes of it."""
    before = verb - 1
    while before > low and syntax.pos[before] in ("ADV", "AUX", "PART") and syntax.text[before].islower():
        before -= 1
    is_name = syntax.pos[before] == "PROPN" or (syntax.pos[before] == "AUX" and syntax.text[before].istitle())
    return before if before >= low and (is_name or syntax.lower[before] in NOMINATIVES) else -1


def _nearest_subject(syntax: Syntax, verb: int, low: int) -> int:
    """The nearest subject of another verb before this one; if possible somebody, and in a clause that has not ended."""
    found = -1
    for token in range(verb - 1, low - 1, -1):
        other = syntax.head[token]
        if syntax.dep[token] not in SUBJECTS or other > verb or not _can_speak(syntax, token):
            continue
        if is_somebody(syntax, token) and not _has_ended(syntax, token, max(token, other), verb, low):
            return token
        found = token if found < 0 else found
    return found


def _has_ended(syntax: Syntax, subject: int, other: int, verb: int, low: int) -> bool:
    """Whether the clause of a subject and its verb ends before a later verb: she rose as he spoke, and said."""
    if _is_joined(syntax, verb, other) or not any(syntax.text[token] in STOPS for token in range(other + 1, verb)):
        return False
    opens = clause_opening(syntax, subject, low)
    goes_on = opens > low and syntax.text[opens - 1] in STOPS and syntax.lower[opens] in ("when", "who")
    return syntax.lower[opens] in SUBORDINATORS and not goes_on and syntax.lower[opens] not in ("until", "till")


def clause_opening(syntax: Syntax, subject: int, low: int) -> int:
    """The first token of the clause of a subject: the word that makes it subordinate, if any."""
    opens = subject
    while opens > low and syntax.lower[opens] not in SUBORDINATORS and not _parts_clauses(syntax, opens - 1):
        opens -= 1
    return opens


def _parts_clauses(syntax: Syntax, token: int) -> bool:
    return syntax.pos[token] in ("VERB", "AUX") or syntax.text[token] in STOPS


def _is_joined(syntax: Syntax, verb: int, other: int) -> bool:
    """Whether the syntax tree joins a verb to another before it: she stopped, squeaked and cried."""
    while syntax.dep[verb] == "conj" and verb > other:
        verb = syntax.head[verb]
    return verb == other


def _nearest_noun(syntax: Syntax, verb: int, low: int) -> int:
    """The noun or pronoun that stands nearest before the verb, in its clause."""
    for token in range(verb - 1, max(low, verb - MOST_WORDS) - 1, -1):
        is_noun = syntax.lower[token] in PRONOUNS or syntax.pos[token] in ("NOUN", "PROPN")
        is_thing = syntax.dep[token] in ("pobj", "dobj") and not is_somebody(syntax, token)
        if is_noun and not is_thing and _can_speak(syntax, token):
            return token
        if syntax.pos[token] in ("VERB", "CCONJ"):
            break
    return -1


def noun_phrase_head(syntax: Syntax, first: int, high: int) -> int:
    """The head of the noun phrase that begins at ``first``, by the run of its words, or -1; "other" in "the other"."""
    if syntax.lower[first] in PRONOUNS or (syntax.pos[first] == "PRON" and syntax.tag[first] != "PRP$"):
        return first
    head = adjective = -1
    is_name = syntax.pos[first] == "PROPN" and syntax.text[first][0].isupper()
    for token in range(first, min(high, first + MOST_WORDS - 1) + 1):
        is_noun = syntax.pos[token] in ("NOUN", "PROPN") and syntax.text[token][0].isalnum()
        is_joint = syntax.tag[token] in ("POS", "HYPH") or syntax.text[token] == "-"
        if is_noun and is_name and syntax.text[token].islower() and syntax.tag[token - 1] not in ("POS", "HYPH"):
            break  # "said Anne dreamily": no adverb is a noun, whatever the tagger takes it for
        if is_noun:
            head = token
        elif syntax.pos[token] == "ADJ" and head < 0:
            adjective = token
        elif syntax.text[token] == "," and head < 0 and adjective == token - 1 and syntax.pos[token + 1] == "ADJ":
            continue  # "a thin, elderly gentleman"
        elif not is_joint and (head >= 0 or not (syntax.pos[token] in ("DET", "NUM") or syntax.tag[token] == "PRP$")):
            break
    return head if head >= 0 else adjective


def _can_speak(syntax: Syntax, token: int) -> bool:
    if syntax.pos[token] == "PRON":
        return syntax.lower[token] in PRONOUNS or syntax.lower[token] in RELATIVES
    return syntax.pos[token] in ("NOUN", "PROPN", "ADJ", "NUM", "DET") and syntax.text[token][0].isalnum()


def _speaker(syntax: Syntax, subject: int, low: int) -> int:
    """Who speaks where this is the subject: whose a voice is, whom "who" refers to."""
    if syntax.lower[subject] in RELATIVES:
        subject = _antecedent(syntax, subject, low)
    is_adverb = syntax.text[subject].islower() and syntax.text[subject].endswith("ly")
    if is_adverb and subject > low and syntax.pos[subject - 1] in ("PROPN", "NOUN", "ADJ"):
        subject -= 1  # "said Poirot mildly"
    return owner_of(syntax, subject) if names_speech(syntax, subject) else subject


def _antecedent(syntax: Syntax, relative: int, low: int) -> int:
    clause = syntax.head[relative]
    noun = syntax.head[clause]
    if syntax.dep[clause] == "relcl" and low <= noun < relative:
        return noun
    return next((token for token in range(relative - 1, low - 1, -1) if is_somebody(syntax, token)), relative)
