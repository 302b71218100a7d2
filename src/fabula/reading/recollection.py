"""Tell what is remembered or imagined from what is said in the scene.

The problem. Words of another time, and words that nobody says, stand among those of the scene:
    "If it goes badly," the old King had said, "look the other way."
    She could almost hear him: "I told you so."
A habit belongs to no scene: "used to say" is remembered, and "would say" too, unless it stands under a condition or in
the present tense, where it is imagined.
"He had said before anyone could stop him" only resumes the scene.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.surroundings import last_sentence

SAY = r"(?:say|tell|ask|answer|reply|whisper|shout|cry|warn|murmur|mutter|yell|add|explain|repeat)"
SAYING = rf"(?:(?:{SAY}|observ|declar|announc|remark)ing)"
SAID = (
    r"(?:said|says|told|tells|asked|asks|answered|answers|replied|replies|whispered|shouted|cried|warned|"
    r"murmured|muttered|yelled|added|explained|repeated)"
)
OTHERWISE_SAID = (
    r"(?:exclaimed|continued|began|observed|remarked|returned|went on|goes on|broke in|put in|ended|called|calls)"
)
REMEMBER = r"\b(?:remember|recall|recollect)(?:s|ed|ing)?\b"
IMAGINE = (
    r"(?<!not )(?<!n['’]t )\b(?:imagin(?:e|es|ed|ing)|pictur(?:ed|ing)|(?:can|could) picture|envision(?:s|ed|ing)?)\b"
)
OWN = r"(?:his|her|my|their|your|our|its|\w+['’]s)"
HEAD = rf"{OWN} (?:head|mind|memory|skull)\b"
WORDS = r"\b(?:words?|voice|warning|advice|promise)\b"
WITHIN = r"[^.!?]{0,60}"
TO_QUOTATION = rf"(?:(?!\b(?:{SAID}|{SAYING}|{OTHERWISE_SAID})\b)[^.!?]){{0,60}}$"  # and nobody else speaks before it

IMAGINED_LEAD = re.compile(
    rf"(?:{IMAGINE}{WITHIN}\b(?:{SAYING}|{SAY}|words?|voice)\b|"
    rf"{IMAGINE} \w+(?: \w+)?:|"
    rf"\b(?:as (?:if|though|much as)|seem(?:s|ed)?|appear(?:s|ed)?|want(?:s|ed)?|wish(?:es|ed)?|long(?:s|ed)?|meant|"
    rf"about|going) to (?:{SAY}|be {SAYING})\b|"
    rf"\bas who should {SAY}\b|\bas (?:if|though) {SAYING}\b|\b(?:instead of|without) {SAYING}\b|"
    rf"\b(?:could|can) (?:almost|just|practically|nearly|already) hear\b{WITHIN}|"
    rf"\b(?:if|suppose|supposing) (?:\w+ ){{1,3}}(?:{SAID}|{SAY})\b|"
    rf"\b(?:did not|didn['’]t|does not|doesn['’]t|do not|don['’]t) {SAY}\b){TO_QUOTATION}",
    re.IGNORECASE,
)
REMEMBERED_LEAD = re.compile(
    rf"(?:{REMEMBER}(?:(?!\b{SAID}\b)[^.!?]){{0,60}}(?:\b{SAYING}\b|{WORDS})|"
    rf"{REMEMBER} (?:how|what|when|that)\b{WITHIN}\b{SAID}\b|{REMEMBER}(?: \w+)?\s*[:—–-]|"
    rf"\b(?:used|liked|likes) to {SAY}\b|\b(?:fond|tired|way|habit) of {SAYING}\b|(?<!\bat )\b(?:always|once) {SAID}\b|"
    rf"\b(?:could|can) still hear\b{WITHIN}|"
    rf"{WORDS}{WITHIN}\b(?:in {HEAD}|in {OWN} ears?\b|(?:came|come|comes) back\b|echo\w*)){TO_QUOTATION}",
    re.IGNORECASE,
)
WORDS_RETURN = re.compile(
    rf"{WORDS}{WITHIN}\b(?:came|come|comes|drifted) back to (?:him|her|me|them)\b|\bvoice\b{WITHIN}\bin {HEAD}",
    re.IGNORECASE,
)
IMAGINED_TRAIL = re.compile(rf"^{WITHIN}\b(?:seem(?:s|ed)?|appear(?:s|ed)?) to (?:{SAY}|be {SAYING})\b", re.IGNORECASE)
REMEMBERED_TRAIL = re.compile(
    rf"^{WITHIN}(?:\b(?:used|liked|likes) to {SAY}\b|\b(?:fond|tired) of {SAYING}\b|"
    rf"(?<!\bat )\b(?:always|once) {SAID}\b|"
    rf"\bvoice\b{WITHIN}\bin {HEAD})",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|imagin\w+|maybe|probably|no doubt|surely|pretend\w*|pictur(?:ed|ing)|suppose|wish\w*|wonder\w*|"
    r"knew (?:exactly |just )?(?:what|how)|plan\w*|rehears\w*|practi[sc]\w*|tomorrow|one day|some ?day)\b",
    re.IGNORECASE,
)
HABIT = re.compile(r"\b(?:always|often|sometimes|usually|every|each|whenever)\b", re.IGNORECASE)
RESUMED = re.compile(r"\bbefore \w+(?: \w+){0,2} (?:could|knew|had (?:time|a chance))\b", re.IGNORECASE)
SUBORDINATE = frozenset(
    "when as after until till if hardly scarcely barely already just almost immediately instantly directly because "
    "though although before sooner".split()
)


def lead_mode(sentence: str) -> str | None:
    """What the sentence that leads in a quotation says of its mode.

    >>> lead_mode("I remember him saying in the car, ")
    'remembered'
    """
    if IMAGINED_LEAD.search(sentence):
        return "imagined"
    return "remembered" if REMEMBERED_LEAD.search(sentence) else None


def trail_mode(sentence: str) -> str | None:
    """What the sentence that follows a quotation, or parts it, says of its mode.

    >>> trail_mode(" his grandfather used to say.")
    'remembered'
    """
    if IMAGINED_TRAIL.search(sentence):
        return "imagined"
    return "remembered" if REMEMBERED_TRAIL.search(sentence) else None


def tag_mode(syntax: Syntax, verb: int, clause: range, before: range) -> str | None:
    """What the verb of a speech tag says of its mode: had said, would say, might have said.

    Takes   clause: the tokens of the narration that holds the tag
            before: the tokens of the narration before the quotation
    """
    if syntax.lemma[verb] in word_list("speech_verbs", "thought"):
        return None
    words, told = _auxiliaries(syntax, verb, clause), _phrase(syntax, clause)
    is_base = syntax.tag[verb] == "VB" or syntax.lower[verb] == syntax.lemma[verb]
    if words & {"might", "may", "will", "shall", "'ll"} or (words & {"would", "could"} and "have" in words):
        return "imagined"
    if is_base and words & {"would", "'d"}:
        is_supposed = CONDITION.search(f"{_phrase(syntax, before)} {told}") or _is_present(syntax, [*before, *clause])
        is_habit = HABIT.search(last_sentence(_phrase(syntax, before))) or HABIT.search(told)
        return "imagined" if is_supposed and not is_habit else "remembered"
    if is_base or not words & {"had", "'d"} or syntax.dep[verb] == "relcl" or RESUMED.search(told):
        return None
    is_part = any(syntax.lower[child] in SUBORDINATE for child in syntax.children[verb])
    return None if is_part else "remembered"


def _phrase(syntax: Syntax, tokens: range) -> str:
    return syntax.phrase(tokens[0], tokens[-1]) if tokens else ""


def _is_present(syntax: Syntax, tokens: Sequence[int]) -> bool:
    """Whether the narration is in the present tense, which has no habits with "would"."""
    tags = [syntax.tag[token] for token in tokens]
    return tags.count("VBZ") + tags.count("VBP") > tags.count("VBD")


def _auxiliaries(syntax: Syntax, verb: int, clause: range) -> set[str]:
    """The auxiliaries of a verb, or of the one it is joined to where it has none: "would look up and reply"."""
    found: set[str] = set()
    while not found and verb in clause:
        found = {
            syntax.lower[child] for child in syntax.children[verb] if syntax.dep[child] == "aux" and child in clause
        }
        before = verb - 1
        while before in clause and syntax.pos[before] in ("AUX", "ADV", "PART"):
            found |= {syntax.lower[before]} if syntax.pos[before] == "AUX" else set()
            before -= 1
        if syntax.dep[verb] != "conj" or syntax.tag[verb] not in ("VB", "VBN") or syntax.head[verb] == verb:
            break
        verb = syntax.head[verb]
    return found
