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
from fabula.lexicon.patterns import one_of
from fabula.reading.surroundings import last_sentence

SAY = r"(?:say|tell|ask|answer|reply|whisper|shout|cry|warn|murmur|mutter|yell|add|explain|repeat)"
SAYING = rf"(?:{SAY}ing|observing|declaring|announcing|remarking)"
SAID = (
    r"(?:said|says|told|tells|asked|asks|answered|answers|replied|replies|whispered|shouted|cried|warned|murmured|"
    r"muttered|yelled|added|explained|repeated)"
)
ANY_SAID = (
    rf"(?:{SAID}|{SAYING}|exclaimed|continued|began|observed|remarked|returned|went on|broke in|put in|ended|called)"
)
REMEMBER = r"\b(?:remember|recall|recollect)(?:s|ed|ing)?\b"
IMAGINE = (
    r"(?<!not )(?<!n['’]t )\b(?:imagin(?:e|es|ed|ing)|pictur(?:ed|ing)|(?:can|could) picture|envision(?:s|ed|ing)?)\b"
)
SEEM = r"(?:seem|appear)(?:s|ed)?"
WANT = r"(?:want(?:s|ed)?|wish(?:es|ed)?|long(?:s|ed)?|meant|about|going)"
OWN = r"(?:his|her|my|their|your|our|its|\w+['’]s)"
HEAD = rf"{OWN} (?:head|mind|memory|skull)\b"
WORDS = r"\b(?:words?|voice|warning|advice|promise)\b"
WITHIN = r"[^.!?;]{0,60}"

IMAGINED_LEAD = one_of(
    rf"{IMAGINE}{WITHIN}\b(?:{SAYING}|{SAY}|words?|voice)\b",
    rf"{IMAGINE} \w+(?: \w+)?:",
    rf"\b(?:as (?:if|though|much as)|{SEEM}|{WANT}) to (?:{SAY}|be {SAYING})\b",
    rf"\bas who should {SAY}\b|\bas (?:if|though) {SAYING}\b|\b(?:instead of|without) {SAYING}\b",
    r"\bas (?:if|though) (?:\w+ ){1,3}(?:said|saying|answered(?=,? *$))\b",
    rf"\b(?:could|can) (?:almost|just|practically|nearly|already) hear\b{WITHIN}",
    rf"(?<!\bas )\b(?:if|suppose|supposing) (?:\w+ ){{1,3}}(?:{SAID}|{SAY})\b",
    r"\b(?:did not|didn['’]t|does not|doesn['’]t|do not|don['’]t) (?:say|add|tell \w+)\b(?=\W*$)",
)
REMEMBERED_LEAD = one_of(
    rf"{REMEMBER}(?:(?!\b{SAID}\b)[^.!?;]){{0,60}}(?:(?<!\bthe )\b{SAYING}\b|{WORDS})",
    rf"{REMEMBER} (?:how|what|when|that)\b{WITHIN}\b{SAID}\b",
    rf"{REMEMBER}(?: \w+)?\s*[:—–-]",
    rf"\b(?:used|liked|likes) to {SAY}\b|\b(?:fond|tired|way|habit) of {SAYING}\b",
    rf"(?<!\bat )\b(?:always|once) {SAID}\b",
    rf"\b(?:could|can) still hear\b{WITHIN}",
    rf"{WORDS}{WITHIN}\b(?:in {HEAD}|(?:r[ai]ng\w*|sound(?:s|ed|ing)) in {OWN} ears?\b|(?:came|comes?) back\b|echo\w*)",
)
WORDS_RETURN = one_of(
    rf"{WORDS}{WITHIN}\b(?:came|comes?|drifted) back to (?:him|her|me|them)\b", rf"\bvoice\b{WITHIN}\bin {HEAD}"
)
IMAGINED_TRAIL = one_of(rf"^{WITHIN}\b{SEEM} to (?:{SAY}|be {SAYING})\b")
REMEMBERED_TRAIL = one_of(
    rf"^{WITHIN}\b(?:used|liked|likes) to {SAY}\b|^{WITHIN}\b(?:fond|tired) of {SAYING}\b",
    rf"^{WITHIN}(?<!\bat )\b(?:always|once) {SAID}\b|^{WITHIN}\bvoice\b{WITHIN}\bin {HEAD}",
)
SPEAKS = one_of(rf"\b{ANY_SAID}\b")
HAS_SPOKEN = one_of(rf"\b{SAID}\b")
CONDITION = one_of(
    r"\b(?:if|imagine\w*|imagining|maybe|probably|no doubt|surely|pretend\w*|pictured|picturing|suppose|wish\w*)\b",
    r"\b(?:wonder\w*|knew (?:exactly |just )?(?:what|how)|plan\w*|rehears\w*|practi[sc]\w*)\b",
    r"\b(?:tomorrow|one day|some ?day)\b",
)
HABIT = one_of(r"\b(?:always|often|sometimes|usually|every|each|whenever)\b")
ALL = one_of(r"\ball (?:that )?\w+ (?:would|['’]d)\b")  # "No," was all she would say
RESUMED = one_of(r"\bbefore \w+(?: \w+){0,2} (?:could|knew|had (?:time|a chance))\b")
FARTHEST_CUE = 60  # characters between a cue and the quotation
SUBORDINATE = frozenset(
    "when as after until till if hardly scarcely barely already just almost immediately instantly directly because "
    "though although before sooner".split()
)


def lead_mode(sentence: str) -> str | None:
    """What the sentence that leads in a quotation says of its mode.

    >>> lead_mode("I remember him saying in the car, ")
    'remembered'
    """
    if any(_leads_in(cue) for cue in IMAGINED_LEAD.finditer(sentence)):
        return "imagined"
    cues = [cue for cue in REMEMBERED_LEAD.finditer(sentence) if _leads_in(cue)]
    return "remembered" if any(not HAS_SPOKEN.search(sentence, 0, cue.start()) for cue in cues) else None


def _leads_in(cue: re.Match[str]) -> bool:
    """Whether a cue stands near the quotation, in its clause, and nobody else speaks between them."""
    between = cue.string[cue.end() :]
    return len(between) <= FARTHEST_CUE and ";" not in between and not SPEAKS.search(between)


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
        return None if "only" in told else "imagined"
    if is_base and words & {"would", "'d"} and not ALL.search(told):
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
    return tags.count("VBZ") + tags.count("VBP") > 1 + 2 * tags.count("VBD")


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
