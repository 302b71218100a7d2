"""Which words say something: verbs ("said"), verbs with a particle ("broke in"), nouns ("was her reply")."""

from __future__ import annotations

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list

OF_SAYING = frozenset("said says cried asked replied".split())  # verbs, whatever the tagger takes them for
BEGINNING = frozenset("begin continue go start proceed resume finish end".split())


def is_verb(syntax: Syntax, token: int) -> bool:
    """Whether a token is a verb or auxiliary, and not the "May" of "May said"."""
    if syntax.pos[token] == "AUX" and syntax.text[token][0].isupper():
        return token + 1 == len(syntax) or syntax.tag[token + 1] not in ("VBD", "VBZ")
    return syntax.pos[token] in ("VERB", "AUX") or syntax.lower[token] in OF_SAYING


def main_verb(syntax: Syntax, token: int) -> int:
    """The verb whose auxiliary a verb is ("said" in "had said"), or itself; nobody speaks in "was called"."""
    verb = syntax.head[token]
    return verb if syntax.dep[token] == "aux" and not is_passive(syntax, verb) else token


def is_passive(syntax: Syntax, verb: int) -> bool:
    """Whether a verb is passive: "was interrupted"."""
    return any(syntax.dep[child] == "auxpass" for child in syntax.children[verb])


def agent_of(syntax: Syntax, verb: int) -> int:
    """By whom, where a verb is passive, or -1."""
    agents = [child for child in syntax.children[verb] if syntax.dep[child] == "agent"]
    return next((child for agent in agents for child in syntax.children[agent] if syntax.dep[child] == "pobj"), -1)


def is_speech(syntax: Syntax, verb: int) -> bool:
    """Whether a verb, alone or with its particle, says something; "began to walk" does not."""
    if syntax.dep[verb] == "amod" or (is_passive(syntax, verb) and agent_of(syntax, verb) < 0):
        return False
    lemma = _lemma(syntax, verb)
    lists = (word_list("speech_verbs", name) for name in ("speech", "writing"))
    says = any(lemma in words for words in lists) or has_particle(syntax, verb)
    return says and not _begins_action(syntax, verb)


def is_past_speech(syntax: Syntax, token: int) -> bool:
    """Whether a word is the past of a verb of speech by its form, whatever the tagger takes it for: "sneered"."""
    word = syntax.lower[token]
    stems = (word.removesuffix("ed"), word.removesuffix("d"))
    return word.endswith("ed") and any(stem in word_list("speech_verbs", "speech") for stem in stems)


def has_particle(syntax: Syntax, verb: int) -> bool:
    """Whether the particle after a verb makes it one of speech: "went on", "put in"."""
    after = syntax.lower[verb + 1] if verb + 1 < len(syntax) else ""
    return f"{_lemma(syntax, verb)}-{after}" in word_list("speech_verbs", "phrasal")


def is_thin(syntax: Syntax, verb: int) -> bool:
    """Whether a verb of speech is as often an action ("He smiled.", "He went on.")."""
    return syntax.lemma[verb] in word_list("speech_verbs", "thin") or has_particle(syntax, verb)


def names_speech(syntax: Syntax, noun: int) -> bool:
    """Whether a noun stands for what somebody says: a reply, a voice."""
    return syntax.lemma[noun].lower() in word_list("speech_verbs", "nouns")


def _lemma(syntax: Syntax, verb: int) -> str:
    return "say" if syntax.lower[verb] in ("said", "says") else syntax.lemma[verb]


def _begins_action(syntax: Syntax, verb: int) -> bool:
    """Whether a verb says only that an action begins or goes on, and the action is no speech."""
    if syntax.lemma[verb] not in BEGINNING:
        return False
    action = verb + 1 + has_particle(syntax, verb)
    while action < len(syntax) and (syntax.lower[action] == "to" or syntax.pos[action] == "ADV"):
        action += 1
    is_action = action < len(syntax) and syntax.tag[action] in ("VB", "VBG")
    return is_action and not is_speech(syntax, action)
