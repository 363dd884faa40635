"""A sheet while it is being keyed: its answers, which questions were passed, where to go next."""

from dataclasses import dataclass, field

from shoukei_app.domain import answers
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers, Mark, Remark
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.usecases.entry import FIRST, OpenSheet


@dataclass(slots=True)
class Draft:
    """The sheet at the desk. `passed` are the questions the keyer has seen, with an answer or without."""

    questionnaire: Questionnaire
    opened: OpenSheet
    keyer: str
    pass_number: int = FIRST
    answers: dict[str, Answer] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    place: int = 0

    @classmethod
    def of(cls, questionnaire: Questionnaire, opened: OpenSheet, keyer: str, pass_number: int) -> "Draft":
        """Begin with what was keyed before in this pass; such a sheet counts as seen."""
        written = dict(opened.sheet)
        asked = EffectiveAnswers(questionnaire, written).asked if written else set()
        return cls(questionnaire, opened, keyer, pass_number, written, asked | set(written))

    @property
    def number(self) -> str:
        """The form number."""
        return self.opened.target.number

    @property
    def edited(self) -> bool:
        """Whether anything differs from what the ledger holds."""
        return self.sheet != dict(self.opened.sheet)

    @property
    def sheet(self) -> AnswerSheet:
        """What is to be kept: answers that are not blank."""
        return {key: answer for key, answer in self.answers.items() if not answer.blank}

    @property
    def asked(self) -> set[str]:
        """The questions that are for this firm after what it has answered so far."""
        return EffectiveAnswers(self.questionnaire, self.answers).asked

    @property
    def not_seen(self) -> int:
        """How many questions that are for this firm the keyer has not come to yet."""
        return len(self.asked - self.passed)

    def answer(self, question_id: str) -> Answer:
        """What was written for a question."""
        return self.answers.get(question_id, BLANK)

    def give(self, answer: Answer) -> None:
        """Write down the answer of the question at `place`."""
        question = self.questionnaire.questions[self.place]
        self.answers[question.id] = answer
        self.passed.add(question.id)

    def next_place(self) -> int:
        """The next question that is for this firm; from an answered one that was to be skipped, simply the next.

        Who writes into a question that was to be skipped usually goes on writing in the next one.
        """
        questions, asked = self.questionnaire.questions, self.asked
        here = questions[self.place].id
        if here not in asked and not self.answer(here).blank:
            return self.place + 1
        later = range(self.place + 1, len(questions))
        return next((place for place in later if questions[place].id in asked), len(questions))

    def place_before(self) -> int:
        """The question before that is for this firm or has an answer."""
        questions, asked = self.questionnaire.questions, self.asked
        earlier = range(min(self.place, len(questions)) - 1, -1, -1)
        shown = (
            place for place in earlier if questions[place].id in asked or not self.answer(questions[place].id).blank
        )
        return next(shown, 0)

    def remarks(self) -> tuple[Remark, ...]:
        """The remarks on what was seen so far."""
        found = answers.remarks(self.questionnaire, self.answers)
        return tuple(one for one in found if one.question in self.passed or one.mark is Mark.TO_BE_SKIPPED)
