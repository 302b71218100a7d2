"""The words by which facts of people are known, collected by the authors from general English usage."""

from __future__ import annotations

from fabula.lexicon.lists import word_list

_EYES = {
    "blue": "blue azure sapphire cornflower turquoise indigo",
    "green": "green emerald jade",
    "brown": "brown chocolate chestnut",
    "grey": "grey gray slate silver steel pewter",
    "hazel": "hazel amber",
    "black": "black jet coal",
    "violet": "violet",
    "dark": "dark",
}
_HAIR = {
    "fair": "blond blonde fair golden gold yellow flaxen straw-coloured straw-colored straw honey sandy tow wheat",
    "brown": "brown mousy mahogany",
    "chestnut": "chestnut",
    "black": "black raven jet ebony coal",
    "red": "red ginger copper carroty coppery titian russet",
    "white": "white silver snowy snow-white",
    "grey": "grey gray iron-grey greying graying",
    "auburn": "auburn",
    "dark": "dark",
}
COLOURS = {
    "eyes": {word: group for group, words in _EYES.items() for word in words.split()},
    "hair": {word: group for group, words in _HAIR.items() for word in words.split()},
}
"""Eyes or hair -> word -> its group."""
ALIKE = {
    "eyes": ({"hazel", "brown"}, {"hazel", "green"}, {"dark", "brown"}, {"dark", "black"}, {"dark", "grey"},
             {"dark", "hazel"}, {"dark", "blue"}, {"dark", "green"}, {"black", "brown"}, {"grey", "blue"}),
    "hair": ({"dark", "brown"}, {"dark", "black"}, {"dark", "auburn"}, {"dark", "red"}, {"auburn", "red"},
             {"auburn", "brown"}, {"chestnut", "brown"}, {"chestnut", "auburn"},
             {"chestnut", "red"}, {"chestnut", "dark"},
             {"fair", "brown"}, {"black", "brown"}, {"fair", "auburn"}, {"white", "grey"},
             {"white", "fair"},
             {"grey", "fair"}, {"grey", "brown"}, {"grey", "dark"}, {"grey", "black"}, {"fair", "red"}),
}  # fmt: skip
"""Groups that two people may call one colour."""
HAIRS = frozenset("hair curl lock plait braid ringlet tress ponytail pigtail fringe bun mop bob".split())
FACIAL_HAIR = frozenset("beard moustache mustache whisker goatee".split())
BARE = frozenset("bare smooth hairless beardless clean-shaven naked".split())
SIDES = {"left": "right", "right": "left"}
HANDS = frozenset("hand foot".split())
PARTS = {
    "arm": "arm", "forearm": "arm", "elbow": "arm", "wrist": "arm", "hand": "hand", "shoulder": "shoulder",
    "thumb": "hand", "leg": "leg", "knee": "leg", "thigh": "leg", "shin": "leg", "calf": "leg",
    "ankle": "foot", "foot": "foot", "hip": "leg",
    "ear": "ear", "eye": "eye", "cheek": "cheek", "temple": "cheek", "eyebrow": "brow", "brow": "brow", "jaw": "cheek",
    "face": "cheek", "chin": "cheek",
    "lung": "lung",
}  # fmt: skip
"""Part of the body that has a left and a right -> what it is a part of."""
MARKS = {
    "injury": frozenset(
        "break plaster cast sling splint splinted bandage bandaged sprain sprained fracture fractured wound wounded "
        "shot "
        "gunshot bullet bullet-wound".split()
    ),
    "scar": frozenset("scar scarred".split()),
    "mark": frozenset("mole birthmark tattoo tattooed".split()),
    "deafness": frozenset("deaf deafened deafness".split()),
    "blindness": frozenset("blind blinded patch eyepatch glass milky".split()),
    "lameness": frozenset("limp lame crippled withered stiff wooden drag favour favor cork tin prosthetic".split()),
    "loss": frozenset("lose amputate amputated missing hook prosthetic artificial stump sever severed empty".split()),
    "good": frozenset(("good",)),
    "bad": frozenset(("bad",)),
}
"""What may be the matter with one side of the body."""
JOBS = frozenset(
    "dentist pharmacist apothecary doctor physician surgeon nurse midwife lawyer solicitor barrister attorney judge "
    "teacher "
    "schoolmaster schoolmistress schoolteacher governess professor librarian baker butcher grocer carpenter joiner "
    "blacksmith plumber electrician mechanic engineer architect accountant banker bookkeeper tailor dressmaker "
    "seamstress "
    "cobbler shoemaker farmer shepherd fisherman miller miner journalist reporter vet veterinarian priest vicar curate "
    "policeman policewoman detective soldier sailor pilot cook chef barber hairdresser gardener postman clerk painter "
    "sculptor "
    "photographer weaver potter mason bricklayer plasterer thatcher undertaker locksmith watchmaker clockmaker "
    "jeweller "
    "bookseller printer publisher butler housemaid milliner innkeeper publican translator pianist violinist cellist "
    "actor "
    "actress dancer biologist chemist physicist geologist botanist astronomer".split()
)
STATES = frozenset(
    "guard manager director president author agent spy hunter messenger king queen prince princess emperor empress "
    "duke "
    "duchess count countess baron baroness earl thief burglar forger outlaw bandit robber politician superintendent "
    "supervisor intern apprentice student pupil undergraduate schoolboy schoolgirl scholar widow widower bachelor "
    "spinster orphan heir heiress valet page squatter tenant lodger hermit beggar tramp slave servant housewife "
    "private "
    "mate chief commander contractor operator prior pilot officer principal head healer prophet oracle runner swimmer "
    "coach trainer umpire referee conductor steward driver gunner deputy assassin smuggler pirate poacher "
    "singer writer poet artist composer musician novelist captain major colonel general lieutenant sergeant corporal "
    "private constable inspector detective landlord landlady witch wizard mage sorcerer sorceress caretaker "
    "executioner "
    "foreman overseer owner trader dealer merchant broker salesman saleswoman maid navigator warden ranger scientist "
    "explorer builder decorator technician judge magistrate minister mayor governor".split()
)
TODAY = frozenset(
    "medic florist beekeeper cabbie machinist analyst consultant bouncer lecturer caterer hacker stonemason fishmonger "
    "brewer glassblower saddler astrophysicist meteorologist cartographer scribe archivist curator optician "
    "optometrist radiographer cardiologist pediatrician paediatrician physiotherapist realtor lifeguard puppeteer "
    "magician acrobat "
    "drummer guitarist bassist playwright screenwriter cartoonist illustrator paralegal pathologist neurologist "
    "lorry-driver trucker fitter scaffolder upholsterer confectioner patissier sommelier lexicographer linguist "
    "economist statistician chauffeur zoologist neurosurgeon psychotherapist masseur masseuse".split()
)
ROLES = JOBS | TODAY | (word_list("descriptions", "roles") - STATES)
"""Trades of which people in a short story have one."""
SAME_JOBS = (
    frozenset(
        "doctor surgeon medic nurse paramedic cardiologist neurologist pathologist pediatrician paediatrician".split()
    ),
    frozenset("analyst consultant economist statistician accountant banker".split()),
    frozenset("doctor physician surgeon professor vet veterinarian dentist".split()),
    frozenset("pharmacist apothecary chemist".split()),
    frozenset("lawyer solicitor barrister attorney judge clerk".split()),
    frozenset("teacher schoolmaster schoolmistress schoolteacher governess professor".split()),
    frozenset("professor biologist chemist physicist geologist botanist astronomer engineer doctor".split()),
    frozenset("carpenter joiner".split()),
    frozenset("tailor dressmaker seamstress milliner".split()),
    frozenset("cobbler shoemaker".split()),
    frozenset("accountant banker bookkeeper clerk".split()),
    frozenset("priest vicar curate".split()),
    frozenset("cook chef baker".split()),
    frozenset("barber hairdresser".split()),
    frozenset("journalist reporter publisher translator".split()),
    frozenset("policeman policewoman detective".split()),
    frozenset("soldier doctor surgeon engineer cook".split()),
    frozenset("sailor fisherman cook pilot carpenter soldier".split()),
    frozenset("innkeeper publican".split()),
    frozenset("watchmaker clockmaker jeweller".split()),
    frozenset("bookseller printer publisher librarian".split()),
    frozenset("mason bricklayer plasterer".split()),
    frozenset("farmer shepherd miller gardener".split()),
    frozenset("actor actress dancer".split()),
    frozenset("mechanic engineer electrician plumber pilot".split()),
    frozenset("painter sculptor photographer".split()),
)
"""Trades that one person may have at once, or that are one."""

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {
    **{word: number for number, word in enumerate(_TEENS, start=10)},
    **{word: number for number, word in enumerate(_ONES, start=1) if number > 2},
    **{ten: 10 * number for number, ten in enumerate(_TENS, start=2)},
    **{f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, start=2) for o, one in enumerate(_ONES, start=1)},
    **{str(number): number for number in range(3, 111)},
}
MONTHS = frozenset("January February March April May June July August September October November December".split())


def month_in(words: set[str]) -> str:
    """The one month among some words, or empty."""
    months = words & MONTHS
    return next(iter(months)) if len(months) == 1 else ""
