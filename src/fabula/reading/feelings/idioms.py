"""Words of feeling that are only said: "I'm afraid he is out", "glad to meet you", "what a shame"."""

from __future__ import annotations

from collections.abc import Callable

from fabula.lexicon.lists import word_list
from fabula.reading.feelings.cues import Cue
from fabula.reading.feelings.grammar import Grammar

CLAUSES = ("ccomp", "xcomp", "advcl")
GREETED = frozenset("meet see make hear know have oblige help assist be say do inform".split())
REAL_AFRAID = frozenset("of so too very terribly dreadfully".split())
NO_JOY = frozenset(
    "grimly sadly bitterly coldly politely thinly wryly wanly ruefully contemptuously scornfully nervously".split()
)
SPEECH_BEFORE, SPEECH_AFTER = 3, 6  # words before and behind a verb in which a quotation ends or begins
DENIALS = frozenset("free devoid lack incapable instead".split())
ALOUD = ("out", "for", "to", "aloud")
CRIED = frozenset("cry wail sob whimper".split())
WEEPING = frozenset("weep sob cry repent regret complain disappoint".split())
BELIEF = frozenset("believe trust deal share interest specialise specialize".split())


def is_idiom(grammar: Grammar, cue: Cue) -> bool:
    """Whether words of feeling are used without any."""
    test = TESTS.get(grammar.syntax.lower[cue.token]) or TESTS.get(grammar.syntax.lemma[cue.token])
    return test is not None and test(grammar, cue)


def _speaks_of_oneself(grammar: Grammar, token: int) -> bool:
    """Whether "I" or "we" say it of now: "I'm afraid", not "I was afraid"."""
    syntax = grammar.syntax
    verb = token if syntax.pos[token] == "VERB" else syntax.head[token]
    subject = grammar.child(verb, ("nsubj",))
    is_now = syntax.tag[verb] in ("VBP", "VB") or syntax.lower[verb] in ("am", "'m", "are", "'re")
    return is_now and subject is not None and syntax.lower[subject] in ("i", "we")


def _polite(grammar: Grammar, cue: Cue) -> bool:
    """ "I am afraid (that) he is out", "I fear", "I hope you are well", "I regret to say"."""
    syntax, token = grammar.syntax, cue.token
    if not _speaks_of_oneself(grammar, token):
        return False
    verb = syntax.head[token] if syntax.pos[token] == "ADJ" else token
    near = [syntax.lower[c] for c in (*syntax.children[token], *syntax.children[verb])]
    return not any(word in REAL_AFRAID for word in near)


def _greeting(grammar: Grammar, cue: Cue) -> bool:
    """ "Glad to meet you", "I shall be happy to help"."""
    syntax, token = grammar.syntax, cue.token
    below = [c for c in syntax.children[token] if syntax.dep[c] == "xcomp"]
    below += [c for c in syntax.children[syntax.head[token]] if syntax.dep[c] == "xcomp"]
    told = grammar.subject(syntax.head[token])
    speaks = told is None or syntax.lower[told] in ("i", "we")
    return speaks and any(syntax.lemma[c] in GREETED for c in below)


def _apology(grammar: Grammar, cue: Cue) -> bool:
    """ "I am sorry", "say sorry": only pity is felt, "sorry for him"."""
    if grammar.syntax.lemma[grammar.syntax.head[cue.token]] == "say":
        return True
    if not _speaks_of_oneself(grammar, cue.token):
        return False
    pitied = next(grammar.objects(cue.token, frozenset(["for"])), None)
    return pitied is None or not grammar.is_person(pitied)


def _remark(grammar: Grammar, cue: Cue) -> bool:
    """ "What a shame", "it's a shame"; "it was a relief to Anne" is hers."""
    syntax, noun = grammar.syntax, cue.token
    articles = {syntax.lower[c] for c in syntax.children[noun]}
    head = syntax.head[noun]
    to_whom = (o for word in (noun, head) for o in grammar.objects(word, frozenset(["to"])))
    if any(map(grammar.is_person, to_whom)):
        return False
    linked = syntax.lemma[head] in ("be", "seem") and syntax.dep[noun] == "attr"
    return "a" in articles and (linked or head == noun or syntax.dep[noun] not in ("dobj", "pobj", "nsubj"))


def _cried(grammar: Grammar, cue: Cue) -> bool:
    """ "'Come!' he cried", "cried out", "cried for help": said aloud, not wept."""
    syntax, verb = grammar.syntax, cue.token
    below = syntax.children[verb]
    if any(syntax.lower[c] in ALOUD or syntax.dep[c] in ("dobj", "ccomp") for c in below):
        return True
    if syntax.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return False
    after = range(verb + 1, min(verb + SPEECH_AFTER + 1, len(syntax)))
    near = [
        *range(max(verb - SPEECH_BEFORE, 0), verb),
        *(t for t in after if syntax.sentence[t] == syntax.sentence[verb]),
    ]
    marks = (syntax.text[token] for token in near)
    return any(mark[:1] in "\"“”'‘’«»_—-:" and not mark[1:].isalpha() for mark in marks)


def _bitterly(grammar: Grammar, cue: Cue) -> bool:
    """ "Wept bitterly", "bitterly regretted": no anger."""
    return grammar.syntax.lemma[grammar.syntax.head[cue.token]] in WEEPING


