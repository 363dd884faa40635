"""A sheet while it is being keyed: its answers, which questions were passed, where to go next."""

from dataclasses import dataclass, field
from datetime import datetime

from shoukei_app.domain import answers, conditions
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers, Mark, Remark
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.usecases.entry import DraftSheet, Keyed, OpenSheet


@dataclass(slots=True)
class Draft:
    """The sheet at the desk. `questions` are those keyed in this pass; `passed` were closed, answered or not.

    `memos` are the keyer's words by question, `effort` the strokes and the seconds net of pauses.
    """

    questionnaire: Questionnaire
    opened: OpenSheet
    keyer: str
    questions: tuple[Question, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    memos: dict[str, str] = field(default_factory=dict)
    effort: dict[str, tuple[int, float]] = field(default_factory=dict)
    place: int = 0
    _asked: frozenset[str] | None = None
    _remarks: tuple[Remark, ...] | None = None
    _deciding: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.questions = self.questions or self.questionnaire.questions
        bases = [question.base for question in self.questionnaire.questions if question.base is not None]
        self._deciding = frozenset(subject for base in bases for subject in conditions.subjects(base))

    @classmethod
    def of(cls, opened: OpenSheet, keyer: str) -> "Draft":
        """Go on where this pass was left. A sheet recorded before counts as seen; an interrupted one as far as it was.

        What the keyer passed without an answer is known by the effort it took.
        """
        questionnaire, keyed = opened.questionnaire, opened.keyed
        questions = tuple(questionnaire.by_id[key] for key in opened.questions)
        draft = cls(questionnaire, opened, keyer, questions, dict(keyed.sheet))
        draft.memos.update(keyed.memos)
        draft.effort.update(keyed.effort)
        draft.passed.update(keyed.sheet)
        if opened.kept_at is not None:
            draft.passed |= set(keyed.effort)
            draft.passed.discard(opened.place)
            draft.place = next((at for at, one in enumerate(questions) if one.id == opened.place), 0)
        elif keyed.sheet:
            draft.passed |= draft.asked
        return draft

    def take_over(self, other: "Draft") -> None:
        """Go on from another draft of the same sheet, which the ledger does not hold yet."""
        self.answers, self.passed = dict(other.answers), set(other.passed)
        self.memos, self.effort, self._asked = dict(other.memos), dict(other.effort), None
        self._remarks = None

    @property
    def number(self) -> str:
        """The form number."""
        return self.opened.target.number

    @property
    def pass_number(self) -> int:
        """Which entry this is."""
        return self.opened.pass_number

    @property
    def begun(self) -> bool:
        """Whether anything was keyed that the ledger does not hold as recorded."""
        known = self.opened.keyed
        fresh = not known.sheet and bool(self.passed)
        return fresh or self.opened.kept_at is not None or (self.sheet, self._memos) != (known.sheet, known.memos)

    @property
    def keyed(self) -> Keyed:
        """What goes into the ledger."""
        return Keyed(self.sheet, self._memos, dict(self.effort))

    @property
    def sheet(self) -> AnswerSheet:
        """What is to be kept: answers that are not blank."""
        return {key: answer for key, answer in self.answers.items() if not answer.blank}

    @property
    def _memos(self) -> dict[str, str]:
        return {key: words for key, words in self.memos.items() if words}

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

    def kept(self, at: datetime) -> DraftSheet:
        """The sheet as it is kept while it is being keyed: what is closed, and so far the current question."""
        here = self.questions[min(self.place, len(self.questions) - 1)].id
        sheet = {key: answer for key, answer in self.sheet.items() if key in self.passed or key == here}
        effort = {key: spent for key, spent in self.effort.items() if key in self.passed}
        keyed = Keyed(sheet, self._memos, effort)
        return DraftSheet(self.opened.target.id, self.pass_number, self.keyer, keyed, here, at)

    def spend(self, seconds: float) -> None:
        """A key was pressed on the current question, `seconds` after the one before (0 after a pause)."""
        if self.current is not None:
            strokes, spent = self.effort.get(self.current.id, (0, 0.0))
            self.effort[self.current.id] = (strokes + 1, round(spent + seconds, 2))

    def answer(self, question_id: str) -> Answer:
        """What was written for a question."""
        return self.answers.get(question_id, BLANK)

    def give(self, answer: Answer) -> None:
        """Write down the answer of the question at `place`."""
        self.keep_unclosed(answer)
        self.passed.add(self.questions[self.place].id)
        self._remarks = None

    def keep_unclosed(self, answer: Answer) -> None:
        """Write down what there is of a question that is left before it was closed: it is still to be seen."""
        question = self.questions[self.place].id
        self.answers[question] = answer
        self._remarks = None
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
        if self._remarks is None:
            found = answers.remarks(self.questionnaire, self.answers)
            seen = (one for one in found if one.question in self.passed or one.mark is Mark.TO_BE_SKIPPED)
            self._remarks = tuple(seen)
        return self._remarks
