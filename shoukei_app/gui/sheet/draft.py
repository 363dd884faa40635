"""A sheet while it is being keyed: its answers, which questions were passed, where to go next."""

from dataclasses import dataclass, field

from shoukei_app.domain import answers, conditions
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers, Mark, Remark
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.usecases.entry import FIRST, OpenSheet


@dataclass(slots=True)
class Draft:
    """The sheet at the desk. `questions` are those keyed in this pass; `passed` were seen, answered or not.

    `memos` are the keyer's words by question, `effort` the strokes and the seconds net of pauses.
    """

    questionnaire: Questionnaire
    opened: OpenSheet
    keyer: str
    pass_number: int = FIRST
    questions: tuple[Question, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    memos: dict[str, str] = field(default_factory=dict)
    effort: dict[str, tuple[int, float]] = field(default_factory=dict)
    place: int = 0
    _asked: frozenset[str] | None = None
    _deciding: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.questions = self.questions or self.questionnaire.questions
        bases = [question.base for question in self.questionnaire.questions if question.base is not None]
        self._deciding = frozenset(subject for base in bases for subject in conditions.subjects(base))

    @classmethod
    def of(cls, questionnaire: Questionnaire, opened: OpenSheet, keyer: str, pass_number: int) -> "Draft":
        """Begin with what was keyed before in this pass; such a sheet counts as seen."""
        written = dict(opened.sheet)
        asked = EffectiveAnswers(questionnaire, written).asked if written else set()
        return cls(questionnaire, opened, keyer, pass_number, answers=written, passed=asked | set(written))

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
    def asked(self) -> frozenset[str]:
        """The questions of this pass that are for this firm after what it has answered so far."""
        if self._asked is None:
            asked = EffectiveAnswers(self.questionnaire, self.answers).asked
            self._asked = frozenset(question.id for question in self.questions if question.id in asked)
        return self._asked

    @property
    def not_seen(self) -> int:
        """How many questions that are for this firm the keyer has not come to yet."""
        return len(self.asked - self.passed)

    @property
    def current(self) -> Question | None:
        """The question at `place`, None past the last one."""
        return self.questions[self.place] if self.place < len(self.questions) else None

    @property
    def at_last(self) -> bool:
        """Whether no question behind the current one is for this firm."""
        asked = self.asked
        return not any(question.id in asked for question in self.questions[self.place + 1 :])

    def answer(self, question_id: str) -> Answer:
        """What was written for a question."""
        return self.answers.get(question_id, BLANK)

    def give(self, answer: Answer) -> None:
        """Write down the answer of the question at `place`."""
        self.keep_unclosed(answer)
        self.passed.add(self.questions[self.place].id)

    def keep_unclosed(self, answer: Answer) -> None:
        """Write down what there is of a question that is left before it was closed: it is still to be seen."""
        question = self.questions[self.place].id
        self.answers[question] = answer
        if question in self._deciding:
            self._asked = None

    def next_place(self) -> int:
        """The next question that is for this firm; from an answered one that was to be skipped, simply the next.

        Who writes into a question that was to be skipped usually goes on writing in the next one.
        """
        questions, asked = self.questions, self.asked
        here = questions[self.place].id
        if here not in asked and not self.answer(here).blank:
            return self.place + 1
        later = range(self.place + 1, len(questions))
        return next((place for place in later if questions[place].id in asked), len(questions))

    def place_before(self) -> int:
        """The question before that is for this firm or has an answer."""
        questions, asked = self.questions, self.asked
        earlier = range(min(self.place, len(questions)) - 1, -1, -1)
        shown = (
            place for place in earlier if questions[place].id in asked or not self.answer(questions[place].id).blank
        )
        return next(shown, 0)

    def remarks(self) -> tuple[Remark, ...]:
        """The remarks on what was seen so far."""
        found = answers.remarks(self.questionnaire, self.answers)
        return tuple(one for one in found if one.question in self.passed or one.mark is Mark.TO_BE_SKIPPED)
