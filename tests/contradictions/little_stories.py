"""Little stories with one contradiction each, and for each a twin in which nothing is wrong."""

from __future__ import annotations

FILLER = (
    "The rain went on against the panes. Somewhere below a door was shut, and the stairs creaked, and were quiet "
    "again. "
    "The clock in the hall struck the half hour.\n\n"
)

CONTRADICTORY = {
    "eyes": (
        "attribute",
        "Greta Olsen had green eyes and a quick laugh. Greta kept the shop at the corner.\n\n"
        + FILLER
        + "Greta put down the scales. Her brown eyes were tired.\n",
    ),
    "hair": (
        "attribute",
        "Greta Olsen came in from the yard. She had black hair, as long as her arm.\n\n"
        + FILLER
        + "Greta sat down at last. Her red hair had come loose.\n",
    ),
    "age": (
        "attribute",
        "Greta Olsen was seventeen. Greta worked at the bakery.\n\n" + FILLER + "Greta was fourteen, and hungry.\n",
    ),
    "side of a scar": (
        "attribute",
        "Hugo Brandt had a scar on his left cheek. Hugo never spoke of it.\n\n"
        + FILLER
        + "Hugo turned to the lamp, and the scar on his right cheek was white.\n",
    ),
    "broken arm": (
        "attribute",
        "Hugo Brandt had broken his left arm on the ice. Hugo was proud of it.\n\n"
        + FILLER
        + "Hugo held out the plaster on his right arm, for them to sign.\n",
    ),
    "handedness": (
        "attribute",
        "Hugo Brandt was left-handed, and the ink smeared.\n\n"
        + FILLER
        + "Hugo took the pen in his right hand, the one he had always written with.\n",
    ),
    "beard": (
        "attribute",
        "Hugo Brandt was clean-shaven. Hugo rode the tram to work.\n\n"
        + FILLER
        + "Hugo stroked his beard and said nothing.\n",
    ),
    "only child": (
        "attribute",
        "Greta Olsen was an only child. Greta liked it.\n\n" + FILLER + "Greta wrote to her brother that night.\n",
    ),
    "job": (
        "attribute",
        "Hugo Brandt was a dentist at the harbour.\n\n"
        + FILLER
        + "Hugo was a pharmacist, and careful with his hands.\n",
    ),
    "driving": (
        "attribute",
        "Hugo Brandt had never learned to drive. Hugo walked to the station.\n\n" + FILLER + "Hugo drove them home.\n",
    ),
    "surname": (
        "name",
        "Mr. Pemberton had taken the house by the mill. Mr. Pemberton kept bees.\n\n"
        + FILLER
        + "Mr. Pembleton opened the gate for the ladies.\n",
    ),
    "given name": (
        "name",
        "Mrs. Theodora Quill ran the choir. Mrs. Quill ran the tea as well.\n\n"
        + FILLER
        + "Mrs. Theodosia Quill wept.\n",
    ),
    "dead": (
        "dead",
        "Anna Weiss sat by the bed. Konrad Lang died at midnight. They buried Konrad Lang on the hill, in the rain.\n\n"
        + FILLER
        + "Anna put on the kettle. Konrad Lang opened the door. Konrad Lang took off his hat and asked for tea.\n",
    ),
    "pronoun": (
        "pronoun",
        "Reyes was the new sheriff. She had come from Yuma, and she rode with her hat low. Reyes wiped her face.\n\n"
        + FILLER
        + "Reyes climbed the rocks. He lay down on his belly and took out his glass. He counted four riders. "
        "He put the glass in his coat.\n\n"
        "Reyes came back at dusk. She was tired, and she said so.\n",
    ),
    "tense": (
        "tense",
        "Anna Weiss walked down to the harbour. The boats lay still. She bought a herring and sat on the wall. "
        "A man mended a net beside her. He did not look up. She ate the herring. She folded the paper and put it in "
        "her "
        "pocket. A bell rang in the town. The man spat into the water.\n\n"
        "Then Anna stands up and walks along the quay. She counts the boats. A dog follows her, and she throws it the "
        "bones. She laughs.\n\n"
        "The man put away the net. He nodded to her. She went home by the mill. She shut the gate and hung up her "
        "coat.\n",
    ),
    "I and she": (
        "point of view",
        '"Run, Josie," said Mark. I run. I run as far as the wall and I stop, because my shoe has come off.\n\n'
        '"Josie!" he says. I look at him. I have never liked him, and I tell him so.\n\n'
        "Josie picks up the shoe. She is cold, and she wishes that she had stayed at home.\n\n"
        "I put it on. We go back by the road, and I let him carry my bag.\n",
    ),
    "another head": (
        "point of view",
        "Marta Klein hated the ward at night. Marta thought of her bed. She wondered whether the bus would come, and "
        "she "
        "remembered that she had no change. Marta knew that the doctor would be late.\n\n"
        "Doctor Voss came in with the tea. Voss knew that it was bad tea. He wished that he had bought the other kind; "
        "he remembered his mother's, and he wondered if Marta minded.\n\n"
        "Marta drank it. She felt that the night would never end. Marta thought of the bus again.\n",
    ),
    "teetotaller": (
        "attribute",
        "Tom Reilly was a teetotaller. Tom kept the tea-shop.\n\n" + FILLER + "Tom drank the whisky.\n",
    ),
    "daughters": (
        "attribute",
        "Tom Reilly had two daughters, both married.\n\n"
        + FILLER
        + '"I have three daughters," said Tom, "and not one of them can boil an egg."\n',
    ),
    "dead mother": (
        "attribute",
        "Nora Pym's mother had died when she was born.\n\n" + FILLER + "Nora telephoned her mother on Sunday.\n",
    ),
    "blind": (
        "attribute",
        "Judge Amery was blind. Judge Amery lived alone.\n\n" + FILLER + "Judge Amery read the letter twice.\n",
    ),
    "one hour": (
        "place",
        "At nine o'clock Major Tyne was in the billiard room.\n\n"
        + FILLER
        + "It was nine o'clock when Major Tyne got down from the trap at the station.\n",
    ),
    "never left": (
        "place",
        "All that evening Rosa Vance stayed in her cabin. Rosa Vance did not leave it until breakfast.\n\n"
        + FILLER
        + "Captain Moss had the glass. Rosa Vance stood at his side and pointed to the light.\n",
    ),
    "given away": (
        "object",
        "Ned Carver gave his knife to the boy. The boy ran off with it.\n\n"
        + FILLER
        + FILLER
        + "Ned took his knife and cut the wire.\n",
    ),
    "lost thing": (
        "object",
        "Anna Weiss leaned over the rail to see the wheel. The silver whistle slipped from her coat and dropped into "
        "the "
        "harbour. She watched it go.\n\n" + FILLER + FILLER + "Anna raised the silver whistle and blew.\n",
    ),
    "broken thing": (
        "object",
        "Hugo Brandt threw the blue vase into the stove, and shut the stove. Hugo was glad.\n\n"
        + FILLER
        + FILLER
        + "Hugo took the blue vase from the shelf and wiped it.\n",
    ),
    "a widow with a husband": (
        "attribute",
        "Greta Olsen was a widow of five years' standing. Greta kept the shop.\n\n"
        + FILLER
        + "Greta's husband opened the door to them.\n",
    ),
    "allergic": (
        "attribute",
        "Greta Olsen was allergic to nuts. Greta kept the shop.\n\n"
        + FILLER
        + "Greta took a handful of peanuts and ate them one by one.\n",
    ),
    "no word of a language": (
        "attribute",
        "Greta Olsen did not know a word of German. Greta kept the shop.\n\n"
        + FILLER
        + "Greta thanked him in German.\n",
    ),
    "a pet of two kinds": (
        "attribute",
        "Greta Olsen came in. Her dog Biscuit trotted behind her.\n\n"
        + FILLER
        + "Biscuit the cat slept on Greta's knees.\n",
    ),
    "the make of a car": (
        "attribute",
        "Greta Olsen came in. She drove an old red Fiat.\n\n" + FILLER + "Greta's blue Volvo stood by the gate.\n",
    ),
    "kin": (
        "attribute",
        "Greta Olsen came in. Her sister Anneke had taken the early boat.\n\n"
        + FILLER
        + "Greta's cousin Anneke waved from the deck.\n",
    ),
    "a floor": (
        "attribute",
        "Greta Olsen came in. She lived on the second floor.\n\n" + FILLER + "Greta's flat was on the fifth floor.\n",
    ),
    "hair by comparison": (
        "attribute",
        "Greta Olsen came in. Greta's hair was the colour of straw.\n\n"
        + FILLER
        + "Greta's black hair blew into her mouth.\n",
    ),
    "an age of oneself": (
        "attribute",
        "Greta Olsen came in. Greta was a woman of fifty with strong arms.\n\n"
        + FILLER
        + '"I\'m thirty-eight," said Greta. "I can carry my own box."\n',
    ),
    "her own body": (
        "pronoun",
        "Professor Sorrel taught it in her slippers.\n\n" + FILLER + "Sorrel stroked his moustache.\n",
    ),
    "a heart that stopped": (
        "dead",
        "Jonas Ferrow's heart had stopped, and nobody could start it again.\n\n"
        + FILLER
        + "Jonas Ferrow wiped his hands and reached for the kettle.\n",
    ),
    "away until": (
        "place",
        "Greta Olsen was away in Kyoto until Saturday.\n\n"
        + FILLER
        + "Greta Olsen stood in the kitchen and laughed.\n",
    ),
    "length of hair": (
        "attribute",
        "Greta Olsen came in from the yard. The lamp shone on her shaved head. Greta said nothing.\n\n"
        + FILLER
        + "Greta sat down at last. She wrung out her long braid over the basin.\n",
    ),
    "age at which something is so": (
        "attribute",
        "At twenty-two Greta had never seen the sea. Greta worked at the bakery.\n\n"
        + FILLER
        + "Greta was nineteen, and hungry.\n",
    ),
    "older or younger": (
        "attribute",
        "Hugo Brandt had the shop to himself. Greta was his elder sister. She lived above it.\n\n"
        + FILLER
        + "Greta was his little sister, and nobody had told her anything.\n",
    ),
    "given name that begins alike": (
        "name",
        "The owner was Kristoffer Dahle. Dahle had three ships and a house on the hill.\n\n"
        + FILLER
        + "They came for Kristian Dahle at supper. Dahle went with them.\n",
    ),
    "name after a title and without one": (
        "name",
        "Professor Aldous Merrick taught old bindings. Merrick was feared.\n\n"
        + FILLER
        + "Professor Meyrick was marking. He did not look up.\n",
    ),
    "who does it after their death": (
        "dead",
        "Hugo Brandt died in March, of a fever. Greta put a stone on his grave.\n\n"
        + FILLER
        + "Greta rang the bell and nodded to Hugo, who opened the door and took her coat.\n",
    ),
    "the hand that holds the pen": (
        "attribute",
        "Hugo Brandt was left-handed, and the ink smeared.\n\n"
        + FILLER
        + "Hugo took the pen in his right hand and signed without a word.\n",
    ),
    "an age before another verb": (
        "attribute",
        "Coach Duarte was forty-one and had run in a final. Duarte kept the medal.\n\n"
        + FILLER
        + "Duarte was thirty-three, and hungry.\n",
    ),
    "an age asked for": (
        "attribute",
        "Greta Olsen was seventeen. Greta worked at the bakery.\n\n"
        + FILLER
        + '"How old are you, Greta?" asked Hugo.\n\n"Fourteen. Old enough," said Greta.\n',
    ),
    "a colour in somebody's eyes": (
        "attribute",
        "Greta Olsen had brown eyes and a quick laugh. Greta kept the shop at the corner.\n\n"
        + FILLER
        + "Greta looked up, and the sun showed the green in her eyes.\n",
    ),
    "nothing could be done": (
        "dead",
        "When they dug out Hugo Brandt there was nothing that anyone could do for him.\n\n"
        + FILLER
        + "Hugo Brandt went round the table with the kettle and filled the cups.\n",
    ),
    "carried off": (
        "dead",
        "Aunt Honoria had been carried off by a fever in Lent. The house was quiet.\n\n"
        + FILLER
        + "Aunt Honoria poured the tea and laughed.\n",
    ),
    "he and she in paragraphs of one person alone": (
        "pronoun",
        "Lieutenant Vorrik was having a worse day. He was broad and blue, and he had been lying on his back when the "
        "first bolt hit. Now he crawled out.\n\n"
        + FILLER
        + "Vorrik laughed at the table. She had a smear of coolant across her forehead and was drinking her third "
        "coffee.\n",
    ),
    "a broken neck": (
        "dead",
        "They found Hugo Brandt at the bottom with his neck broken.\n\n"
        + FILLER
        + "Hugo Brandt wiped his hands and reached for the kettle.\n",
    ),
    "eyes that the text points at": (
        "attribute",
        "Sabine Laurent looked up. Her eyes were hazel and gave nothing away.\n\n"
        + FILLER
        + "Sabine Laurent put down her cards. The grey eyes were as steady as ever.\n",
    ),
    "an age that is asked for": (
        "attribute",
        "Greta Olsen was nineteen and had never been farther than the bridge.\n\n"
        + FILLER
        + "“How many years have you?” the old man asked.\n\n“Nine,” said Greta. “How many have you?”\n",
    ),
    "years of birth": (
        "attribute",
        "Hugo Brandt was born in 1931, in the back room of the lighthouse.\n\n"
        + FILLER
        + "Hugo stirred his tea. He had been born in 1940, the week the bridges went.\n",
    ),
    "first what somebody looks like, then who": (
        "attribute",
        "Margit Soos was a short, thickset woman who swung the axe as if it weighed nothing.\n\n"
        + FILLER
        + "Tall and slender as a birch, Margit Soos held out her arms to the children.\n",
    ),
    "taken by an illness": (
        "dead",
        "Polio had taken Greta Olsen that summer, when they closed the pools.\n\n"
        + FILLER
        + "Greta Olsen was hanging out the washing, and she waved to the postman.\n",
    ),
}
"""What -> the kind of the contradiction, and the story."""

