"""Questions about a story, answered from its tables: a name, a place, a time or a passage, never a made-up sentence.

The problem. "Who broke the stay?" is easy to ask, and a novel is long. A question is read as the text is, its names
are sought in the story's own cast, and each kind of question is one walk over tables: events, quotations, scenes,
claims. What the tables do not say, the story does not say: the reply is empty. Not tried: why, how and which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fabula.questions.answer import MOST_ANSWERS, Answer, Reply
from fabula.questions.cast import Cast
from fabula.questions.events import deeds, did, happened, what, when, who_did, whom
from fabula.questions.evidence import Evidence
from fabula.questions.feelings import felt, whether_so
from fabula.questions.letters import letter_says, who_wrote
from fabula.questions.looks import looks, who_has
from fabula.questions.moments import Moment, find_moments
from fabula.questions.people import is_dead, who_is
from fabula.questions.places import present, where
from fabula.questions.question import Question, parse_question
from fabula.questions.speech import knew, said, who_said
from fabula.story import Story

ANSWERS: dict[str, Callable[[Evidence, Question, Sequence[Moment] | None], list[Answer]]] = {
    "who is": who_is,
    "who did": who_did,
    "whom": whom,
    "what": what,
    "did": did,
    "deeds": deeds,
    "happened": happened,
    "where": where,
    "present": present,
    "when": when,
    "said": said,
    "who said": who_said,
    "knew": knew,
    "dead": is_dead,
    "looks": looks,
    "who has": who_has,
    "felt": felt,
    "so": whether_so,
    "who wrote": who_wrote,
    "letter says": letter_says,
}
"""What answers each kind of question."""


class Questions:
    """Questions to one story; what they need of it is gathered once."""

    def __init__(self, story: Story) -> None:
        self.evidence = Evidence(story)
        self.cast = Cast(self.evidence)

    def ask(self, text: str) -> Reply:
        """The answers, the best first and at most ten.

        Raises  QuestionNotUnderstood (A01)
        """
        question = parse_question(text, self.cast)
        asked_time = question.when.deed.unknown if question.when and question.when.deed else ()
        missing = (*question.deed.unknown, *asked_time)
        moments = find_moments(self.evidence, question.when) if question.when else None
        if moments == [] or missing:
            return Reply(question, missing=missing)
        answers = ANSWERS[question.kind](self.evidence, question, moments)
        return Reply(question, tuple(answers[:MOST_ANSWERS]), len(answers))
