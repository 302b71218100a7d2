"""The words that columns may hold: kinds of entities, layers, ties, notes and the like."""

from __future__ import annotations

FURNITURE_KINDS = (
    "counter",  # reads, votes and comments at the head of a copied page
    "slogan",  # a site's slogan stuck to the text
    "note",  # an author's note or disclaimer
    "licence",  # Project Gutenberg's header and licence
    "contents",  # a table of contents, a list of illustrations
    "running-head",  # a page header or page number
    "credit",  # of a translator, an illustrator, a producer
    "navigation",  # chapter navigation, buttons, share links
)
ENTITY_KINDS = ("person", "group", "place", "organisation", "vehicle")
PLACE_KINDS = ("facility", "geopolitical", "location")
FORMS = ("proper", "common", "pronoun")
QUOTE_KINDS = ("speech", "thought", "writing")
QUOTE_MODES = ("in person", "call", "message", "remembered", "imagined")
LAYER_KINDS = ("memory", "dream", "letter", "call", "hypothetical", "told")
PRESENCE_KINDS = ("present", "distant", "spoken of")
CLAIM_KINDS = ("death", "absence", "identity", "relationship", "secret")
TRUTHS = ("confirmed", "contradicted", "open")
DESCRIPTION_KINDS = (
    *("eyes", "hair", "skin", "face", "build", "looks", "voice", "hand"),  # hand: right-handed or left-handed
    *("age", "birthday", "origin", "trait", "role", "owns", "wears", "kin", "name"),
)
TIE_ROLES = {
    "family": (
        *("parent", "child", "sibling", "grandparent", "aunt or uncle", "cousin", "in-law", "step", "guardian"),
        "spouse's kin",
    ),
    "romance": ("wish", "couple", "engaged", "married", "broken"),
    "friendship": (),
    "alliance": (),
    "enmity": (),
    "rivalry": (),
    "authority": ("employer", "teacher", "commander", "captor", "servant's master", "doctor"),
}
"""Kind of tie -> its roles, from the elder, the wishing or the one with power; the other kinds have no direction."""
TIE_SIGNS = ("statement", "name", "address", "action", "dialogue", "feeling", "company")
EMOTIONS = (
    *("joy", "love", "pride", "hope", "relief", "amusement", "gratitude", "surprise"),
    *("sadness", "grief", "loneliness", "anger", "hatred", "contempt", "disgust", "jealousy"),
    *("fear", "worry", "shame", "guilt", "disappointment", "longing", "boredom", "calm"),
)
NOTE_KINDS = (
    *("violence", "sexual violence", "abuse", "captivity", "torture", "death", "suicide and self-harm", "grief"),
    *("injury", "sedation and drugs", "alcohol", "animal harm", "slurs", "pregnancy loss", "eating disorder"),
)
STANDINGS = ("actual", "remembered", "dreamt", "reported", "feared", "threatened")
DECIDERS = ("rule", "model", "correction")
PROBLEMS = {
    "Q01": ("quotes", "no direct speech found: does the text mark it in an unusual way?"),
    "Q02": ("speakers", "more than a third of the quotations have no speaker"),
    "C01": ("cast", "nobody with a name found"),
    "T01": ("sources", "the text ends in mid-sentence: is it cut short?"),
    "K01": ("corrections", "a correction is about somebody who is not in this story"),
    "K02": ("corrections", "the words that a correction cites are not in this text"),
    "K03": ("corrections", "a correction fits several characters or several places in the text"),
    "K04": ("corrections", "a correction contradicts another one, or changes nothing"),
}
"""What may be odd: code -> the step it concerns and one line for a person."""
