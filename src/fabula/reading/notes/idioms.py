"""Figures of speech: "a stab of guilt", "shot him a look", "dying to know", "killing me", "scared to death"."""

from __future__ import annotations

from fabula.language.syntax import SUBJECTS, Syntax

FEELINGS = frozenset(
    "guilt joy grief love fear pain envy jealousy regret longing panic pity shame pride doubt remorse anger delight "
    "hope conscience laughter applause pleasure surprise despair loneliness humiliation hunger light sun wind silence "
    "colour color words memory recognition alarm excitement homesickness nostalgia inspiration "
    "lightning thunder luck".split()
)
LOOKS = frozenset("look glance smile grin question warning".split())
GIVEN = frozenset("shoot shot throw threw fling flung dart darted".split())
SENSES = frozenset(
    "idea thought fact realization realisation scent smell silence sight sound notion truth light memory clock sun "
    "wave news cold heat wind music applause it suspense curiosity shoes feet back head".split()
)
STRIKES = frozenset("strike struck hit hits strikes striking".split())
FADES, AWAY = frozenset("died dies dying die".split()), frozenset("away down out off".split())
SEIZED = frozenset(("seized", "smitten", "struck"))
KILLS = frozenset("killing kill kills".split())
FEELING_WORDS = frozenset(
    "scared frightened bored tired tickled worried sick pleased thrilled embarrassed scare frighten bore worry work "
    "worked terrified love loved please".split()
)
TO_OR_FOR = ("to", "for")


def is_figure(syntax: Syntax, token: int) -> bool:
    """Whether a word of harm stands in a figure of speech that means none."""
    low, dep = syntax.lower, syntax.dep
    word, after = low[token], low[token + 1 : token + 5]
    head = syntax.head[token]
    children = syntax.children[token]
    if after[:1] == ["of"] and syntax.pos[token] == "NOUN" and not FEELINGS.isdisjoint(after[1:4]):
        return True
    if word == "dying" and after[:1] and after[0] in TO_OR_FOR:
        return True
    if word in ("death", "deaf") and low[token - 1 : token] == ["to"]:
        return not FEELING_WORDS.isdisjoint(low[max(token - 4, 0) : token])
    if word in FADES and syntax.lemma[token] == "die" and after[:1] and after[0] in AWAY:
        return True
    if word in SEIZED and after[:1] == ["with"]:
        return True
    if word == "bound" and after[:1] == ["to"] and any(dep[child] == "xcomp" for child in children):
        return True
    if word in ("lock", "key") and {"lock", "key"} <= {word, *after, *low[max(token - 2, 0) : token]}:
        return True
    if word in GIVEN:
        return any(dep[child] == "dobj" and low[child] in LOOKS for child in children)
    if word in STRIKES:
        return any(dep[child] in SUBJECTS and low[child] in SENSES for child in children)
    if word == "killing" and after[:1] and after[0] in ("me", "us"):
        return True
    if word in KILLS:
        return any(dep[child] in SUBJECTS and low[child] in SENSES for child in children)
    if word == "lashes" and syntax.pos[token] == "NOUN":  # of eyes, unless they are counted
        return not any(dep[child] == "nummod" for child in children)
    if word == "dead":
        return _is_dead_otherwise(syntax, token, head)
    return False


def _is_dead_otherwise(syntax: Syntax, token: int, head: int) -> bool:
    """ "dead tired", "dead on time", "the dead of night", "a dead silence"."""
    after = syntax.lower[token + 1 : token + 4]
    if (
        after[:1] == ["for"]
        or syntax.dep[token] == "advmod"
        or after[:2] in (["of", "night"], ["of", "winter"], ["on", "time"])
    ):
        return True
    if after[:3] in (["of", "the", "night"],):
        return True
    lifeless = "silence calm end weight line heat letter stop battery phone leaves wood level".split()
    return syntax.dep[token] == "amod" and syntax.lower[head] in lifeless