PLAIN = {
    "an age within one summer": (
        "attribute",
        "That summer Wilf Crane was nine, and he had a pony.\n\n"
        + FILLER
        + "It was the end of the same summer. Wilf, who was twelve, sat up with the pony all night.\n",
    ),
    "never married, and a late wife": (
        "attribute",
        "Alban Prewitt had never been married. He had his stamps.\n\n"
        + FILLER
        + "At dinner Alban talked of his late wife, and of the sea.\n",
    ),
    "a lost arm": (
        "attribute",
        "Captain Orlo had lost his left arm in the war. He seldom spoke of it.\n\n"
        + FILLER
        + "Captain Orlo caught the rope in his left hand and held on.\n",
    ),
    "the colour of a car": (
        "attribute",
        "Dave Mull drove a red Ford. It was the only car he had ever owned.\n\n"
        + FILLER
        + "Dave's blue Ford stood in the yard.\n",
    ),
    "a dish that is eaten as them": (
        "attribute",
        "Clara Vidal was allergic to nuts; one bite would kill her.\n\n"
        + FILLER
        + "Clara bought a bag of almonds and ate them on the bridge.\n",
    ),
    "dead, in what no word calls a memory": (
        "dead",
        "Tom Archer was dead. It was a hard time for everyone. Anna wept for a week.\n\n"
        + FILLER
        + "Tom opened the door and came in with the shopping. He put the kettle on.\n",
    ),
    "names that sound alike": (
        "name",
        "Kathryn Boyle came back on the first bus. Kathryn had no luggage.\n\n"
        + FILLER
        + "Catherine put her hand flat on the door, and waited.\n",
    ),
    "the same Saturday": (
        "place",
        "All that Saturday afternoon Emmeline Voss was at the hospital, by her father's bed.\n\n"
        + FILLER
        + "On that same Saturday afternoon Emmeline Voss was in the orchard, picking apples.\n",
    ),
    "her arms and his arms": (
        "pronoun",
        "It was Sasha who saw the land. She was up in the rigging, and she shouted.\n\n"
        + FILLER
        + "Sasha ran up the sand with his arms out. He fell down at once. He lay and laughed at the sky.\n",
    ),
    "the present at the end": (
        "tense",
        "Maria walked into the kitchen and lit the stove. She put the kettle on. Pedro slept.\n\n"
        "Maria pours the tea and sits down. She looks at Pedro. She drinks her tea and goes to the window.\n",
    ),
    "a she who is nobody else": (
        "point of view",
        "I went down to the harbour and waited for Jon. I was cold. Jon came late, and I told him so.\n\n"
        "She finished her tea and put down the cup. She did not want to go home. She walked out along the wall.\n",
    ),
}
"""What is said outright, in a few sentences."""
CONTRADICTORY |= PLAIN

