"""What the model's heads tell apart, in the order of their scores."""

KINDS = ("PER", "FAC", "GPE", "LOC", "VEH", "ORG")  # as in LitBank and ACE
FORMS = ("PROP", "NOM", "PRON")
WIDEST = 32  # words of the longest mention
LINK_SIZE = 128  # numbers in the state by which a mention is linked