def _smiled(grammar: Grammar, cue: Cue) -> bool:
    """ "Smiled grimly": no joy."""
    return any(grammar.syntax.lower[c] in NO_JOY for c in grammar.syntax.children[cue.token])


def _breath(grammar: Grammar, cue: Cue) -> bool:
    """ "Gasped for air", "shivering from the cold"."""
    syntax = grammar.syntax
    felt = word_list("feelings", "fear names") | word_list("feelings", "sadness names")
    objects = grammar.objects(cue.token, frozenset(("for", "from", "with", "in")))
    return any(syntax.lemma[o] not in felt and not grammar.is_person(o) for o in objects)


def _love(grammar: Grammar, cue: Cue) -> bool:
    """ "For the love of God", "make love", "give her my love"; as an address it stands alone."""
    syntax, noun = grammar.syntax, cue.token
    head = syntax.head[noun]
    if syntax.pos[noun] == "VERB":
        return False
    if syntax.dep[noun] == "pobj":
        return syntax.lower[head] == "for" or syntax.lemma[syntax.head[head]] in BELIEF
    return syntax.dep[noun] == "dobj" and syntax.lemma[head] in ("make", "give", "send")


def _bearing(grammar: Grammar, cue: Cue) -> bool:
    """ "Lost heart", "with regret" of a letter; "long" and "cross" only as what somebody is."""
    syntax, token = grammar.syntax, cue.token
    is_compound = token + 1 < len(syntax) and syntax.lower[token + 1] == "-"  # "cross-legged"
    return is_compound or syntax.dep[token] not in ("acomp", "attr", "conj", "oprd", "ccomp")


def _wrong_temper(grammar: Grammar, cue: Cue) -> bool:
    """ "A good temper", "her temper was sweet": only one that is lost or flares is anger."""
    syntax, noun = grammar.syntax, cue.token
    verb = syntax.head[noun]
    if any(syntax.dep[c] == "amod" for c in syntax.children[noun]):
        return True
    return syntax.lemma[verb] not in ("lose", "control", "restrain", "flare", "rise", "forget", "keep") or (
        syntax.dep[noun] not in ("dobj", "nsubj")
    )


def _longing(grammar: Grammar, cue: Cue) -> bool:
    """ "Longed for", "longed to": else it is no verb."""
    syntax, verb = grammar.syntax, cue.token
    return not any(syntax.lower[c] in ("for", "after") or syntax.dep[c] == "xcomp" for c in syntax.children[verb])


def _missed(grammar: Grammar, cue: Cue) -> bool:
    """ "Missed the train": only somebody is longed for."""
    return any(grammar.syntax.lower[c] == "by" for c in grammar.syntax.children[cue.token])


def _anxious(grammar: Grammar, cue: Cue) -> bool:
    """ "Anxious to go" is eager."""
    syntax = grammar.syntax
    return any(syntax.dep[c] == "xcomp" for c in syntax.children[cue.token])


def _in_spite(grammar: Grammar, cue: Cue) -> bool:
    """ "In spite of the rain"."""
    syntax, noun = grammar.syntax, cue.token
    return syntax.lower[syntax.head[noun]] == "in" and any(syntax.lower[c] == "of" for c in syntax.children[noun])


def _relieved_of(grammar: Grammar, cue: Cue) -> bool:
    """ "Relieved him of his purse"."""
    return any(grammar.syntax.lower[c] == "of" for c in grammar.syntax.children[cue.token])


def _cherished(grammar: Grammar, cue: Cue) -> bool:
    """ "Cherished a hope": only somebody is loved so."""
    cherished = grammar.child(cue.token, ("dobj", "nsubjpass"))
    return cherished is None or not grammar.is_person(cherished)


def _in_court(grammar: Grammar, cue: Cue) -> bool:
    """ "Pleaded guilty", "was found guilty"."""
    return grammar.syntax.lemma[grammar.syntax.head[cue.token]] in ("plead", "find", "prove")


TESTS: dict[str, Callable[[Grammar, Cue], bool]] = {
    **dict.fromkeys(("afraid", "fear", "hope", "regret", "dread"), _polite),
    **dict.fromkeys(("glad", "happy", "pleased", "delighted", "proud", "charmed"), _greeting),
    "sorry": _apology,
    **dict.fromkeys(("shame", "disappointment", "relief", "surprise", "shock", "delight", "joy"), _remark),
    **dict.fromkeys(CRIED, _cried),
    "bitterly": _bitterly,
    **dict.fromkeys(("smile", "grin", "beam", "laugh", "chuckle"), _smiled),
    **dict.fromkeys(("gasp", "tremble", "shudder", "quake"), _breath),
    "spite": _in_spite,
    "relieve": _relieved_of,
    "guilty": _in_court,
    **dict.fromkeys(("cherish", "worship", "idolise", "idolize"), _cherished),
    "love": _love,
    **dict.fromkeys(("cross", "upset", "bitter"), _bearing),
    "temper": _wrong_temper,
    "long": _longing,
    "miss": _missed,
    **dict.fromkeys(("anxious", "impatient"), _anxious),
}