INNOCENT = {
    "a pen in the other's hand": "Hugo Brandt was left-handed, and the ink smeared.\n\n"
    + FILLER
    + "Greta Olsen took the pen in her right hand and signed. Hugo looked on.\n",
    "nothing could be done about it": "There was nothing that anyone could do about the roof, said Hugo Brandt.\n\n"
    + FILLER
    + "Hugo Brandt went round the table with the kettle and filled the cups.\n",
    "an age asked for and told rightly": "Greta Olsen was seventeen. Greta worked at the bakery.\n\n"
    + FILLER
    + '"How old are you?" asked Hugo.\n\n"Seventeen. Old enough," said Greta.\n',
    "a second wife": (
        "Everybody had liked the first Mrs. Dane. She had blue eyes. Mrs. Dane died in May.\n\n"
        + FILLER
        + "The second Mrs. Dane had brown eyes, and dug her own garden. Mrs. Dane put down the spade.\n"
    ),
    "an age then and an age now": (
        "I asked him about it when we were fishing. I was twelve then, and I wanted to know.\n\n"
        + FILLER
        + "I am thirty now, and I have a boy of my own. I take him fishing.\n"
    ),
    "a mother remembered": "Nora Pym's mother had died when she was born.\n\n"
    + FILLER
    + "Nora dreamt that night. Her mother came in and sat on the bed.\n",
    "a first drink": "Tom Reilly was a teetotaller. Tom kept the tea-shop.\n\n"
    + FILLER
    + "That night, for the first time in his life, he gave in. Tom drank the whisky.\n",
    "another day": "At nine o'clock Major Tyne was in the billiard room.\n\n"
    + FILLER
    + "The next day, at nine o'clock, Major Tyne was at the station.\n",
    "a knife given back": "Ned Carver gave his knife to the boy. The boy ran off with it.\n\n"
    + FILLER
    + "The boy gave it back at noon.\n\n"
    + FILLER
    + "Ned took his knife and cut the wire.\n",
    "dyed hair": "Greta Olsen came in from the yard. She had black hair, as long as her arm.\n\n"
    + FILLER
    + "Greta had dyed it over the sink. Greta sat down at last. Her red hair had come loose.\n",
    "another's eyes": "Greta Olsen had green eyes and a quick laugh. Greta kept the shop at the corner.\n\n"
    + FILLER
    + "Ilse Brandt put down the scales. Her brown eyes were tired.\n",
    "a liar": 'Greta Olsen had green eyes. "I have brown eyes," said Greta to the officer, and smiled.\n\n'
    + FILLER
    + '"She had brown eyes," said the officer. "I saw them."\n',
    "years pass": "Greta Olsen was fourteen. Greta worked at the bakery.\n\n"
    + FILLER
    + "Three years later Greta was seventeen, and hungry.\n",
    "two scars": "Hugo Brandt had a scar on his left cheek. Ilse Brandt had one on her right cheek.\n\n"
    + FILLER
    + "Hugo turned to the lamp, and the scar on his left cheek was white.\n",
    "a mirror": "Hugo Brandt had a scar on his left cheek. Hugo never spoke of it.\n\n"
    + FILLER
    + "Hugo looked into the mirror, and the scar on his right cheek was white.\n",
    "eyes by lamplight": "Hugo Brandt had grey eyes. Hugo never spoke of them.\n\n"
    + FILLER
    + "Hugo bent over the lamp, and his eyes looked brown in its light.\n",
    "a learned hand": "Hugo Brandt was left-handed, and the ink smeared.\n\n"
    + FILLER
    + "Hugo had a stroke in the spring. Hugo took the pen in his right hand, the one he had written with ever since.\n",
    "a beard shaved off": "Hugo Brandt stroked his beard. Hugo looked for the razor, and shaved.\n\n"
    + FILLER
    + "Hugo came down clean-shaven, and they stared.\n",
    "a brother-in-law": "Greta Olsen was an only child. Greta liked it.\n\n"
    + FILLER
    + "Greta wrote to her brother-in-law that night.\n",
    "another trade": "Hugo Brandt was a dentist at the harbour.\n\n"
    + FILLER
    + "Hugo sold the chair and became something else. Hugo was a pharmacist now, and careful with his hands.\n",
    "lessons": "Hugo Brandt had never learned to drive. Hugo walked to the station.\n\n"
    + FILLER
    + "Ilse taught him in the summer. Hugo drove them home.\n",
    "a like name": "Mr. Pemberton had taken the house by the mill. Mr. Pemberton kept bees.\n\n"
    + FILLER
    + "Mr. Pembleton, who was no relation, opened the gate for Mr. Pemberton.\n",
    "a misspelt letter": "Mr. Pemberton had taken the house by the mill. Mr. Pemberton kept bees.\n\n"
    + FILLER
    + "The clerk had spelt it Mr. Pembleton, and nobody minded.\n",
    "a short name": "Kate Quill ran the choir. Kate Quill ran the tea as well.\n\n" + FILLER + "Katie Quill wept.\n",
    "a ghost": "Anna Weiss sat by the bed. Konrad Lang died at midnight. They buried Konrad Lang on the hill.\n\n"
    + FILLER
    + "The ghost came at two. Konrad Lang opened the door. Konrad Lang took off his hat and asked for tea.\n",
    "only feared dead": "Anna Weiss sat by the window. Konrad Lang would die in that sea, and she thought of it.\n\n"
    + FILLER
    + "Anna put on the kettle. Konrad Lang opened the door. Konrad Lang took off his hat and asked for tea.\n",
    "two people": "Reyes was the new sheriff. She had come from Yuma, and she rode with her hat low.\n\n"
    + FILLER
    + "Reyes looked at Tom Hale. He lay on his belly and took out his glass. He counted four riders. He shut it.\n\n"
    "Reyes came back at dusk. She was tired, and she said so.\n",
    "in disguise": "Reyes was the new sheriff. She had come from Yuma, and she rode with her hat low.\n\n"
    + FILLER
    + "Reyes rode in dressed as a man. He lay down on his belly and took out his glass. He counted four riders. "
    "He put the glass in his coat.\n\n"
    "Reyes came back at dusk. She was tired, and she said so.\n",
    "what always holds": "Anna Weiss walked down to the harbour. The boats lay still. She bought a herring. "
    "A man mended a net. He did not look up.\n\n"
    "The harbour lies to the west of the town. It has two piers. People come from all over to see it. The herring is "
    "always good.\n\n"
    "The man put away the net. He nodded to her. She went home by the mill. She shut the gate and hung up her coat.\n",
    "an all-knowing narrator": "Marta Klein hated the ward at night. Marta thought of her bed. She wondered about the "
    "bus.\n\n"
    "Doctor Voss came in with the tea. Voss knew that it was bad tea. He wished that he had bought the other kind, and "
    "wondered if Marta minded.\n\n"
    "Marta drank it. She felt that the night would never end. Voss thought of his mother. Voss hoped that she slept.\n",
    "a thing found again": "Anna Weiss leaned over the rail. The silver whistle slipped from her coat and dropped "
    "into the harbour. She watched it go.\n\n"
    + FILLER
    + "A boy dived for it and found it in the mud.\n\n"
    + FILLER
    + "Anna raised the silver whistle and blew.\n",
    "another thing": "Hugo Brandt threw the blue vase into the stove, and shut the stove. Hugo was glad.\n\n"
    + FILLER
    + "Hugo bought another vase on Monday.\n\n"
    + FILLER
    + "Hugo took the vase from the shelf and wiped it.\n",
    "two of one family": "The owner was Kristoffer Dahle. Dahle had three ships.\n\n"
    + FILLER
    + "His brother, Kristian Dahle, had none. Kristian lived in the attic.\n",
    "hair that was cut": "Greta Olsen wrung out her long braid over the basin. Greta was tired of it.\n\n"
    + FILLER
    + "The barber cut it off. Greta looked up, and the lamp shone on her cropped hair.\n",
    "an age that is past": "At sixteen Greta left home. Greta worked at the bakery.\n\n"
    + FILLER
    + "Greta was fourteen when the war began, and hungry.\n",
}
"""Why nothing is wrong -> the story."""
